// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import Testing

@Suite struct `Writing a script` {
    private let everything = Script(
        title: "キュー: なぜ?", description: "- 待つ #1", language: .japanese,
        roles: [RoleAssignment(personaID: "kohaku", role: "解説役", description: "話す")],
        sections: [
            Section(
                title: "導入",
                narrations: [
                    Narration(personaID: "kohaku", text: "2024", reading: "ニセンニジュウヨン", expression: .happy),
                    Narration(personaID: "sora", text: "no"),
                    Narration(personaID: "sora", text: "\"引用\" 'と' \\"),
                    Narration(personaID: "sora", text: "*太字* & {波} [角] 😀"),
                ], slide: .title(title: "null", subtitle: "~"), slidePrompt: "line one\nline two"),
            Section(
                title: "点", narrations: [Narration(personaID: "sora", text: "x")],
                slide: .points(heading: "", items: ["- a", "true", "1.5"], isOrdered: true)),
            Section(
                title: "コード", narrations: [Narration(personaID: "sora", text: "x")],
                slide: .code(
                    heading: "h", text: "    indented\n\n\tfoo: &bar *bar  \n# end", language: "yaml")),
            Section(
                title: "表", narrations: [Narration(personaID: "sora", text: "x")],
                slide: .table(heading: "h", header: ["", "a: b"], rows: [["1", "yes"], ["", "|"]])),
            Section(
                title: "引用", narrations: [Narration(personaID: "sora", text: "x")],
                slide: .quote(heading: "h", text: "「待て」", attribution: nil)),
            Section(
                title: "図", narrations: [Narration(personaID: "sora", text: "x")],
                slide: .figure(
                    heading: "",
                    figure: Article.Figure(
                        source: "https://e.com/a b.png?x=1&y=2#z", alternativeText: "", caption: "c",
                        width: 1, height: 2))
            ),
            Section(
                title: "まとめ", narrations: [Narration(personaID: "sora", text: "x")],
                slide: .closing(heading: "h", items: [], source: "/home/a.md")),
        ], source: "https://example.com/q")

    @Test func `everything in a script is read back`() throws {
        let yaml = try ScriptFile.encode(self.everything)
        let (read, warnings) = try ScriptFile.decode(yaml: yaml, name: "s.yaml", cast: cast)
        #expect(read == self.everything, "\(yaml)")
        #expect(warnings.isEmpty)
    }

    @Test func `code stays readable in the file`() throws {
        var script = self.everything
        script.sections[2].slide = .code(heading: "h", text: "if a {\n    b()\n}", language: nil)
        let yaml = try ScriptFile.encode(script)
        #expect(yaml.contains("if a {\n"), "\(yaml)")
        #expect(yaml.contains("なぜ"))
    }

    @Test func `any text at all is read back`() throws {
        var generator = Random(state: 42)
        let alphabet = Array("ab é日本語、。「」:#-*&!%@`|>{}[],?'\"\\ \n\t0123.~=<😀\u{A0}\u{2028}")
        for _ in 0..<300 {
            let length = Int(generator.next() % 24)
            let text = String(
                (0..<length).map { _ in alphabet[Int(generator.next() % UInt64(alphabet.count))] })
            var script = self.everything
            script.sections[2].slide = .code(heading: "h", text: "x" + text + "x", language: nil)
            script.sections[3].slide = .table(
                heading: "h", header: ["a"], rows: [["x" + text.filter { !$0.isNewline } + "x"]])
            let yaml = try ScriptFile.encode(script)
            let read = try ScriptFile.decode(yaml: yaml, name: "s.yaml", cast: cast).script
            // Compared first, so that a failure shows the file and not two long scripts.
            let isSame = read == script
            #expect(isSame, "\(yaml)")
        }
    }

    @Test func `an old script is written in today's form and stays what it was`() throws {
        let old = try script(
            """
            title: T
            description: D
            role_assignments: [{persona_id: sora, role: 質問役}]
            sections:
              - {title: A, dialogues: [{persona_id: sora, narration: 何？}], slide_prompt: p}
              - {title: B, narration: 一つ。二つ。, source_image_url: "https://e.com/a.png"}
            """)
        #expect(try script(ScriptFile.encode(old)) == old)
        #expect(old.roles.map(\.role) == ["質問役"])
    }
}

/// A linear congruential generator (Knuth's MMIX), so that a failing text can be made again.
private struct Random {
    var state: UInt64
    mutating func next() -> UInt64 {
        self.state = self.state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return self.state >> 33
    }
}
