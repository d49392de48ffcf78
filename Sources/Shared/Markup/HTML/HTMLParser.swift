// SPDX-License-Identifier: Apache-2.0
internal import CMarkup
internal import Domain

/// From HTML to a tree, by libgumbo: the tree that browsers build, whatever the markup.
///
/// ``HTMLGate`` goes first: what passes it costs libgumbo a few seconds and well under a gigabyte at worst, and nests
/// shallowly enough that libgumbo's recursion, when it frees a tree, fits the stack of any thread.
enum HTMLParser {
    /// Deeper elements are dissolved into their parents; pages people wrote stay under 60.
    static let maximumDepth = 128
    /// Elements and pieces of text in one page: twenty times the largest articles.
    static let maximumNodeCount = 1_000_000

    /// - Parameter bytes: UTF-8 without NULs.
    /// - Throws: `sourceTooLarge` above a limit of ``HTMLGate`` or ``maximumNodeCount``.
    static func parse(_ bytes: [UInt8], source: String) throws(JobFailure) -> HTMLTree {
        guard let tree = GumboPage.tree(of: try HTMLGate.pass(bytes, source: source)) else {
            throw JobFailure(
                .sourceTooLarge, source,
                detail: Localized(
                    ja: "要素が\(self.maximumNodeCount)個を超えています",
                    en: "more than \(self.maximumNodeCount) elements"))
        }
        return tree
    }
}

/// A page as libgumbo parsed it.
private struct GumboPage: ~Copyable {
    private let output: UnsafeMutablePointer<GumboOutput>
    private var options: GumboOptions

    private init(_ bytes: UnsafeBufferPointer<CChar>) {
        self.options = kGumboDefaultOptions
        // Every recorded error copies the names of all open elements: quadratic, and nobody reads them.
        self.options.max_errors = 0
        guard let output = gumbo_parse_with_options(&self.options, bytes.baseAddress, bytes.count) else {
            preconditionFailure("out of memory")
        }
        self.output = output
    }

    deinit {
        var options = self.options
        gumbo_destroy_output(&options, self.output)
    }

    /// nil above ``HTMLParser/maximumNodeCount``.
    static func tree(of bytes: [UInt8]) -> HTMLTree? {
        // Nothing at all has no address.
        (bytes.isEmpty ? [0x20] : bytes).withUnsafeBytes { bytes in
            let page = GumboPage(bytes.bindMemory(to: CChar.self))
            var builder = TreeBuilder()
            return builder.build(page.output.pointee.document) ? builder.tree : nil
        }
    }
}

/// Copies libgumbo's tree into a flat one, without recursion.
private struct TreeBuilder {
    private(set) var tree = HTMLTree()
    /// The elements on the way to the current one: its next child, and its index, negative when it was dissolved.
    private var path: [(node: UnsafeMutablePointer<GumboNode>, nextChild: Int, index: Int)] = []
    /// Indexes of those that were not dissolved.
    private var parents: [Int] = []

    /// - Returns: false above ``HTMLParser/maximumNodeCount``.
    mutating func build(_ document: UnsafeMutablePointer<GumboNode>) -> Bool {
        let root = self.tree.appendElement(.root, attributes: [], parent: 0)
        self.parents = [root]
        self.path = [(document, 0, root)]
        while let (node, nextChild, index) = self.path.last {
            guard self.tree.count <= HTMLParser.maximumNodeCount else { return false }
            if let child = Self.child(nextChild, of: node) {
                self.path[self.path.count - 1].nextChild += 1
                self.enter(child)
            } else {
                self.path.removeLast()
                guard index >= 0 else { continue }
                self.parents.removeLast()
                self.tree.close(index)
            }
        }
        return true
    }

    private static func child(
        _ position: Int, of node: UnsafeMutablePointer<GumboNode>
    ) -> UnsafeMutablePointer<GumboNode>? {
        let children =
            node.pointee.type == GUMBO_NODE_DOCUMENT
            ? node.pointee.v.document.children : node.pointee.v.element.children
        guard position < Int(children.length) else { return nil }
        return children.data[position]?.assumingMemoryBound(to: GumboNode.self)
    }

    private mutating func enter(_ node: UnsafeMutablePointer<GumboNode>) {
        switch node.pointee.type {
        case GUMBO_NODE_TEXT, GUMBO_NODE_WHITESPACE:
            self.appendText(String(cString: node.pointee.v.text.text))
        case GUMBO_NODE_ELEMENT: self.enterElement(node)
        default: break
        }
    }

    private mutating func appendText(_ text: String) {
        self.tree.appendText(text, parent: self.parents[self.parents.count - 1])
    }

    private mutating func enterElement(_ node: UnsafeMutablePointer<GumboNode>) {
        let element = GumboElementView(node)
        let tag = element.tag
        switch tag {
        case .html:
            self.tree.setRootAttributes(element.attributes)
            self.path.append((node, 0, -1))
        case .head, .body, .frameset: self.path.append((node, 0, -1))
        case .style, .iframe, .noembed, .noframes, .xmp, .textarea, .plaintext, .svg, .template, .select:
            break
        case .math:
            if let text = element.formula { self.appendText(text) }
        // That there was a script tells an application from an empty page.
        case .script: self.appendLeaf(.script, attributes: [])
        case .title: self.appendLeaf(.title, attributes: [(.content, element.text)])
        default: self.enterContent(node, tag, attributes: element.attributes)
        }
    }

    private mutating func appendLeaf(_ tag: HTMLTag, attributes: [(name: HTMLAttribute, value: String)]) {
        _ = self.tree.appendElement(tag, attributes: attributes, parent: self.parents[self.parents.count - 1])
    }

    private mutating func enterContent(
        _ node: UnsafeMutablePointer<GumboNode>, _ tag: HTMLTag,
        attributes: [(name: HTMLAttribute, value: String)]
    ) {
        let isPlain = tag.isFormatting && attributes.isEmpty
        guard !isPlain, self.parents.count < HTMLParser.maximumDepth || tag.isVoid else {
            self.path.append((node, 0, -1))
            return
        }
        let parent = self.parents[self.parents.count - 1]
        let index = self.tree.appendElement(tag, attributes: attributes, parent: parent)
        self.parents.append(index)
        self.path.append((node, 0, index))
    }
}
