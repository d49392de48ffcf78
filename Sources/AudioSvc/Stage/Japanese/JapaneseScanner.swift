// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// One pass over a line, from left to right: at each place the first reader that knows what stands there takes it.
struct JapaneseScanner {
    private let text: [Character]
    private let reading: JapaneseReading
    private let isKana: Bool
    private var index = 0
    private var elements: [JapaneseReading.Element] = []

    init(text: [Character], reading: JapaneseReading, isKana: Bool) {
        self.text = text
        self.reading = reading
        self.isKana = isKana
    }

    mutating func scan() -> [JapaneseReading.Element] {
        while self.index < self.text.count {
            if self.readUserWord() || self.readLexiconWord() || self.readVersion() || self.readNumber()
                || self.readLatin() || self.readKatakana() || self.readHomograph() || self.readWeekday()
            {
                continue
            }
            self.readCharacter()
        }
        return self.elements
    }

    private var previous: Character? { self.index > 0 ? self.text[self.index - 1] : nil }

    private func next(_ offset: Int = 1) -> Character? {
        self.index + offset < self.text.count ? self.text[self.index + offset] : nil
    }

    private mutating func emit(_ spoken: String) {
        self.elements += spoken.map { .character($0) }
    }

    private mutating func readUserWord() -> Bool {
        guard let (pronunciation, count) = self.reading.userWords.match(in: self.text, at: self.index) else {
            return false
        }
        if let reading = Morae.katakana(pronunciation.reading) {
            let kind = SpokenWord.Kind(rawValue: pronunciation.wordType) ?? .properNoun
            self.elements.append(
                .word(SpokenWord(reading: reading, accent: pronunciation.accent, kind: kind)))
        } else {
            // A reading with kanji or marks in it is text for the engine to read.
            self.emit(PlainText.of(pronunciation.reading))
        }
        self.index += count
        return true
    }

    private mutating func readLexiconWord() -> Bool {
        guard let (word, count) = KatakanaLexicon.match(in: self.text, at: self.index) else { return false }
        self.elements.append(.word(word))
        self.index += count
        return true
    }

    /// `v1.2` is バージョン and a number.
    private mutating func readVersion() -> Bool {
        guard self.text.isWordEdge(at: self.index), self.text[self.index].lowercased() == "v",
            self.next()?.isDigit ?? false
        else { return false }
        self.elements.append(.word(SpokenWord(reading: "バージョン", accent: 1, kind: .commonNoun)))
        self.index += 1
        return true
    }

    private mutating func readNumber() -> Bool {
        if let sign = self.signBeforeNumber {
            self.emit(sign)
            self.index += 1
        }
        guard let (spoken, count) = NumberReading.read(self.text, at: self.index) else { return false }
        // Two numbers side by side must not become one.
        if self.previous == " ", case .character(let last) = self.elements.last, last.isDigit {
            self.emit("、")
        }
        self.emit(spoken)
        self.index += count
        return true
    }

    private var signBeforeNumber: String? {
        guard self.next()?.isDigit ?? false else { return nil }
        let isAttached = self.previous.map { $0.isLatinWordCharacter || $0 == ")" || $0 == "-" } ?? false
        switch self.text[self.index] {
        case "-", "−", "–": return isAttached ? nil : "マイナス"
        case "#": return "ナンバー"
        default: return nil
        }
    }

    private mutating func readLatin() -> Bool {
        guard self.text[self.index].isLatinLetter else { return false }
        let run = self.text[self.index...].prefix { $0.isLatinWordCharacter || $0 == "'" || $0 == "’" }
        self.elements += LatinReading(dictionary: self.reading.dictionary, english: self.reading.english)
            .read(String(run))
        self.index += run.count
        self.readTie()
        return true
    }

    /// What ties the parts of a name is silent, but a dot is said, and two numbers stay two.
    private mutating func readTie() {
        guard let before = self.previous, let after = self.next(), after.isLatinWordCharacter else { return }
        let tie = self.text[self.index]
        if tie == ".", before.isDigit, after.isDigit {
            self.emit(".")
        } else if "_-".contains(tie) {
            if before.isDigit, after.isDigit { self.emit("、") }
        } else if tie != " " {
            return
        }
        self.index += 1
    }

    /// A run of katakana the engine's dictionary cannot explain is one word, with a loanword's accent.
    private mutating func readKatakana() -> Bool {
        guard !self.isKana, self.text[self.index].isKatakana, self.text[self.index] != "ー" else {
            return false
        }
        let run = String(self.text[self.index...].prefix { $0.isKatakana })
        if (3...14).contains(run.count), !self.reading.dictionary.explains(run) {
            self.elements.append(.word(SpokenWord(reading: run)))
        } else {
            self.emit(run)
        }
        self.index += run.count
        return true
    }

    private mutating func readHomograph() -> Bool {
        guard let (reading, count) = Homograph.match(in: self.text, at: self.index) else {
            return false
        }
        switch reading {
        case .word(let word): self.elements.append(.word(word))
        case .kana(let kana): self.emit(kana)
        }
        self.index += count
        return true
    }

    /// `(火)` behind a date.
    private mutating func readWeekday() -> Bool {
        guard self.text[self.index] == "(", self.next(2) == ")", let day = self.next(),
            "月火水木金土日".contains(day),
            let previous = self.previous, previous.isDigit || previous == "日"
        else { return false }
        self.emit("、\(day)曜日")
        self.index += 3
        return true
    }

    private mutating func readCharacter() {
        let character = self.text[self.index]
        let isSpoken = character.isHiragana || character.isKatakana || character.isKanji
        if isSpoken || "、。！？!?".contains(character) {
            self.emit(String(character))
        } else {
            self.emit(
                JapaneseSymbols.reading(
                    of: character, after: self.previous, before: self.next(), lastSpoken: self.lastSpoken))
        }
        self.index += 1
    }

    private var lastSpoken: Character? {
        if case .character(let character) = self.elements.last { character } else { nil }
    }
}

extension EngineDictionary {
    /// Whether a run of katakana is a word of the dictionary, or nouns of it in a row, of three kana or more each:
    /// any run can be taken apart into shorter ones.
    func explains(_ run: String) -> Bool {
        if self.knows(run) { return true }
        let kana = Array(run)
        var reachable: Set<Int> = [0]
        for end in 3...max(3, kana.count) where end <= kana.count {
            let starts = reachable.filter { end - $0 >= 3 }
            if starts.contains(where: { self.knowsNoun(String(kana[$0..<end])) }) { reachable.insert(end) }
        }
        return reachable.contains(kana.count)
    }
}
