// SPDX-License-Identifier: Apache-2.0

/// From English spelling to sounds, by the rules most words follow.
///
/// The result is what a Japanese reader would guess, not a dictionary's pronunciation: common words that break the
/// rules are in ``KatakanaLexicon``.
struct EnglishSpelling {
    /// A sound: a consonant that takes the next vowel, or a vowel as katakana writes it.
    enum Sound: Hashable {
        case consonant(String)
        /// `tail` follows the vowel's own mora: ー, イ, ウ, ア or nothing.
        case vowel(Character, tail: String)
        /// A doubled stop: ッ.
        case stop
    }

    private let letters: [Character]
    private var index = 0
    private var sounds: [Sound] = []

    static func katakana(of word: String) -> String {
        var spelling = EnglishSpelling(letters: Array(word.prefix(60)))
        while spelling.index < spelling.letters.count { spelling.readOne() }
        return KanaSyllables.write(spelling.sounds)
    }

    private init(letters: [Character]) { self.letters = letters }

    private static let vowels = Set<Character>("aeiou")

    private func letter(_ offset: Int) -> Character? {
        let position = self.index + offset
        return self.letters.indices.contains(position) ? self.letters[position] : nil
    }

    private func isVowel(_ offset: Int) -> Bool { self.letter(offset).map(Self.vowels.contains) ?? false }

    private func isConsonant(_ offset: Int) -> Bool {
        self.letter(offset).map { !Self.vowels.contains($0) } ?? false
    }

    private func rest(hasPrefix prefix: String) -> Bool { self.letters[self.index...].starts(with: prefix) }

    private var isStart: Bool { self.index == 0 }

    private mutating func emit(_ new: [Sound], _ count: Int) {
        self.sounds += new
        self.index += count
    }

    private mutating func readOne() {
        if self.readEnding() { return }
        if self.isVowel(0) || (self.letter(0) == "y" && !self.isVowel(1)) {
            self.readVowel()
        } else {
            self.readConsonant()
        }
    }

    /// Endings and clusters that are read as one.
    private mutating func readEnding() -> Bool {
        for (spelling, sounds, onlyAtEnd) in Self.clusters where self.rest(hasPrefix: spelling) {
            if onlyAtEnd, self.letters.count != self.index + spelling.count { continue }
            // "age" and "ate" alone are words of their own, with their vowels long.
            if onlyAtEnd, self.index < 2 { continue }
            self.emit(sounds, spelling.count)
            return true
        }
        return false
    }

    private static let clusters: [(String, [Sound], Bool)] = [
        ("ation", [.vowel("e", tail: "ー"), .consonant("sh"), .vowel("o", tail: ""), .consonant("n")], false),
        ("tion", [.consonant("sh"), .vowel("o", tail: ""), .consonant("n")], false),
        ("sion", [.consonant("sh"), .vowel("o", tail: ""), .consonant("n")], false),
        ("ture", [.consonant("ch"), .vowel("a", tail: "ー")], true),
        ("tial", [.consonant("sh"), .vowel("a", tail: ""), .consonant("r")], true),
        ("cial", [.consonant("sh"), .vowel("a", tail: ""), .consonant("r")], true),
        ("cious", [.consonant("sh"), .vowel("a", tail: ""), .consonant("s")], true),
        ("tious", [.consonant("sh"), .vowel("a", tail: ""), .consonant("s")], true),
        ("ious", [.vowel("i", tail: ""), .vowel("a", tail: ""), .consonant("s")], true),
        ("ous", [.vowel("a", tail: ""), .consonant("s")], true),
        ("ance", [.vowel("a", tail: ""), .consonant("n"), .consonant("s")], true),
        ("ence", [.vowel("e", tail: ""), .consonant("n"), .consonant("s")], true),
        ("able", [.vowel("a", tail: ""), .consonant("b"), .consonant("r")], true),
        ("ible", [.vowel("i", tail: ""), .consonant("b"), .consonant("r")], true),
        ("ive", [.vowel("i", tail: ""), .consonant("b")], true),
        ("age", [.vowel("e", tail: "ー"), .consonant("j")], true),
        ("ice", [.vowel("i", tail: ""), .consonant("s")], true),
        ("ed", [.vowel("e", tail: ""), .stop, .consonant("d")], true),
    ]

