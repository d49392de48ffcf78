// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Deals phrases in an order the seed decides, none twice in a film.
struct PhraseDealer: Sendable {
    private let book: [Cue: [Phrase]]
    private var random: SplitMix
    /// What is left of each pool, shuffled when it is first asked for.
    private var remaining: [Cue: [Phrase]] = [:]

    init(book: [Cue: [Phrase]], seed: UInt64) {
        self.book = book
        self.random = SplitMix(state: seed)
    }

    /// A wording of the cue that was not dealt before, its `{slots}` filled.
    ///
    /// - Parameter fits: Whether the filled wording may be said; one that may not stays in the pool.
    /// - Returns: nil when the pool has none left: the film then does without.
    mutating func deal(
        _ cue: Cue, _ slots: [String: String] = [:], fits: (String) -> Bool
    ) -> (text: String, expression: FacialExpression)? {
        if self.remaining[cue] == nil { self.remaining[cue] = self.shuffled(self.book[cue] ?? []) }
        guard let pool = self.remaining[cue] else { return nil }
        for (index, phrase) in pool.enumerated() {
            let text = slots.reduce(phrase.text) { $0.replacing("{\($1.key)}", with: $1.value) }
            guard !text.contains("{"), fits(text) else { continue }
            self.remaining[cue]?.remove(at: index)
            return (text, phrase.expression ?? cue.expression)
        }
        return nil
    }

    /// True in `share` of all cases.
    mutating func chance(_ share: Double) -> Bool { self.random.unit() < share }

    private mutating func shuffled(_ pool: [Phrase]) -> [Phrase] {
        var pool = pool
        for index in pool.indices.reversed() {
            pool.swapAt(index, Int(self.random.next() % UInt64(index + 1)))
        }
        return pool
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): small, and the same on every machine.
struct SplitMix: Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var value = self.state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// 0..<1
    mutating func unit() -> Double { Double(self.next() >> 11) / 9_007_199_254_740_992 }

    /// A seed from a text, by FNV-1a.
    static func seed(from text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
