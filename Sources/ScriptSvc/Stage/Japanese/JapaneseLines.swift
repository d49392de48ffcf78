// SPDX-License-Identifier: Apache-2.0
internal import Morphology

/// Breaks a spoken sentence into lines a viewer reads at a glance, at the joints of its clauses.
struct JapaneseLines: Sendable {
    let analyzer: MorphologicalAnalyzer
    /// What a line is meant to hold, in characters.
    var comfortable = 40
    /// What no line exceeds.
    var longest = 56
    /// Shorter lines come and go too fast.
    var shortest = 11

    /// Where a line may end: at a comma of the text or where a clause ends without one. After `offset` characters.
    private struct Joint {
        var offset: Int
        var cost: Double
    }

    /// The lines of a sentence, in order; empty when a stretch without a joint is longer than ``longest``.
    ///
    /// Chooses the breaks of least total cost: bad joints cost, and so do lines far from ``comfortable``. O(j²) in joints.
    func lines(of sentence: String) -> [String] {
        let characters = Array(sentence)
        guard characters.count <= SentenceSegmentation.longestSentence else { return [] }
        if characters.count <= self.comfortable + 4 { return [sentence] }
        let joints =
            [Joint(offset: 0, cost: 0)] + self.joints(of: sentence)
            + [Joint(offset: characters.count, cost: 0)]
        var best = [Double](repeating: .infinity, count: joints.count)
        var previous = [Int](repeating: 0, count: joints.count)
        best[0] = 0
        for end in joints.indices.dropFirst() {
            for start in 0..<end where best[start] < .infinity {
                let length = joints[end].offset - joints[start].offset
                guard length <= self.longest, length > 0 else { continue }
                let cost = best[start] + joints[end].cost + self.cost(ofLength: length)
                if cost < best[end] {
                    best[end] = cost
                    previous[end] = start
                }
            }
        }
        guard best[joints.count - 1] < .infinity else { return [] }
        var lines: [String] = []
        var end = joints.count - 1
        while end > 0 {
            let start = previous[end]
            let line = String(characters[joints[start].offset..<joints[end].offset]).trimmed
            lines.append(line)
            end = start
        }
        return lines.reversed()
    }

    /// Every line costs something, so that two are better than three.
    private func cost(ofLength length: Int) -> Double {
        var cost = 1.0
        if length > self.comfortable + 4 { cost += Double(length - self.comfortable) * 0.22 }
        if length < self.shortest { cost += Double(self.shortest - length) * 0.5 }
        return cost
    }

    private func joints(of sentence: String) -> [Joint] {
        let words = self.analyzer.morphemes(of: sentence)
        var joints: [Joint] = []
        var offset = 0
        var depth = 0
        for (index, word) in words.enumerated() {
            offset += word.leadingSpace.count + word.surface.count
            if "「『（【“".contains(word.surface) { depth += 1 }
            if "」』）】”".contains(word.surface) { depth = max(0, depth - 1) }
            guard depth == 0, index > 0, index + 1 < words.count else { continue }
            if word.surface == "、" || word.surface == "," {
                joints.append(
                    Joint(offset: offset, cost: Self.cost(ofPauseAfter: words[index - 1])))
            } else if let cost = Self.cost(ofBreakAfter: word, before: words[index + 1]) {
                joints.append(Joint(offset: offset, cost: cost))
            }
        }
        return joints
    }

    private static func cost(ofPauseAfter word: Morpheme) -> Double {
        switch (word.partOfSpeech, word.subcategory) {
        case (.particle, "接続助詞"): 0
        case (.verb, _), (.auxiliary, _): 0.2
        // A topic or a subject left hanging at the end of a line says nothing yet.
        case (.particle, "係助詞"): 4
        case (.particle, _): 2.6
        case (.conjunction, _), (.adverb, _): 2.5
        case (.noun, "副詞可能"), (.noun, "非自立"): 0.6
        // A comma between nouns is most likely an enumeration.
        case (.noun, _): 3
        default: 2
        }
    }

    private static func cost(ofBreakAfter word: Morpheme, before next: Morpheme) -> Double? {
        guard word.partOfSpeech == .particle, next.partOfSpeech != .particle, next.partOfSpeech != .symbol,
            next.partOfSpeech != .auxiliary, next.subcategory != "非自立", next.subcategory != "接尾"
        else { return nil }
        switch (word.subcategory, word.surface) {
        case ("接続助詞", "て"), ("接続助詞", "で"), ("接続助詞", "と"), ("接続助詞", "ば"): return nil
        case ("接続助詞", _): return 2.5
        default: return nil
        }
    }
}
