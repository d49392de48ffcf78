// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Markup
import Synchronization
import Testing

@testable import ScriptStage

@Suite struct `Writing a script from an article` {
    /// Scripts already written: the claims below look at the same few from many sides.
    private static let written = Mutex<[String: Script]>([:])

    private static func script(
        _ fixture: Fixture, seed: UInt64 = 0, target: Int = 150, cast: [Persona] = [.kohaku, .sora]
    ) throws -> Script {
        let key = "\(fixture.name) \(seed) \(target) \(cast.map(\.id))"
        if let script = Self.written.withLock({ $0[key] }) { return script }
        let script = try Self.freshScript(fixture, seed: seed, target: target, cast: cast)
        Self.written.withLock { $0[key] = script }
        return script
    }

    private static func freshScript(
        _ fixture: Fixture, seed: UInt64, target: Int, cast: [Persona]
    ) throws -> Script {
        let article = try fixture.article()
        var options = ScriptOptions()
        options.seed = seed
        options.targetSeconds = target
        let writer = OutlineWriter(
            prose: try fixture.prose(of: article), cast: try Cast(cast), options: options)
        return try writer.script(for: article)
    }

    private static let cases = Fixture.all.flatMap { fixture in
        [(UInt64(0), 150), (1, 150), (2, 240), (3, 60), (4, 300)].map { (fixture, $0.0, $0.1) }
    }

    @Test(arguments: cases) func `a film has a beginning, a middle and an end`(
        fixture: Fixture, seed: UInt64, target: Int
    ) throws {
        let script = try Self.script(fixture, seed: seed, target: target)
        #expect((3...10).contains(script.sections.count))
        guard case .title = script.sections.first?.slide else {
            Issue.record("the first slide is no title")
            return
        }
        guard case .closing(_, let items, let source) = script.sections.last?.slide else {
            Issue.record("the last slide is no closing")
            return
        }
        #expect((2...3).contains(items.count))
        #expect(source == script.source)
        #expect(script.sections.last?.title == (fixture.language == .japanese ? "まとめ" : "Summary"))
        #expect(script.language == fixture.language)
        #expect(Set(script.sections.map(\.title)).count == script.sections.count)
    }

    @Test(arguments: cases) func `nothing is said twice`(fixture: Fixture, seed: UInt64, target: Int) throws {
        let keys = try Self.script(fixture, seed: seed, target: target).sections.flatMap(\.narrations)
            .map { Conversation.key($0.text) }
        #expect(Set(keys).count == keys.count)
    }

    @Test(arguments: cases) func `every line is short enough to be read along`(
        fixture: Fixture, seed: UInt64, target: Int
    ) throws {
        let longest = fixture.language == .japanese ? 60 : 112
        for narration in try Self.script(fixture, seed: seed, target: target).sections.flatMap(\.narrations) {
            #expect((1...longest).contains(narration.text.count), "\(narration.text)")
        }
    }

