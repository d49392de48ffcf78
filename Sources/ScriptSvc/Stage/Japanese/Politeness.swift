// SPDX-License-Identifier: Apache-2.0
internal import Morphology

/// Turns the plain style of written Japanese (だ・である) into the polite one people speak (です・ます).
///
/// It changes only endings it recognises by part of speech and conjugation, and says nothing where it does not.
struct Politeness: Sendable {
    let analyzer: MorphologicalAnalyzer

    /// The sentence with a polite ending and its closing mark; nil when the ending is none that can be made polite.
    func sentence(_ text: String) -> String? {
        var body = Substring(text)
        var asks = false
        while let last = body.last, "。．.！？!?…".contains(last) || last.isWhitespace {
            asks = asks || "？?".contains(last)
            body.removeLast()
        }
        guard !body.isEmpty else { return nil }
        let morphemes = self.analyzer.morphemes(of: String(body))
        guard let polite = self.clause(morphemes[...]) else { return nil }
        return self.softeningInnerClauses(polite) + (asks || polite.hasSuffix("か") ? "？" : "。")
    }

    /// A clause whose last word ends it, made polite.
    func clause(_ words: ArraySlice<Morpheme>) -> String? {
        guard let last = words.last else { return nil }
        if Self.isPolite(words) { return words.text }
        let rest = words.dropLast()
        if last.partOfSpeech == .particle { return self.particle(last, after: rest) }
        if last.partOfSpeech == .auxiliary { return self.auxiliary(last, after: rest) }
        switch last.partOfSpeech {
        case .verb:
            guard last.conjugationForm == "基本形", let verb = Conjugation(last) else { return nil }
            return rest.text + last.leadingSpace + verb.polite + "ます"
        case .adjective:
            guard last.conjugationForm == "基本形" else { return nil }
            if last.surface == "ない" { return self.negative(after: rest) }
            return words.text + "です"
        case .noun: return self.noun(last, after: rest)
        case .symbol: return "」』".contains(last.surface) && words.count > 3 ? self.quotation(words) : nil
        case .adverb: return ["さまざま", "いろいろ", "もちろん"].contains(last.surface) ? words.text + "です" : nil
        default: return nil
        }
    }

    private static let politeWords: Set<String> = ["です", "ます", "くださる", "ございます", "ください", "下さる"]

    private static func isPolite(_ words: ArraySlice<Morpheme>) -> Bool {
        var tail = words.suffix(4)
        while let last = tail.last, last.partOfSpeech == .particle, "かねよねな".contains(last.surface) {
            tail.removeLast()
        }
        return tail.suffix(3).contains { Self.politeWords.contains($0.baseForm) || $0.surface == "ください" }
            && tail.last.map { $0.partOfSpeech != .noun || $0.surface == "ください" } ?? false
    }

    private func particle(_ last: Morpheme, after rest: ArraySlice<Morpheme>) -> String? {
        switch last.surface {
        case "か": return self.question(rest)
        case "ね", "よ", "よね", "ねえ": return self.clause(rest).map { $0 + last.surface }
        case "な", "なあ": return self.clause(rest).map { $0 + "ね" }
        case "わ", "ぞ", "さ", "ぜ": return self.clause(rest)
        case "から", "まで", "だけ", "など", "ほど", "くらい", "ぐらい", "ばかり", "のみ":
            return rest.isEmpty ? nil : rest.text + last.surface + "です"
        default: return nil
        }
    }

    private func question(_ words: ArraySlice<Morpheme>) -> String? {
        guard let last = words.last else { return nil }
        switch (last.surface, last.partOfSpeech) {
        case ("う", .auxiliary), ("よう", .auxiliary): return self.clause(words).map { $0 + "か" }
        case ("の", _), ("ん", .noun), ("ない", _): return words.text + "でしょうか"
        case (_, .noun): return words.text + "でしょうか"
        case (_, .verb) where last.conjugationForm == "基本形": return words.text + "のでしょうか"
        case (_, .adjective) where last.conjugationForm == "基本形": return words.text + "のでしょうか"
        case ("た", .auxiliary): return words.text + "のでしょうか"
        case ("だ", .auxiliary) where last.conjugationType == "特殊・タ":
            return words.text + "のでしょうか"
        default: return nil
        }
    }

