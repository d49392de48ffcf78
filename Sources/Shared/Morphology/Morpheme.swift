// SPDX-License-Identifier: Apache-2.0

/// A word of a Japanese text, as ipadic knows it.
package struct Morpheme: Hashable, Sendable {
    package var surface: String
    /// White space between the previous morpheme and this one: joining both over all morphemes gives the text back,
    /// up to white space at its very end.
    package var leadingSpace: String
    package var partOfSpeech: PartOfSpeech
    /// 品詞細分類1, such as サ変接続 or 接続助詞; empty when there is none.
    package var subcategory: String
    /// 品詞細分類2, such as 助数詞 or 引用; empty when there is none.
    package var detail: String
    /// 活用型, such as 五段・カ行イ音便; empty for what does not conjugate.
    package var conjugationType: String
    /// 活用形, such as 連用形; empty for what does not conjugate.
    package var conjugationForm: String
    /// The dictionary form; the surface itself for an unknown word.
    package var baseForm: String
    /// Katakana as written; nil for an unknown word.
    package var reading: String?
    /// Katakana as spoken (ワ for the particle は); nil for an unknown word.
    package var pronunciation: String?

    /// 品詞 of ipadic.
    package enum PartOfSpeech: String, Sendable, CaseIterable {
        case noun = "名詞"
        case verb = "動詞"
        case adjective = "形容詞"
        case adverb = "副詞"
        case adnominal = "連体詞"
        case conjunction = "接続詞"
        case interjection = "感動詞"
        case prefix = "接頭詞"
        case particle = "助詞"
        case auxiliary = "助動詞"
        case symbol = "記号"
        case filler = "フィラー"
        case other = "その他"
    }

    /// Whether the dictionary has the word.
    package var isKnown: Bool { self.reading != nil }

    /// - Parameter features: ipadic's comma-separated line: 品詞, three subcategories, type and form of conjugation,
    ///   base form, reading, pronunciation. Unknown words have seven fields, known ones nine.
    init(surface: String, leadingSpace: String, features: String) {
        let fields = features.split(separator: ",", omittingEmptySubsequences: false)
        func field(_ index: Int) -> String? {
            index < fields.count && fields[index] != "*" && !fields[index].isEmpty
                ? String(fields[index]) : nil
        }
        self.surface = surface
        self.leadingSpace = leadingSpace
        self.partOfSpeech = field(0).flatMap(PartOfSpeech.init(rawValue:)) ?? .other
        self.subcategory = field(1) ?? ""
        self.detail = field(2) ?? ""
        self.conjugationType = field(4) ?? ""
        self.conjugationForm = field(5) ?? ""
        self.baseForm = field(6) ?? surface
        self.reading = field(7)
        self.pronunciation = field(8)
    }
}
