// SPDX-License-Identifier: Apache-2.0

/// A page as the block writer sees it.
struct PageContent {
    let tree: HTMLTree
    let isSkipped: [Bool]
    let images: ImageReader
    /// Whether links to other pages count against a block. In a README they are content; on a page, what surrounds it.
    let countsLinks: Bool

    func isFragmentLink(_ node: Int) -> Bool { self.tree.attribute(.href, of: node)?.hasPrefix("#") ?? false }

    /// The cells of a `<tr>`.
    func cells(of row: Int) -> [Int] {
        self.tree.children(of: row).filter { [.td, .th].contains(self.tree.tag($0)) && !self.isSkipped[$0] }
    }

    /// `¶`, `#`, `[1]`, a file's name above its code: a label beside the text, not part of it.
    func isMark(_ node: Int) -> Bool {
        switch self.tree.tag(node) {
        case .a:
            guard
                self.isFragmentLink(node)
                    || self.words(of: node).has(Self.anchors)
            else { return false }
            let text = self.tree.textContent(of: node).trimming(where: \.isWhitespace)
            return text.isEmpty
                || Self.marks.contains(text.lowercased())
                || Self.isFootnoteMark(text)
        case .sup:
            if self.words(of: node).has(Self.references) { return true }
            return Self.isFootnoteMark(self.tree.textContent(of: node).trimming(where: \.isWhitespace))
        case .div, .span, .p: return self.tree.hasAttributes(node) && self.words(of: node).names(Self.labels)
        case let tag where tag.headingLevel != nil:
            return self.words(of: self.tree.parent(node)).isCallout
                && Admonition.isLabel(self.tree.textContent(of: node))
        default: return false
        }
    }

    private static let anchors: Set<Substring> = ["anchor", "headerlink", "permalink", "anchorjs"]
    private static let references: Set<Substring> = ["reference", "footnote", "noteref"]
    private static let marks: Set<String> = ["#", "¶", "§", "🔗", "↩", "↩︎", "^", "↑", "編集", "edit"]
    private static let labels: Set<Substring> = [
        "code-lang", "code-block-filename", "code-block-filename-container", "code-title", "code-header",
        "codeblock-title",
        "filename", "file-name", "gatsby-code-title", "remark-code-title", "admonition-title",
        "admonition-heading",
    ]

    /// A highlighter's column of line numbers.
    func isLineNumber(_ node: Int) -> Bool {
        guard self.tree.hasAttributes(node), self.tree.tag(node) != .text else { return false }
        let words = self.words(of: node)
        return words.has(Self.gutters) || words.names(Self.gutterNames)
    }

    private static let gutters: Set<Substring> = [
        "lineno", "linenos", "linenumber", "linenumbers", "gutter", "linenodiv",
    ]
    private static let gutterNames: Set<Substring> = [
        "line-number", "line-numbers", "line-numbers-rows", "ln", "hljs-ln-numbers", "rouge-gutter",
    ]

    func words(of node: Int) -> ClassWords { ClassWords(of: node, in: self.tree) }

    /// `[12]`, `[a]`, `[注 3]`, `*1`, `※2`.
    private static func isFootnoteMark(_ text: String) -> Bool {
        guard (2...12).contains(text.count), let first = text.first else { return false }
        if first == "[", text.last == "]" { return true }
        return (first == "*" || first == "※") && text.dropFirst().allSatisfy(\.isNumber)
    }
}
