// SPDX-License-Identifier: Apache-2.0

/// Turns written English into what a friendly voice would say.
enum EnglishSpeech {
    private static let forExample = Pattern(#/\be\.g\.,?/#)
    private static let thatIs = Pattern(#/\bi\.e\.,?/#)
    private static let andSoOnAtEnd = Pattern(#/\betc\.(?=$|\s[A-Z])/#)
    private static let andSoOn = Pattern(#/\betc\./#)
    private static let versus = Pattern(#/\bvs\.?(?=\s)/#)
    private static let dash = Pattern(#/\s?[—–]\s?/#)
    private static let pointingAhead = Pattern(
        #/\b([Tt]he )?(?:following|above|preceding) (code|snippet|example|program|command|commands|script|configuration|diagram|figure|chart|graph|picture|image|screenshot|table|list|steps)/#
    )
    private static let pointingBack = Pattern(
        #/\b(code|snippet|example|program|command|script|configuration|diagram|figure|chart|graph|picture|image|screenshot|table|list|steps) (?:below|above)\b/#
    )

    /// Abbreviations said in full, dashes as pauses, and the contractions of speech.
    static func spoken(_ sentence: String) -> String {
        var text = sentence.replacing("’", with: "'")
        text.replace(Self.forExample.regex, with: "for example,")
        text.replace(Self.thatIs.regex, with: "that is,")
        text.replace(Self.andSoOnAtEnd.regex, with: "and so on.")
        text.replace(Self.andSoOn.regex, with: "and so on")
        text.replace(Self.versus.regex, with: "versus")
        text.replace(Self.dash.regex, with: ", ")
        text.replace(" -- ", with: ", ")
        text.replace(" & ", with: " and ")
        for (written, said) in Self.contractions { text.replace(written, with: said) }
        // A colon before an example on screen ends what is said.
        if text.hasSuffix(":") { text = text.dropLast() + "." }
        return Self.pointingAtScreen(text)
    }

    private static let contractions = [
        (" do not ", " don't "), (" does not ", " doesn't "), (" did not ", " didn't "),
        (" cannot ", " can't "),
        (" is not ", " isn't "), (" are not ", " aren't "), (" was not ", " wasn't "),
        (" will not ", " won't "),
        (" would not ", " wouldn't "), (" should not ", " shouldn't "), (" could not ", " couldn't "),
        ("It is ", "It's "), ("That is ", "That's "), ("Do not ", "Don't "), (" it is a ", " it's a "),
        (" you are ", " you're "), (" they are ", " they're "), (" we are ", " we're "),
        ("You are ", "You're "),
    ]

    private static func pointingAtScreen(_ text: String) -> String {
        var text = text.replacing(
            Self.pointingAhead.regex
        ) { match in "\(match.output.1 ?? "the ")\(match.output.2) on screen" }
        text.replace(
            Self.pointingBack.regex
        ) { match in "\(match.output.1) on screen" }
        return text
    }

    /// Parts joined by a semicolon are sentences of their own.
    static func independentClauses(of sentence: String) -> [String] {
        let parts = sentence.split(separator: "; ").map { $0.trimmed }
        guard parts.count == 2, parts.allSatisfy({ EnglishWords.words(of: $0).count >= 3 }) else {
            return [sentence]
        }
        return [parts[0] + ".", EnglishWords.capitalized(parts[1])]
    }

    private static let frames = [
        "As the author puts it, ", "In the author's words, ", "The author writes, ",
        "The author tells it this way: ",
    ]

    /// The writer's own experience, marked as theirs. Which frame it is depends on the words alone.
    static func quotingAuthor(_ sentence: String) -> String {
        let frame = Self.frames[Int(SplitMix.seed(from: sentence) % UInt64(Self.frames.count))]
        return frame + "“" + sentence + "”"
    }
}

/// The words a sentence hangs on to the one before it.
enum EnglishLead {
    private static let droppable = [
        "however, ", "but ", "and ", "so ", "also, ", "then, ", "then ", "therefore, ", "moreover, ",
        "furthermore, ",
        "in addition, ", "additionally, ", "for example, ", "for instance, ", "of course, ", "still, ",
        "yet ", "finally, ",
        "first, ", "firstly, ", "second, ", "secondly, ", "third, ", "next, ", "lastly, ", "besides, ",
        "meanwhile, ",
        "instead, ", "similarly, ", "likewise, ", "consequently, ", "as a result, ", "in fact, ", "indeed, ",
        "thus, ",
        "nevertheless, ", "nonetheless, ", "in other words, ", "in short, ", "now, ", "well, ", "hence, ",
        "plus, ",
        "unfortunately, ", "fortunately, ", "on the other hand, ", "by contrast, ", "in contrast, ",
        "in practice, ",
    ]

    /// The sentence standing alone: without a conjunction that would lean on nothing.
    static func dropping(_ sentence: String) -> String {
        let lowered = sentence.lowercased()
        guard let lead = Self.droppable.first(where: { lowered.hasPrefix($0) }) else { return sentence }
        return EnglishWords.capitalized(String(sentence.dropFirst(lead.count)))
    }
}
