// SPDX-License-Identifier: Apache-2.0

/// Reads the grammar of an English heading, to ask for it as a person would.
struct EnglishHeading: Sendable {
    /// As ``EnglishProse/vocabulary``.
    let vocabulary: Set<String>

    private static let whatIs = Pattern(
        #/what(?:'s| is| are) (.{2,40}?)\??/#)
    private static let numbering = Pattern(
        #/^(?:(?:Step|Chapter|Part|Section|Lesson|Rule|Tip)\s\d+\s?[:.)—–\-]?|\d+(?:\.\d+)*[.):]?|[#§])\s+/#)
    private static let longestPhrase = 48

    func heading(_ text: String) -> Heading {
        let label = Self.label(text)
        let key = label.lowercased().replacing("’", with: "'")
        if let known = Self.known.first(where: { $0.names.contains(key) }) {
            return Heading(label: label, phrase: nil, form: known.form)
        }
        if let definition = key.wholeMatch(of: Self.whatIs.regex) {
            let phrase = String(label.suffix(definition.output.1.count + (label.hasSuffix("?") ? 1 : 0)))
            let bare = phrase.hasSuffix("?") ? String(phrase.dropLast()) : phrase
            return Heading(label: label, phrase: bare, form: .definition)
        }
        if label.hasSuffix("?") {
            return Heading(label: label, phrase: nil, form: .question, question: label)
        }
        let words = EnglishWords.words(of: label)
        guard label.count <= Self.longestPhrase, !SpeechCleaning.holdsCode(label), let first = words.first,
            !label.contains(":"), let phrase = EnglishWords.lowered(label, knowing: self.vocabulary),
            Self.isSentenceCase(label)
        else { return Heading(label: label, phrase: nil, form: .statement) }
        switch first {
        case "how":
            return Heading(
                label: label, phrase: phrase, form: words.dropFirst().first == "to" ? .howTo : .clause)
        case "what", "when", "where", "which", "who", "why":
            return Heading(label: label, phrase: phrase, form: .clause)
        case _
        where first.hasSuffix("ing") && !words.contains(where: { EnglishWords.auxiliaries.contains($0) }):
            return Heading(label: label, phrase: phrase, form: .howTo)
        case "a", "an", "the", "some", "your", "three", "two", "four", "five":
            let isSentence = words.contains { EnglishWords.auxiliaries.contains($0) }
            return Heading(
                label: label, phrase: isSentence ? nil : phrase, form: isSentence ? .statement : .thing)
        default: return Heading(label: label, phrase: nil, form: .statement)
        }
    }

    private static let known: [(names: Set<String>, form: Heading.Form)] = [
        (["installation", "install", "installing", "setup", "set up", "getting it"], .installation),
        (
            [
                "usage", "basic usage", "using it", "how to use", "quick start", "quickstart",
                "getting started",
            ], .usage
        ),
        (["features", "highlights", "what it does", "key features"], .features),
        (
            ["requirements", "prerequisites", "dependencies", "before you start", "before you begin"],
            .requirements
        ),
        (["configuration", "config", "options", "settings", "customization"], .configuration),
        (
            [
                "background", "motivation", "introduction", "overview", "about", "rationale", "context",
                "history",
            ], .background
        ),
        (
            [
                "limitations", "caveats", "known issues", "drawbacks", "pitfalls", "trade-offs", "tradeoffs",
                "gotchas",
                "the catch", "the downside", "downsides",
            ], .problems
        ),
        (["benefits", "advantages"], .merits),
        (["examples", "example", "an example", "case study"], .examples),
        (
            ["how it works", "how does it work", "architecture", "design", "under the hood", "internals"],
            .how
        ),
        (["why", "why?", "why bother", "why bother?"], .why),
    ]

    /// Without its number or closing colon: "3. ", "Step 2:", "Chapter 4 —".
    static func label(_ text: String) -> String {
        var label = SpeechCleaning.clean(text).filter { $0 != SpeechCleaning.hole }
        label = label.replacing(
            Self.numbering.regex,
            with: "")
        while let last = label.last, ":.".contains(last) { label.removeLast() }
        let trimmed = label.trimmed
        return trimmed.isEmpty ? text.trimmed : EnglishWords.capitalized(trimmed)
    }

    /// Title Case cannot be told from names, so its words are left as they are, and the heading is quoted.
    private static func isSentenceCase(_ label: String) -> Bool {
        let words: [Substring] = label.split { $0 == " " }
        return words.dropFirst().allSatisfy { $0.count <= 3 || $0.first?.isUppercase != true }
    }
}
