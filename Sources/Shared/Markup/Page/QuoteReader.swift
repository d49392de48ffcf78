// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Reads `<blockquote>`.
struct QuoteReader {
    let writer: BlockWriter
    private var tree: HTMLTree { self.writer.tree }

    init(writer: BlockWriter) { self.writer = writer }

    func drafts(at node: Int, caption: String? = nil) -> [Draft] {
        let sources = self.tree.descendants(of: node).filter { self.isSource($0) }
        let drafts = self.writer.drafts(in: node, excluding: Set(sources))
        guard !drafts.isEmpty else { return [] }
        // Code, tables and headings inside a quote are a box around content, not somebody's words.
        let texts = drafts.compactMap(Self.text)
        guard texts.count == drafts.count else { return drafts }
        var text = texts.joined(separator: "\n")
        if let note = Self.withoutAlertMark(text) {
            return LineShaper.blocks(of: note.split(separator: "\n")).map { Draft(block: $0) }
        }
        var attribution = sources.first.map { self.writer.line(in: $0) } ?? caption
        if attribution == nil, texts.count > 1, let last = texts.last, Self.isAttribution(last) {
            attribution = last
            text = texts.dropLast().joined(separator: "\n")
        }
        attribution = attribution.map { $0.trimming { "—–―-〜~ 　".contains($0) } }
        return [
            Draft(block: .quote(text: text, attribution: attribution?.isEmpty == false ? attribution : nil))
        ]
    }

    private func isSource(_ node: Int) -> Bool {
        switch self.tree.tag(node) {
        case .footer, .figcaption: true
        // <cite> in a sentence is a title that belongs to it; after the words, it is who said them.
        case .cite: [.blockquote, .footer].contains(self.tree.tag(self.tree.parent(node)))
        default: false
        }
    }

    private static func text(of draft: Draft) -> String? {
        switch draft.block {
        case .paragraph(let text): text
        case .list(let items, _): items.joined(separator: "\n")
        case .quote(let text, _): text
        default: nil
        }
    }

    /// "— Someone": a short last line that begins with a dash.
    private static func isAttribution(_ line: String) -> Bool {
        guard let first = line.first, "—–―".contains(first) || line.hasPrefix("-- ") else { return false }
        return line.readingWeight <= 80
    }

    /// GitHub writes notes as quotes that begin with `[!NOTE]`.
    private static func withoutAlertMark(_ text: String) -> String? {
        for mark in ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"]
        where text.uppercased().hasPrefix("[!\(mark)]") {
            return text.dropFirst(mark.count + 3).trimmingPrefix { $0.isWhitespace }.description
        }
        return nil
    }
}
