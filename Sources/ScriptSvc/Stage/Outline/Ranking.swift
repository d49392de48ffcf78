// SPDX-License-Identifier: Apache-2.0

/// Ranks sentences by how well each stands for the whole.
///
/// Centrality as in TextRank (Mihalcea and Tarau, 2004): a sentence matters when sentences that matter share its words.
/// On top of it come the words of title and heading, the place in the paragraph, and the sentence's own wording.
struct Ranking: Sendable {
    /// Words of the title, as ``SentenceReading/words`` has them.
    var titleWords: Set<String>
    /// Characters a sentence should have to be said with ease.
    var comfortableLength: ClosedRange<Int>

    /// Sentences compared with each other at most; of a longer article the most typical ones are.
    private static let comparedAtMost = 400

    /// The topics with scores set.
    func scored(_ topics: [Topic], headingWords: (String) -> Set<String>) -> [Topic] {
        let centrality = self.centrality(of: topics.flatMap(\.statements))
        return topics.map { topic in
            var topic = topic
            let headingWords = topic.heading.map(headingWords) ?? []
            for index in topic.statements.indices {
                let statement = topic.statements[index]
                topic.statements[index].score =
                    centrality[statement.position, default: 0]
                    + self.bonus(
                        of: statement, headingWords: headingWords,
                        headingAsksWhy: topic.heading.map(TopicNames.asksWhy) ?? false,
                        opensTopic: index == 0,
                        opensArticle: index == 0 && topic.role == .opening)
            }
            return topic
        }
    }

    private func bonus(
        of statement: Statement, headingWords: Set<String>, headingAsksWhy: Bool, opensTopic: Bool,
        opensArticle: Bool
    ) -> Double {
        let words = statement.reading.wordSet
        var bonus =
            0.5 * Self.share(of: self.titleWords, in: words) + 0.35 * Self.share(of: headingWords, in: words)
        if headingAsksWhy, statement.traits.contains(.reason) { bonus += 0.5 }
        // Where a story starts, its first sentence is what the others need.
        if opensArticle { bonus += 0.35 }
        if opensTopic { bonus += 0.3 } else if statement.opensBlock { bonus += 0.15 }
        let weights: [(Traits, Double)] = [
            (.definition, 0.35), (.emphasis, 0.15), (.conclusion, 0.15), (.reason, 0.12), (.number, 0.08),
            (.problem, 0.08), (.example, 0.03), (.advice, 0.05), (.needsPrevious, -0.25),
            (.firstPerson, -0.25), (.question, -0.6), (.hedged, -0.2),
        ]
        for (trait, weight) in weights where statement.traits.contains(trait) { bonus += weight }
        // Told with the sentence before it, one without a subject is as good as any.
        if statement.traits.isSuperset(of: [.needsPrevious, .subjectless]) { bonus += 0.25 }
        let length = statement.text.count
        if length < self.comfortableLength.lowerBound {
            bonus -=
                0.4 * Double(self.comfortableLength.lowerBound - length)
                / Double(self.comfortableLength.lowerBound)
        } else if length > self.comfortableLength.upperBound {
            bonus -= min(0.8, 0.01 * Double(length - self.comfortableLength.upperBound))
        }
        return bonus
    }

    private static func share(of wanted: Set<String>, in words: Set<String>) -> Double {
        wanted.isEmpty ? 0 : Double(wanted.intersection(words).count) / Double(wanted.count)
    }

    /// Centrality by position, 0...1, the highest being 1. O(n²) in ``comparedAtMost``.
    private func centrality(of statements: [Statement]) -> [Int: Double] {
        let compared = self.mostTypical(statements)
        let sets = compared.map { $0.reading.wordSet }
        var weights = [[(index: Int, weight: Double)]](repeating: [], count: compared.count)
        var totals = [Double](repeating: 0, count: compared.count)
        for left in compared.indices {
            for right in compared.indices where right > left {
                let weight = Self.similarity(sets[left], sets[right])
                guard weight > 0 else { continue }
                weights[left].append((right, weight))
                weights[right].append((left, weight))
                totals[left] += weight
                totals[right] += weight
            }
        }
        // 25 rounds at damping 0.85 leave an error below 2 %.
        var ranks = [Double](repeating: 1, count: compared.count)
        for _ in 0..<25 {
            ranks = compared.indices.map { index in
                0.15 + 0.85 * weights[index].reduce(0) { $0 + $1.weight / totals[$1.index] * ranks[$1.index] }
            }
        }
        let highest = max(ranks.max() ?? 1, .leastNonzeroMagnitude)
        return Dictionary(uniqueKeysWithValues: zip(compared.map(\.position), ranks.map { $0 / highest }))
    }

    /// Those whose words the article uses most, in reading order.
    private func mostTypical(_ statements: [Statement]) -> [Statement] {
        guard statements.count > Self.comparedAtMost else { return statements }
        var counts: [String: Int] = [:]
        for word in statements.flatMap(\.reading.words) { counts[word, default: 0] += 1 }
        func typicality(_ statement: Statement) -> Double {
            let words = statement.reading.wordSet
            let sum = words.reduce(0) { $0 + Double(counts[$1, default: 0]).squareRoot() }
            return sum / Double(max(6, words.count))
        }
        let ranked = statements.map { ($0, typicality($0)) }.sorted { left, right in
            left.1 == right.1 ? left.0.position < right.0.position : left.1 > right.1
        }
        return ranked.prefix(Self.comparedAtMost).map(\.0).sorted { $0.position < $1.position }
    }

    /// Shared words by the logarithms of both lengths, as TextRank has it; a bare pair of words is no kinship.
    static func similarity(_ left: Set<String>, _ right: Set<String>) -> Double {
        guard left.count > 1, right.count > 1 else { return 0 }
        let shared =
            left.count < right.count
            ? left.reduce(0) { right.contains($1) ? $0 + 1 : $0 }
            : right.reduce(0) { left.contains($1) ? $0 + 1 : $0 }
        return shared == 0
            ? 0 : Double(shared) / (Double(left.count).logarithm + Double(right.count).logarithm)
    }
}

extension Double {
    /// The natural logarithm of 1 + x for 0 <= x, to three digits: enough to weigh sentences, and equal on every
    /// machine, which a C library's logarithm need not be.
    var logarithm: Double {
        var value = 1 + self
        var result = 0.0
        while value >= 2 {
            value /= 2
            result += 0.693147
        }
        let ratio = (value - 1) / (value + 1)
        return result + 2 * (ratio + ratio * ratio * ratio / 3 + ratio * ratio * ratio * ratio * ratio / 5)
    }
}
