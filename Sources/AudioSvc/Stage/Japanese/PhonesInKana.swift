// SPDX-License-Identifier: Apache-2.0

/// An English word's phones, as loanwords are written: "position", spoken with p ax z ih sh ax n, is ポジション.
///
/// Phones are those of Flite's lexicon (ARPAbet without stress, `ax` for a murmur).
struct PhonesInKana {
    static let vowels: Set<String> = [
        "aa", "ae", "ah", "ao", "aw", "ax", "ay", "eh", "er", "ey", "ih", "iy", "ow", "oy", "uh", "uw",
    ]

    let word: String
    let phones: [String]
    /// The letters behind each phone.
    let letters: [String]
    private var sounds: [EnglishSpelling.Sound] = []

    /// - Parameter word: Lower case.
    /// - Returns: Katakana; nil when the phones are no word's.
    static func katakana(of word: String, phones: [String]) -> String? {
        guard phones.count <= 40, word.count <= 40, phones.contains(where: Self.vowels.contains),
            phones.allSatisfy({ Self.vowels.contains($0) || Self.consonants[$0] != nil })
        else { return nil }
        var writer = PhonesInKana(word: word, phones: phones)
        var index = 0
        while index < phones.count { index += writer.write(at: index) }
        let katakana = KanaSyllables.write(writer.sounds)
        return katakana.isEmpty ? nil : katakana
    }

    private init(word: String, phones: [String]) {
        self.word = word
        self.phones = phones
        self.letters = LetterAlignment.letters(of: word, for: phones)
    }

    func phone(_ index: Int) -> String? { self.phones.indices.contains(index) ? self.phones[index] : nil }

    func isVowel(_ index: Int) -> Bool { self.phone(index).map(Self.vowels.contains) ?? false }

    private static let consonants = [
        "b": "b", "ch": "ch", "d": "d", "dh": "z", "f": "f", "g": "g", "hh": "h", "jh": "j", "k": "k",
        "l": "r", "m": "m", "n": "n", "ng": "ng", "p": "p", "r": "r", "s": "s", "sh": "sh", "t": "t",
        "th": "s", "v": "b", "w": "w", "y": "y", "z": "z", "zh": "j",
    ]

    /// - Returns: How many phones were written.
    private mutating func write(at index: Int) -> Int {
        guard self.isVowel(index) else { return self.writeConsonant(at: index) }
        if self.phones[index] == "er" { return self.writeMurmuredR(at: index) }
        if self.phone(index + 1) == "r", !self.isVowel(index + 2), let tail = self.tailBeforeR(at: index) {
            self.sounds.append(.vowel(tail.vowel, tail: tail.tail))
            return 2
        }
        guard let sound = EnglishVowels.sound(at: index, of: self) else { return 1 }
        for glide in EnglishVowels.glide(before: sound, at: index, of: self) {
            if glide == "ts" { self.sounds.removeLast() }
            self.sounds.append(.consonant(glide))
        }
        self.sounds.append(.vowel(sound.vowel, tail: sound.tail))
        if sound.tail.isEmpty, self.isHeld(after: index) { self.sounds.append(.stop) }
        return 1
    }

    private mutating func writeConsonant(at index: Int) -> Int {
        let name = self.phones[index]
        let next = self.phone(index + 1)
        let isLast = index + 2 == self.phones.count
        switch (name, next) {
        case ("t", "s") where isLast: self.sounds.append(.consonant("ts"))
        case ("d", "z") where isLast: self.sounds.append(.consonant("z"))
        case ("k", "w") where self.isVowel(index + 2): self.sounds.append(.consonant("kw"))
        case ("ng", "g"), ("ng", "k"):
            self.sounds.append(.consonant("n"))
            return 1
        case ("t", nil) where self.letters[index] == "ed":
            // "checked" ends in a t that katakana write as it is spelled.
            self.sounds.append(.consonant("d"))
            return 1
        default:
            self.sounds.append(.consonant(Self.consonants[name] ?? ""))
            return 1
        }
        return 2
    }

    /// `er` is アー; before a vowel it is the vowel written there and a ラ row sound.
    private mutating func writeMurmuredR(at index: Int) -> Int {
        let written = self.letters[index].first ?? "a"
        if self.isVowel(index + 1) {
            if "aeiou".contains(written) { self.sounds.append(.vowel(written, tail: "")) }
            self.sounds.append(.consonant("r"))
            return 1
        }
        switch self.phone(index - 1) {
        case "ay" where written == "r": return self.append(.vowel("a", tail: ""))
        case "ay", "ey", "oy": self.sounds.append(.consonant("y"))
        case "aw":
            self.sounds.removeLast()
            self.sounds += [.vowel("a", tail: ""), .consonant("w")]
        default: break
        }
        return self.append(.vowel("a", tail: "ー"))
    }

    private mutating func append(_ sound: EnglishSpelling.Sound) -> Int {
        self.sounds.append(sound)
        return 1
    }

    /// A vowel and the r that ends its syllable; a past tense makes it long: "shared" is シェアード.
    private func tailBeforeR(at index: Int) -> (vowel: Character, tail: String)? {
        let isPast = self.word.hasSuffix("ed") && index + 3 == self.phones.count
        let tail = isPast ? "アー" : "ア"
        return switch self.phones[index] {
        case "aa": ("a", "ー")
        case "ao", "ow": ("o", self.word.hasSuffix("ore") && index + 2 == self.phones.count ? "ア" : "ー")
        case "eh", "ae", "ey": ("e", tail)
        case "ih", "iy": ("i", tail)
        case "uh", "uw": ("u", tail)
        default: nil
        }
    }

    /// Whether the consonant behind a short vowel is held: "click" is クリック, "mapping" マッピング.
    private func isHeld(after index: Int) -> Bool {
        guard let consonant = self.phone(index + 1), !self.isVowel(index + 1), self.letters[index] != ""
        else {
            return false
        }
        let rest = self.phones[(index + 2)...]
        let written = self.letters[index + 1]
        let isPast = rest == ["t"] && self.word.hasSuffix("ed")
        if rest.isEmpty || rest == ["s"] || (rest == ["z"] && self.word.hasSuffix("s")) || isPast {
            if consonant == "jh" { return written.hasPrefix("dg") || self.word.hasSuffix("dge") }
            return ["p", "t", "k", "ch", "sh", "d"].contains(consonant)
        }
        guard self.isVowel(index + 2) || self.phone(index + 2) == "l" else { return written == "ck" }
        let isStem = ["ing", "er", "ers", "ed", "y", "le"].contains { self.word.hasSuffix($0) }
        return switch written {
        case "tch": true
        case "ssi", "shi": true
        case "ss" where consonant == "sh": true
        case "ck": isStem || self.word.hasSuffix("age")
        case "sh": isStem
        case "ss": self.word.hasSuffix("age")
        case "tt": self.word.hasSuffix("ing")
        case "pp": self.phones[index] != "ax" && self.phone(index + 2) != "l"
        default: false
        }
    }
}
