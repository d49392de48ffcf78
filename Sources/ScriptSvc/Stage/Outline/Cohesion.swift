// SPDX-License-Identifier: Apache-2.0

/// Divides a text without headings where its words change, as in Hearst's TextTiling (1997).
struct Cohesion: Sendable {
    let prose: any Prose

    private static let sentencesInTopic = 6
    private static let topicsAtMost = 6
    private static let sentencesAtLeast = 3

    /// The opening and the topics after it, each called after what it speaks of most.
    func topics(dividing topic: Topic) -> [Topic] {
        let blocks = Self.grouped(topic.statements)
        let wanted = min(Self.topicsAtMost, topic.statements.count / Self.sentencesInTopic)
        guard wanted > 1, blocks.count > 1 else { return [topic] }
        var cuts: [Int] = []
        for gap in self.gaps(between: blocks) where cuts.count < wanted - 1 {
            let bounds = ([0, blocks.count] + cuts + [gap]).sorted()
            let sizes = zip(bounds, bounds.dropFirst()).map { blocks[$0..<$1].reduce(0) { $0 + $1.count } }
            if sizes.allSatisfy({ $0 >= Self.sentencesAtLeast }) { cuts.append(gap) }
        }
        let bounds = ([0, blocks.count] + cuts).sorted()
        return zip(bounds, bounds.dropFirst()).enumerated().map { index, range in
            self.topic(from: Array(blocks[range.0..<range.1].joined()), of: topic, isFirst: index == 0)
        }
    }

    private static func grouped(_ statements: [Statement]) -> [[Statement]] {
        statements.reduce(into: []) { groups, statement in
            if groups.last?.last?.block == statement.block {
                groups[groups.count - 1].append(statement)
            } else {
                groups.append([statement])
            }
        }
    }

    /// Places between blocks, the deepest turn of vocabulary first.
    private func gaps(between blocks: [[Statement]]) -> [Int] {
        let words = blocks.map { Set($0.flatMap(\.reading.words)) }
        let kinship = (1..<blocks.count).map { gap in
            let before = words[max(0, gap - 2)..<gap].reduce(into: Set<String>()) { $0.formUnion($1) }
            let after = words[gap..<min(blocks.count, gap + 2)].reduce(into: Set<String>()) {
                $0.formUnion($1)
            }
            return (gap: gap, similarity: Ranking.similarity(before, after))
        }
        return kinship.sorted {
            $0.similarity == $1.similarity ? $0.gap < $1.gap : $0.similarity < $1.similarity
        }
        .map(\.gap)
    }

    private func topic(from statements: [Statement], of whole: Topic, isFirst: Bool) -> Topic {
        let blocks = (statements.first?.block ?? 0)...(statements.last?.block ?? 0)
        let displays = whole.displays.filter {
            blocks.contains($0.block) || blocks.upperBound + 1 == $0.block
        }
        return Topic(
            role: isFirst ? .opening : .body, heading: nil, statements: statements, displays: displays)
    }
}
