// SPDX-License-Identifier: Apache-2.0

/// A word the engine reads in a way nobody would in an explanation, where its neighbours show what is meant.
struct Homograph: Sendable {
    enum Reading: Sendable {
        case word(SpokenWord)
        /// Kana, which the engine reads as they are, with the accent of its own dictionary.
        case kana(String)
    }

    /// What stands beside a word.
    struct Neighbours: Sendable {
        /// One of these stands before it; none is anything.
        var after: [String] = []
        var notAfter: [String] = []
        /// One of these follows it; none is anything.
        var before: [String] = []
        var notBefore: [String] = []
        /// Words in kanji it may be joined to, or `anyKanji`.
        var prefixes = ["各", "全", "同", "前", "次", "現"]
        /// Whether kanji may follow.
        var joinsNext = false

        static let anyKanji = ["*"]
    }

    let surface: [Character]
    let reading: Reading
    let neighbours: Neighbours

    /// - Parameter accent: As ``SpokenWord/accent``.
    init(
        _ surface: String, _ reading: String, _ accent: Int, kind: SpokenWord.Kind = .commonNoun,
        _ neighbours: Neighbours = Neighbours()
    ) {
        self.surface = Array(surface)
        self.reading = .word(SpokenWord(reading: reading, accent: accent, kind: kind))
        self.neighbours = neighbours
    }

    init(_ surface: String, kana: String, _ neighbours: Neighbours) {
        self.surface = Array(surface)
        self.reading = .kana(kana)
        self.neighbours = neighbours
    }

    /// The reading of the word at `index`: the longest that fits, and of two as long the first of the table.
    static func match(in text: [Character], at index: Int) -> (reading: Reading, count: Int)? {
        let found = Self.byFirst[text[index]]?.first { $0.stands(in: text, at: index) }
        return found.map { ($0.reading, $0.surface.count) }
    }

    private func stands(in text: [Character], at index: Int) -> Bool {
        let end = index + self.surface.count
        guard end <= text.count, text[index..<end].elementsEqual(self.surface) else { return false }
        return self.neighbours.fit(
            head: text[max(0, index - 8)..<index], tail: text[end..<min(text.count, end + 8)])
    }

    private static let byFirst: [Character: [Homograph]] = Dictionary(grouping: Self.all) { $0.surface[0] }
        .mapValues { entries in
            entries.enumerated().sorted {
                ($1.element.surface.count, $0.offset) < ($0.element.surface.count, $1.offset)
            }.map(\.element)
        }
}

extension Homograph.Neighbours {
    func fit(head: ArraySlice<Character>, tail: ArraySlice<Character>) -> Bool {
        let follows = { (word: String) in head.reversed().starts(with: word.reversed()) }
        let precedes = { (word: String) in tail.starts(with: word) }
        if let last = head.last, last.isKanji, self.prefixes != Self.anyKanji,
            !self.prefixes.contains(where: follows)
        {
            return false
        }
        if !self.joinsNext, let next = tail.first, next.isKanji { return false }
        return (self.after.isEmpty || self.after.contains(where: follows))
            && !self.notAfter.contains(where: follows)
            && (self.before.isEmpty || self.before.contains(where: precedes))
            && !self.notBefore.contains(where: precedes)
    }
}
