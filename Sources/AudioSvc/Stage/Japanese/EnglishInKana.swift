// SPDX-License-Identifier: Apache-2.0

/// How a Japanese speaker reads a Latin word that no dictionary has.
enum EnglishInKana {
    /// Letters one by one: API is エーピーアイ.
    static func spelled(_ letters: String) -> SpokenWord {
        let names = letters.lowercased().compactMap { Self.letterNames[$0] }
        let reading = names.joined()
        // The fall is on the first mora of the last letter.
        let before = names.dropLast().reduce(0) { $0 + Morae.split($1).count }
        return SpokenWord(reading: reading, accent: names.isEmpty ? 0 : before + 1)
    }

    private static let letterNames: [Character: String] = [
        "a": "エー", "b": "ビー", "c": "シー", "d": "ディー", "e": "イー", "f": "エフ", "g": "ジー", "h": "エイチ", "i": "アイ",
        "j": "ジェー", "k": "ケー", "l": "エル", "m": "エム", "n": "エヌ", "o": "オー", "p": "ピー", "q": "キュー", "r": "アール",
        "s": "エス", "t": "ティー", "u": "ユー", "v": "ブイ", "w": "ダブリュー", "x": "エックス", "y": "ワイ", "z": "ゼット",
    ]

    /// Whether a word is read letter by letter: an abbreviation in capitals, a command of two letters, or letters
    /// nobody could pronounce.
    static func isSpelled(_ word: String) -> Bool {
        let hasVowel = word.lowercased().contains { "aeiouy".contains($0) }
        return word.count <= 2 || (!hasVowel && word.count <= 8)
            || (word == word.uppercased() && word.count <= 6)
    }

    /// A word read as a word: as Japanese if it is spelled like Japanese, else by the rules of English spelling.
    static func pronounced(_ word: String) -> SpokenWord {
        let letters = word.lowercased().filter(\.isLatinLetter)
        let romaji = letters.hasSuffix("e") ? nil : Self.romaji(letters)
        let reading = romaji ?? EnglishSpelling.katakana(of: letters)
        return reading.isEmpty ? Self.spelled(letters) : SpokenWord(reading: reading)
    }

    /// The katakana of Hepburn romaji; nil when some letter does not fit.
    static func romaji(_ word: String) -> String? {
        let letters = Array(word)
        var katakana = ""
        var index = 0
        while index < letters.count {
            let rest = letters[index...]
            if let length = (1...3).reversed().first(where: { Self.morae[String(rest.prefix($0))] != nil }) {
                katakana += Self.morae[String(rest.prefix(length))] ?? ""
                index += length
            } else if rest.count > 1, rest[index] == rest[index + 1], "kstpgdbcz".contains(rest[index]) {
                katakana += "ッ"
                index += 1
            } else if rest[index] == "n" {
                katakana += "ン"
                index += 1
            } else {
                return nil
            }
        }
        return katakana
    }

    /// Syllables of romaji: rows of katakana in the order of a i u e o.
    private static let morae: [String: String] = {
        let rows: [(String, String)] = [
            ("", "ア イ ウ エ オ"), ("k", "カ キ ク ケ コ"), ("g", "ガ ギ グ ゲ ゴ"), ("s", "サ シ ス セ ソ"),
            ("z", "ザ ジ ズ ゼ ゾ"), ("t", "タ ティ トゥ テ ト"), ("d", "ダ ディ ドゥ デ ド"), ("n", "ナ ニ ヌ ネ ノ"),
            ("h", "ハ ヒ フ ヘ ホ"), ("b", "バ ビ ブ ベ ボ"), ("p", "パ ピ プ ペ ポ"), ("m", "マ ミ ム メ モ"),
            ("r", "ラ リ ル レ ロ"), ("y", "ヤ - ユ - ヨ"), ("w", "ワ - - - -"), ("sh", "シャ シ シュ - ショ"),
            ("ch", "チャ チ チュ チェ チョ"), ("j", "ジャ ジ ジュ ジェ ジョ"), ("ts", "- - ツ - -"), ("f", "- - フ - -"),
            ("ky", "キャ - キュ - キョ"), ("gy", "ギャ - ギュ - ギョ"), ("ny", "ニャ - ニュ - ニョ"),
            ("hy", "ヒャ - ヒュ - ヒョ"), ("by", "ビャ - ビュ - ビョ"), ("py", "ピャ - ピュ - ピョ"),
            ("my", "ミャ - ミュ - ミョ"), ("ry", "リャ - リュ - リョ"),
        ]
        var morae: [String: String] = [:]
        for (onset, row) in rows {
            for (vowel, mora) in zip("aiueo", row.split(separator: " ")) where mora != "-" {
                morae[onset + String(vowel)] = String(mora)
            }
        }
        return morae
    }()
}