    @Test(arguments: cases) func `neither code nor an address is read aloud`(
        fixture: Fixture, seed: UInt64, target: Int
    ) throws {
        for narration in try Self.script(fixture, seed: seed, target: target).sections.flatMap(\.narrations) {
            let text = narration.text
            #expect(!SpeechCleaning.holdsCode(text), "\(text)")
            #expect(
                !text.contains("http") && !text.contains("**") && !text.contains("`") && !text.contains("{"),
                "\(text)")
        }
    }

    @Test(arguments: cases) func `both speak, and neither always in turn`(
        fixture: Fixture, seed: UInt64, target: Int
    ) throws {
        let script = try Self.script(fixture, seed: seed, target: target)
        let speakers = script.sections.flatMap(\.narrations).map(\.personaID)
        let turns = zip(speakers, speakers.dropFirst()).count { $0 != $1 }
        #expect(Set(speakers) == ["kohaku", "sora"])
        #expect(Double(turns) < 0.9 * Double(speakers.count - 1))
        #expect(speakers.count { $0 == "sora" } * 7 >= speakers.count)
    }

    @Test(arguments: cases) func `the film keeps to its time`(fixture: Fixture, seed: UInt64, target: Int)
        throws
    {
        let article = try fixture.article()
        let script = try Self.script(fixture, seed: seed, target: target)
        let seconds = ScriptLength(prose: try fixture.prose(of: article)).seconds(of: script)
        #expect(seconds <= Double(min(300, Int(Double(target) * 1.15) + 1)))
        #expect(seconds >= 35)
    }

    /// The explainer's own lines are the article's words in other inflections, and nothing else.
    @Test(arguments: Fixture.all) func `every word told is the article's`(fixture: Fixture) throws {
        let article = try fixture.article()
        let prose = try fixture.prose(of: article)
        let film = FilmOutline(
            choosing: Outline(of: article, prose: prose), secondsInScene: 30, sceneLimit: 8)
        let known = Set(prose.reading(of: fixture.markdown).words)
        for line in film.scenes.flatMap(\.statements).flatMap(\.lines) {
            let foreign = Set(prose.reading(of: line).words).subtracting(known)
                .subtracting(["筆者", "画面", "出る", "author", "writ", "put", "screen", "word", "tell", "exampl"])
            #expect(foreign.isEmpty, "\(line): \(foreign)")
        }
    }

    @Test(arguments: Fixture.all) func `slides hold what a viewer can take in`(fixture: Fixture) throws {
        for section in try Self.script(fixture, target: 300).sections {
            switch section.slide {
            case .points(_, let items, _), .closing(_, let items, _):
                #expect((1...5).contains(items.count))
                for item in items {
                    #expect(item.count <= (fixture.language == .japanese ? 68 : 116), "\(item)")
                }
            case .code(_, let text, _): #expect(text.split(separator: "\n").count <= 18)
            case .table(_, let header, let rows):
                #expect(header.count <= 6 && rows.count <= 8)
            case .title, .quote, .figure: break
            }
        }
    }

    @Test(arguments: Fixture.all) func `the same inputs give the same script`(fixture: Fixture) throws {
        let cast = [Persona.kohaku, .sora]
        let first = try Self.freshScript(fixture, seed: 5, target: 150, cast: cast)
        #expect(try Self.freshScript(fixture, seed: 5, target: 150, cast: cast) == first)
    }

    @Test(arguments: Fixture.all) func `another seed says the same facts in other words`(fixture: Fixture)
        throws
    {
        let (one, other) = (try Self.script(fixture, seed: 1), try Self.script(fixture, seed: 2))
        #expect(one != other)
        #expect(one.title == other.title)
    }

    @Test func `more time tells more`() throws {
        let short = try Self.script(.lighthouse, target: 60)
        let long = try Self.script(.lighthouse, target: 300)
        #expect(short.sections.count < long.sections.count)
    }

    @Test func `an article's code, table and list are shown`() throws {
        let slides = try Self.script(.queues, target: 300).sections.map(\.slide)
        #expect(
            slides.contains {
                if case .code(_, let text, let language) = $0 {
                    text.contains("publish") && language == "python"
                } else {
                    false
                }
            })
        #expect(
            slides.contains { if case .table(_, let header, _) = $0 { header.first == "場面" } else { false } })
        #expect(
            slides.contains {
                if case .points(_, let items, _) = $0 {
                    items.first?.hasPrefix("応答が速くなる") == true
                } else {
                    false
                }
            })
    }

    @Test func `a list is announced with its true count`() throws {
        let lines = try Self.script(.readme, target: 300).sections.first { $0.title == "Features" }?
            .narrations.map(\.text)
        #expect(lines?.contains { $0.contains("four") } == true)
    }

    @Test func `references and licence are no topics`() throws {
        let titles =
            try Self.script(.readme, target: 300).sections.map(\.title)
            + Self.script(.database, target: 300).sections.map(\.title)
        #expect(!titles.contains("License") && !titles.contains("Contributing") && !titles.contains("参考文献"))
    }

    @Test func `one voice gives a monologue`() throws {
        let script = try Self.script(.walk, cast: [.kohaku])
        #expect(Set(script.sections.flatMap(\.narrations).map(\.personaID)) == ["kohaku"])
        #expect(script.roles.count == 1)
        #expect(!script.sections.contains { $0.narrations.isEmpty })
    }

    @Test func `three personas take turns asking`() throws {
        var third = Persona.sora
        third.id = "aoi"
        let script = try Self.script(.queues, target: 240, cast: [.kohaku, .sora, third])
        #expect(Set(script.sections.flatMap(\.narrations).map(\.personaID)) == ["kohaku", "sora", "aoi"])
    }

    @Test func `nobody to speak is an error`() {
        #expect(throws: JobFailure.self) { try Cast([]) }
    }

    @Test(arguments: [
        (Language.japanese, "猫は一日の大半を眠って過ごします。狩りに備えて体力を蓄えるためです。子猫はさらに長く眠ります。"),
        (
            .english,
            "Cats sleep for most of the day. They save their strength for the hunt. Kittens sleep even longer than adult cats do."
        ),
    ]) func `one paragraph still makes a short film`(language: Language, text: String) throws {
        let article = Article(
            source: "cats.txt", title: language == .japanese ? "猫の眠り" : "How cats sleep", language: language,
            blocks: [.paragraph(text)])
        let prose = try ProseLibrary.prose(of: article, in: language)
        let script = try OutlineWriter(prose: prose, cast: Cast([.kohaku, .sora]), options: ScriptOptions())
            .script(for: article)
        #expect(script.sections.count >= 3)
        #expect((20...60).contains(ScriptLength(prose: prose).seconds(of: script)))
    }

    @Test(.timeLimit(.minutes(1)), arguments: [Fixture.lighthouse, .database])
    func `two hundred paragraphs are told within the maximum`(fixture: Fixture) throws {
        let article = try fixture.article()
        let paragraphs = article.blocks.filter { if case .paragraph = $0 { true } else { false } }
        var blocks: [Article.Block] = []
        for index in 0..<200 {
            if index.isMultiple(of: 10) { blocks.append(.heading(level: 2, text: "Part \(index / 10 + 1)")) }
            guard case .paragraph(let text) = paragraphs[index % paragraphs.count] else { continue }
            blocks.append(
                .paragraph(text.replacing("。", with: "\(index)。").replacing(". ", with: " \(index). ")))
        }
        let long = Article(
            source: "long.md", title: article.title, language: fixture.language, blocks: blocks)
        var options = ScriptOptions()
        options.targetSeconds = 3000
        options.maximumSeconds = 200
        let prose = try fixture.prose(of: long)
        let script = try OutlineWriter(prose: prose, cast: Cast([.kohaku, .sora]), options: options).script(
            for: long)
        #expect(ScriptLength(prose: prose).seconds(of: script) <= 200)
        #expect(script.sections.count <= 10)
    }

    @Test(arguments: [
        [Article.Block.paragraph("ここだけ。")], [], [.code(text: "let x = 1", language: "swift")],
        [.paragraph("https://example.com/")], [.heading(level: 1, text: "題名")],
    ]) func `an article with nothing to say is refused`(blocks: [Article.Block]) throws {
        let article = Article(source: "x.md", title: "題名", language: .japanese, blocks: blocks)
        let writer = OutlineWriter(
            prose: try ProseLibrary.prose(of: article, in: .japanese), cast: try Cast([.kohaku]),
            options: ScriptOptions())
        let error = #expect(throws: JobFailure.self) { try writer.script(for: article) }
        #expect(error?.code == .sourceEmpty)
    }
}

