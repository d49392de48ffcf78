// SPDX-License-Identifier: Apache-2.0

/// The beats of Japanese, in katakana.
enum Morae {
    /// キャッシュ is キャ, ッ, シュ.
    static func split(_ katakana: String) -> [String] {
        katakana.reduce(into: []) { morae, character in
            if "ァィゥェォャュョヮ".contains(character), !morae.isEmpty {
                morae[morae.count - 1].append(character)
            } else {
                morae.append(String(character))
            }
        }
    }

    /// Where the pitch of a loanword falls: on its third mora from the end, or the one before when that is
    /// a long vowel, ん or っ, which cannot carry the fall.
    static func loanwordAccent(of katakana: String) -> Int {
        let morae = Self.split(katakana)
        guard morae.count > 3 else { return morae.isEmpty ? 0 : 1 }
        var position = morae.count - 2
        while position > 1, "ーンッ".contains(morae[position - 1]) { position -= 1 }
        return position
    }

    /// Katakana from hiragana; nil when the text has anything else in it, or nothing.
    static func katakana(_ text: String) -> String? {
        var katakana = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x3041...0x3096:
                guard let moved = Unicode.Scalar(scalar.value + 0x60) else { return nil }
                katakana.append(moved)
            case 0x30A1...0x30F6, 0x30FC: katakana.append(scalar)
            case 0x20, 0x3000, 0x30FB: continue
            default: return nil
            }
        }
        return katakana.isEmpty ? nil : String(katakana)
    }

    /// Whether two spellings in kana have the same sound: long vowels may be written with ー or a vowel, は and へ
    /// as particles or as they sound, and marks do not count.
    static func soundsAlike(_ one: String, _ other: String) -> Bool {
        Self.sound(of: one) == Self.sound(of: other)
    }

    private static func sound(of kana: String) -> String {
        var sound = ""
        for character in kana {
            let plain = Self.sameSound[character] ?? character
            guard
                let row = Self.vowels.first(where: { $0.value.contains(plain) })?.key ?? Self.otherKana(plain)
            else { continue }
            let last = sound.last.flatMap { last in Self.vowels.first { $0.value.contains(last) }?.key }
            switch (plain, last) {
            case ("ー", let vowel?): sound.append(vowel)
            case ("ウ", "オ"?): sound.append("オ")
            case ("イ", "エ"?): sound.append("エ")
            default: sound.append(row == "ー" ? "ー" : plain)
            }
        }
        return sound
    }

    private static func otherKana(_ character: Character) -> Character? {
        "ンッー".contains(character) ? character : nil
    }

    private static let sameSound: [Character: Character] = [
        "ヲ": "オ", "ヅ": "ズ", "ヂ": "ジ", "ハ": "ワ", "ヘ": "エ", "ヴ": "ブ",
    ]

    private static let vowels: [Character: String] = [
        "ア": "アカガサザタダナハバパマヤラワァャヮ", "イ": "イキギシジチヂニヒビピミリィヰ", "ウ": "ウクグスズツヅヌフブプムユルゥュヴ",
        "エ": "エケゲセゼテデネヘベペメレェヱ", "オ": "オコゴソゾトドノホボポモヨロヲォョ",
    ]
}
