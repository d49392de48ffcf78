// SPDX-License-Identifier: Apache-2.0

/// Makes of a sentence what a slide says: its main clause, without its full stop.
enum EnglishPoint {
    private static let comfortable = 62

    /// Openings a sentence is true without. A condition or a time is none: what it holds for would be lost.
    private static let droppable: Set<String> = [
        "although", "though", "because", "since", "unlike", "like", "rather", "instead", "despite", "given",
    ]

    private static let joining: Set<String> = [
        "and", "but", "or", "so", "which", "who", "that", "not", "then", "only", "yet",
    ]

    private static let dangling = Self.joining.union([
        "in", "of", "for", "to", "with", "on", "at", "by", "from", "as", "than", "because", "the", "a", "an",
        "is", "are",
    ])

    /// A cut may leave a comma or the word that led over.
    private static func withoutDanglingWords(_ text: String) -> String {
        var text = text
        while true {
            while let last = text.last, ",;:. ".contains(last) { text.removeLast() }
            guard let space = text.lastIndex(of: " "),
                Self.dangling.contains(text[text.index(after: space)...].lowercased())
            else { return text }
            text = String(text[..<space])
        }
    }

    static func point(of sentence: String, longest: Int) -> String? {
        var text = EnglishLead.dropping(sentence.replacing("’", with: "'"))
        text.replace(#/\s?[—–]\s?/#, with: ", ")
        while let last = text.last, ".:;,!".contains(last) { text.removeLast() }
        if EnglishTraits.isFirstPerson(text) { return nil }
        if text.count <= Self.comfortable { return Self.usable(text) }
        text = Self.mainClause(of: text)
        if text.count > Self.comfortable { text = Self.withoutTail(text, to: longest) }
        return text.count <= longest ? Self.usable(text) : nil
    }

    private static let leaning: Set<String> = [
        "this", "that", "it", "they", "these", "those", "them", "its", "their", "one", "ones", "he", "she",
        "such", "both", "another", "others", "some",
    ]
    private static let leaningEnds: Set<String> = [
        "this", "that", "these", "those", "one", "ones",
    ]

    private static func usable(_ text: String) -> String? {
        let text = Self.withoutDanglingWords(text.trimmed)
        let words = EnglishWords.words(of: text)
        let isBalanced =
            text.count { $0 == "“" } == text.count { $0 == "”" }
            && text.count { $0 == "\"" }.isMultiple(of: 2)
        guard words.count >= 3, isBalanced, !Self.leaning.contains(words[0]),
            !Self.leaningEnds.contains(words[words.count - 1])
        else { return nil }
        return text
    }

    /// Without the clause it opens with, and without what follows a semicolon.
    private static func mainClause(of text: String) -> String {
        var text = text.split(separator: "; ").first.map(String.init) ?? text
        let first = EnglishWords.words(of: text).first ?? ""
        if Self.droppable.contains(first), let comma = text.firstRange(of: ", ") {
            let rest = text[comma.upperBound...]
            let restWords = EnglishWords.words(of: String(rest))
            let opensClause =
                restWords.first.map { !Self.droppable.contains($0) && !Self.joining.contains($0) } ?? false
            if restWords.count >= 4, opensClause { text = EnglishWords.capitalized(String(rest)) }
        }
        return text
    }

    /// What may be cut from an ending on: it adds to what was said, and limits nothing of it.
    private static let tails = [", which ", ", where ", ", because ", ", so "]
    /// ", and" joins the last of several things as well as a clause; only a clause opens like this.
    private static let clauseHeads = ["it", "they", "you", "we", "he", "she", "this", "that", "there", "its"]

    /// Without the last clauses, as few of them as make it short.
    private static func withoutTail(_ text: String, to longest: Int) -> String {
        let tails = Self.tails + Self.clauseHeads.map { ", and \($0) " }
        var best = text
        for tail in tails {
            guard let range = text.firstRange(of: tail) else { continue }
            let head = String(text[..<range.lowerBound])
            let words = EnglishWords.words(of: head)
            // What is left must say something of something.
            guard words.count >= 4, !words.allSatisfy({ !EnglishWords.stopWords.contains($0) }) else {
                continue
            }
            if head.count <= longest, best.count > longest || head.count > best.count {
                best = head
            }
        }
        return best
    }
}
