// SPDX-License-Identifier: Apache-2.0
internal import Morphology

/// Makes of a sentence what a slide says: one clause, in plain form, short.
struct JapanesePoint: Sendable {
    let prose: JapaneseProse

    private static let comfortable = 30

    func point(of sentence: String, longest: Int) -> String? {
        var text = JapaneseLead.dropping(sentence, analyzer: self.prose.analyzer)
        text = JapaneseVoice.inThirdPerson(text, analyzer: self.prose.analyzer)
        let whole = self.prose.plainForm.statement(text)
        if whole.count <= Self.comfortable { return Self.usable(whole) }
        let clauses = self.clauses(of: whole)
        // The main clause comes last. What the sentence is about goes with it, wherever it was said.
        for start in clauses.indices.dropFirst() {
            let rest = clauses[start...].joined()
            if let topic = self.topic(of: clauses[..<start]), !self.hasSubject(rest) {
                if topic.count + rest.count <= Self.comfortable + 4 { return Self.usable(topic + rest) }
            } else if rest.count <= Self.comfortable + 4, rest.count >= 9, self.standsAlone(rest) {
                return Self.usable(rest)
            }
        }
        return whole.count <= longest ? Self.usable(whole) : nil
    }

    private static func usable(_ text: String) -> String? {
        let text = text.trimmed
        let opens = text.filter { "「『（".contains($0) }.count
        let closes = text.filter { "」』）".contains($0) }.count
        return text.count >= 4 && opens == closes ? text : nil
    }

    /// Parts ending in a comma outside brackets.
    private func clauses(of text: String) -> [String] {
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
        return clauses + (current.isEmpty ? [] : [current])
    }

    /// Whether the clause says what it is about, and leans on nothing before it.
    private func standsAlone(_ text: String) -> Bool {
        let words = self.prose.analyzer.morphemes(of: text)
        guard let first = words.first, first.partOfSpeech != .particle, first.partOfSpeech != .auxiliary,
            !["これ", "それ", "この", "その", "そこ", "ここ", "どちら", "いずれ"].contains(where: { text.hasPrefix($0) })
        else { return false }
        return words.contains { word in
            word.partOfSpeech == .particle && ["は", "が", "を", "に", "も"].contains(word.surface)
        }
    }

    /// 「頼む側は、」 among clauses that are to be left out; nil when they name none.
    private func topic(of clauses: ArraySlice<String>) -> String? {
        for clause in clauses {
            let words = self.prose.analyzer.morphemes(of: clause)
            guard let marker = words.firstIndex(where: { $0.surface == "は" && $0.partOfSpeech == .particle })
            else {
                continue
            }
            return words[...marker].text.trimmed + "、"
        }
        return nil
    }

    private func hasSubject(_ text: String) -> Bool {
        self.prose.analyzer.morphemes(of: text).contains { word in
            word.partOfSpeech == .particle
                && (word.surface == "は" || (word.surface == "が" && word.subcategory == "格助詞"))
        }
    }
}
