// SPDX-License-Identifier: Apache-2.0

/// Breaks a spoken English sentence into lines at the joints of its clauses.
struct EnglishLines: Sendable {
    var comfortable = 88
    var longest = 112
    var shortest = 24

    private struct Joint {
        var offset: Int
        var cost: Double
    }

    /// The lines of a sentence, in order; empty when a stretch without a joint is longer than ``longest``.
    ///
    /// Chooses the breaks of least total cost. O(j²) in joints.
    func lines(of sentence: String) -> [String] {
        let characters = Array(sentence)
        guard characters.count <= SentenceSegmentation.longestSentence else { return [] }
        if characters.count <= self.comfortable + 8 { return [sentence] }
        let joints =
            [Joint(offset: 0, cost: 0)] + self.joints(in: characters)
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
            lines.append(String(characters[joints[previous[end]].offset..<joints[end].offset]).trimmed)
            end = previous[end]
        }
        return lines.reversed()
    }

    private func cost(ofLength length: Int) -> Double {
        var cost = 1.0
        if length > self.comfortable + 8 { cost += Double(length - self.comfortable) * 0.1 }
        if length < self.shortest { cost += Double(self.shortest - length) * 0.15 }
        return cost
    }

    private static let clauseOpeners: [String: Double] = [
        "which": 0.3, "and": 0.6, "but": 0.2, "or": 1.2, "so": 0.2, "because": 0.2, "while": 0.3,
        "although": 0.3,
        "where": 0.5, "when": 0.5, "who": 0.5, "since": 0.4, "until": 0.6, "unless": 0.4, "if": 0.5,
        "then": 0.4,
        "rather": 0.6, "not": 0.8, "yet": 0.3, "even": 0.6, "instead": 0.5,
    ]
    private static let phraseOpeners: [String: Double] = [
        "because": 1.2, "so": 2.2, "while": 1.6, "when": 1.8, "where": 1.8, "which": 1.8, "unless": 1.6,
        "until": 1.8,
        "before": 2.2, "after": 2.2, "without": 2.4, "if": 2, "although": 1.4, "and": 3, "but": 1.6,
        "that": 3.4, "to": 4,
        "with": 4, "for": 4.2, "by": 4, "from": 4.4, "into": 4.4, "in": 4.6, "on": 4.6, "as": 4.2, "or": 3.4,
        "than": 3.6,
    ]

    private func joints(in characters: [Character]) -> [Joint] {
        var joints: [Joint] = []
        var isQuoted = false
        for index in characters.indices.dropLast() where index > 0 {
            if characters[index] == "“" { isQuoted = true }
            if characters[index] == "”" { isQuoted = false }
            guard characters[index] == " " else { continue }
            // Half a short quotation is no line; a long one may go over several.
            if isQuoted, self.isShortQuotation(characters, at: index) { continue }
            let word = String(characters[(index + 1)...].prefix { $0.isLetter }).lowercased()
            switch characters[index - 1] {
            case ".", "?", "!": joints.append(Joint(offset: index + 1, cost: 0))
            case ";", ":": joints.append(Joint(offset: index + 1, cost: 0.2))
            case ",": joints.append(Joint(offset: index + 1, cost: Self.clauseOpeners[word] ?? 1.4))
            default:
                if let cost = Self.phraseOpeners[word] { joints.append(Joint(offset: index + 1, cost: cost)) }
            }
        }
        return joints
    }

    private func isShortQuotation(_ characters: [Character], at index: Int) -> Bool {
        guard let start = characters[..<index].lastIndex(of: "“"),
            let end = characters[index...].firstIndex(of: "”")
        else { return false }
        return end - start <= self.comfortable / 2
    }
}
