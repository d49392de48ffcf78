// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Builds a tree from HTML as browsers do, as far as text and its order depend on it.
///
/// Written for hostile pages: nesting is cut at a fixed depth, misnested formatting is never rebuilt (in a browser's
/// algorithm a few kilobytes of it become millions of elements), and the number of nodes has a limit. So time and
/// memory are O(n) for every input, which no HTML library in C at hand offers: libgumbo 0.10.1, measured, takes 2.4 s
/// and 767 MB for 50 kB of nested `<div>`, more than 20 s for 250 kB, and frees its tree by recursion.
struct HTMLParser: ~Copyable {
    /// Deeper elements are dissolved into their parents. Browsers stop at 512; pages people wrote stay under 60.
    static let maximumDepth = 128
    /// Elements and pieces of text in one page; about 100 MB of memory, and twenty times the largest articles.
    static let maximumNodeCount = 1_000_000

    private struct Open {
        var tag: HTMLTag
        var index: Int
        /// A link whose end tag came while blocks inside it were open: it ends with them.
        var hasEnded = false
    }

    private var tree = HTMLTree()
    private var stack: [Open] = []
    /// Looked up at every block's start, and mostly zero.
    private var openParagraphCount = 0
    /// Start tags dissolved at the depth limit and not yet ended.
    private var dissolvedCount = 0

    /// - Parameter bytes: UTF-8.
    /// - Throws: `sourceTooLarge` above ``maximumNodeCount``.
    static func parse(_ bytes: [UInt8], source: String) throws(JobFailure) -> HTMLTree {
        var parser = HTMLParser()
        var tokenizer = HTMLTokenizer(bytes)
        while let token = tokenizer.next() {
            parser.take(token)
            guard parser.tree.count <= self.maximumNodeCount else {
                throw JobFailure(
                    .sourceTooLarge, source, detail: "more than \(self.maximumNodeCount) elements")
            }
        }
        parser.pop(to: 0)
        return parser.tree
    }

    private init() {
        self.stack = [Open(tag: .root, index: self.tree.appendElement(.root, attributes: [], parent: 0))]
    }

    private mutating func take(_ token: HTMLTokenizer.Token) {
        switch token {
        case .text(let text): self.tree.appendText(text, parent: self.stack[self.stack.count - 1].index)
        case .start(let tag, let attributes): self.start(tag, attributes)
        case .end(let tag): self.end(tag)
        }
    }

    private mutating func start(_ tag: HTMLTag, _ attributes: [(name: HTMLAttribute, value: String)]) {
        switch tag {
        case .html:
            if !self.tree.hasAttributes(0) { self.tree.setRootAttributes(attributes) }
            return
        case .head, .body, .frameset, .plaintext: return
        case _ where tag.isFormatting && attributes.isEmpty: return
        default: break
        }
        guard self.makeRoom(for: tag) else { return }
        self.append(tag, attributes)
    }

    private mutating func append(_ tag: HTMLTag, _ attributes: [(name: HTMLAttribute, value: String)]) {
        let isLeaf = tag.isVoid || tag == .script || tag == .title
        if !isLeaf, self.stack.count >= Self.maximumDepth {
            self.dissolvedCount += 1
            return
        }
        let parent = self.stack[self.stack.count - 1].index
        let index = self.tree.appendElement(tag, attributes: attributes, parent: parent)
        guard !isLeaf else { return }
        self.stack.append(Open(tag: tag, index: index))
        if tag == .p { self.openParagraphCount += 1 }
    }