    private mutating func readVowel() {
        guard let vowel = self.letter(0) else { return }
        if let pair = self.vowelPair() { return self.emit(pair.sounds, pair.count) }
        let isEnd = self.letter(1) == nil
        switch vowel {
        case "e" where isEnd && !self.isStart && self.sounds.contains(where: Self.isVowelSound):
            self.index += 1
        case "e" where isEnd: self.emit([.vowel("i", tail: "ー")], 1)
        case "y" where isEnd && !self.sounds.contains(where: Self.isVowelSound):
            self.emit([.vowel("a", tail: "イ")], 1)
        case "y" where isEnd: self.emit([.vowel("i", tail: "ー")], 1)
        case "y": self.emit([.vowel("i", tail: "")], 1)
        case "o" where isEnd: self.emit([.vowel("o", tail: "ー")], 1)
        case _ where self.hasSilentE: self.emit(self.longVowel(vowel), 1)
        case "u" where self.isConsonant(1) && (self.letter(2) == nil || self.isConsonant(2)):
            self.emit([.vowel("a", tail: "")], 1)
        case "u" where self.isConsonant(1) && self.isVowel(2): self.emit(self.longVowel("u"), 1)
        default: self.emit([.vowel(vowel, tail: "")], 1)
        }
    }

    private static func isVowelSound(_ sound: Sound) -> Bool {
        if case .vowel = sound { true } else { false }
    }

    /// `a_e` at the end of the word: the e is silent and makes the vowel long.
    private var hasSilentE: Bool {
        guard self.isConsonant(1), !["x", "y", "w", "r"].contains(self.letter(1)) else { return false }
        let ending = String(self.letters[(self.index + 2)...])
        if ending == "e" || ending == "es" { return true }
        // The e of the stem is gone before an ending: "maker", "coding".
        let isFirst = !self.sounds.contains(where: Self.isVowelSound)
        return isFirst && ["er", "ers", "ing", "ed"].contains(ending) && self.letter(0) != "e"
    }

    private func longVowel(_ vowel: Character) -> [Sound] {
        switch vowel {
        case "a": [.vowel("e", tail: "ー")]
        case "i", "y": [.vowel("a", tail: "イ")]
        case "e": [.vowel("i", tail: "ー")]
        case "o": [.vowel("o", tail: "ー")]
        // The y sound is lost after these: "super", "blue".
        default:
            ["s", "l", "r", "j", "z", "h"].contains(self.letter(-1)) && self.letter(-1) != "h"
                ? [.vowel("u", tail: "ー")] : [.consonant("y"), .vowel("u", tail: "ー")]
        }
    }

    /// Two or more letters that are one vowel.
    private func vowelPair() -> (sounds: [Sound], count: Int)? {
        for (spelling, vowel, tail) in Self.pairs where self.rest(hasPrefix: spelling) {
            // An r sounds of its own before a vowel, but for a final e.
            let end = self.index + spelling.count
            let next = end < self.letters.count ? self.letters[end] : nil
            if spelling.hasSuffix("r"), let next, Self.vowels.contains(next) || next == "r" || next == "y" {
                continue
            }
            if spelling.hasSuffix("re"), next != nil { continue }
            if spelling == "ow", next == nil, self.letters.count > 3 { return ([.vowel("o", tail: "ー")], 2) }
            if spelling == "ey", next != nil { continue }
            // "editor" ends as "writer" does.
            if spelling == "or", next == nil, self.sounds.contains(where: Self.isVowelSound) {
                return ([.vowel("a", tail: "ー")], 2)
            }
            if spelling == "ew" || spelling == "eu" { return (self.longVowel("u"), 2) }
            return ([.vowel(vowel, tail: tail)], spelling.count)
        }
        return nil
    }

