// SPDX-License-Identifier: Apache-2.0

/// What an English sentence does, by its wording.
enum EnglishTraits {
    private static let quantity = Pattern(
        #/\s(?:\d[\d,.]*\s?(?:%|percent|times |x\s)|\d[\d,.]+\s[a-z]{2,}|\d{1,3}(?:,\d{3})+)/#)
    private static let expletiveIt = Pattern(
        #/ it(?:'s| is| was) (?:not |also |often |very )?[a-z]+ (?:to|that) /#)
    private static let placeInBook = Pattern(#/\b(?:Section|Chapter|Appendix|Figure|Table)\s[0-9A-Z]+\b/#)
    private static let thereIs = Pattern(#/ there (?:is|are|was|were)\b/#)
    private static let innerAnaphora = Pattern(#/\s(?:this|these|those|them|that one|it does|do so)\s/#)
    private static let firstPersonWord = Pattern(#/\b(?:I|I['’](?:m|ve|d|ll)|my|me|mine|myself|My)\b/#)
    private static let defining = Pattern(
        #/^((?:(?:A|An|The)\s)?[A-Za-z][A-Za-z0-9\-]*(?:\s(?:of\s)?[A-Za-z0-9\-]+){0,3})\s(?:is|are)\s(?:called\s)?(?:a|an|the|one|any|simply|just|nothing|what)\s/#
    )
    private static let pointedAhead = Pattern(
        #/\b(?:following|above|preceding) (code|snippet|example|program|command|commands|script|configuration|diagram|figure|chart|graph|picture|image|screenshot|table|list|steps)/#
    )
    private static let pointedBack = Pattern(
        #/\b(code|snippet|example|program|command|commands|script|configuration|diagram|figure|chart|graph|picture|image|screenshot|table|list|steps)s? (?:below|above)\b/#
    )

    static func traits(of sentence: String) -> Traits {
        var traits: Traits = []
        let lowered = " " + sentence.lowercased().replacing("’", with: "'") + " "
        for (trait, marks) in Self.marks where marks.contains(where: { lowered.contains($0) }) {
            traits.insert(trait)
        }
        for (trait, leads) in Self.leads where leads.contains(where: { lowered.hasPrefix(" " + $0) }) {
            traits.insert(trait)
        }
        if sentence.hasSuffix("?") || sentence.contains("? ") { traits.insert(.question) }
        if Self.needsPrevious(lowered) { traits.insert(.needsPrevious) }
        if Self.isFirstPerson(sentence) { traits.insert(.firstPerson) }
        if SpeechCleaning.holdsCode(sentence) { traits.insert(.unspeakable) }
        if sentence.firstMatch(of: Self.placeInBook.regex) != nil { traits.insert(.pageTalk) }
        // "If you're a Fedora user, …" is for some, and each of its kind says little.
        if lowered.hasPrefix(" if you're a"), lowered.contains(" user") { traits.insert(.pageTalk) }
        if lowered.firstMatch(of: Self.quantity.regex) != nil { traits.insert(.number) }
        if Self.isFragment(sentence) { traits.insert(.fragment) }
        if Self.definition(in: sentence) != nil { traits.insert(.definition) }
        return traits
    }

    private static let marks: [(Traits, [String])] = [
        (.contrast, [" on the other hand", " by contrast", " surprising"]),
        (.reason, [" because ", " that is why ", " that's why ", " the reason ", " due to ", " thanks to "]),
        (.example, [" for example", " for instance", " such as ", " e.g. ", " imagine "]),
        (
            .problem,
            [
                " the problem", " a problem", " problems with", " fails", " failed", " failure",
                " failing to", " error", " bug", " break", " broken", " crash", " slow ", " slower", " lose ",
                " lost ",
                " risk", " danger", " careful", " beware", " pitfall", " drawback", " limitation", " hard to",
                " difficult",
                " conflict", " corrupt", " trouble", " mistake", " wrong", " stale", " painful", " catch ",
                " downside",
            ]
        ),
        (
            .emphasis,
            [
                " important", " crucial", " essential", " the key ", " key idea", " matters", " the heart of",
                " the point ",
                " central ", " fundamental", " the trick ", " above all",
            ]
        ),
        (
            .needsNext,
            [
                " two ways", " three ways", " several ways", " several reasons", " two reasons",
                " three reasons", " useful properties",
                " let's look", " let's take", " let us ", " consider ", " two things", " three things",
                " as follows",
                " two kinds", " three kinds", " two parts", " three parts", " looks like this", " into two",
                " into three", " into four",
                " several hard problems", " four ways", " four things", " because it:", " one or more of",
            ]
        ),
        (
            .conclusion,
            [" in short", " in other words", " ultimately", " in the end", " the upshot", " put simply"]
        ),
        (.hedged, [" perhaps ", " maybe ", " probably ", " i think ", " i guess ", " might be "]),
        (.advice, [" should ", " recommend", " make sure", " avoid ", " prefer ", " try ", " worth "]),
        (
            .pageTalk,
            [
                " click ", " subscribe", " newsletter", " this link", " read more", " see also", " check out",
                " previous post",
                " next post", " last post", " part one", " part two", " comments", " follow me", " twitter",
                " mastodon",
                " pull request", " as shown", " shown above", " described above", " mentioned above",
                " see above",
                " see below", " see the ", " footnote", " sign up", " this post originally",
                " thanks to everyone",
                " the docs", " documentation for", " next section", " previous section", " this section",
                " next chapter", " see section", " see my ", " blog post", " now we'll ", " we'll move",
                " see chapter", " in section ", "licensed under",
                " changelog", " bug report", " open an issue",
                " this chapter", " later in this", " earlier in this", " for details", " licensed under",
            ]
        ),
    ]

    private static let leads: [(Traits, [String])] = [
        (
            .contrast,
            [
                "however", "but ", "yet ", "still,", "nevertheless", "on the other hand", "unfortunately",
                "although ",
            ]
        ),
        (.example, ["for example", "for instance", "suppose ", "imagine ", "say "]),
        (.conclusion, ["so ", "in short", "in other words", "ultimately"]),
        (
            .advice,
            [
                "use ", "choose ", "keep ", "start ", "don't ", "do not ", "always ", "never ", "avoid ",
                "try ",
            ]
        ),
    ]

    private static let selfContained = [
        " this article", " this post", " this guide", " this project", " this library", " this tool",
        " this package",
        " this repository", " this page", " this document", " this tutorial", " this essay", " this book",
        " it is ",
        " it's ",
    ]
    private static let anaphora = [
        "this", "that", "these", "those", "it", "its", "they", "their", "he", "she", "his", "her", "such",
        "both", "either",
        "neither", "others", "another", "instead", "otherwise", "so", "therefore", "thus", "hence", "then",
        "similarly",
        "likewise", "consequently", "accordingly", "there", "that's", "it's", "they're", "here", "same",
        "again", "them",
        "afterwards", "afterward", "finally", "second", "third", "lastly", "next",
    ]
    private static let phrases = [
        " the former", " the latter", " doing so", " if so", " if not", " in this case", " in that case",
        " as a result",
        " in other words", " the same ", " in both cases", " either way", " the other ", " the first one",
        " the second",
        " one of them", " that way", " in turn", " by then", " at that point", " at this point",
        " the result is",
    ]

    private static let leaningEnds = [
        " have one", " has one", " need one", " without one", " do so", " that one",
    ]

    private static func needsPrevious(_ lowered: String) -> Bool {
        let bare = " " + EnglishLead.dropping(lowered.trimmed).lowercased() + " "
        // An "it" that stands for what follows: it is easy to…, it is known that….
        if bare.prefixMatch(of: Self.expletiveIt.regex) != nil { return false }
        if Self.selfContained.dropLast(2).contains(where: { bare.hasPrefix($0) }) { return false }
        if bare.prefixMatch(of: Self.thereIs.regex) != nil { return false }
        let first = EnglishWords.words(of: bare).first ?? ""
        if Self.anaphora.contains(first) { return true }
        let head = " " + lowered.trimmed.prefix { $0 != "," && $0 != ";" } + " "
        if head.trimmed.hasSuffix(" it") { return true }
        let ends = lowered.trimmed.filter { !".!;".contains($0) }
        if Self.leaningEnds.contains(where: { ends.hasSuffix($0) }) { return true }
        return Self.phrases.contains { head.hasPrefix($0) || head.contains($0 + ",") }
            || head.firstMatch(of: Self.innerAnaphora.regex) != nil
    }

    static func isFirstPerson(_ sentence: String) -> Bool {
        sentence.firstMatch(of: Self.firstPersonWord.regex) != nil
    }

    private static func isFragment(_ sentence: String) -> Bool {
        let words = EnglishWords.words(of: sentence)
        guard words.count >= 4, let last = sentence.last else { return true }
        return last == ":" || last == "," || last == "-" || (last.isLetter && words.count < 6)
    }

    /// A thing and whether it is said to be one: "a hash is a…".
    private static func definition(in sentence: String) -> Substring? {
        let pattern =
            Self.defining.regex
        guard let match = sentence.firstMatch(of: pattern) else { return nil }
        return match.output.1
    }

    private static let vague: Set<String> = [
        "this", "that", "it", "there", "what", "here", "one", "he", "she", "they", "these", "those", "which",
        "who", "the",
        "result", "answer", "reason", "problem", "point", "trick", "idea", "key", "only", "first", "second",
        "third",
        "last", "next", "other", "rest", "best", "same", "i", "we", "you", "goal", "difference", "my",
        "another", "such",
        "and", "or", "but", "when", "if", "because", "not", "how", "where", "why", "that's", "solution",
        "catch", "cost",
    ]

    /// The thing a sentence defines, as it is written inside a sentence.
    static func subject(of sentence: String) -> String? {
        guard let found = Self.definition(in: EnglishLead.dropping(sentence)) else { return nil }
        let words = EnglishWords.words(of: String(found))
        guard (1...4).contains(words.count), found.count <= 32,
            !words.contains(where: { Self.vague.contains($0) && $0 != "the" }),
            !words.contains(where: { EnglishWords.auxiliaries.contains($0) }),
            words.last.map({ $0.count > 2 }) ?? false
        else { return nil }
        let text = String(found)
        return EnglishWords.lowered(text) ?? text
    }

    /// "The following snippet", "the table below", "here is an example".
    static func exhibit(pointedAtBy sentence: String) -> Exhibit? {
        let lowered = sentence.lowercased()
        let forward = lowered.firstMatch(
            of: Self.pointedAhead.regex)
        let backward = lowered.firstMatch(
            of: Self.pointedBack.regex)
        if let word = forward?.output.1 ?? backward?.output.1 { return Self.exhibit(named: word) }
        if lowered.contains("as follows") || lowered.contains("the following") { return .list }
        if lowered.hasPrefix("here's ") || lowered.hasPrefix("here is ") || lowered.hasPrefix("here are ") {
            return .code
        }
        return nil
    }

    private static func exhibit(named word: Substring) -> Exhibit {
        switch word {
        case "diagram", "figure", "chart", "graph", "picture", "image", "screenshot": .figure
        case "table": .table
        case "list", "steps": .list
        default: .code
        }
    }
}
