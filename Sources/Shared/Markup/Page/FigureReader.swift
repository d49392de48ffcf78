// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Reads `<figure>`, whatever stands in it, with its caption.
struct FigureReader {
    let writer: BlockWriter
    private var tree: HTMLTree { self.writer.tree }

    init(writer: BlockWriter) { self.writer = writer }

    func drafts(at node: Int) -> [Draft] {
        let captionNode = self.tree.first(.figcaption, in: node)
        let caption = captionNode.map { self.writer.line(in: $0) }
        if let quote = self.tree.first(.blockquote, in: node), captionNode.map({ quote < $0 }) ?? true {
            return QuoteReader(writer: self.writer).drafts(at: quote, caption: caption)
        }
        var drafts = self.writer.drafts(in: node, excluding: Set([captionNode].compactMap(\.self)))
            .mergingRepeatedFigures()
        guard let caption, !caption.isEmpty else { return drafts }
        // The caption of several pictures stands under the last of them.
        guard let last = drafts.lastIndex(where: { $0.isFigure || Self.isTable($0) }) else { return drafts }
        switch drafts[last].block {
        case .figure(var figure):
            figure.caption = caption
            drafts[last].block = .figure(figure)
        case .table(let header, let rows, let own):
            drafts[last].block = .table(header: header, rows: rows, caption: own ?? caption)
        default: break
        }
        return drafts
    }

    private static func isTable(_ draft: Draft) -> Bool {
        if case .table = draft.block { true } else { false }
    }
}
