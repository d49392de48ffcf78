// SPDX-License-Identifier: Apache-2.0

/// Which vowel of katakana stands for an English vowel, by its letters and neighbours.
enum EnglishVowels {
    typealias Sound = (vowel: Character, tail: String)

    /// - Returns: nil where katakana need none: テーブル has no vowel between b and l.
    static func sound(at index: Int, of word: PhonesInKana) -> Sound? {
        let written = word.letters[index]
        switch word.phones[index] {
        case "aa" where written == "au": return ("o", "ー")
        case "aa": return (written.hasPrefix("o") || word.phone(index - 1) == "w" ? "o" : "a", "")
        case "ae", "ah": return ("a", "")
        case "ao": return ("o", written == "o" ? "" : "ー")
        case "aw": return ("a", "ウ")
        case "ay": return ("a", "イ")
        case "oy": return ("o", "イ")
        case "eh": return (Self.isAry(at: index, of: word) ? "a" : "e", "")
        case "ey": return ("e", Self.tailOfA(at: index, of: word))
        case "ow": return ("o", Self.isShortO(at: index, of: word) ? "" : "ー")
        case "uh": return ("u", "")
        case "uw": return ("u", word.isVowel(index + 1) || Self.isLast(index, of: word, as: "u") ? "" : "ー")
        case "iy": return Self.longI(at: index, of: word)
        default: return Self.murmur(at: index, of: word)
        }
    }

    /// The consonants between a vowel and the one before it: "new" is ニュー, "cat" キャット; `ts` replaces a t.
    static func glide(before sound: Sound, at index: Int, of word: PhonesInKana) -> [String] {
        guard index > 0 else { return [] }
        let before = word.phones[index - 1]
        let written = word.letters[index]
        switch word.phones[index] {
        case "ae" where before == "k" || before == "g": return ["y"]
        case "uw" where before == "t" && ["oo", "wo"].contains(written): return ["ts"]
        case "uw" where ["t", "d", "n"].contains(before) && ["u", "e"].contains(written.first): return ["y"]
        default: return []
        }
    }

    /// "library" ends as ラリー.
    private static func isAry(at index: Int, of word: PhonesInKana) -> Bool {
        word.word.hasSuffix("ary") && index + 3 == word.phones.count
    }

    /// ー or イ, as loanwords happen to have it: ページ and メール, but メイク, プレイ and クリエイト.
    private static func tailOfA(at index: Int, of word: PhonesInKana) -> String {
        if word.phone(index + 1) == "n", word.phone(index + 2) == "jh" { return "" }
        let isAke = word.phone(index + 1) == "k" && word.word.contains("ake")
        let followsVowel = word.isVowel(index - 1) && word.phone(index - 1) != "er"
        return word.letters[index] != "a" || isAke || followsVowel ? "イ" : "ー"
    }

    private static func isShortO(at index: Int, of word: PhonesInKana) -> Bool {
        word.isVowel(index + 1) || Self.isLast(index, of: word, as: "o")
            || (index == 2 && word.word.hasPrefix("pro"))
    }

    /// A word's last vowel, not its only one, written with just that letter.
    private static func isLast(_ index: Int, of word: PhonesInKana, as letter: String) -> Bool {
        index + 1 == word.phones.count && word.letters[index] == letter
            && (0..<index).contains { word.isVowel($0) }
    }

    private static func longI(at index: Int, of word: PhonesInKana) -> Sound {
        let isStressed = ["regi", "rece", "lega"].contains(where: word.word.hasPrefix)
        if !isStressed, let prefix = Self.prefixVowel(at: index, of: word) {
            return (word.word.hasPrefix("pre") ? "e" : prefix, "")
        }
        return ("i", word.isVowel(index + 1) || Self.isLast(index, of: word, as: "i") ? "" : "ー")
    }

    /// The vowel of re-, pre-, be- and de- before a consonant, which speakers of English hardly say.
    private static func prefixVowel(at index: Int, of word: PhonesInKana) -> Character? {
        guard word.letters[index] == "e", !word.isVowel(index + 1), index + 2 < word.phones.count else {
            return nil
        }
        return switch word.letters[..<index].joined() {
        case "r", "pr", "b": "i"
        case "d": "e"
        default: nil
        }
    }

    /// `ih` and `ax`, which may be written with any vowel.
    private static func murmur(at index: Int, of word: PhonesInKana) -> Sound? {
        let written = word.letters[index]
        let isMurmur = word.phones[index] == "ax"
        let next = word.phone(index + 1)
        if let prefix = Self.prefixVowel(at: index, of: word) { return (prefix, "") }
        if Self.isLongEnding(at: index, of: word) { return ("e", "ー") }
        switch written {
        case "" where isMurmur: return ["l", "m", "n"].contains(next) ? nil : ("u", "")
        case "e" where Self.isPlural(at: index, of: word) || Self.isInitialI(at: index, of: word):
            return ("i", "")
        case "e", "ai", "ea": return ("e", "")
        case "o", "eo": return ("o", "")
        case "u" where isMurmur: return (word.phone(index - 1) == "y" ? "u" : "a", "")
        case "i", "y", "ui", "u", "": return ("i", "")
        default: return (isMurmur ? "a" : "i", "")
        }
    }

    /// The endings of "package" and "climate".
    private static func isLongEnding(at index: Int, of word: PhonesInKana) -> Bool {
        let rest = word.phones[(index + 1)...]
        guard word.letters[index] == "a", let next = rest.first, rest.count <= 3 else { return false }
        let endings = next == "jh" ? ["age", "ages"] : next == "t" ? ["ate", "ates"] : []
        return endings.contains(where: word.word.hasSuffix)
    }

    /// The vowel of "changes".
    private static func isPlural(at index: Int, of word: PhonesInKana) -> Bool {
        word.word.hasSuffix("es") && index + 2 == word.phones.count && word.phone(index + 1) == "z"
    }

    /// "event" and "enable" begin with イ, "effect" and "expect" do not.
    private static func isInitialI(at index: Int, of word: PhonesInKana) -> Bool {
        index == 0 && ["ev", "ena", "eno"].contains(where: word.word.hasPrefix)
    }
}
