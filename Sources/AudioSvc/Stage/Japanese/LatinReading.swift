// SPDX-License-Identifier: Apache-2.0

/// A run of Latin letters and digits, read in Japanese.
struct LatinReading {
    let dictionary: EngineDictionary
    let english: EnglishSounds

    /// - Parameter run: Letters, digits and apostrophes, starting with a letter.
    func read(_ run: String) -> [JapaneseReading.Element] {
        let word = Self.withoutApostrophes(run)
        if let known = self.known(word) { return [.word(known)] }
        if let singular = Self.singularAbbreviation(word) { return [.word(self.read(part: singular))] }
        return Self.parts(of: word).flatMap { part -> [JapaneseReading.Element] in
            if part.first?.isDigit ?? true { return part.map { .character($0) } }
            return [.word(self.read(part: part))]
        }
    }

    private func known(_ word: String) -> SpokenWord? {
        guard word.count > 1 else { return nil }
        return KatakanaLexicon.word(word) ?? self.dictionary.reading(of: word)
    }

    private func read(part: String) -> SpokenWord {
        if let known = self.known(part) ?? EnglishInflection.reading(of: part, knowing: self.known)
            ?? self.compound(part)
        {
            return known
        }
        if EnglishInKana.isSpelled(part) { return EnglishInKana.spelled(part) }
        return self.english.reading(of: part) ?? EnglishInKana.pronounced(part)
    }

    /// `timetable` is `time` and `table`: two known words, or one known and one of the rules'.
    private func compound(_ word: String) -> SpokenWord? {
        let letters = Array(word)
        guard letters.count >= 7, !word.contains(where: \.isUppercase) else { return nil }
        for cut in stride(from: letters.count - 3, through: 3, by: -1) {
            let head = String(letters[..<cut])
            let tail = String(letters[cut...])
            guard let first = self.known(head), let second = self.known(tail) else { continue }
            return SpokenWord(reading: first.reading + second.reading)
        }
        return nil
    }

    /// `Apple's` is `Apples`, `don't` is `dont`.
    private static func withoutApostrophes(_ run: String) -> String { run.filter(\.isLatinWordCharacter) }

    /// `URLs` is `URL`: Japanese has no plural.
    private static func singularAbbreviation(_ word: String) -> String? {
        let stem = word.dropLast()
        return word.hasSuffix("s") && stem.count >= 2 && stem.allSatisfy(\.isUppercase) ? String(stem) : nil
    }

    /// Cuts `parseHTTPHeader2` into `parse`, `HTTP`, `Header`, `2`.
    static func parts(of word: String) -> [String] {
        let letters = Array(word)
        var parts: [String] = []
        for (index, letter) in letters.enumerated() {
            let next = index + 1 < letters.count ? letters[index + 1] : nil
            if index > 0, !Self.isBoundary(letters[index - 1], letter, next) {
                parts[parts.count - 1].append(letter)
            } else {
                parts.append(String(letter))
            }
        }
        return parts
    }

    private static func isBoundary(_ before: Character, _ letter: Character, _ next: Character?) -> Bool {
        if before.isDigit != letter.isDigit { return true }
        guard letter.isUppercase else { return false }
        return before.isLowercase || (next?.isLowercase ?? false)
    }
}

extension EngineDictionary {
    /// The engine's own reading of a Latin word, if its dictionary has the word as a noun.
    func reading(of word: String) -> SpokenWord? {
        for form in [word, word.lowercased()] {
            let fullWidth = String(String.UnicodeScalarView(form.unicodeScalars.map(Self.fullWidth)))
            let noun = self.features(of: fullWidth).first { $0.hasPrefix("名詞") }
            guard let fields = noun?.split(separator: ",", omittingEmptySubsequences: false),
                fields.count >= 11,
                let reading = Morae.katakana(String(fields[8]))
            else { continue }
            // Many of its entries only spell a word out, letter by letter; the rules read it better.
            let isSpelledOut = Morae.split(reading).count >= 2 * word.count - 1
            guard word.count < 4 || !isSpelledOut || word == word.uppercased() else { continue }
            let accent = fields[9].split(separator: "/").first.flatMap { Int($0) }
            return SpokenWord(reading: reading, accent: accent)
        }
        return nil
    }

    private static func fullWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard (0x21...0x7E).contains(scalar.value) else { return scalar }
        return Unicode.Scalar(scalar.value + 0xFEE0) ?? scalar
    }
}
