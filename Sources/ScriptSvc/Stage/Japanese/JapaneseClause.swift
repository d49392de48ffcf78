// SPDX-License-Identifier: Apache-2.0
internal import Morphology

/// A stretch of a sentence up to a comma, and what becomes of the rest when it is left out.
struct JapaneseClause: Sendable {
    let text: String
    private let words: [Morpheme]

    init(_ text: String, analyzer: MorphologicalAnalyzer) {
        self.text = text
        self.words = analyzer.morphemes(of: text)
    }

    /// Parts ending in a comma outside brackets.
    static func clauses(of text: String, analyzer: MorphologicalAnalyzer) -> [JapaneseClause] {
        var clauses: [String] = []
        var current = ""
        var depth = 0
        for character in text {
            current.append(character)
            if "「『（".contains(character) { depth += 1 }
            if "」』）".contains(character) { depth -= 1 }
            if character == "、", depth == 0 {
                clauses.append(current)
                current = ""
            }
        }
        return (clauses + (current.isEmpty ? [] : [current])).map { JapaneseClause($0, analyzer: analyzer) }
    }

    private var body: ArraySlice<Morpheme> {
        self.words.last?.surface == "、" ? self.words.dropLast() : self.words[...]
    }

    /// 「頼む側は、」: what the rest is about, and nothing else.
    var isTopic: Bool {
        guard let last = self.body.last, last.surface == "は", last.partOfSpeech == .particle,
            self.body.dropLast().last?.partOfSpeech == .noun
        else { return false }
        return !self.holdsCondition
            && !self.body.contains { $0.partOfSpeech == .particle && $0.subcategory == "接続助詞" }
    }

    /// 〜ですが、 and 〜けれど、: a concession, which stands or falls with all that is said in it.
    var isConcession: Bool {
        guard let last = self.body.last, last.partOfSpeech == .particle, last.subcategory == "接続助詞" else {
            return false
        }
        return ["が", "けど", "けれど", "けれども"].contains(last.surface)
    }

    /// 〜して、 and 〜し、: one of several things that hold one beside the other.
    var isSequential: Bool {
        guard let last = self.body.last, !self.holdsNegation, !self.holdsCondition else { return false }
        switch last.partOfSpeech {
        case .particle: return last.subcategory == "接続助詞" && ["て", "で", "し"].contains(last.surface)
        case .verb, .auxiliary: return last.conjugationForm == "連用形"
        default: return false
        }
    }

    var holdsNegation: Bool {
        self.words.contains { word in
            ["ない", "ぬ", "ん", "ず", "まい"].contains(word.baseForm)
                && (word.partOfSpeech == .auxiliary || word.partOfSpeech == .adjective)
        }
    }

    /// Whether what follows is said to hold only under this, or because of it.
    var holdsCondition: Bool {
        self.words.contains { word in
            switch word.partOfSpeech {
            case .particle:
                word.subcategory == "接続助詞" && ["ば", "と", "ので", "から", "ても", "でも", "ては"].contains(word.surface)
            case .auxiliary: ["たら", "だら", "なら"].contains(word.surface)
            case .noun: ["場合", "とき", "時", "際", "うち", "限り", "かぎり", "ため", "以上"].contains(word.surface)
            default: false
            }
        }
    }

    /// Whether something is said of something in it.
    var hasSubject: Bool {
        zip(self.words.indices, self.words).contains { index, word in
            guard word.partOfSpeech == .particle, index > 0 else { return false }
            let before = self.words[index - 1]
            // The は of ではない marks no topic.
            if word.surface == "は" { return !["で", "に", "て"].contains(before.surface) }
            return word.surface == "が" && word.subcategory == "格助詞"
        }
    }

    /// Whether it may open a statement: not as 〜という, nor as a word that stands for something before.
    var mayOpen: Bool {
        guard let first = self.words.first else { return false }
        let pronouns = ["これ", "それ", "この", "その", "そこ", "ここ", "こう", "そう", "どちら", "いずれ"]
        return first.partOfSpeech != .particle && first.partOfSpeech != .auxiliary
            && !pronouns.contains { self.text.hasPrefix($0) }
            && !["という", "といった", "と言う", "と言った"].contains {
                self.text.hasPrefix($0)
            }
    }
}
