// SPDX-License-Identifier: Apache-2.0
internal import Morphology

/// Shortens the ending of a sentence to what a slide shows: no です, no ます, no full stop.
struct PlainForm: Sendable {
    let analyzer: MorphologicalAnalyzer

    /// 〜を分離します becomes 〜を分離, 〜仕組みである becomes 〜仕組み, 使われました becomes 使われた.
    func statement(_ text: String) -> String {
        var body = Substring(text)
        while let last = body.last, "。．.！？!?、，,".contains(last) || last.isWhitespace { body.removeLast() }
        return self.shortened(self.analyzer.morphemes(of: String(body))[...])
    }

    private func shortened(_ words: ArraySlice<Morpheme>) -> String {
        guard let last = words.last else { return "" }
        let rest = words.dropLast()
        switch (last.surface, last.partOfSpeech) {
        case ("です", .auxiliary): return self.explained(rest)
        case ("だ", .auxiliary) where last.conjugationType != "特殊・タ": return self.explained(rest)
        case ("ある", .auxiliary) where rest.last?.surface == "で": return self.explained(rest.dropLast())
        case ("ます", .auxiliary): return self.verb(rest) { Self.dictionaryForm($0) }
        case ("う", .auxiliary) where rest.last?.surface == "でしょ": return rest.dropLast().text + "だろう"
        case ("う", .auxiliary) where rest.last?.surface == "ましょ":
            return self.verb(rest.dropLast()) { Self.dictionaryForm($0) }
        case ("た", .auxiliary) where rest.last?.surface == "でし" && rest.dropLast().last?.surface == "ん":
            return self.verb(rest.dropLast(3)) { Conjugation($0).map { $0.negative.dropLast() + "かった" } }
        case ("た", .auxiliary) where rest.last?.surface == "でし": return rest.dropLast().text + "だった"
        case ("た", .auxiliary) where rest.last?.surface == "まし":
            return self.verb(rest.dropLast()) { Conjugation($0)?.past }
        case ("ん", .auxiliary) where rest.last?.baseForm == "ます":
            return self.verb(rest.dropLast()) { Conjugation($0)?.negative }
        case ("ね", .particle), ("よ", .particle): return self.shortened(rest)
        case ("する", .verb) where Self.isAction(rest.last): return rest.text
        default: return words.text
        }
    }

    /// 〜のです, 〜というわけです and 〜ということです lose all of it; 〜ものです keeps its noun.
    private func explained(_ words: ArraySlice<Morpheme>) -> String {
        guard let last = words.last, last.subcategory == "非自立", ["の", "ん"].contains(last.surface) else {
            let needsCopula = ["よう", "そう", "みたい", "はず"].contains(words.last?.surface ?? "")
            return words.text + (needsCopula ? "だ" : "")
        }
        let rest = words.dropLast()
        return rest.last?.surface == "な" ? rest.dropLast().text : rest.text
    }

    private func verb(_ words: ArraySlice<Morpheme>, _ form: (Morpheme) -> String?) -> String {
        guard let last = words.last.map(Self.asPotential), let conjugated = form(last) else {
            return words.text
        }
        let rest = words.dropLast()
        if conjugated == "する", Self.isAction(rest.last) { return rest.text }
        return rest.text + last.leadingSpace + conjugated
    }

    /// 作り直せます: ipadic takes a potential it lacks for an imperative of the verb itself.
    private static func asPotential(_ morpheme: Morpheme) -> Morpheme {
        guard morpheme.conjugationType.hasPrefix("五段"), let ending = morpheme.surface.last,
            "えけげせてねべめれ".contains(ending)
        else { return morpheme }
        var potential = morpheme
        potential.baseForm = morpheme.surface + "る"
        potential.conjugationType = "一段"
        return potential
    }

    private static func dictionaryForm(_ morpheme: Morpheme) -> String? {
        morpheme.partOfSpeech == .verb ? morpheme.baseForm : nil
    }

    private static func isAction(_ morpheme: Morpheme?) -> Bool {
        morpheme?.partOfSpeech == .noun && morpheme?.subcategory == "サ変接続"
    }
}
