// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Yams

extension Pronunciation {
    private static let wordTypes = ["PROPER_NOUN", "COMMON_NOUN", "VERB", "ADJECTIVE", "SUFFIX"]
    private static let maximumCount = 10_000

    /// The entries of `pronunciation.custom`: `word: reading`, or `word: {reading, accent, word_type,
    /// priority}`.
    static func read(_ custom: Fields) -> [Pronunciation] {
        if custom.mapping.count > self.maximumCount {
            let message = "\(custom.mapping.count) entries; at most \(self.maximumCount)"
            custom.findings.problem(custom.path, message)
            return []
        }
        return custom.mapping.compactMap { key, _ in
            guard let word = key.scalar?.string else { return nil }
            return self.read(word, in: custom)
        }
    }

    private static func read(_ word: String, in custom: Fields) -> Pronunciation? {
        guard !word.allSatisfy(\.isWhitespace), word.count <= 100 else {
            custom.problem(word, "a word has 1 to 100 characters")
            return nil
        }
        guard custom.node(word)?.mapping != nil else {
            return self.reading(word, in: custom).map { Pronunciation(word: word, reading: $0) }
        }
        guard let entry = custom.fields(word), let reading = self.reading("reading", in: entry) else {
            return nil
        }
        return Pronunciation(
            word: word, reading: reading, accent: self.accent(of: reading, in: entry),
            priority: entry.integer("priority", in: 1...10) ?? 10,
            wordType: entry.choice("word_type", "word type", of: self.wordTypes) ?? self.wordTypes[0])
    }

    private static func reading(_ key: String, in fields: Fields) -> String? {
        guard fields.node(key) != nil else {
            fields.problem(key, "missing; write how the word is said")
            return nil
        }
        guard let reading = fields.text(key, maximumLength: 200) else { return nil }
        guard !reading.allSatisfy(\.isWhitespace) else {
            fields.problem(key, "is empty; write how the word is said")
            return nil
        }
        return reading
    }

    /// The accent, checked against the reading when that is all kana: pitch cannot fall after the last mora.
    private static func accent(of reading: String, in entry: Fields) -> Int? {
        guard let accent = entry.integer("accent", in: 0...99) else { return nil }
        guard let count = self.moraCount(of: reading), accent > count else { return accent }
        entry.problem("accent", "\(accent) is beyond the last of the \(count) morae of '\(reading)'")
        return nil
    }

    /// nil unless all of `reading` is kana.
    private static func moraCount(of reading: String) -> Int? {
        let scalars = reading.unicodeScalars
        guard
            scalars.allSatisfy({
                (0x3041...0x3096).contains($0.value) || (0x30A1...0x30FC).contains($0.value)
            })
        else { return nil }
        return scalars.count { !"ァィゥェォャュョヮぁぃぅぇぉゃゅょゎ".unicodeScalars.contains($0) }
    }
}