    private mutating func end(_ tag: HTMLTag) {
        if tag == .br { return self.append(.br, []) }
        if tag.isVoid { return }
        if self.dissolvedCount > 0 {
            self.dissolvedCount -= tag.isFormatting ? 0 : 1
            return
        }
        switch tag {
        case .html, .head, .body, .script, .title: return
        case .a: self.endLink()
        case .p:
            // A stray end of a paragraph is an empty one: what stood before it and what follows are two.
            if self.last(barrier: \.isScope, where: { $0 == .p }) == nil { self.append(.p, []) }
            self.popThrough(self.last(barrier: \.isScope) { $0 == .p })
        case .table: self.popThrough(self.last { $0 == .table })
        case .h1, .h2, .h3, .h4, .h5, .h6:
            self.popThrough(self.last(barrier: \.isScope) { $0.headingLevel != nil })
        case .li: self.popThrough(self.last(barrier: { $0.isScope || $0 == .ul || $0 == .ol }) { $0 == .li })
        case _ where tag.isTablePart: self.popThrough(self.last(barrier: { $0 == .table }) { $0 == tag })
        case _ where tag.isBlock: self.popThrough(self.last(barrier: \.isScope) { $0 == tag })
        default: self.popThrough(self.last(barrier: { $0.isBlock || $0.isScope }) { $0 == tag })
        }
    }
}

extension HTMLParser {
    /// Closes what a start tag ends by itself.
    /// - Returns: Whether the element may stand here at all.
    private mutating func makeRoom(for tag: HTMLTag) -> Bool {
        if tag.isTablePart { return self.makeRoomInTable(for: tag) }
        if tag.closesParagraph, self.openParagraphCount > 0 {
            self.popThrough(self.last(barrier: \.isScope) { $0 == .p })
        }
        switch tag {
        case .li: self.popItem { $0 == .li }
        case .dd, .dt: self.popItem { $0 == .dd || $0 == .dt }
        case .h1, .h2, .h3, .h4, .h5, .h6:
            if self.stack[self.stack.count - 1].tag.headingLevel != nil { self.pop(to: self.stack.count - 1) }
        case .rt, .rp, .rb, .rtc:
            if [.rt, .rp, .rb].contains(self.stack[self.stack.count - 1].tag) {
                self.pop(to: self.stack.count - 1)
            }
        case .a: self.endLink()
        case .button: self.popThrough(self.last(barrier: { $0 == .table }) { $0 == .button })
        case .option, .optgroup: self.popThrough(self.last(barrier: \.isBlock) { $0 == .option })
        default: break
        }
        return true
    }

    private mutating func makeRoomInTable(for tag: HTMLTag) -> Bool {
        guard let table = self.last(where: { $0 == .table }) else { return false }
        let holders: Set<HTMLTag> =
            switch tag {
            case .td, .th: [.tr]
            case .tr: [.tbody, .thead, .tfoot]
            case .col: [.colgroup]
            default: []
            }
        let holder = self.last(barrier: { $0 == .table }) { holders.contains($0) } ?? table
        self.pop(to: holder + 1)
        return true
    }

    /// A new item ends the one before, unless a list inside that has begun since.
    private mutating func popItem(_ matches: (HTMLTag) -> Bool) {
        self.popThrough(
            self.last(
                barrier: { $0.isScope || $0.isBlock && $0 != .div && $0 != .p && $0 != .address },
                where: matches))
    }

    private mutating func endLink() {
        guard let link = self.last(barrier: \.isScope, where: { $0 == .a }) else { return }
        if self.stack[(link + 1)...].contains(where: \.tag.isBlock) {
            self.stack[link].hasEnded = true
        } else {
            self.pop(to: link)
        }
    }

    /// The innermost open element that matches, looking no further out than a barrier that does not.
    private func last(barrier: (HTMLTag) -> Bool = { _ in false }, where matches: (HTMLTag) -> Bool) -> Int? {
        for position in self.stack.indices.reversed() where !self.stack[position].hasEnded {
            let tag = self.stack[position].tag
            if matches(tag) { return position }
            if barrier(tag) { return nil }
        }
        return nil
    }

    private mutating func popThrough(_ position: Int?) {
        if let position { self.pop(to: position) }
    }

    /// Closes the open elements from a position of the stack on.
    private mutating func pop(to position: Int) {
        while self.stack.count > position || self.stack.last?.hasEnded == true {
            let open = self.stack.removeLast()
            if open.tag == .p { self.openParagraphCount -= 1 }
            self.tree.close(open.index)
        }
    }
}
