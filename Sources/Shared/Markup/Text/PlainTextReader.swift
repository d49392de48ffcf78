// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation

/// From plain text to its article: what people mean by empty lines, bullets, underlines and marks.
struct PlainTextReader {
    let text: [UInt8]
    let source: String

    /// A longer first line is a paragraph, not a title.
    private static let maximumTitleWeight = 100

    func article() throws(JobFailure) -> Article {
        var lines = String(decoding: self.text, as: UTF8.self)
            .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)[...]
        while let first = lines.first, Self.isBlank(first) { lines.removeFirst() }
        guard !lines.isEmpty else { throw JobFailure(.sourceEmpty, self.source) }
        let title = Self.takeTitle(&lines)
        let blocks = Self.blocks(of: lines)
        let name = PageReader.fallbackTitle(of: self.source)
        // A text of one line is its own body.
        let body = blocks.isEmpty ? [.paragraph(title ?? name)] : blocks
        return Article(
            source: self.source, title: title ?? name,
            language: LanguageGuess.language(
                of: (title.map { [.paragraph($0)] } ?? [] + body).proseText, declared: nil),
            blocks: body)
    }

    private static func isBlank(_ line: Substring) -> Bool {
        line.unicodeScalars.allSatisfy { $0.isSpace || $0.isInvisible }
    }

    /// The first line, when it reads as a title: short, without a full stop, and followed by an empty line, an
    /// underline or more than one line of text.
    private static func takeTitle(_ lines: inout ArraySlice<Substring>) -> String? {
        guard let first = lines.first else { return nil }
        let heading = self.markedHeading(first)?.text
        let text = heading ?? InlineText.normalized(first)
        guard text.readingWeight <= self.maximumTitleWeight, let last = text.last,
            heading != nil || !"。．.、，,：:；;".contains(last),
            LineShaper.listItem(String(first)) == nil || heading != nil,
            first.unicodeScalars.first != "\u{3000}"
        else { return nil }
        lines.removeFirst()
        if let next = lines.first, self.underlineLevel(next) != nil { lines.removeFirst() }
        return text
    }

    private static func blocks(of lines: ArraySlice<Substring>) -> [Article.Block] {
        var blocks: [Article.Block] = []
        var pending: [Substring] = []
        func flush() {
            blocks += LineShaper.blocks(of: pending)
            pending = []
        }
        for (index, line) in zip(lines.indices, lines) {
            if let level = self.underlineLevel(line) {
                // An underline makes a heading of the one line above it; elsewhere it is a rule.
                if let above = pending.last, !self.isBlank(above),
                    pending.dropLast().last.map(self.isBlank) ?? true
                {
                    pending.removeLast()
                    flush()
                    blocks.append(.heading(level: level, text: InlineText.normalized(above)))
                }
                flush()
            } else if let heading = self.markedHeading(line) {
                flush()
                blocks.append(.heading(level: heading.level, text: heading.text))
            } else if self.isNumberedHeading(at: index, in: lines) {
                flush()
                blocks.append(.heading(level: 2, text: InlineText.normalized(line)))
            } else {
                pending.append(line)
            }
        }
        flush()
        return blocks
    }

    /// `■ 見出し`, `【見出し】`, `# Heading`, `== Heading ==`.
    private static func markedHeading(_ line: Substring) -> (level: Int, text: String)? {
        let text = InlineText.normalized(line)
        guard let first = text.first, text.readingWeight <= self.maximumTitleWeight else { return nil }
        if "■□▼▽◎★☆▶".contains(first) {
            let rest = text.trimming { "■□▼▽◎★☆▶ ".contains($0) }
            return rest.isEmpty || rest.last == "。" ? nil : (2, rest)
        }
        if first == "【", text.last == "】", text.count(where: { $0 == "【" }) == 1 {
            return (2, String(text.dropFirst().dropLast()))
        }
        let hashes = text.prefix { $0 == "#" }.count
        if (1...6).contains(hashes), text.dropFirst(hashes).first == " " {
            return (hashes, text.trimming { $0 == "#" || $0 == " " })
        }
        if text.hasPrefix("== "), text.hasSuffix(" ==") {
            return (2, text.trimming { $0 == "=" || $0 == " " })
        }
        return nil
    }

    /// `第1章 はじめに`, alone between empty lines.
    private static func isNumberedHeading(at index: Int, in lines: ArraySlice<Substring>) -> Bool {
        func isBlankOrEdge(_ index: Int) -> Bool {
            !lines.indices.contains(index) || self.isBlank(lines[index])
        }
        guard isBlankOrEdge(index - 1), isBlankOrEdge(index + 1), lines.indices.contains(index + 1) else {
            return false
        }
        let text = InlineText.normalized(lines[index])
        guard text.readingWeight <= 60, let last = text.last, !"。．.".contains(last) else { return false }
        let isChapter = text.first == "第" && text.prefix(8).contains { "章節部回話編".contains($0) }
        return isChapter || text.lowercased().hasPrefix("chapter ")
    }

    /// `====` is a heading of level one, `----` of two.
    private static func underlineLevel(_ line: Substring) -> Int? {
        let text = line.trimming(where: \.isWhitespace)
        guard text.count >= 3, let first = text.first, text.allSatisfy({ $0 == first }) else { return nil }
        return "=＝".contains(first) ? 1 : "-－ー─━".contains(first) ? 2 : nil
    }
}
