// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// English, as far as the outline writer speaks it.
struct EnglishProse: Prose {
    let language = Language.english
    let longestLine = 112
    let longestPoint = 78
    let longestSinglePoint = 116
    let breaker = EnglishLines()
    /// Words the article writes small, by which a capital at the head of a phrase is told from a name's.
    let vocabulary: Set<String>

    init(vocabulary: Set<String> = []) { self.vocabulary = vocabulary }

    /// English as an article writes it.
    init(of article: Article) {
        var words: Set<String> = []
        for case .paragraph(let text) in article.blocks {
            for word in text.split(whereSeparator: { !$0.isLetter }) where word.first?.isLowercase == true {
                words.insert(String(word))
            }
        }
        self.init(vocabulary: words)
    }

    func sentences(of paragraph: String) -> [String] { SentenceSegmentation.english(paragraph) }

    func lines(saying sentence: String, keepsLead: Bool) -> [String] {
        var text = EnglishSpeech.spoken(sentence)
        if !keepsLead { text = EnglishLead.dropping(text) }
        if EnglishTraits.isFirstPerson(text) {
            return self.breaker.lines(of: EnglishSpeech.quotingAuthor(text))
        }
        return EnglishSpeech.independentClauses(of: text).flatMap { self.breaker.lines(of: $0) }
    }

    func lines(quoting sentence: String) -> [String] {
        let lines = self.breaker.lines(of: EnglishSpeech.spoken(sentence))
        return lines.count == 1 ? ["“" + lines[0] + "”"] : lines
    }

    func point(of sentence: String, longest: Int) -> String? {
        EnglishPoint.point(of: sentence, longest: longest)
    }

    func sentence(ofPoint point: String) -> String? { point + (point.hasSuffix(".") ? "" : ".") }

    func heading(_ text: String) -> Heading { EnglishHeading(vocabulary: self.vocabulary).heading(text) }

    func cardinal(_ count: Int) -> String {
        let words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
        return words.indices.contains(count) ? words[count] : String(count)
    }

    func enumeration(of names: [String]) -> String {
        // Some with a capital and some without would look like a slip.
        let isMixed = Set(names.map { $0.first?.isUppercase ?? false }).count > 1
        let names = isMixed ? names.map(EnglishWords.capitalized) : names
        return self.joined(names)
    }

    private func joined(_ names: [String]) -> String {
        names.count < 2
            ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
    }

    func keyPhrases(in sentences: [String], limit: Int) -> [String] {
        EnglishKeyPhrases.phrases(in: sentences, limit: limit)
    }

    func spokenTitle(_ title: String) -> String? {
        let title = SpeechCleaning.clean(title).filter { $0 != SpeechCleaning.hole }
        let parts = [" | ", " – ", " — ", " - ", ": "].compactMap { mark in
            title.firstRange(of: mark).map { title[..<$0.lowerBound].trimmed }
        }
        return ([title] + parts).first { (2...72).contains($0.count) && !SpeechCleaning.holdsCode($0) }
            .map { $0.replacing("“", with: "‘").replacing("”", with: "’").replacing("\"", with: "'") }
    }

    /// Flite says about 165 words a minute; a comma holds it for a sixth of a second. Long words take longer.
    func seconds(saying line: String) -> Double {
        let words = EnglishWords.words(of: line)
        let weights = words.reduce(0.0) { sum, word in
            if word.contains(where: \.isNumber) { return sum + 0.5 + 0.45 * Double(word.count) }
            return sum + 0.55 + 0.1 * Double(min(word.count, 16))
        }
        let pauses = Double(line.dropLast().filter { ",;:.?!—".contains($0) }.count) * 0.16
        return weights * 60 / 165 + pauses + 0.15
    }

    func reading(of sentence: String) -> SentenceReading {
        SentenceReading(
            words: EnglishWords.words(of: sentence).filter {
                !EnglishWords.stopWords.contains($0) && $0.count > 1
            }
            .map(EnglishWords.stem),
            traits: EnglishTraits.traits(of: sentence), subject: EnglishTraits.subject(of: sentence),
            pointsAt: EnglishTraits.exhibit(pointedAtBy: sentence))
    }
}
