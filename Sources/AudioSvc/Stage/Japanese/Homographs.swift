// SPDX-License-Identifier: Apache-2.0

/// Kanji words the engine reads in a way nobody would in an explanation, standing alone.
enum Homographs {
    /// The reading of the word at `index`, when no other kanji joins it.
    static func match(in text: [Character], at index: Int) -> (word: SpokenWord, count: Int)? {
        guard let entries = Self.byFirst[text[index]] else { return nil }
        for entry in entries {
            let end = index + entry.surface.count
            guard end <= text.count, text[index..<end].elementsEqual(entry.surface) else { continue }
            let before = index > 0 ? text[index - 1] : " "
            let after = end < text.count ? text[end] : " "
            let isFree = !before.isKanji || "各全同前次現".contains(before)
            guard isFree, !before.isDigit, !after.isKanji, !entry.notBefore.contains(after) else { continue }
            return (
                SpokenWord(reading: entry.reading, accent: entry.accent, kind: .commonNoun),
                entry.surface.count
            )
        }
        return nil
    }

    private struct Entry: Sendable {
        let surface: [Character]
        let reading: String
        let accent: Int
        /// Kana that make it another word: 行う is not 行.
        let notBefore: String
    }

    private static let entries: [(String, String, Int, String)] = [
        ("値", "アタイ", 0, "すし"), ("他", "ホカ", 0, "な"), ("等", "ナド", 1, "しく"), ("行", "ギョー", 1, "うっいきくけかわえお"),
        ("章", "ショー", 1, ""), ("節", "セツ", 1, ""), ("貼付", "テンプ", 0, "け"), ("空文字", "カラモジ", 3, ""),
        ("空文字列", "カラモジレツ", 4, ""),
    ]

    private static let byFirst: [Character: [Entry]] = Dictionary(
        grouping: Self.entries.map { surface, reading, accent, notBefore in
            Entry(surface: Array(surface), reading: reading, accent: accent, notBefore: notBefore)
        }.sorted { $0.surface.count > $1.surface.count }
    ) { $0.surface[0] }
}
