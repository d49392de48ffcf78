// SPDX-License-Identifier: Apache-2.0

/// Where a line of display text may end without tearing a phrase apart.
///
/// Japanese has no spaces, and Unicode lets a line end after nearly any character. A reader of large type wants whole
/// phrases (文節). Without a dictionary most of their ends show in the script itself: a phrase ends in hiragana or a mark,
/// and the next one begins with a kanji, katakana, a letter or an opening bracket; を and a few common pairs of noun and
/// particle end one anywhere.
package enum Phrases {
    /// The text cut into phrases; joined, they are the text.
    package static func split(_ text: String) -> [Substring] { self.split(text, where: self.endsPhrase) }

    /// The text cut wherever a line may end at all: for phrases longer than a line.
    package static func splitFinely(_ text: String) -> [Substring] {
        self.split(text, where: self.mayEndLine)
    }

    /// Whether `next` begins with a kind of character other than `last` ends with: the best place inside a phrase.
    static func changesScript(_ last: Substring, _ next: Substring) -> Bool {
        guard let end = last.last, let start = next.first else { return false }
        return CharacterClass(end) != CharacterClass(start)
    }

    private static func split(
        _ text: String, where isEnd: (_ text: [Character], _ start: Int, _ position: Int) -> Bool
    ) -> [Substring] {
        let characters = Array(text)
        var phrases: [Substring] = []
        var (start, startPosition) = (text.startIndex, 0)
        var index = text.startIndex
        for position in characters.indices.dropFirst() {
            index = text.index(after: index)
            guard isEnd(characters, startPosition, position) else { continue }
            phrases.append(text[start..<index])
            (start, startPosition) = (index, position)
        }
        if start < text.endIndex { phrases.append(text[start...]) }
        return phrases
    }

    private static func mayEndLine(_ text: [Character], _ start: Int, _ position: Int) -> Bool {
        let (last, next) = (text[position - 1], text[position])
        guard self.isAllowed(text, position) else { return false }
        if last.isWhitespace { return !self.isUnit(text, at: position) }
        return !(CharacterClass(last).isWord && CharacterClass(next).isWord)
    }

    /// Whether a phrase that began at `start` ends before `position`.
    private static func endsPhrase(_ text: [Character], _ start: Int, _ position: Int) -> Bool {
        let (last, next) = (text[position - 1], text[position])
        guard self.isAllowed(text, position) else { return false }
        if last.isWhitespace { return !self.isUnit(text, at: position) }
        if "、。，．！？・：；）」』】〉》〕］".contains(last) { return true }
        if Kinsoku.opens.contains(next) { return !CharacterClass(last).isWord }
        guard CharacterClass(last) == .hiragana, position - start > 2 else { return false }
        switch CharacterClass(next) {
        case .kanji, .katakana, .latin: return self.endsBeforeWord(text, position)
        case .hiragana: return self.endsBeforeHiragana(text, start, position)
        case .other: return false
        }
    }

    /// Spaces after an opening bracket change nothing.
    private static func isAllowed(_ text: [Character], _ position: Int) -> Bool {
        let next = text[position]
        guard !Kinsoku.neverBegins.contains(next), !next.isWhitespace else { return false }
        guard let last = text[..<position].last(where: { !$0.isWhitespace }) else { return true }
        // A particle belongs to the word before it, with a space between or without (「OAuth で」).
        let isParticle = CharacterClass(next) == .hiragana && CharacterClass(last) == .latin
        return !Kinsoku.neverEnds.contains(last) && !(isParticle && text[position - 1].isWhitespace)
    }

    /// Whether the hiragana before `position` end a phrase, rather than being the inside of a compound (読み込み,
    /// 落とし穴) or of a fraction (十分の一).
    private static func endsBeforeWord(_ text: [Character], _ position: Int) -> Bool {
        let last = text[position - 1]
        if last == "の", position > 2, text[position - 2] == "分", "一二三四五六七八九十百千万".contains(text[position]) {
            return false
        }
        if "しりきみちびぎおご".contains(last) { return false }
        return CharacterClass(text[position - 2]) == .hiragana || "はがをにのとでもへやか".contains(last)
    }

    /// A particle after a noun that is not in hiragana, or one of the common nouns that are.
    private static func endsBeforeHiragana(_ text: [Character], _ start: Int, _ position: Int) -> Bool {
        let (last, next) = (text[position - 1], text[position])
        if last == "を" { return true }
        guard !"はがをにでともへやかのねよらさ".contains(next) else { return false }
        if "はの".contains(last), CharacterClass(text[position - 2]) != .hiragana { return true }
        return self.nouns.contains { noun in
            self.particles.contains { particle in
                let tail = noun + particle
                return position - start >= tail.count
                    && text[(position - tail.count)..<position].elementsEqual(tail)
            }
        }
    }

    private static let nouns = ["こと", "もの", "とき", "ところ", "ため", "ほう", "よう", "これ", "それ", "ここ", "そこ"]
    private static let particles = ["が", "は", "も", "に", "で", "から", "まで", "では", "には", "とは", "でも"]

    /// Whether a number stands before `position` and the unit it counts after it: `31 ms` stays together.
    private static func isUnit(_ text: [Character], at position: Int) -> Bool {
        guard position >= 2, text[position - 2].isNumber else { return false }
        return self.units.contains(String(text[position...].prefix { $0.isLetter || $0 == "%" }))
    }

    private static let units: Set<String> = [
        "ms", "s", "ns", "min", "h", "kg", "g", "mg", "km", "m", "cm", "mm", "B", "KB", "MB", "GB", "TB",
        "Hz", "kHz",
        "MHz", "GHz", "px", "pt", "fps", "W", "kW", "V", "A", "%", "x", "USD", "EUR", "JPY",
    ]
}

/// The kinds of characters whose changes show where phrases end.
private enum CharacterClass {
    case hiragana, katakana, kanji, latin, other

    init(_ character: Character) {
        guard let scalar = character.unicodeScalars.first else {
            self = .other
            return
        }
        switch scalar.value {
        case 0x3041...0x309F: self = .hiragana
        case 0x30A1...0x30FA, 0x30FC...0x30FF: self = .katakana
        case 0x3005...0x3007, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: self = .kanji
        default: self = character.isLetter || character.isNumber ? .latin : .other
        }
    }

    /// Whether it is written in words, with spaces between them.
    var isWord: Bool { self == .latin }
}

/// Which characters may not begin or end a line (JIS X 4051, 行頭禁則 and 行末禁則).
package enum Kinsoku {
    package static let opens: Set<Character> = Set("「『（([［【〈《〔｛{“‘")
    package static let neverEnds: Set<Character> = opens
    package static let neverBegins: Set<Character> = Set(
        "、。，．,.・：；:;！？!?」』）)]］】〉》〕｝}”’…‥ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々ゝゞヽヾ％%℃゠–—〜～")
}