    private func auxiliary(_ last: Morpheme, after rest: ArraySlice<Morpheme>) -> String? {
        switch (last.conjugationType, last.conjugationForm) {
        case ("特殊・タ", "基本形"): return self.past(rest, isVoiced: last.surface == "だ")
        case ("特殊・ダ", "基本形"): return rest.isEmpty ? nil : rest.text + "です"
        case ("五段・ラ行アル", "基本形"):
            guard let before = rest.last else { return nil }
            if before.surface == "で" { return rest.dropLast().text + "です" }
            return rest.text + "あります"
        case ("特殊・ナイ", "基本形"): return self.negative(after: rest)
        case ("特殊・タイ", "基本形"): return rest.text + last.surface + "です"
        case ("不変化型", _) where last.surface == "う" || last.surface == "よう": return self.volitional(rest)
        case (let type, "基本形") where type.hasPrefix("形容詞"): return rest.text + last.surface + "です"
        case (_, "基本形"):
            // れる, させる and the like are auxiliaries in some dictionaries.
            guard let verb = Conjugation(last) else { return nil }
            return rest.text + verb.polite + "ます"
        default: return nil
        }
    }

    private func past(_ words: ArraySlice<Morpheme>, isVoiced: Bool) -> String? {
        guard let last = words.last else { return nil }
        let rest = words.dropLast()
        if let verb = Conjugation(last), last.partOfSpeech == .verb {
            return rest.text + last.leadingSpace + verb.polite + "ました"
        }
        switch (last.surface, last.baseForm) {
        case ("だっ", "だ"): return rest.text + "でした"
        case ("あっ", "ある"):
            return rest.last?.surface == "で" ? rest.dropLast().text + "でした" : rest.text + "ありました"
        case ("なかっ", "ない"): return self.negative(after: rest).map { $0 + "でした" }
        default:
            let isAdjective = last.partOfSpeech == .adjective || last.conjugationForm == "連用タ接続"
            return isAdjective ? words.text + (isVoiced ? "だ" : "た") + "です" : nil
        }
    }

    /// 〜ない, after what it negates.
    private func negative(after words: ArraySlice<Morpheme>) -> String? {
        guard let last = words.last else { return "ありません" }
        let rest = words.dropLast()
        if last.partOfSpeech == .verb {
            return Conjugation(last).map { rest.text + last.leadingSpace + $0.polite + "ません" }
        }
        if ["で", "じゃ"].contains(last.surface) { return rest.text + "ではありません" }
        return words.text + "ありません"
    }

    private func volitional(_ words: ArraySlice<Morpheme>) -> String? {
        guard let last = words.last else { return nil }
        let rest = words.dropLast()
        switch (last.surface, last.partOfSpeech) {
        case ("だろ", _): return rest.text + "でしょう"
        case ("あろ", .auxiliary):
            return rest.last?.surface == "で" ? rest.dropLast().text + "でしょう" : rest.text + "あるでしょう"
        case ("なかろ", _): return rest.text + "ないでしょう"
        case (_, .verb): return Conjugation(last).map { rest.text + last.leadingSpace + $0.polite + "ましょう" }
        default: return nil
        }
    }

    private func noun(_ last: Morpheme, after rest: ArraySlice<Morpheme>) -> String? {
        let isAction = last.subcategory == "サ変接続" && last.surface.contains { !$0.isASCII }
        if isAction, let before = rest.last, ["を", "が"].contains(before.surface), before.detail == "一般" {
            return rest.text + last.leadingSpace + last.surface + (before.surface == "を" ? "します" : "です")
        }
        return rest.text + last.leadingSpace + last.surface + "です"
    }

    /// A sentence ending in a quotation is one that names it: 合言葉は「…」。
    private func quotation(_ words: ArraySlice<Morpheme>) -> String? {
        guard let opening = words.lastIndex(where: { "「『".contains($0.surface) }), opening > words.startIndex
        else {
            return nil
        }
        return words[opening - 1].surface == "は" ? words.text + "です" : nil
    }

    /// 〜だが、 and 〜するけれど、 become 〜ですが、 and 〜しますけれど、: plain before a pause, polite at the end, jars.
    private func softeningInnerClauses(_ text: String) -> String {
        let words = self.analyzer.morphemes(of: text)
        var result = ""
        var start = words.startIndex
        var depth = 0
        for index in words.indices {
            if "「『（".contains(words[index].surface) { depth += 1 }
            if "」』）".contains(words[index].surface) { depth -= 1 }
            guard depth == 0, index > start, index + 1 < words.count, words[index + 1].surface == "、",
                words[index].partOfSpeech == .particle, words[index].subcategory == "接続助詞",
                ["が", "けど", "けれど", "けれども"].contains(words[index].surface)
            else { continue }
            result += self.clause(words[start..<index]) ?? words[start..<index].text
            result += words[index].surface + words[index + 1].surface
            start = index + 2
        }
        return result + (start < words.endIndex ? words[start...].text : "")
    }
}
