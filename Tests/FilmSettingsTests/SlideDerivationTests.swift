// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import Testing

@Suite struct `Deriving slides for a script without them` {
    private func slides(_ script: String) throws -> [SlideBrief] {
        try FilmSettingsTests.script(script).sections.map(\.slide)
    }

    @Test func `the first is the title, the last closes, and those between make points`() throws {
        let slides = try self.slides(
            """
            title: キューの話
            description: 待ち行列をやさしく解説します。続きは動画で。
            source: https://example.com/q
            sections:
              - {title: はじめに, narrations: [今日はキューの話です。]}
              - title: しくみ
                narrations:
                  - {persona_id: sora, text: へえ、どうやって動くの？}
                  - {persona_id: kohaku, text: キューは仕事を順番に並べる箱です。}
                  - {persona_id: sora, text: なるほど！}
                  - {persona_id: kohaku, text: 並べておけば、混んだときも仕事が失われません。}
              - {title: まとめ, narrations: [キューは混雑をならします。, 仕事も失われません。また次回！]}
            """)
        #expect(
            slides == [
                .title(title: "キューの話", subtitle: "待ち行列をやさしく解説します"),
                .points(
                    heading: "しくみ",
                    items: ["キューは仕事を順番に並べる箱です", "並べておけば、混んだときも仕事が失われません"], isOrdered: false),
                .closing(
                    heading: "まとめ", items: ["キューは混雑をならします", "仕事も失われません"],
                    source: "https://example.com/q"),
            ])
    }

    @Test(arguments: ["まとめ", "結論", "次のステップ", "Summary", "In conclusion", "Next steps"])
    func `a last section that sums up closes the film`(title: String) throws {
        let slides = try self.slides(
            scriptYAML(
                "  - {title: A, narrations: [x]}\n  - {title: \(title), narrations: [Queues smooth out the rush.]}"
            ))
        #expect(slides[1] == .closing(heading: title, items: ["Queues smooth out the rush"], source: nil))
    }

    @Test func `a single statement is not shown as a list`() throws {
        let slides = try self.slides(
            scriptYAML(
                "  - {title: A, narrations: [x]}\n  - {title: B, narrations: [Queues smooth out the rush.]}"))
        #expect(slides[1] == .title(title: "B", subtitle: "Queues smooth out the rush"))
    }

    @Test func `points are few, short and different`() throws {
        let long = (1...9).map {
            "      - The worker number \($0) takes a job from the queue, does it, and then, after a rest, takes another.\n"
        }
        let yaml = scriptYAML(
            "  - {title: A, narrations: [x]}\n  - title: B\n    narrations:\n" + (long + long).joined())
        guard case .points(_, let items, _) = try self.slides(yaml)[1] else {
            Issue.record("no points")
            return
        }
        #expect(items.count == 4)
        #expect(Set(items).count == 4)
        #expect(items.allSatisfy { $0.count <= 80 && $0.hasSuffix("…") })
    }

    @Test func `a section of nothing but questions still has a slide`() throws {
        let slides = try self.slides(
            scriptYAML("  - {title: A, narrations: [x]}\n  - {title: B, narrations: [なぜ？, どうして？]}"))
        #expect(slides[1] == .points(heading: "B", items: ["なぜ？", "どうして？"], isOrdered: false))
    }
}

@Suite struct `Splitting a single narration` {
    private func lines(_ narration: String) throws -> [String] {
        try script(scriptYAML("  - title: A\n    narration: |\n      \(narration)\n")).sections[0].narrations
            .map(\.text)
    }

    @Test(arguments: [
        ("一つ目です。二つ目です！三つ目？", ["一つ目です。", "二つ目です！", "三つ目？"]),
        ("えっ！？本当ですか。", ["えっ！？", "本当ですか。"]),
        ("彼は「行こう。早く。」と言った。", ["彼は「行こう。早く。」と言った。"]),
        ("……。本題です。", ["本題です。"]),
        (
            "この文はとても長いので、四十文字を超えてしまいますから、この読点のところで切ります。",
            ["この文はとても長いので、四十文字を超えてしまいますから、", "この読点のところで切ります。"]
        ),
        ("Version 1.2 is out. Try it!", ["Version 1.2 is out.", "Try it!"]),
    ])
    func `lines end where people breathe`(narration: String, lines: [String]) throws {
        #expect(try self.lines(narration) == lines)
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["」", "。", "「。", "、", "「"])
    func `odd punctuation takes no longer than other text`(mark: String) {
        let narration = "「あ" + String(repeating: mark, count: 30_000)
        #expect(scriptReport(scriptYAML("  - {title: A, narration: \"\(narration)\"}")).problems.count <= 1)
    }

    @Test func `no line is longer than a subtitle`() throws {
        let endless = String(repeating: "あいうえお", count: 30)
        #expect(try self.lines(endless).allSatisfy { $0.count <= 40 })
        #expect(try self.lines(endless).joined() == endless)
        let words = Array(repeating: "queue", count: 60).joined(separator: " ")
        let cut = try self.lines(words)
        #expect(cut.allSatisfy { $0.count <= 90 && $0.hasSuffix("queue") })
        #expect(cut.joined(separator: " ") == words)
    }
}
