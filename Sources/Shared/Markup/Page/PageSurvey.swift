// SPDX-License-Identifier: Apache-2.0

/// What every element of a page weighs, and which of them are no part of any article.
struct PageSurvey {
    /// Sums over an element and everything in it that is not skipped.
    struct Measure {
        /// ``StringProtocol/readingWeight`` of the text.
        var weight: Int32 = 0
        /// The part of `weight` inside links.
        var linkWeight: Int32 = 0
        /// The part that reads like prose: paragraphs long enough for a sentence, less their links.
        var prose: Int32 = 0

        var linkShare: Double { self.weight > 0 ? Double(self.linkWeight) / Double(self.weight) : 0 }
    }

    let tree: HTMLTree
    private(set) var isSkipped: [Bool]
    private(set) var measures: [Measure]

    /// - Parameter usesHints: Also judges by class and id; without, only by what elements are.
    init(_ tree: HTMLTree, usesHints: Bool) {
        self.tree = tree
        self.isSkipped = [Bool](repeating: false, count: tree.count)
        self.measures = []
        for node in 1..<max(tree.count, 1) {
            self.isSkipped[node] =
                self.isSkipped[tree.parent(node)] || Boilerplate.isHiddenOrNoText(node, in: tree)
        }
        self.measure()
        let first = self.measures
        for node in 1..<max(tree.count, 1) where !self.isSkipped[node] {
            self.isSkipped[node] =
                self.isSkipped[tree.parent(node)]
                || Boilerplate.isAroundArticle(node, in: tree, measures: first, usesHints: usesHints)
        }
        self.measure()
    }

    /// All text of the page that is shown, boilerplate included, weighs this.
    static func visibleWeight(of tree: HTMLTree) -> Int {
        var isHidden = [Bool](repeating: false, count: tree.count)
        var weight = 0
        for node in 1..<max(tree.count, 1) {
            isHidden[node] = isHidden[tree.parent(node)] || Boilerplate.isHiddenOrNoText(node, in: tree)
            if !isHidden[node], tree.tag(node) == .text { weight += tree.text(node).readingWeight }
        }
        return weight
    }

    private mutating func measure() {
        let tree = self.tree
        self.measures = [Measure](repeating: Measure(), count: tree.count)
        var owners = [Int32](repeating: 0, count: tree.count)
        var isLink = [Bool](repeating: false, count: tree.count)
        var own = [Measure](repeating: Measure(), count: tree.count)
        for node in 1..<max(tree.count, 1) where !self.isSkipped[node] {
            let (tag, parent) = (tree.tag(node), tree.parent(node))
            owners[node] = tag.isBlock ? Int32(node) : owners[parent]
            isLink[node] = isLink[parent] || tag == .a
            guard tag == .text else { continue }
            let weight = Int32(clamping: tree.text(node).readingWeight)
            own[Int(owners[node])].weight += weight
            if isLink[node] { own[Int(owners[node])].linkWeight += weight }
        }
        for node in tree.nodes.indices.reversed() {
            self.measures[node].weight += own[node].weight
            self.measures[node].linkWeight += own[node].linkWeight
            self.measures[node].prose += Self.prose(own[node], in: tree.tag(node))
            guard node > 0 else { continue }
            let measure = self.measures[node]
            let parent = tree.parent(node)
            self.measures[parent].weight += measure.weight
            self.measures[parent].linkWeight += measure.linkWeight
            self.measures[parent].prose += measure.prose
        }
    }

    /// How much of the text directly in a block is prose. Forty is a short sentence.
    private static func prose(_ own: Measure, in tag: HTMLTag) -> Int32 {
        guard own.weight >= 40, tag.headingLevel == nil else { return 0 }
        let prose = max(0, own.weight - 2 * own.linkWeight)
        return [.li, .td, .th, .dd, .pre].contains(tag) ? prose / 2 : prose
    }
}
