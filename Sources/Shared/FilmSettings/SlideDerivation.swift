// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Makes a slide brief for a section that has none, from what is said in it.
struct SlideDerivation {
    /// The script, its sections not needed.
    let script: Script
    let title: String
    let narrations: [Narration]
    let isFirst: Bool
    let isLast: Bool

    private static let closingTitles = [
        "まとめ", "結論", "次のステップ", "おわりに", "終わりに", "最後に", "summary", "conclusion", "next step",
        "wrap-up", "wrapping up", "takeaway",
    ]
    /// What people say to keep a talk going; it is no point of anybody's.
    private static let acknowledgements = [
        "なるほど", "そうなん", "そうだね", "そうですね", "へえ", "へぇ", "えっ", "わあ", "うんうん", "はい、", "ありがとう",
        "right,", "i see", "wow", "oh,", "got it", "thanks", "okay", "great,",
    ]

    var brief: SlideBrief {
        if self.isFirst { return .title(title: self.script.title, subtitle: self.subtitle) }
        let items = self.statements
        if self.isLast, self.isClosing {
            return .closing(heading: self.title, items: items, source: self.script.source)
        }
        // One statement is no list.
        guard items.count > 1 else { return .title(title: self.title, subtitle: items.first) }
        return .points(heading: self.title, items: items, isOrdered: false)
    }

    private var isClosing: Bool {
        let title = self.title.lowercased()
        return Self.closingTitles.contains { title.contains($0) }
    }

    /// The description, when it is short enough to stand under a title.
    private var subtitle: String? {
        let first = NarrationSplitter.sentences(of: self.script.description).first.map(self.bare)
        return first.flatMap { $0.count <= self.limit * 3 / 2 ? $0 : nil }
    }

    /// The longest a statement may be, in characters.
    private var limit: Int { self.script.language == .japanese ? 36 : 80 }

    /// The up to four most telling sentences, in order.
    ///
    /// The longer tells more, up to what fits on a line; questions and acknowledgements tell nothing.
    private var statements: [String] {
        let sentences = self.narrations.flatMap { NarrationSplitter.sentences(of: $0.text) }
        let telling = sentences.filter(self.tells)
        let candidates = (telling.isEmpty ? sentences : telling).map { self.shortened(self.bare($0)) }
        let distinct = candidates.enumerated().filter { candidates.firstIndex(of: $0.element) == $0.offset }
        let best = distinct.sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.prefix(4)
        return best.sorted { $0.offset < $1.offset }.map(\.element)
    }

    private func tells(_ sentence: String) -> Bool {
        let isQuestion = sentence.contains { "？?".contains($0) }
        let lower = sentence.lowercased()
        let isAcknowledgement = Self.acknowledgements.contains { lower.hasPrefix($0) }
        return !isQuestion && !isAcknowledgement && sentence.count >= self.limit / 4
    }

    private func bare(_ sentence: String) -> String {
        var text = Substring(sentence)
        while let last = text.last, "。、．.！!，,;".contains(last) || last.isWhitespace { text.removeLast() }
        return String(text)
    }

    /// At most ``limit`` characters: cut after a clause, or at a word, with an ellipsis.
    private func shortened(_ text: String) -> String {
        guard text.count > self.limit else { return text }
        let head = text.prefix(self.limit - 1)
        let isCut: (Character) -> Bool =
            self.script.language == .japanese ? { $0 == "、" } : { ",; ".contains($0) }
        if let end = head.lastIndex(where: isCut),
            head.distance(from: head.startIndex, to: end) > self.limit / 2
        {
            return self.bare(String(head[..<end])) + "…"
        }
        return head + "…"
    }
}