@Suite struct `Hostile articles` {
    static let articles: [(String, [Article.Block])] = [
        ("a megabyte without a stop", [.paragraph(String(repeating: "終わらない話と、", count: 120_000))]),
        ("a megabyte of brackets", [.paragraph(String(repeating: "（「", count: 150_000))]),
        (
            "five thousand headings",
            (0..<5000).flatMap { [.heading(level: 2, text: "見出し\($0)"), .paragraph("これは\($0)番目の節の本文です。")] }
        ),
        ("headings alone", (0..<50).map { .heading(level: $0 % 9, text: "見出し\($0)") }),
        (
            "empty parts",
            [
                .list(items: [], isOrdered: true), .table(header: [], rows: [], caption: nil),
                .code(text: "", language: nil), .paragraph(""),
            ]
        ),
        (
            "a list of nothing",
            [.list(items: ["", " ", "\u{0}"], isOrdered: false), .quote(text: "", attribution: "")]
        ),
    ]

    @Test(.timeLimit(.minutes(1)), arguments: articles)
    func `end in a script or a reason`(name: String, blocks: [Article.Block]) throws {
        let article = Article(
            source: "x.md", title: String(repeating: "題", count: 3000), language: .japanese, blocks: blocks)
        let writer = OutlineWriter(
            prose: try ProseLibrary.prose(of: article, in: .japanese), cast: try Cast([.kohaku, .sora]),
            options: ScriptOptions())
        do {
            let script = try writer.script(for: article)
            #expect((3...10).contains(script.sections.count))
            #expect(script.title.count <= 160)
        } catch let failure as JobFailure {
            #expect(failure.code == .sourceEmpty)
        }
    }
}
