// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Morphology

/// Japanese, as far as the outline writer speaks it.
struct JapaneseProse: Prose {
    let analyzer: MorphologicalAnalyzer
    let politeness: Politeness
    let plainForm: PlainForm
    let breaker: JapaneseLines

    let language = Language.japanese
    let longestLine = 60
    let longestPoint = 42
    let longestSinglePoint = 68

    init(analyzer: MorphologicalAnalyzer) {
        self.analyzer = analyzer
        self.politeness = Politeness(analyzer: analyzer)
        self.plainForm = PlainForm(analyzer: analyzer)
        self.breaker = JapaneseLines(analyzer: analyzer)
    }

    func sentences(of paragraph: String) -> [String] { SentenceSegmentation.japanese(paragraph) }

    func lines(saying sentence: String, keepsLead: Bool) -> [String] {
        var text = keepsLead ? sentence : JapaneseLead.dropping(sentence, analyzer: self.analyzer)
        text = JapaneseVoice.stated(JapaneseLead.withoutPageLead(text))
        text = JapaneseTraits.pointingAtScreen(JapaneseLead.politelyLed(text))
        if text.hasSuffix("：") || text.hasSuffix(":") { text = text.dropLast() + "。" }
        text = JapaneseVoice.inThirdPerson(text, analyzer: self.analyzer)
        guard let polite = self.politeness.sentence(text) else { return [] }
        return self.breaker.lines(of: JapaneseVoice.attributingOpinion(polite))
    }

    func point(of sentence: String, longest: Int) -> String? {
        JapanesePoint(prose: self).point(of: sentence, longest: longest)
    }

    func sentence(ofPoint point: String) -> String? { self.politeness.sentence(point) }

    func heading(_ text: String) -> Heading { JapaneseHeading(prose: self).heading(text) }

    func keyPhrases(in sentences: [String], limit: Int) -> [String] {
        JapaneseKeyPhrases(analyzer: self.analyzer).phrases(in: sentences, limit: limit)
    }

    /// Open JTalk at its own speed says 7.2 morae a second; a comma holds it for a quarter of a second.
    func seconds(saying line: String) -> Double {
        let pauses = Double(line.dropLast().filter { "、。，．！？".contains($0) }.count) * 0.25
        return self.morae(of: line) / 7.2 + pauses + 0.15
    }

    /// Morae as spoken. What the dictionary lacks is counted by letter: an English word takes about one mora a letter,
    /// initials two and a half, a digit two.
    private func morae(of line: String) -> Double {
        self.analyzer.morphemes(of: line).reduce(0) { sum, word in
            if let pronunciation = word.pronunciation {
                return sum + Double(pronunciation.filter { !"ャュョァィゥェォヮ、。！？".contains($0) }.count)
            }
            let surface = word.surface
            if surface.allSatisfy(\.isNumber) { return sum + 2 * Double(surface.count) }
            if surface.allSatisfy({ !$0.isLetter }) { return sum }
            if surface.allSatisfy({ $0.isASCII && $0.isUppercase }) {
                return sum + 2.5 * Double(surface.count)
            }
            return sum + Double(surface.count)
        }
    }

    func reading(of sentence: String) -> SentenceReading {
        let words = self.analyzer.morphemes(of: sentence)
        return SentenceReading(
            words: Self.contentWords(words),
            traits: JapaneseTraits.traits(of: sentence, words: words),
            subject: JapaneseTraits.subject(of: words),
            pointsAt: JapaneseTraits.exhibit(pointedAtBy: sentence))
    }

    private static func contentWords(_ words: [Morpheme]) -> [String] {
        words.compactMap { word in
            switch (word.partOfSpeech, word.subcategory) {
            case (.noun, "非自立"), (.noun, "代名詞"), (.noun, "数"), (.noun, "接尾"), (.noun, "副詞可能"): nil
            case (.noun, _) where word.surface.contains(where: { $0.isLetter }): word.baseForm.lowercased()
            case (.verb, "自立") where !Self.lightVerbs.contains(word.baseForm): word.baseForm
            case (.adjective, "自立") where word.baseForm != "ない": word.baseForm
            default: nil
            }
        }
    }

    private static let lightVerbs: Set<String> = [
        "する", "なる", "ある", "いる", "できる", "行う", "行なう", "いう", "言う", "思う", "考える", "見る", "くる", "来る",
        "いく", "行く", "よる", "つく", "もつ", "持つ", "おく", "やる", "くれる", "もらう",
    ]
}
