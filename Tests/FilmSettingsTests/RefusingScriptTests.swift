// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import Testing

@Suite struct `Refusing a script` {
    @Test(arguments: [
        ("", "Script file is empty"),
        ("# nothing\n", "Script file is empty"),
        ("[a]", "line 1: a script is a mapping with a title and sections, not a list"),
        ("description: D\nsections: [{title: A, narrations: [x]}]", "Missing required field: title"),
        ("title: T\nsections: [{title: A, narrations: [x]}]", "Missing required field: description"),
        ("title: T\ndescription: D", "Missing required field: sections"),
        (
            "title: T\ndescription: D\nsections: {a: 1}",
            "line 3: Field 'sections' must be a list, got a mapping"
        ),
        ("title: T\ndescription: D\nsections: []", "line 3: Script has no sections"),
        (scriptYAML("  - x"), "line 4: Section 1: must be an object, got a single value"),
        (scriptYAML("  - {narrations: [x]}"), "line 4: Section 1: missing 'title' field"),
        (
            scriptYAML("  - {title: A}"),
            "line 4: Section 1 ('A'): missing narrations/dialogues/narration field"
        ),
        (scriptYAML("  - {title: A, narrations: []}"), "line 4: Section 1 ('A'): nobody says anything"),
        (
            scriptYAML("  - {title: A, narrations: hello}"),
            "line 4: Section 1 ('A'): 'narrations' must be a list, got a single value"
        ),
        (
            scriptYAML("  - {title: A, dialogues: {a: 1}}"),
            "line 4: Section 1 ('A'): 'dialogues' must be a list, got a mapping"
        ),
        (
            scriptYAML("  - {title: A, narrations: [x, [y]]}"),
            "line 4: Section 1 ('A'), narration 2: must be string or object, got a list"
        ),
        (
            scriptYAML("  - {title: A, narrations: [x, {persona_id: sora}]}"),
            "line 4: Section 1 ('A'), narration 2: missing 'text' field"
        ),
        (
            scriptYAML("  - {title: A, dialogues: [{persona_id: sora}, {narration: x}]}"),
            "line 4: Section 1 ('A'), dialogue 1: missing 'narration' field"
        ),
        (
            scriptYAML("  - {title: A, narrations: [x], slide: {kind: chart}}"),
            "line 4: Invalid field 'sections[0].slide.kind': Invalid slide kind 'chart'. "
                + "Must be one of: title, points, code, table, quote, figure, closing"
        ),
        (
            scriptYAML("  - {title: A, narrations: [{text: x, expression: angry}]}"),
            "line 4: Invalid field 'sections[0].narrations[0].expression': Invalid expression 'angry'. "
                + "Must be one of: neutral, happy, surprised, thinking, troubled"
        ),
        (
            scriptYAML("  - {title: A, narrations: [x], slide: {kind: points}}"),
            "line 4: Invalid field 'sections[0].slide.items': missing; write two to five short statements"
        ),
        (
            scriptYAML("  - {title: A, narrations: [\(String(repeating: "あ", count: 501))]}"),
            "line 4: Section 1 ('A'), narration 1: the text has 501 characters; at most 500"
        ),
    ])
    func `a mistake is named where it is`(yaml: String, message: String) {
        let problems = scriptReport(yaml).problems
        #expect(problems.map(\.description) == [message])
        let japanese = problems.map { $0.japanese ?? "" }
        #expect(japanese.allSatisfy { $0.contains { ("ぁ"..."ヿ").contains($0) } }, "\(japanese)")
    }

    @Test func `all mistakes are named at once`() throws {
        let yaml = "title: T\nsections:\n  - {title: A, narrations: [[x]]}\n  - {title: B}\n"
        let failure = #expect(throws: JobFailure.self) { try script(yaml) }
        #expect(failure?.code == .scriptInvalid)
        #expect(failure?.subject == "script.yaml")
        let detail = try #require(failure?.detail)
        #expect(detail.contains("Missing required field: description; line 3: Section 1 ('A'), narration 1:"))
        #expect(detail.contains("line 4: Section 2 ('B'): missing narrations/dialogues/narration field"))
        #expect(failure?.japaneseDetail?.contains("YAMLの4行目: シーン2「B」に narrations がありません") == true)
    }

    @Test func `a syntax error has its line and column`() {
        let found = scriptReport("title: T\n\tdescription: D\n").problems.map(\.description)
        #expect(found.count == 1)
        #expect(found[0].hasPrefix("YAML parse error: ") && found[0].contains("(line 2, column "))
    }

    @Test func `limits hold on both sides`() {
        func sections(_ count: Int) -> String {
            scriptYAML(String(repeating: "  - {title: A, narrations: [x]}\n", count: count))
        }
        func lines(_ count: Int) -> String {
            scriptYAML("  - title: A\n    narrations:\n" + String(repeating: "      - x\n", count: count))
        }
        #expect(scriptReport(sections(50)).isValid)
        #expect(!scriptReport(sections(51)).isValid)
        #expect(scriptReport(lines(200)).isValid)
        #expect(scriptReport(lines(201)).problems.count == 1)
        let text = String(repeating: "あ", count: 500)
        #expect(scriptReport(scriptYAML("  - {title: A, narrations: [\(text)]}")).isValid)
        let large =
            scriptYAML("  - {title: A, narrations: [x]}\n") + "#" + String(repeating: "x", count: 1 << 20)
        #expect(
            scriptReport(large).problems.map(\.message) == ["YAML parse error: the file is larger than 1 MiB"]
        )
    }

    @Test func `a script as long as the limits allow is read without complaint`() throws {
        let line = "      - {persona_id: sora, text: これは百バイトくらいの長さの台詞です、たぶん。}\n"
        let section = "  - title: A\n    narrations:\n" + String(repeating: line, count: 200)
        let read = try script(scriptYAML(String(repeating: section, count: 45)))
        #expect(read.sections.count == 45)
        #expect(read.sections.allSatisfy { $0.narrations.count == 200 })
    }

    @Test func `a bomb of aliases is refused before it is unfolded`() {
        var yaml = "a0: &a0 [x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 8).joined(separator: ", ")
            yaml += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(scriptReport(yaml + "? *a12\n: sections").problems.count == 1)
    }
}

@Suite struct `Warning about a script` {
    @Test(arguments: [
        (
            "  - {title: A, narrations: [x, \"\"]}",
            "line 4: Section 1 ('A'), narration 2: the text is empty; skipped"
        ),
        (
            "  - {title: A, narations: [], narrations: [x]}",
            "line 4: sections[0].narations: unknown key, ignored. Did you mean 'narrations'?"
        ),
        (
            "  - {title: A, narrations: [x], background: {type: image}}",
            "line 4: sections[0].background: has no effect: one background serves the whole film"
        ),
        (
            "  - {title: A, narrations: [x], slide: {kind: title}, source_image_url: a.png}",
            "line 4: sections[0].source_image_url: has no effect: the section has a slide"
        ),
        (
            "  - {title: A, narrations: [x], slide: {kind: table, header: [a, b], rows: [[1]]}}",
            "line 4: sections[0].slide.rows: not every row has 2 cells; they are filled up or cut"
        ),
        (
            "  - {title: A, narrations: [x], slide: {kind: quote, text: a, items: [b]}}",
            "line 4: sections[0].slide.items: unknown key, ignored"
        ),
    ])
    func `what is ignored is named`(sections: String, warning: String) {
        let report = scriptReport(scriptYAML(sections))
        #expect(report.isValid)
        #expect(report.warnings.map(\.description) == [warning])
    }
}
