// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Turns a line of Japanese into what Open JTalk should be given.
///
/// The engine itself reads kanji, kana, digits and counters; this reads the rest for it: words of the user's
/// dictionary, Latin words, numbers with marks in them, symbols, and katakana words it does not know, which it would
/// take apart.
struct JapaneseReading: Sendable {
    /// The engine's buffer holds 1 023 bytes of a line; a hundred characters are far below, and a breath.
    static let pieceLimit = 100

    let dictionary: EngineDictionary
    let userWords: UserDictionary
    var english = EnglishSounds()

    /// - Parameter isKana: Whether `text` is a reading already, in kana: then a run of katakana is no loanword.
    /// - Returns: At least one; the last may be silent.
    func utterances(of text: String, isKana: Bool = false) -> [Utterance] {
        var scanner = JapaneseScanner(
            text: Array(PlainText.of(text)), reading: self, isKana: isKana)
        return Self.split(Self.tidied(scanner.scan()))
    }

    enum Element: Hashable, Sendable {
        case character(Character)
        case word(SpokenWord)

        var isPause: Bool {
            if case .character(let character) = self { "、。！？!?".contains(character) } else { false }
        }
    }

    /// One mark where several meet, the strongest of them; none at the start.
    private static func tidied(_ elements: [Element]) -> [Element] {
        elements.reduce(into: []) { tidy, element in
            guard element.isPause else { return tidy.append(element) }
            guard let last = tidy.last else { return }
            if last.isPause {
                if last == .character("、") { tidy[tidy.count - 1] = element }
            } else {
                tidy.append(element)
            }
        }
    }

    /// Cuts after the last 。！？ within reach, else after the last 、, else anywhere.
    private static func split(_ elements: [Element]) -> [Utterance] {
        var rest = elements[...]
        var utterances: [Utterance] = []
        while rest.count > Self.pieceLimit {
            let head = rest.prefix(Self.pieceLimit)
            let end =
                head.lastIndex { $0.isPause && $0 != .character("、") } ?? head.lastIndex { $0.isPause }
                ?? head.endIndex - 1
            utterances.append(Self.utterance(rest[rest.startIndex...end]))
            rest = rest[(end + 1)...]
        }
        if !rest.isEmpty || utterances.isEmpty { utterances.append(Self.utterance(rest)) }
        return utterances
    }

    private static func utterance(_ elements: ArraySlice<Element>) -> Utterance {
        var utterance = Utterance(text: "", words: [])
        for element in elements {
            switch element {
            case .character(let character): utterance.text.append(character)
            case .word(let word):
                let index = utterance.words.firstIndex(of: word) ?? utterance.words.count
                if index == utterance.words.count { utterance.words.append(word) }
                if let mark = Unicode.Scalar(SpokenWord.firstPlaceholder + UInt32(index)) {
                    utterance.text.unicodeScalars.append(mark)
                }
            }
        }
        return utterance
    }
}
