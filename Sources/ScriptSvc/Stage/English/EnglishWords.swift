// SPDX-License-Identifier: Apache-2.0

/// Words of English and what little of its grammar can be told from them.
enum EnglishWords {
    /// Lower-case words of letters, digits, apostrophes and inner hyphens, in order.
    static func words(of text: String) -> [String] {
        text.lowercased().replacing("’", with: "'").split {
            !($0.isLetter || $0.isNumber || $0 == "'" || $0 == "-")
        }
        .map { $0.drop { $0 == "'" || $0 == "-" } }.filter { !$0.isEmpty }.map(String.init)
    }

    /// What inflections of one word share: close enough to compare sentences by.
    static func stem(_ word: String) -> String {
        var word = word.hasSuffix("'s") ? String(word.dropLast(2)) : word
        for (ending, replacement, atLeast) in Self.endings
        where word.hasSuffix(ending) && word.count >= atLeast {
            word = word.dropLast(ending.count) + replacement
            break
        }
        if word.count > 4, word.hasSuffix("e") { word.removeLast() }
        return word
    }

    private static let endings: [(String, String, Int)] = [
        ("ations", "at", 9), ("ation", "at", 8), ("ingly", "", 8), ("ments", "ment", 8), ("ness", "", 7),
        ("ies", "y", 5),
        ("ings", "", 7), ("ing", "", 6), ("edly", "", 7), ("ied", "y", 5), ("ed", "", 5), ("ly", "", 6),
        ("sses", "ss", 6),
        ("xes", "x", 5), ("ches", "ch", 6), ("shes", "sh", 6), ("es", "e", 5), ("ss", "ss", 4),
        ("us", "us", 4),
        ("is", "is", 4), ("s", "", 4),
    ]

    static let stopWords: Set<String> = [
        "a", "an", "the", "and", "or", "but", "nor", "so", "yet", "if", "then", "else", "when", "while", "as",
        "of", "at",
        "by", "for", "with", "about", "against", "between", "into", "through", "during", "before", "after",
        "above",
        "below", "to", "from", "up", "down", "in", "out", "on", "off", "over", "under", "again", "further",
        "once", "here",
        "there", "all", "any", "both", "each", "few", "more", "most", "other", "some", "such", "no", "not",
        "only", "own",
        "same", "than", "too", "very", "can", "will", "just", "don't", "should", "now", "i", "me", "my",
        "myself", "we",
        "our", "ours", "you", "your", "yours", "he", "him", "his", "she", "her", "hers", "it", "its",
        "itself", "they",
        "them", "their", "theirs", "what", "which", "who", "whom", "this", "that", "these", "those", "am",
        "is", "are",
        "was", "were", "be", "been", "being", "have", "has", "had", "having", "do", "does", "did", "doing",
        "would",
        "could", "may", "might", "must", "shall", "it's", "that's", "there's", "you're", "we're", "they're",
        "isn't",
        "aren't", "doesn't", "didn't", "can't", "cannot", "won't", "i'm", "i've", "you've", "we've", "also",
        "because",
        "however", "like", "get", "gets", "got", "make", "makes", "made", "use", "uses", "used", "using",
        "one", "two",
        "first", "second", "even", "still", "much", "many", "way", "thing", "things", "lot", "every", "where",
        "why", "how",
        "without", "within", "until", "since", "though", "although", "whether", "let", "let's", "need",
        "needs", "want",
        "often", "never", "always", "usually", "rather", "instead", "around", "another", "something",
        "anything", "nothing",
    ]

    /// Words a phrase begins with that are surely written small inside a sentence.
    static let smallOpeners: Set<String> = [
        "a", "an", "the", "how", "why", "what", "when", "where", "which", "who", "this", "these", "those",
        "that", "some",
        "every", "each", "no", "its", "your", "our", "their", "more", "less", "all", "any", "one", "two",
        "three", "four",
        "five", "when", "if", "it", "you", "we", "they", "there", "in", "on", "for", "with", "by", "to",
        "from", "at",
    ]

    static let auxiliaries: Set<String> = [
        "is", "are", "was", "were", "be", "can", "could", "will", "would", "should", "must", "may", "might",
        "does", "do",
        "did", "has", "have", "had", "isn't", "aren't", "don't", "doesn't", "won't", "can't", "cannot",
        "needs", "makes",
        "means", "gets", "goes", "works", "wins", "matters", "beats", "takes", "comes", "lets", "helps",
        "keeps",
    ]

    static func capitalized(_ text: String) -> String {
        guard let index = text.firstIndex(where: { $0.isLetter || $0.isNumber }) else { return text }
        return text[..<index] + text[index].uppercased() + text[text.index(after: index)...]
    }

    /// The text with a small first letter where that is surely right.
    static func lowered(_ text: String, knowing vocabulary: Set<String> = []) -> String? {
        guard let first = text.first else { return nil }
        let word = text.prefix { $0.isLetter || $0 == "'" || $0 == "’" }
        let rest = word.dropFirst()
        guard first.isUppercase else { return text }
        guard !rest.contains(where: \.isUppercase), word != "I" else { return nil }
        let lowered = word.lowercased()
        let isGerund = lowered.hasSuffix("ing") && lowered.count > 5
        guard Self.smallOpeners.contains(lowered) || isGerund || vocabulary.contains(lowered) else {
            return nil
        }
        return first.lowercased() + text.dropFirst()
    }
}
