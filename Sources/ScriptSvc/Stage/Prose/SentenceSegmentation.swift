// SPDX-License-Identifier: Apache-2.0

/// Finds where sentences end.
enum SentenceSegmentation {
    /// Characters in the longest sentence anybody would say or read on a slide; a longer one is data, not prose.
    static let longestSentence = 500

    private static let pairs: [Character: Character] = [
        "「": "」", "『": "』", "（": "）", "“": "”", "【": "】", "〈": "〉", "《": "》",
    ]

    /// Sentences of a Japanese text: they end at 。！？ outside quotes and brackets, with what closes after them. O(n).
    static func japanese(_ text: String) -> [String] {
        var sentences: [String] = []
        var current = ""
        var closers: [Character] = []
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            current.append(character)
            if let closer = Self.pairs[character] {
                closers.append(closer)
            } else if let depth = closers.lastIndex(of: character) {
                closers.removeSubrange(depth...)
            }
            let next = index + 1 < characters.count ? characters[index + 1] : nil
            guard Self.endsJapanese(character, before: next) else { continue }
            // 「…って何？って感じ」 goes on after its mark.
            if "？?！!".contains(character), Self.goesOn(characters[(index + 1)...]) { continue }
            // A bracket left open for this long is a slip, not a quotation.
            if closers.isEmpty || current.count > 300 {
                Self.append(current, to: &sentences)
                current = ""
                closers = []
            }
        }
        Self.append(current, to: &sentences)
        return sentences
    }

    /// Whether the rest takes up a question or a cry as part of what it says.
    private static func goesOn(_ rest: ArraySlice<Character>) -> Bool {
        let head = String(rest.prefix(3))
        return ["って", "と", "という", "の", "など", "みたい", "、", "が、", "に", "を", "は、"].contains {
            head.hasPrefix($0)
        } && !["とて", "とり", "とも", "どう", "にも", "のち", "とに", "とこ"].contains { head.hasPrefix($0) }
    }

    private static func endsJapanese(_ character: Character, before next: Character?) -> Bool {
        switch character {
        case "。", "．": next.map { !"。」』）!?！？".contains($0) } ?? true
        case "！", "？", "!", "?": next.map { !"」』）!?！？。".contains($0) } ?? true
        case ".": next == nil
        default: false
        }
    }

    /// Sentences of an English text: they end at . ! ? before a space and something a sentence begins with, unless the
    /// stop belongs to an abbreviation, an initial or a number. O(n).
    static func english(_ text: String) -> [String] {
        var sentences: [String] = []
        let characters = Array(text)
        var start = 0
        var index = 0
        while index < characters.count {
            guard ".!?…".contains(characters[index]) else {
                index += 1
                continue
            }
            var end = index + 1
            while end < characters.count, ".!?…\"'”’)]".contains(characters[end]) { end += 1 }
            if Self.endsEnglish(characters, stop: index, end: end, start: start) {
                Self.append(String(characters[start..<end]), to: &sentences)
                start = end
            }
            index = end
        }
        Self.append(String(characters[start...]), to: &sentences)
        return sentences
    }

    private static let abbreviations: Set<String> = [
        "e.g", "i.e", "vs", "mr", "mrs", "ms", "dr", "prof", "st", "fig", "figs", "inc", "ltd", "approx",
        "cf",
        "al", "vol", "ed", "eds", "sec", "eq", "dept", "est", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
        "sep",
        "sept", "oct", "nov", "dec", "a.k.a", "resp", "min", "max", "p", "pp", "ch",
    ]

    private static func endsEnglish(_ characters: [Character], stop: Int, end: Int, start: Int) -> Bool {
        guard end < characters.count else { return true }
        guard characters[end].isWhitespace else { return false }
        var next = end
        while next < characters.count, characters[next].isWhitespace || "\"'“‘([".contains(characters[next]) {
            next += 1
        }
        guard next < characters.count else { return true }
        let beginsSentence =
            characters[next].isUppercase || characters[next].isNumber || !characters[next].isASCII
        guard characters[stop] == "." else { return beginsSentence || characters[stop] == "?" }
        // "…binary files. ripgrep has…": some names are written small even here.
        guard beginsSentence || Self.endsLongWord(characters, stop: stop, next: next) else { return false }
        var wordStart = stop
        while wordStart > start, !characters[wordStart - 1].isWhitespace,
            !"(“\"".contains(characters[wordStart - 1])
        {
            wordStart -= 1
        }
        let word = String(characters[wordStart..<stop])
        // "J. Random" is a name, "plan B." an ending; a lone letter is far more often an initial.
        if word.count == 1, word.first?.isUppercase == true, word != "I" { return false }
        if word.wholeMatch(of: #/(?:[A-Z]\.)+[A-Z]/#) != nil {
            return ["The", "It", "In", "We", "This", "But", "And", "A", "He", "She", "They"].contains(
                String(characters[next...].prefix { $0.isLetter }))
        }
        // "No. 5" is a number, "He said no." an ending.
        if word.lowercased() == "no" { return !characters[next].isNumber }
        return !Self.abbreviations.contains(word.lowercased())
    }

    private static func endsLongWord(_ characters: [Character], stop: Int, next: Int) -> Bool {
        let before = characters[..<stop].reversed().prefix { $0.isLetter }
        let after = characters[next...].prefix { $0.isLetter }
        return before.count >= 5 && after.count >= 4 && before.last?.isLowercase == true
    }

    private static func append(_ text: String, to sentences: inout [String]) {
        let trimmed = text.trimmed
        if trimmed.contains(where: { $0.isLetter || $0.isNumber }) { sentences.append(trimmed) }
    }
}

extension StringProtocol {
    /// Without white space at either end.
    var trimmed: String {
        var view = self[...]
        while view.first?.isWhitespace == true { view = view.dropFirst() }
        while view.last?.isWhitespace == true { view = view.dropLast() }
        return String(view)
    }
}
