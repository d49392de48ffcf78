// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation

/// The user's own words, found in text.
///
/// Where several match at one place, the highest priority wins, then the longest. Width never matters (`ＡＩ` is
/// `AI`); case does only for words written in capitals, so that `IT` is not found in "it". A word that begins or ends
/// in a Latin letter or digit is found only where a Latin word begins or ends: `AI` is not in `MAIL`.
struct UserDictionary: Sendable {
    private struct Entry: Sendable {
        let word: [Character]
        let foldsCase: Bool
        let pronunciation: Pronunciation
    }

    private let entries: [Character: [Entry]]

    init(_ pronunciations: [Pronunciation]) {
        let entries = pronunciations.compactMap { pronunciation -> Entry? in
            let word = pronunciation.word.precomposedStringWithCompatibilityMapping
                .trimmingCharacters(in: .whitespacesAndNewlines)
            guard !word.isEmpty, !pronunciation.reading.isEmpty else { return nil }
            let foldsCase = word != word.uppercased()
            return Entry(
                word: Array(foldsCase ? word.lowercased() : word), foldsCase: foldsCase,
                pronunciation: pronunciation)
        }
        let ordered = entries.sorted {
            ($0.pronunciation.priority, $0.word.count) > ($1.pronunciation.priority, $1.word.count)
        }
        self.entries = Dictionary(grouping: ordered) { Self.folded($0.word[0]) }
    }

    /// The entry for the word that starts at `index`, and its length.
    ///
    /// - Parameter text: In Unicode's compatibility form (NFKC).
    func match(in text: [Character], at index: Int) -> (pronunciation: Pronunciation, count: Int)? {
        guard let candidates = self.entries[Self.folded(text[index])] else { return nil }
        let found = candidates.first { entry in
            let end = index + entry.word.count
            guard end <= text.count else { return false }
            let same = zip(entry.word, text[index..<end]).allSatisfy { ours, theirs in
                ours == (entry.foldsCase ? Self.folded(theirs) : theirs)
            }
            return same && text.isWordEdge(at: index) && text.isWordEdge(at: end)
        }
        return found.map { ($0.pronunciation, $0.word.count) }
    }

    private static func folded(_ character: Character) -> Character {
        let lower = character.lowercased()
        return lower.count == 1 ? Character(lower) : character
    }
}

extension [Character] {
    /// Whether no Latin word goes on across this index. A digit and a letter belong to one word.
    func isWordEdge(at index: Int) -> Bool {
        guard index > 0, index < self.count else { return true }
        return !(self[index - 1].isLatinWordCharacter && self[index].isLatinWordCharacter)
    }
}

extension Character {
    /// `A-Z a-z`
    var isLatinLetter: Bool { self.isASCII && self.isLetter }
    /// `0-9`
    var isDigit: Bool { self.isASCII && self.isNumber }
    var isLatinWordCharacter: Bool { self.isLatinLetter || self.isDigit }
    var isHiragana: Bool { ("\u{3041}"..."\u{3096}").contains(self) }
    /// With the long vowel sign.
    var isKatakana: Bool { ("\u{30A1}"..."\u{30FA}").contains(self) || self == "ー" }
    var isKanji: Bool {
        ("\u{3400}"..."\u{9FFF}").contains(self) || ("\u{F900}"..."\u{FAFF}").contains(self) || self == "々"
    }
}
