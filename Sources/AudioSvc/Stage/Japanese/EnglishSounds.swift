// SPDX-License-Identifier: Apache-2.0

/// What is known of the sound of English words in a Japanese script.
struct EnglishSounds: Sendable {
    /// By word, in lower case.
    let phones: [String: [String]]

    init(phones: [String: [String]] = [:]) { self.phones = phones }

    /// The sounds of all Latin words in some texts, so that Flite is asked once.
    ///
    /// - Throws: Only `CancellationError`.
    static func ofWords(in texts: [String], program: String) async throws -> EnglishSounds {
        var words: Set<String> = []
        for text in texts {
            for run in PlainText.of(text).split(whereSeparator: { !$0.isLatinWordCharacter }) {
                for part in LatinReading.parts(of: String(run)) + [String(run)] {
                    let word = part.lowercased()
                    if (3...24).contains(word.count), word.allSatisfy(\.isLatinLetter) { words.insert(word) }
                }
            }
        }
        return EnglishSounds(phones: try await FlitePhones.phones(of: words, program: program))
    }

    /// A word as a loanword; letter by letter where that is how Flite says it: `ipc`.
    ///
    /// - Returns: nil for a word that is not known, and for one written like Japanese: `Tanaka`.
    func reading(of word: String) -> SpokenWord? {
        let lower = word.lowercased()
        guard let phones = self.phones[lower], !Self.isJapanese(lower) else { return nil }
        if phones == lower.flatMap({ Self.letterPhones[$0] ?? [] }) { return EnglishInKana.spelled(lower) }
        return PhonesInKana.katakana(of: lower, phones: phones).map { SpokenWord(reading: $0) }
    }

    /// Whether a word is spelled in Hepburn romaji, and ends as Japanese words do and English ones seldom.
    private static func isJapanese(_ word: String) -> Bool {
        guard let last = word.last, "aiou".contains(last), let katakana = EnglishInKana.romaji(word) else {
            return false
        }
        return Morae.split(katakana).count >= 2 && !Self.foreign.contains(where: word.contains)
    }

    /// What ``EnglishInKana/romaji(_:)`` takes and Hepburn does not write.
    private static let foreign = [
        "ti", "tu", "si", "di", "du", "zi", "hu", "oo", "ee", "ea", "tt", "dd", "gg", "bb", "cc", "zz",
    ]

    private static let letterPhones: [Character: [String]] = [
        "a": ["ey"], "b": ["b", "iy"], "c": ["s", "iy"], "d": ["d", "iy"], "e": ["iy"], "f": ["eh", "f"],
        "g": ["jh", "iy"], "h": ["ey", "ch"], "i": ["ay"], "j": ["jh", "ey"], "k": ["k", "ey"],
        "l": ["eh", "l"], "m": ["eh", "m"], "n": ["eh", "n"], "o": ["ow"], "p": ["p", "iy"],
        "q": ["k", "y", "uw"], "r": ["aa", "r"], "s": ["eh", "s"], "t": ["t", "iy"], "u": ["y", "uw"],
        "v": ["v", "iy"], "w": ["d", "aa", "b", "ax", "l", "y", "uw"], "x": ["eh", "k", "s"],
        "y": ["w", "ay"], "z": ["z", "iy"],
    ]
}
