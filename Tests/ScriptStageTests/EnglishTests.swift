// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import ScriptStage

private let prose = EnglishProse(vocabulary: ["content", "verification"])

@Suite struct `Speaking English` {
    static let spoken: [(String, [String])] = [
        ("It does not move files, e.g. pictures.", ["It doesn't move files, for example, pictures."]),
        ("However, the cache is full.", ["The cache is full."]),
        (
            "The failures did not disappear; they became rarer.",
            ["The failures didn't disappear.", "They became rarer."]
        ),
        ("The following example writes a file.", ["The example on screen writes a file."]),
        ("The snippet below writes a file.", ["The snippet on screen writes a file."]),
        ("A name — any name — is a promise.", ["A name, any name, is a promise."]),
    ]

    @Test(arguments: spoken) func `writing becomes speech`(written: String, lines: [String]) {
        #expect(prose.lines(saying: written, keepsLead: false) == lines)
    }

    @Test func `the author is quoted, not impersonated`() {
        let line = prose.lines(saying: "I spent a week on it.", keepsLead: true).joined(separator: " ")
        #expect(line.contains("“I spent a week on it.”"))
        #expect(line.lowercased().contains("author"))
    }

    @Test func `long sentences break between clauses`() {
        let sentence =
            "A browser writes a download in many small steps, and moving the file too early would break it, because half of its bytes are missing."
        let lines = prose.breaker.lines(of: sentence)
        #expect(lines.joined(separator: " ") == sentence)
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.count <= prose.longestLine })
    }

    static let points: [(String, String?)] = [
        ("The same bytes always give the same number.", "The same bytes always give the same number"),
        (
            "Although two machines may hold a file with the same name, nothing guarantees that the files are equal.",
            "Nothing guarantees that the files are equal"
        ),
        // What holds under a condition is not said without it.
        (
            "When two machines hold a file with the same name, nothing guarantees that the files are equal.",
            nil
        ),
        (
            "If files are named by what they hold, several hard problems become easy.",
            "If files are named by what they hold, several hard problems become easy"
        ),
        ("Most programs do not have one.", nil),
        (
            "If you're a Fedora user, you can install ripgrep from official repositories, or from the sources.",
            nil
        ),
        (
            "Lighthouse keepers worked in shifts of four hours, because tired people make mistakes.",
            "Lighthouse keepers worked in shifts of four hours"
        ),
        ("This is why.", nil),
        ("I never used it in all these years.", nil),
    ]

    @Test(arguments: points) func `a slide has the main clause`(sentence: String, point: String?) {
        #expect(prose.point(of: sentence) == point)
    }

    static let headings: [(String, Heading.Form, String?)] = [
        ("2. What is a hash?", .definition, "a hash"),
        ("How to install it", .howTo, "how to install it"),
        ("How a hash becomes a name", .clause, "how a hash becomes a name"),
        ("Installation", .installation, nil),
        ("Step 3: Choosing a format", .howTo, "choosing a format"),
        ("The cost of names", .thing, "the cost of names"),
        ("Use the Right Hash", .statement, nil),
        ("Does it scale?", .question, nil),
        ("Limitations", .problems, nil),
        ("Boring is a feature", .statement, nil),
    ]

    @Test(arguments: headings) func `a heading's grammar is known`(
        text: String, form: Heading.Form, phrase: String?
    ) {
        let heading = prose.heading(text)
        #expect(heading.form == form)
        #expect(heading.phrase == phrase)
    }

    @Test func `inflections of a word share a stem`() {
        for pair in [
            ("names", "name"), ("stored", "store"), ("storing", "store"), ("files", "file"),
            ("copies", "copy"), ("hashes", "hash"),
        ] {
            #expect(EnglishWords.stem(pair.0) == EnglishWords.stem(pair.1))
        }
    }

    @Test func `a capital goes only where it is no name's`() {
        #expect(EnglishWords.lowered("The cost") == "the cost")
        #expect(EnglishWords.lowered("Content addressing", knowing: ["content"]) == "content addressing")
        #expect(EnglishWords.lowered("Docker images") == nil)
        #expect(EnglishWords.lowered("SHA digests") == nil)
    }

    @Test func `a minute holds about 165 words`() {
        let line = Array(repeating: "every keeper wrote down what they saw that night", count: 1).joined()
        let seconds = prose.seconds(saying: line)
        #expect((2.4...4.2).contains(seconds))
    }
}