    private static let pairs: [(String, Character, String)] = [
        ("eigh", "e", "イ"), ("ough", "o", "ー"), ("augh", "o", "ー"), ("igh", "a", "イ"), ("eer", "i", "ア"),
        ("ear", "i", "ア"), ("air", "e", "ア"), ("our", "a", "ワー"), ("oor", "o", "ア"), ("are", "e", "ア"),
        ("ire", "a", "イア"), ("ore", "o", "ア"), ("ure", "u", "ア"), ("ere", "i", "ア"), ("ar", "a", "ー"),
        ("er", "a", "ー"), ("ir", "a", "ー"), ("ur", "a", "ー"), ("or", "o", "ー"), ("ee", "i", "ー"),
        ("ea", "i", "ー"), ("ie", "i", "ー"), ("oo", "u", "ー"), ("ou", "a", "ウ"), ("ow", "a", "ウ"),
        ("oa", "o", "ー"), ("ai", "e", "イ"), ("ay", "e", "イ"), ("ei", "e", "イ"), ("ey", "i", "ー"),
        ("oi", "o", "イ"), ("oy", "o", "イ"), ("au", "o", "ー"), ("aw", "o", "ー"), ("ew", "u", "ー"),
        ("eu", "u", "ー"), ("ue", "u", "ー"), ("ui", "u", "イ"),
    ]

    private mutating func readConsonant() {
        for (spelling, sounds) in Self.consonants where self.rest(hasPrefix: spelling) {
            return self.emitConsonant(sounds, spelling.count)
        }
        guard let letter = self.letter(0) else { return }
        let isSoft = self.letter(1).map { "eiy".contains($0) } ?? false
        let doubled = self.letter(1) == letter ? 2 : 1
        switch letter {
        case "c" where isSoft: self.emitConsonant(["s"], doubled)
        case "c", "q": self.emitConsonant(["k"], doubled)
        case "g" where isSoft && !self.isStart: self.emitConsonant(["j"], doubled)
        case "l": self.emitConsonant(["r"], doubled)
        case "v": self.emitConsonant(["b"], doubled)
        case "x" where self.isStart: self.emitConsonant(["z"], 1)
        case "x":
            if self.letter(1) == nil, case .vowel(_, tail: "") = self.sounds.last {
                self.sounds.append(.stop)
            }
            self.emitConsonant(["k", "s"], 1)
        case "h" where !self.isVowel(1) && self.letter(1) != "y": self.index += 1
        case "p" where doubled == 2 && (self.isVowel(2) || self.letter(2) == "y"):
            self.emit([.stop, .consonant("p")], 2)
        case "a"..."z": self.emitConsonant([String(letter)], doubled)
        default: self.index += 1
        }
    }

    private static let consonants: [(String, [String])] = [
        ("tch", ["ch"]), ("dge", ["j"]), ("sch", ["s", "k"]), ("ght", ["t"]), ("ck", ["k"]), ("ch", ["ch"]),
        ("sh", ["sh"]),
        ("th", ["s"]), ("ph", ["f"]), ("wh", ["w"]), ("wr", ["r"]), ("kn", ["n"]), ("qu", ["kw"]),
        ("gh", ["g"]),
        ("sce", ["s"]), ("ng", ["ng"]), ("ts", ["ts"]),
    ]

    /// A stop that ends the word, or that two letters write, is held after a short vowel: "pack" is パック.
    private mutating func emitConsonant(_ sounds: [String], _ count: Int) {
        var new = sounds.map(Sound.consonant)
        let isEnd = self.index + count >= self.letters.count
        let written = self.rest(hasPrefix: "ck") || self.rest(hasPrefix: "tch") || self.rest(hasPrefix: "dge")
        if isEnd || written, sounds.count == 1, ["k", "t", "p", "ch", "sh", "d", "j"].contains(sounds[0]),
            case .vowel(_, tail: "") = self.sounds.last, isEnd && sounds[0] != "j" || written
        {
            new.insert(.stop, at: 0)
        }
        // "dge" and "sce" keep their e, which the next turn finds silent or sounds.
        let consumed = self.rest(hasPrefix: "dge") || self.rest(hasPrefix: "sce") ? count - 1 : count
        self.emit(new, consumed)
    }
}
