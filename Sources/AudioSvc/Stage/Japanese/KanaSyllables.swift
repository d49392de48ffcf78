// SPDX-License-Identifier: Apache-2.0

/// Writes sounds in katakana.
enum KanaSyllables {
    static func write(_ sounds: [EnglishSpelling.Sound]) -> String {
        var kana = ""
        var pending: [String] = []
        for (index, sound) in sounds.enumerated() {
            switch sound {
            case .consonant(let consonant): pending.append(consonant)
            case .stop:
                kana += Self.alone(pending, before: nil)
                pending = []
                if !kana.isEmpty { kana += "ッ" }
            case .vowel(let vowel, let tail):
                let onset = Self.onset(of: &pending)
                kana += Self.alone(pending, before: onset)
                kana += Self.syllable(onset, vowel) + tail
                pending = []
            }
            if index == sounds.count - 1 { kana += Self.alone(pending, before: nil) }
        }
        return kana
    }

    /// The consonant the vowel takes: the last one, with the y before the vowel.
    private static func onset(of pending: inout [String]) -> String {
        guard var onset = pending.popLast() else { return "" }
        if onset == "y", let before = pending.last, Self.palatal[before] != nil {
            pending.removeLast()
            onset = before + "y"
        }
        // "ng" before a vowel is ン and グ.
        if onset == "ng" {
            pending.append("n")
            onset = "g"
        }
        return onset
    }

    private static func syllable(_ onset: String, _ vowel: Character) -> String {
        let column = Array("aiueo").firstIndex(of: vowel) ?? 0
        if onset.count > 1, onset.hasSuffix("y"), let row = Self.palatal[String(onset.dropLast())] {
            return row + ["ャ", "ィ", "ュ", "ェ", "ョ"][column]
        }
        return Self.rows[onset]?[column] ?? (Self.rows[""]?[column] ?? "")
    }

    /// Consonants without a vowel get the vowel Japanese lends them.
    private static func alone(_ consonants: [String], before next: String?) -> String {
        var kana = ""
        for (index, consonant) in consonants.enumerated() {
            let following = index + 1 < consonants.count ? consonants[index + 1] : next
            if consonant == "m", let following, "pbm".contains(following.prefix(1)) {
                kana += "ン"
            } else {
                kana += Self.codas[consonant] ?? ""
            }
        }
        return kana
    }

    private static let rows: [String: [String]] = [
        "": ["ア", "イ", "ウ", "エ", "オ"], "k": ["カ", "キ", "ク", "ケ", "コ"], "g": ["ガ", "ギ", "グ", "ゲ", "ゴ"],
        "s": ["サ", "シ", "ス", "セ", "ソ"], "z": ["ザ", "ジ", "ズ", "ゼ", "ゾ"], "t": ["タ", "ティ", "トゥ", "テ", "ト"],
        "d": ["ダ", "ディ", "ドゥ", "デ", "ド"], "n": ["ナ", "ニ", "ヌ", "ネ", "ノ"], "h": ["ハ", "ヒ", "フ", "ヘ", "ホ"],
        "b": ["バ", "ビ", "ブ", "ベ", "ボ"], "p": ["パ", "ピ", "プ", "ペ", "ポ"], "m": ["マ", "ミ", "ム", "メ", "モ"],
        "r": ["ラ", "リ", "ル", "レ", "ロ"], "y": ["ヤ", "イ", "ユ", "イェ", "ヨ"], "w": ["ワ", "ウィ", "ウ", "ウェ", "ウォ"],
        "f": ["ファ", "フィ", "フ", "フェ", "フォ"], "j": ["ジャ", "ジ", "ジュ", "ジェ", "ジョ"],
        "sh": ["シャ", "シ", "シュ", "シェ", "ショ"], "ch": ["チャ", "チ", "チュ", "チェ", "チョ"],
        "ts": ["ツァ", "ツィ", "ツ", "ツェ", "ツォ"], "kw": ["クワ", "クイ", "クー", "クエ", "クオ"],
    ]

    private static let palatal = [
        "k": "キ", "g": "ギ", "t": "チ", "d": "デ", "n": "ニ", "h": "ヒ", "b": "ビ", "p": "ピ", "m": "ミ", "r": "リ",
        "f": "フ",
    ]

    private static let codas = [
        "k": "ク", "g": "グ", "s": "ス", "z": "ズ", "t": "ト", "d": "ド", "n": "ン", "h": "", "b": "ブ", "p": "プ",
        "m": "ム",
        "r": "ル", "y": "イ", "w": "ウ", "f": "フ", "j": "ジ", "sh": "シュ", "ch": "チ", "ts": "ツ", "kw": "ク",
        "ng": "ング",
    ]
}
