// SPDX-License-Identifier: Apache-2.0

extension EnglishProse {
    func lines(sayingItem item: String, at index: Int, of count: Int, isOrdered: Bool) -> [String] {
        let item = SpeechCleaning.clean(item)
        guard !SpeechCleaning.holdsCode(item) else { return [] }
        let lead = Self.lead(index, of: count, isOrdered: isOrdered)
        if let (term, explanation) = Self.termAndExplanation(item) {
            let rest = self.sentences(of: explanation).prefix(2).flatMap { sentence in
                self.lines(saying: EnglishWords.capitalized(Self.closed(sentence)), keepsLead: true)
            }
            return [lead + term + "."] + rest
        }
        let sentences = self.sentences(of: item)
        guard let main = sentences.first else { return [] }
        let first = self.breaker.lines(of: lead + EnglishSpeech.spoken(Self.closed(main)))
        return first + sentences.dropFirst().prefix(1).flatMap { self.lines(saying: $0, keepsLead: true) }
    }

    func name(ofItem item: String) -> String? {
        let item = SpeechCleaning.clean(item)
        var name = Self.termAndExplanation(item)?.0 ?? item
        while let last = name.last, ".;,".contains(last) { name.removeLast() }
        guard name.count <= 28, !name.contains(". "), !SpeechCleaning.holdsCode(name) else { return nil }
        return EnglishWords.lowered(name, knowing: self.vocabulary) ?? name
    }

    func point(ofItem item: String) -> String? {
        let item = SpeechCleaning.clean(item)
        guard !item.contains(SpeechCleaning.hole) else { return nil }
        if let (term, explanation) = Self.termAndExplanation(item) {
            let whole = term + ": " + (self.point(of: explanation) ?? explanation)
            return whole.count <= self.longestSinglePoint ? whole : term
        }
        guard let first = self.sentences(of: item).first else { return nil }
        var bare = first
        while let last = bare.last, ".;,".contains(last) { bare.removeLast() }
        if bare.count <= 62 { return EnglishWords.capitalized(bare) }
        return self.point(of: first)
    }

    private static func lead(_ index: Int, of count: Int, isOrdered: Bool) -> String {
        let numbers = ["one", "two", "three", "four", "five", "six", "seven", "eight"]
        if isOrdered, index < numbers.count { return "Step \(numbers[index]): " }
        let ordinals = [
            "First: ", "Second: ", "Third: ", "Fourth: ", "Fifth: ", "Sixth: ", "Seventh: ", "Eighth: ",
        ]
        if index == count - 1, count > 2 { return "And finally: " }
        return index < ordinals.count ? ordinals[index] : "Then: "
    }

    private static func termAndExplanation(_ item: String) -> (String, String)? {
        for mark in [": ", " — ", " – ", " - "] {
            guard let range = item.firstRange(of: mark) else { continue }
            let term = item[..<range.lowerBound].trimmed
            let explanation = item[range.upperBound...].trimmed
            if (1...40).contains(term.count), explanation.count >= 8, !term.contains(". ") {
                return (term, explanation)
            }
        }
        return nil
    }

    private static func closed(_ text: String) -> String {
        text.last.map { ".!?".contains($0) } ?? false ? text : text + "."
    }
}
