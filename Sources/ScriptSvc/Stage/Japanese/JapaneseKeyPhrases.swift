// SPDX-License-Identifier: Apache-2.0
internal import Morphology

/// Names of things in Japanese text: runs of nouns.
struct JapaneseKeyPhrases: Sendable {
    let analyzer: MorphologicalAnalyzer

    /// Most telling first: frequent ones, and of those the longer. O(n).
    func phrases(in sentences: [String], limit: Int) -> [String] {
        var counts: [String: (count: Int, first: Int, words: Int)] = [:]
        var order = 0
        for sentence in sentences {
            for run in self.runs(in: sentence) {
                let text = run.text.trimmed
                guard (2...14).contains(text.count) else { continue }
                order += 1
                counts[text, default: (0, order, run.count)].count += 1
            }
        }
        let ranked = counts.sorted { left, right in
            let (leftScore, rightScore) = (
                Self.score(left.key, left.value), Self.score(right.key, right.value)
            )
            return leftScore == rightScore ? left.value.first < right.value.first : leftScore > rightScore
        }
        var chosen: [String] = []
        for (text, _) in ranked where !chosen.contains(where: { $0.contains(text) || text.contains($0) }) {
            chosen.append(text)
            if chosen.count == limit { break }
        }
        return chosen
    }

    private static func score(_ text: String, _ entry: (count: Int, first: Int, words: Int)) -> Double {
        Double(entry.count) * (1 + 0.35 * Double(min(entry.words, 3) - 1)) * (text.count < 3 ? 0.6 : 1)
    }

    private func runs(in sentence: String) -> [[Morpheme]] {
        var runs: [[Morpheme]] = []
        var current: [Morpheme] = []
        for word in self.analyzer.morphemes(of: sentence) {
            if Self.isPart(word, ofRunOf: current.count) {
                current.append(word)
            } else {
                if !current.isEmpty { runs.append(current) }
                current = []
            }
        }
        return (current.isEmpty ? runs : runs + [current]).filter { run in
            run.contains { $0.subcategory != "接尾" && $0.subcategory != "サ変接続" } || run.count > 1
        }
    }

    private static func isPart(_ word: Morpheme, ofRunOf count: Int) -> Bool {
        guard word.partOfSpeech == .noun, word.surface.contains(where: \.isLetter) else { return false }
        switch word.subcategory {
        case "非自立", "代名詞", "数", "副詞可能", "形容動詞語幹": return false
        case "接尾": return count > 0 && word.detail != "助数詞"
        default: return true
        }
    }
}
