// SPDX-License-Identifier: Apache-2.0
internal import Morphology

/// Makes of a sentence what a slide says: one clause, in plain form, short.
///
/// A clause is left out only where what remains is true without it: never a condition, a reason or a negation.
struct JapanesePoint: Sendable {
    let prose: JapaneseProse

    private static let comfortable = 30

    func point(of sentence: String, longest: Int) -> String? {
        let analyzer = self.prose.analyzer
        var text = JapaneseLead.withoutPageLead(JapaneseLead.dropping(sentence, analyzer: analyzer))
        text = JapaneseLead.dropping(text, analyzer: analyzer)
        text = JapaneseVoice.stated(text)
        text = JapaneseVoice.inThirdPerson(text, analyzer: self.prose.analyzer)
        let whole = self.prose.plainForm.statement(text)
        if whole.count <= Self.comfortable { return self.usable(whole) }
        let clauses = JapaneseClause.clauses(of: whole, analyzer: self.prose.analyzer)
        for start in clauses.indices.dropFirst() {
            guard let short = Self.statement(of: clauses, from: start) else { continue }
            if (9...Self.comfortable + 4).contains(short.count) { return self.usable(short) }
        }
        return whole.count <= longest ? self.usable(whole) : nil
    }

    /// The clauses from `start` on with what they are about; nil when they would say more than the sentence does.
    private static func statement(of clauses: [JapaneseClause], from start: Int) -> String? {
        let rest = clauses[start...]
        let text = rest.map(\.text).joined()
        guard clauses[start].mayOpen else { return nil }
        let hasSubject = rest.contains { $0.hasSubject || $0.isTopic }
        // A concession takes along whatever was said before it, its topic too.
        if clauses[start - 1].isConcession { return hasSubject ? text : nil }
        let left = clauses[..<start]
        if let topic = left.first, topic.isTopic {
            guard left.dropFirst().allSatisfy(\.isSequential) else { return nil }
            return hasSubject || left.count == 1 ? nil : topic.text + text
        }
        return left.allSatisfy(\.isSequential) && hasSubject ? text : nil
    }

    /// A slide cannot say whose opinion it shows.
    private static func isOpinion(_ text: String) -> Bool {
        ["と思う", "と思った", "と思っている", "気がする", "と感じる", "と感じた", "と感じている", "と感じていた"].contains {
            text.hasSuffix($0)
        }
    }

    private func usable(_ text: String) -> String? {
        let text = text.trimmed
        let opens = text.filter { "「『（".contains($0) }.count
        let closes = text.filter { "」』）".contains($0) }.count
        guard text.count >= 4, opens == closes, !JapaneseTraits.leans(text), !Self.isOpinion(text) else {
            return nil
        }
        return text
    }
}
