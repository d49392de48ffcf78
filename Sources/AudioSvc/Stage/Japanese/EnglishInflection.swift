// SPDX-License-Identifier: Apache-2.0

/// English endings on words whose stem is known.
enum EnglishInflection {
    /// `renders`, `rendered`, `rendering` and `renderer`, if `render` is known.
    static func reading(of word: String, knowing known: (String) -> SpokenWord?) -> SpokenWord? {
        let lower = word.lowercased()
        guard lower.count >= 5 else { return nil }
        for (ending, change) in Self.endings where lower.hasSuffix(ending) {
            let stem = String(lower.dropLast(ending.count))
            for form in Self.stems(stem) where form.count >= 3 {
                guard let base = known(form), let reading = change(base.reading) else { continue }
                return ending == "s" ? base : SpokenWord(reading: reading)
            }
        }
        return nil
    }

    /// The stem as it stands, with its silent e, and without its doubled consonant.
    private static func stems(_ stem: String) -> [String] {
        let letters = Array(stem)
        let isDoubled = letters.count > 3 && letters[letters.count - 1] == letters[letters.count - 2]
        return [stem, stem + "e"] + (isDoubled ? [String(letters.dropLast())] : [])
    }

    private static let endings: [(String, @Sendable (String) -> String?)] = [
        ("ing", { Self.moved($0, column: 0).map { $0 + "ング" } }),
        ("ers", { Self.moved($0, column: 1).map { $0 + "ー" } }),
        ("er", { Self.moved($0, column: 1).map { $0 + "ー" } }),
        ("ed", { $0 + "ド" }),
        // A plural is read like its singular, since Japanese has none.
        ("s", { $0 }),
    ]

    /// The reading with the vowel lent to its last consonant replaced: ク becomes キ or カ.
    private static func moved(_ reading: String, column: Int) -> String? {
        if reading.hasSuffix("ー") { return column == 0 ? String(reading.dropLast()) + "リ" : nil }
        for (last, replacements) in Self.lastMorae where reading.hasSuffix(last) {
            return String(reading.dropLast(last.count)) + replacements[column]
        }
        return nil
    }

    private static let lastMorae: [(String, [String])] = [
        ("シュ", ["シ", "シャ"]), ("ク", ["キ", "カ"]), ("グ", ["ギ", "ガ"]), ("ス", ["シ", "サ"]), ("ズ", ["ジ", "ザ"]),
        ("ト", ["ティ", "タ"]), ("ド", ["ディ", "ダ"]), ("ブ", ["ビ", "バ"]), ("プ", ["ピ", "パ"]), ("ム", ["ミ", "マ"]),
        ("ル", ["リ", "ラ"]), ("フ", ["フィ", "ファ"]), ("チ", ["チ", "チャ"]), ("ジ", ["ジ", "ジャ"]), ("ン", ["ニ", "ナ"]),
    ]
}
