// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// A word whose reading and accent we give the engine, instead of asking it.
struct SpokenWord: Codable, Hashable, Sendable {
    /// As many as one piece of text may hold: the engine's dictionary counts classes in 8 bits, and has 11 itself.
    static let limit = 200
    /// The first private-use character; the word at index `i` of an utterance is written as this plus `i`.
    static let firstPlaceholder: UInt32 = 0xE000

    /// Katakana.
    var reading: String
    /// The mora after which pitch falls; 0 is flat.
    var accent: Int
    var kind: Kind = .properNoun

    enum Kind: String, Codable, Sendable {
        case properNoun = "PROPER_NOUN"
        case commonNoun = "COMMON_NOUN"
        case verb = "VERB"
        case adjective = "ADJECTIVE"
        case suffix = "SUFFIX"
        /// Not among the user's kinds: a number before a number, 数 in 数十.
        case number = "NUMBER"

        /// The dictionary's own name, as in its `left-id.def`.
        var partOfSpeech: String {
            switch self {
            case .properNoun: "名詞,固有名詞,一般,*,*,*,*"
            case .commonNoun: "名詞,一般,*,*,*,*,*"
            case .verb: "動詞,自立,*,*,五段・ラ行,基本形,*"
            case .adjective: "形容詞,自立,*,*,形容詞・アウオ段,基本形,*"
            case .suffix: "名詞,接尾,一般,*,*,*,*"
            case .number: "名詞,数,*,*,*,*,*"
            }
        }
    }

    /// - Parameter accent: nil takes the usual accent of a loanword.
    init(reading: String, accent: Int? = nil, kind: Kind = .properNoun) {
        self.reading = reading
        self.kind = kind
        let count = Morae.split(reading).count
        self.accent = min(accent ?? Morae.loanwordAccent(of: reading), count)
    }

    var moraCount: Int { Morae.split(self.reading).count }

    /// How the accent moves when a noun comes before: the engine's C1 keeps this word's own fall, C4 makes it flat.
    var chainRule: String {
        switch self.kind {
        case .properNoun, .commonNoun, .suffix, .number: self.accent == 0 ? "C4" : "C1"
        case .verb, .adjective: "*"
        }
    }
}

/// Text for one run of the engine.
struct Utterance: Codable, Hashable, Sendable {
    /// What the engine reads, with a private-use character for each of `words`.
    var text: String
    var words: [SpokenWord]

    /// Whether there is anything to say.
    var isSilent: Bool { !self.text.unicodeScalars.contains(where: Self.isSpoken) }

    private static func isSpoken(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x3041...0x3096, 0x30A1...0x30FA, 0x3400...0x9FFF,
            0xF900...0xFAFF, 0xE000...0xE0FF, 0x3005:
            true
        default: false
        }
    }

    /// The text with each word's reading in its place, as a person would check it.
    var plain: String {
        var plain = ""
        for scalar in self.text.unicodeScalars {
            let index = Int(scalar.value) - Int(SpokenWord.firstPlaceholder)
            if self.words.indices.contains(index) {
                plain += self.words[index].reading
            } else {
                plain.unicodeScalars.append(scalar)
            }
        }
        return plain
    }
}
