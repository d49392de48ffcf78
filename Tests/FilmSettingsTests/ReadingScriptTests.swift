// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import Testing

let cast = FilmSettings.defaults(for: .japanese).cast

func script(_ yaml: String) throws -> Script {
    try ScriptFile.decode(yaml: yaml, name: "script.yaml", cast: cast).script
}

func scriptReport(_ yaml: String) -> ConfigurationReport {
    ScriptFile.validate(yaml: yaml, name: "script.yaml", cast: cast)
}

/// A valid script around `sections`, which starts at the left margin.
func scriptYAML(_ sections: String) -> String { "title: T\ndescription: D\nsections:\n\(sections)" }

@Suite struct `Reading a script` {
    @Test func `today's form keeps everything`() throws {
        let yaml = """
            title: なぜキューなのか
            description: 待ち行列のはなし。
            language: ja
            source: https://example.com/queues
            role_assignments:
              - {persona_id: kohaku, role: 解説役, description: 順を追って話す}
              - {persona_id: sora, role: 質問役, description: 素朴に聞く}
            sections:
              - title: はじめに
                narrations:
                  - {persona_id: sora, text: "APIって何？", reading: エーピーアイってなに？, expression: thinking}
                  - {persona_id: kohaku, text: 窓口のことです。}
                slide: {kind: title, title: なぜキューなのか, subtitle: 待ち行列}
                slide_prompt: A calm queue of people
              - title: まとめ
                narrations:
                  - {persona_id: kohaku, text: 待つほうが速いのです。}
                slide: {kind: closing, heading: まとめ, items: [待つほうが速い], source: https://example.com/queues}
            """
        let (read, warnings) = try ScriptFile.decode(yaml: yaml, name: "script.yaml", cast: cast)
        #expect(warnings.isEmpty)
        #expect(read.title == "なぜキューなのか")
        #expect(read.source == "https://example.com/queues")
        #expect(read.roles.map(\.role) == ["解説役", "質問役"])
        #expect(
            read.sections[0].narrations == [
                Narration(
                    personaID: "sora", text: "APIって何？", reading: "エーピーアイってなに？", expression: .thinking),
                Narration(personaID: "kohaku", text: "窓口のことです。"),
            ])
        #expect(read.sections[0].slide == .title(title: "なぜキューなのか", subtitle: "待ち行列"))
        #expect(read.sections[0].slidePrompt == "A calm queue of people")
        #expect(
            read.sections[1].slide
                == .closing(heading: "まとめ", items: ["待つほうが速い"], source: "https://example.com/queues"))
    }

    @Test func `every kind of slide is read`() throws {
        let read = try script(
            """
            title: T
            description: D
            sections:
              - {title: A, narrations: [x], slide: {kind: title}}
              - {title: B, narrations: [x], slide: {kind: points, items: [one, two], ordered: true}}
              - title: C
                narrations: [x]
                slide:
                  kind: code
                  heading: Loop
                  language: swift
                  text: |
                    for i in 0..<3 {
                        print(i)
                    }
              - {title: D, narrations: [x], slide: {kind: table, header: [a, b], rows: [[1, 2], [3]]}}
              - {title: E, narrations: [x], slide: {kind: quote, text: Wait., attribution: Erlang}}
              - {title: F, narrations: [x], slide: {kind: figure, image: "a.png", alt: A, width: 800, height: 600}}
              - {title: G, narrations: [x], slide: {kind: closing, items: [one]}}
            """)
        #expect(
            read.sections.map(\.slide) == [
                .title(title: "A", subtitle: nil),
                .points(heading: "B", items: ["one", "two"], isOrdered: true),
                .code(heading: "Loop", text: "for i in 0..<3 {\n    print(i)\n}", language: "swift"),
                .table(heading: "D", header: ["a", "b"], rows: [["1", "2"], ["3", ""]]),
                .quote(heading: "E", text: "Wait.", attribution: "Erlang"),
                .figure(
                    heading: "F",
                    figure: Article.Figure(source: "a.png", alternativeText: "A", width: 800, height: 600)),
                .closing(heading: "G", items: ["one"], source: nil),
            ])
    }

    @Test func `the reference's dialogue form is read, and its image becomes the slide`() throws {
        let read = try script(
            """
            title: 解説
            description: 説明
            sections:
              - title: 図
                dialogues:
                  - {persona_id: sora, narration: これは何？}
                  - {persona_id: kohaku, narration: 図です。}
                slide_prompt: a diagram
                source_image_url: https://example.com/a.png
            """)
        #expect(read.sections[0].narrations.map(\.personaID) == ["sora", "kohaku"])
        #expect(read.sections[0].narrations.map(\.text) == ["これは何？", "図です。"])
        #expect(
            read.sections[0].slide
                == .figure(
                    heading: "図",
                    figure: Article.Figure(source: "https://example.com/a.png", alternativeText: "図")))
        #expect(read.sections[0].slidePrompt == "a diagram")
    }

    @Test func `a single narration is split, and a monologue is the first speaker's`() throws {
        let read = try script(
            scriptYAML("  - title: 話\n    narration: まず、並びます。「順番です。待って。」と言われます。終わり！\n"))
        #expect(
            read.sections[0].narrations.map(\.text)
                == ["まず、並びます。", "「順番です。待って。」と言われます。", "終わり！"])
        #expect(Set(read.sections[0].narrations.map(\.personaID)) == ["kohaku"])
    }

    @Test(arguments: [
        ("これは日本語です。", Language.japanese), ("カタカナ", .japanese), ("This is English.", .english),
        ("漢字", .english),
    ])
    func `kana make a script Japanese`(text: String, language: Language) throws {
        #expect(try script(scriptYAML("  - {title: A, narrations: [\"\(text)\"]}")).language == language)
        #expect(
            try script("language: ja\n" + scriptYAML("  - {title: A, narrations: [x]}")).language == .japanese
        )
    }

    @Test func `texts on several lines become one line`() throws {
        let read = try script(
            scriptYAML(
                "  - title: A\n    narrations:\n      - |\n        日本語の\n        文章。\n      - |\n        two\n        words\n"
            ))
        #expect(read.sections[0].narrations.map(\.text) == ["日本語の文章。", "two words"])
    }
}

