// SPDX-License-Identifier: Apache-2.0

/// A parsed page as flat arrays in document order.
///
/// Nodes stand in pre-order, so the descendants of node `i` are the range `i + 1 ..< nodes[i].end`: a walk is a loop,
/// whatever the nesting, and sums over subtrees are one pass backwards. Node 0 is the root.
struct HTMLTree {
    struct Node {
        var tag: HTMLTag
        var parent: Int32
        /// The index after its last descendant.
        var end: Int32
        /// Into `texts` for a text node, else the first of its attributes.
        var payload: Int32
        var attributeCount: UInt8
    }

    private(set) var nodes: [Node] = []
    private var texts: [String] = []
    private var attributes: [(name: HTMLAttribute, value: String)] = []

    var count: Int { self.nodes.count }

    func tag(_ index: Int) -> HTMLTag { self.nodes[index].tag }
    func parent(_ index: Int) -> Int { Int(self.nodes[index].parent) }
    func end(_ index: Int) -> Int { Int(self.nodes[index].end) }

    /// The text of a text node.
    func text(_ index: Int) -> String { self.texts[Int(self.nodes[index].payload)] }

    func attribute(_ name: HTMLAttribute, of index: Int) -> String? {
        let node = self.nodes[index]
        guard node.attributeCount > 0 else { return nil }
        let first = Int(node.payload)
        return self.attributes[first..<first + Int(node.attributeCount)].first { $0.name == name }?.value
    }

    func hasAttributes(_ index: Int) -> Bool { self.nodes[index].attributeCount > 0 }

    func children(of index: Int) -> Children {
        Children(tree: self, position: index + 1, end: self.end(index))
    }

    /// The descendants of a node, itself left out.
    func descendants(of index: Int) -> Range<Int> { index + 1..<self.end(index) }

    /// All text beneath a node, white space as it stands.
    func textContent(of index: Int) -> String {
        self.descendants(of: index).lazy.filter { self.tag($0) == .text }.map { self.text($0) }.joined()
    }

    func first(_ tag: HTMLTag, in index: Int) -> Int? {
        self.descendants(of: index).first { self.tag($0) == tag }
    }

    func hasAncestor(_ index: Int, where matches: (HTMLTag) -> Bool) -> Bool {
        var node = self.parent(index)
        while node > 0 {
            if matches(self.tag(node)) { return true }
            node = self.parent(node)
        }
        return false
    }

    struct Children: Sequence, IteratorProtocol {
        let tree: HTMLTree
        var position: Int
        let end: Int

        mutating func next() -> Int? {
            guard self.position < self.end else { return nil }
            defer { self.position = self.tree.end(self.position) }
            return self.position
        }
    }
}

extension HTMLTree {
    /// Appends a node in document order; its end is set when it is closed.
    mutating func appendElement(
        _ tag: HTMLTag, attributes: [(name: HTMLAttribute, value: String)], parent: Int
    ) -> Int {
        let index = self.nodes.count
        self.nodes.append(
            Node(
                tag: tag, parent: Int32(parent), end: Int32(index + 1), payload: Int32(self.attributes.count),
                attributeCount: UInt8(attributes.count)))
        self.attributes.append(contentsOf: attributes)
        return index
    }

    mutating func appendText(_ text: String, parent: Int) {
        let index = self.nodes.count
        self.nodes.append(
            Node(
                tag: .text, parent: Int32(parent), end: Int32(index + 1), payload: Int32(self.texts.count),
                attributeCount: 0))
        self.texts.append(text)
    }

    mutating func close(_ index: Int) { self.nodes[index].end = Int32(self.nodes.count) }

    /// What an `<html>` tag says belongs to the root, which exists before any tag does.
    mutating func setRootAttributes(_ attributes: [(name: HTMLAttribute, value: String)]) {
        self.nodes[0].payload = Int32(self.attributes.count)
        self.nodes[0].attributeCount = UInt8(attributes.count)
        self.attributes.append(contentsOf: attributes)
    }
}
