// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Writes a tree's elements as blocks, in reading order.
///
/// It calls itself as deep as the tree is nested, which ``HTMLParser/maximumDepth`` bounds.
struct BlockWriter {
    let content: PageContent
    private(set) var drafts: [Draft] = []
    private var line = InlineText()
    /// Pictures met inside the line; they follow its paragraph.
    private var figures: [Draft] = []
    private var linkDepth = 0
    private var excluded: Set<Int> = []
    /// A quote inside a quote is part of it; making one of each would copy the innermost words at every level.
    private var isInQuote = false

    var tree: HTMLTree { self.content.tree }

    init(_ content: PageContent) { self.content = content }

    /// What is in an element, as blocks of its own.
    ///
    /// - Parameter excluded: Elements inside that are read separately. Whoever reads a part of an element by itself
    ///   must exclude it here: reading both would double with each level of nesting.
    func drafts(in node: Int, excluding excluded: Set<Int> = []) -> [Draft] {
        var writer = BlockWriter(self.content)
        writer.excluded = self.excluded.union(excluded)
        writer.isInQuote = self.isInQuote || self.tree.tag(node) == .blockquote
        writer.writeChildren(of: node)
        writer.flush()
        return writer.drafts
    }

    /// What is in an element, as one line.
    func line(in node: Int) -> String { Self.line(of: self.drafts(in: node)) }

    static func line(of drafts: [Draft]) -> String {
        var line = InlineText()
        for draft in drafts {
            let texts: [String] =
                switch draft.block {
                case .paragraph(let text), .heading(_, let text), .code(let text, _), .quote(let text, _):
                    [text]
                case .list(let items, _): items
                case .table(let header, let rows, _): header + rows.flatMap(\.self)
                case .figure: []
                }
            for text in texts {
                line.append("\n")
                line.append(text)
            }
        }
        return line.text
    }

    mutating func append(_ drafts: [Draft]) {
        self.flush()
        self.drafts.append(contentsOf: drafts)
    }

    mutating func write(_ node: Int) {
        guard !self.content.isSkipped[node], !self.excluded.contains(node), !self.content.isMark(node) else {
            return
        }
        switch self.tree.tag(node) {
        case .text: self.line.append(self.tree.text(node), isLink: self.linkDepth > 0)
        case .br: self.line.breakLine()
        case .img:
            self.figures += [self.content.images.figure(at: node)].compactMap {
                $0.map { Draft(block: .figure($0)) }
            }
        case .a: self.writeLink(node)
        case .sup: self.writeSuperscript(node)
        case .q:
            self.line.append("“")
            self.writeChildren(of: node)
            self.line.append("”")
        case .noscript: self.writeFallbackImages(node)
        case let tag where tag.isBlock: self.writeBlock(tag, node)
        default: self.writeChildren(of: node)
        }
    }

    mutating func writeChildren(of node: Int) {
        for child in self.tree.children(of: node) { self.write(child) }
    }

    private mutating func writeLink(_ node: Int) {
        let counts = self.content.countsLinks || self.content.isFragmentLink(node)
        self.linkDepth += counts ? 1 : 0
        self.writeChildren(of: node)
        self.linkDepth -= counts ? 1 : 0
    }

    /// An exponent written beside its number would be another number: 10⁶ is not 106.
    private mutating func writeSuperscript(_ node: Int) {
        let text = self.tree.textContent(of: node).trimming(where: \.isWhitespace)
        let digits = text.compactMap { Self.superscripts[$0] }
        if digits.count == text.count, !digits.isEmpty {
            self.line.append(String(digits))
        } else {
            self.writeChildren(of: node)
        }
    }

    private static let superscripts: [Character: Character] = [
        "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
        "-": "⁻",
        "−": "⁻", "+": "⁺", "n": "ⁿ",
    ]

    /// What is for browsers without scripts is the real picture of a lazy one, or a word on scripts.
    private mutating func writeFallbackImages(_ node: Int) {
        for child in self.tree.descendants(of: node) where self.tree.tag(child) == .img { self.write(child) }
    }

    private mutating func writeBlock(_ tag: HTMLTag, _ node: Int) {
        self.flush()
        switch tag {
        case .ul, .ol, .dir: self.writeList(node, isOrdered: tag == .ol)
        case .dl: self.writeDefinitions(node)
        case .pre: self.append(CodeReader(content: self.content).drafts(at: node))
        case .table: self.append(TableReader(writer: self).drafts(at: node))
        case .blockquote where !self.isInQuote: self.append(QuoteReader(writer: self).drafts(at: node))
        case .figure: self.append(FigureReader(writer: self).drafts(at: node))
        case .hr: break
        case .td where self.content.isLineNumber(node): break
        case _ where tag.headingLevel != nil: self.writeHeading(node, level: tag.headingLevel ?? 1)
        case _ where self.isCaption(node): self.writeCaption(node)
        default: self.writeChildren(of: node)
        }
        self.flush()
    }

    private mutating func writeHeading(_ node: Int, level: Int) {
        let drafts = self.drafts(in: node)
        let text = Self.line(of: drafts)
        if !text.isEmpty { self.drafts.append(Draft(block: .heading(level: level, text: text))) }
        self.drafts.append(contentsOf: drafts.filter(\.isFigure))
    }

    /// Whether this is the text under the picture just written, on a page that does not know `<figcaption>`.
    private func isCaption(_ node: Int) -> Bool {
        guard case .figure(let figure)? = self.drafts.last?.block, figure.caption == nil else { return false }
        return self.tree.hasAttributes(node) && self.content.words(of: node).isCaption
            && self.tree.first(.img, in: node) == nil
    }

    private mutating func writeCaption(_ node: Int) {
        guard case .figure(var figure)? = self.drafts.last?.block else { return }
        figure.caption = self.line(in: node)
        self.drafts[self.drafts.count - 1].block = .figure(figure)
    }

    /// Ends the line: its paragraph, then its pictures.
    mutating func flush() {
        let text = self.line.text.trimming(where: \.isWhitespace)
        if !text.isEmpty {
            // The page's own breaks: an empty line separates paragraphs, and bullets after breaks are lists.
            let blocks =
                text.contains("\n")
                ? LineShaper.blocks(of: text.split(separator: "\n", omittingEmptySubsequences: false))
                : [.paragraph(text)]
            let weight = max(text.readingWeight, 1)
            for block in blocks {
                var draft = Draft(block: block)
                draft.linkWeight = self.line.linkWeight * draft.weight / weight
                self.drafts.append(draft)
            }
        }
        self.drafts.append(contentsOf: self.figures)
        self.line = InlineText()
        self.figures = []
    }
}
