// SPDX-License-Identifier: Apache-2.0
internal import Canvas

/// Source code as rows of at most so many ems, its tokens coloured.
struct CodeText {
    struct Row {
        /// 1 for the first line; nil for the rest of a line that was broken.
        let lineNumber: Int?
        let text: String
        /// In ems: what continues a line is set in from it.
        let indentation: Double
        let spans: [TextSpan]
    }

    let lines: [Substring]
    /// The longest line, in ems.
    let longest: Double
    private let spans: [[TextSpan]]
    /// In ems, of the characters that are not ASCII.
    private let widths: [Character: Double]

    init(_ text: String, language: String?, palette: CodePalette) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let widths = Self.measure(Set(text.filter { !$0.isASCII }))
        self.lines = lines
        self.widths = widths
        self.longest = lines.map { $0.reduce(0) { $0 + (widths[$1] ?? 0.5) } }.max() ?? 0
        self.spans = Self.spans(of: text, lines, language, palette)
    }

    /// Fallback fonts do not keep to the grid, so what is not ASCII is measured.
    private static func measure(_ characters: Set<Character>) -> [Character: Double] {
        let characters = characters.filter { !$0.isWhitespace }.sorted()
        guard !characters.isEmpty else { return ["\u{3000}": 1] }
        let style = TextStyle(families: [Fonts.monospaced], sizePixels: 100)
        let layout = TextLayout(characters.map(String.init).joined(separator: "\n"), style)
        var widths = Dictionary(
            zip(characters, layout.lines.map { $0.width / 100 }), uniquingKeysWith: { first, _ in first })
        widths["\u{3000}"] = 1
        return widths
    }

    private static func spans(
        of text: String, _ lines: [Substring], _ language: String?, _ palette: CodePalette
    ) -> [[TextSpan]] {
        var tokens = CodeToken.tokens(of: text, language: language)[...]
        var start = 0
        return lines.map { line in
            let range = start..<start + line.utf8.count
            start = range.upperBound + 1
            var spans: [TextSpan] = []
            while let token = tokens.first, token.range.lowerBound < range.upperBound {
                let part = token.range.clamped(to: range)
                if !part.isEmpty {
                    let bytes = part.lowerBound - range.lowerBound..<part.upperBound - range.lowerBound
                    spans.append(TextSpan(range: bytes, color: palette.color(of: token.kind)))
                }
                guard token.range.upperBound <= range.upperBound else { break }
                tokens.removeFirst()
            }
            return spans
        }
    }

    /// Breaks lines of more than `width` ems, after a space or a mark where there is one in the last third.
    func rows(width: Double) -> [Row] {
        self.lines.indices.flatMap { self.rows(ofLine: $0, width: width) }
    }

    private func rows(ofLine index: Int, width: Double) -> [Row] {
        let line = self.lines[index]
        let leading = Double(line.prefix { $0 == " " }.count) * 0.5
        let hanging = min(leading + 1, width / 2)
        var rows: [Row] = []
        var rest = line
        var offset = 0
        repeat {
            let indentation = rows.isEmpty ? 0 : hanging
            let end = self.end(of: rest, width: width - indentation)
            let piece = rest[..<end]
            let bytes = offset..<offset + piece.utf8.count
            rows.append(
                Row(
                    lineNumber: rows.isEmpty ? index + 1 : nil, text: String(piece), indentation: indentation,
                    spans: self.spans[index].compactMap { $0.moved(into: bytes) }))
            offset = bytes.upperBound
            rest = rest[end...]
        } while !rest.isEmpty
        return rows
    }

    private func end(of text: Substring, width: Double) -> Substring.Index {
        var x = 0.0
        var opportunity: Substring.Index?
        for index in text.indices {
            x += self.widths[text[index]] ?? 0.5
            if x > width + 0.001 {
                let forced = index > text.startIndex ? index : text.index(after: index)
                return opportunity ?? forced
            }
            if x > width * 0.66, " ,;({[.=|&/、。".contains(text[index]) {
                opportunity = text.index(after: index)
            }
        }
        return text.endIndex
    }
}

extension TextSpan {
    /// The part of it that is in `bytes`, counted from their start.
    fileprivate func moved(into bytes: Range<Int>) -> TextSpan? {
        let part = self.range.clamped(to: bytes)
        guard !part.isEmpty else { return nil }
        var span = self
        span.range = part.lowerBound - bytes.lowerBound..<part.upperBound - bytes.lowerBound
        return span
    }
}
