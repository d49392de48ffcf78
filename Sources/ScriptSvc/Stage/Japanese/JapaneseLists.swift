// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Morphology

extension JapaneseProse {
    func lines(sayingItem item: String, at index: Int, of count: Int, isOrdered: Bool) -> [String] {
        let item = SpeechCleaning.clean(item)
        guard !SpeechCleaning.holdsCode(item) else { return [] }
        if let (term, explanation) = Self.termAndExplanation(item) {
            guard let first = self.line(naming: term, at: index, of: count) else { return [] }
            let sentences = self.sentences(of: explanation).prefix(2)
            return [first] + sentences.flatMap { self.lines(saying: Self.closed($0), keepsLead: true) }
        }
        let sentences = self.sentences(of: item)
        guard let main = sentences.first, sentences.count <= 2 else {
            return sentences.first.map {
                self.lines(sayingItem: $0, at: index, of: count, isOrdered: isOrdered)
            } ?? []
        }
        if self.isNounPhrase(main) {
            return self.line(naming: Self.open(main), at: index, of: count).map { [$0] } ?? []
        }
        guard let polite = self.politeness.sentence(main) else { return [] }
        let rest = sentences.dropFirst().flatMap { self.lines(saying: $0, keepsLead: true) }
        return self.breaker.lines(of: Self.lead(index, of: count) + polite) + rest
    }

    func lines(quoting sentence: String) -> [String] {
        let lines = self.breaker.lines(of: sentence)
        let inner = { (text: String) in text.replacing("「", with: "『").replacing("」", with: "』") }
        return lines.count == 1 ? ["「" + inner(Self.open(lines[0])) + "」"] : lines
    }

    func point(ofItem item: String) -> String? {
        let item = SpeechCleaning.clean(item)
        guard !item.contains(SpeechCleaning.hole) else { return nil }
        if let (term, explanation) = Self.termAndExplanation(item) {
            let whole = term + "：" + self.plainForm.statement(explanation)
            return whole.count <= self.longestSinglePoint ? whole : term
        }
        guard let first = self.sentences(of: item).first else { return nil }
        return self.point(of: first)
    }

    func cardinal(_ count: Int) -> String { String(count) }

    func enumeration(of names: [String]) -> String { names.joined(separator: "、") }

    func spokenTitle(_ title: String) -> String? {
        let title = SpeechCleaning.clean(title).filter { $0 != SpeechCleaning.hole }
        let parts = [title] + Self.partsBySite(of: title)
        return parts.first { (2...36).contains($0.count) && !SpeechCleaning.holdsCode($0) }.map { part in
            // 「…「…」…」 is written 「…『…』…」.
            part.replacing("「", with: "『").replacing("」", with: "』")
        }
    }

    /// What stands before the site's name or the subtitle.
    private static func partsBySite(of title: String) -> [String] {
        ["｜", "|", " - ", " – ", " — ", "――", "：", ": ", " 〜", "〜", "。"].compactMap { mark in
            title.range(of: mark).map { title[..<$0.lowerBound].trimmed }
        }
    }

    /// 「ひとつ目は、〜です。」; for a verb or an adjective 「まず、〜します。」.
    private func line(naming term: String, at index: Int, of count: Int) -> String? {
        let line =
            self.isNounPhrase(term)
            ? Self.ordinal(index) + term + "です。"
            : self.politeness.sentence(term).map { Self.lead(index, of: count) + $0 }
        return line.flatMap { $0.count <= self.longestLine ? $0 : nil }
    }

    func name(ofItem item: String) -> String? {
        let item = SpeechCleaning.clean(item)
        let name = Self.termAndExplanation(item)?.0 ?? Self.open(item)
        return name.count <= 16 && !name.contains("。") && !SpeechCleaning.holdsCode(name) ? name : nil
    }

    private static func ordinal(_ index: Int) -> String {
        let words = ["ひとつ目", "ふたつ目", "3つ目", "4つ目", "5つ目", "6つ目", "7つ目", "8つ目"]
        return (index < words.count ? words[index] : "\(index + 1)番目") + "は、"
    }

    private static func lead(_ index: Int, of count: Int) -> String {
        if index == 0 { return "まず、" }
        if index == count - 1 { return count > 2 ? "最後に、" : "そして、" }
        return ["", "次に、", "それから、", "さらに、", "続いて、", "そのうえで、"][min(index, 5)]
    }

    /// 「用語：説明」 and 「用語 — 説明」.
    private static func termAndExplanation(_ item: String) -> (String, String)? {
        for mark in ["：", ": ", " — ", " – ", " - ", "――"] {
            guard let range = item.range(of: mark) else { continue }
            let term = item[..<range.lowerBound].trimmed
            let explanation = item[range.upperBound...].trimmed
            if (1...24).contains(term.count), explanation.count >= 4, !term.contains("。") {
                return (term, explanation)
            }
        }
        return nil
    }

    private func isNounPhrase(_ text: String) -> Bool {
        let words = self.analyzer.morphemes(of: Self.open(text))
        guard let last = words.last, last.partOfSpeech == .noun else { return false }
        return !words.contains { $0.partOfSpeech == .particle && $0.surface == "は" }
    }

    private static func open(_ text: String) -> String {
        var text = text
        while let last = text.last, "。．.、".contains(last) { text.removeLast() }
        return text
    }

    private static func closed(_ text: String) -> String { text.hasSuffix("。") ? text : text + "。" }
}