@Suite struct `Recasting a script` {
    @Test func `the reference's speakers are played by ours, in order of appearance`() throws {
        let yaml = """
            title: T
            description: D
            role_assignments: [{persona_id: metan, role: 質問役}, {persona_id: zundamon, role: 解説役}]
            sections:
              - title: A
                narrations:
                  - {persona_id: zundamon, text: 一}
                  - {persona_id: metan, text: 二}
                  - {persona_id: zundamon, text: 三}
                  - {persona_id: tsumugi, text: 四}
            """
        let (read, warnings) = try ScriptFile.decode(yaml: yaml, name: "s.yaml", cast: cast)
        #expect(read.sections[0].narrations.map(\.personaID) == ["kohaku", "sora", "kohaku", "kohaku"])
        #expect(read.roles.map(\.personaID) == ["sora", "kohaku"])
        #expect(
            warnings == [
                "line 7: Unknown persona_id: zundamon (defined: kohaku, sora); kohaku speaks instead",
                "line 8: Unknown persona_id: metan (defined: kohaku, sora); sora speaks instead",
                "line 10: Unknown persona_id: tsumugi (defined: kohaku, sora); kohaku speaks instead",
            ])
    }

    @Test func `an unknown speaker is played by somebody the script does not use`() throws {
        let read = try script(
            scriptYAML(
                "  - {title: A, narrations: [{persona_id: x, text: a}, {persona_id: kohaku, text: b}]}"))
        #expect(read.sections[0].narrations.map(\.personaID) == ["sora", "kohaku"])
    }

    @Test func `a speaker may be called by name`() throws {
        let read = try script(scriptYAML("  - {title: A, narrations: [{persona_id: ソラ, text: a}]}"))
        #expect(read.sections[0].narrations[0].personaID == "sora")
    }

    @Test func `lines of a dialogue without a speaker take turns`() throws {
        let yaml = scriptYAML(
            "  - {title: A, narrations: [{persona_id: sora, text: a}, {text: b}, {text: c}]}\n  - {title: B, narrations: [d]}"
        )
        let (read, warnings) = try ScriptFile.decode(yaml: yaml, name: "s.yaml", cast: cast)
        #expect(read.sections.flatMap(\.narrations).map(\.personaID) == ["sora", "kohaku", "sora", "kohaku"])
        #expect(warnings == ["line 4: 3 lines have no persona_id; the cast takes turns there"])
    }

    @Test func `a cast of one speaks everything`() throws {
        let yaml = scriptYAML("  - {title: A, dialogues: [{narration: a}, {persona_id: x, narration: b}]}")
        let read = try ScriptFile.decode(yaml: yaml, name: "s.yaml", cast: [cast[1]]).script
        #expect(read.sections[0].narrations.map(\.personaID) == ["sora", "sora"])
    }
}
