// SPDX-License-Identifier: Apache-2.0

/// Names of things in English text: runs of up to three words none of which is small.
enum EnglishKeyPhrases {
    /// Most telling first: frequent ones, and of those the longer. O(n).
    static func phrases(in sentences: [String], limit: Int) -> [String] {
        var counts: [String: (count: Int, first: Int, words: Int)] = [:]
        var order = 0
        for sentence in sentences {
            for phrase in Self.runs(in: sentence) {
                order += 1
                let words = phrase.split(separator: " ").count
                counts[phrase, default: (0, order, words)].count += 1
            }
        }
        func score(_ entry: (count: Int, first: Int, words: Int)) -> Double {
            Double(entry.count - 1) * (entry.words == 2 ? 2 : 1) + (entry.words == 2 ? 0.6 : 0.2)
        }
        let ranked = counts.sorted { left, right in
            let (leftScore, rightScore) = (score(left.value), score(right.value))
            return leftScore == rightScore ? left.value.first < right.value.first : leftScore > rightScore
        }
        var chosen: [String] = []
        for (text, _) in ranked where !chosen.contains(where: { $0.contains(text) || text.contains($0) }) {
            chosen.append(text)
            if chosen.count == limit { break }
        }
        return chosen.map(EnglishWords.capitalized)
    }

    private static func runs(in sentence: String) -> [String] {
        let clauses = sentence.split { ",.;:!?\"“”".contains($0) }
        return clauses.flatMap { clause -> [String] in
            let words = EnglishWords.words(of: String(clause))
            var phrases: [String] = []
            for start in words.indices {
                for length in 1...2 where start + length <= words.count {
                    let run = words[start..<(start + length)]
                    if run.allSatisfy({
                        !EnglishWords.stopWords.contains($0) && $0.count > 2 && !$0.hasSuffix("ly")
                    }) {
                        phrases.append(run.joined(separator: " "))
                    }
                }
            }
            return phrases
        }
    }
}
