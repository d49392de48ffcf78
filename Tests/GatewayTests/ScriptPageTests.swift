// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import Foundation
internal import HTTPTypes
internal import Store
internal import Testing

@testable internal import GatewayApp

@Suite struct `The lines of a script's form` {
    private static let script = Script(
        title: "t", description: "", language: .japanese,
        sections: [
            Section(
                title: "a",
                narrations: [
                    Narration(personaID: "kohaku", text: "一", reading: "イチ", expression: .happy),
                    Narration(personaID: "sora", text: "二", reading: "ニ"),
                ], slide: .points(heading: "a", items: ["x"], isOrdered: false)),
            Section(
                title: "b", narrations: [Narration(personaID: "kohaku", text: "三")],
                slide: .points(heading: "b", items: ["y"], isOrdered: false)),
        ])

    @Test func `that were not touched are the script's, with readings and faces`() {
        let entries = ScriptEntries(Self.script)
        #expect(entries.applied(to: Self.script) == Self.script)
        let fields = [
            "text-0-0": "一", "speaker-0-0": "kohaku", "text-0-1": "二", "speaker-0-1": "sora",
            "text-1-0": " 三\r\n", "speaker-1-0": "kohaku",
        ]
        #expect(ScriptEntries(fields, of: Self.script).applied(to: Self.script) == Self.script)
    }

    @Test func `that say something else lose the reading of before, and empty ones go`() {
        let fields = [
            "text-0-0": "一つ\r\n目", "speaker-0-0": "kohaku", "text-0-1": " \r\n", "speaker-0-1": "sora",
        ]
        let script = ScriptEntries(fields, of: Self.script).applied(to: Self.script)
        #expect(script.sections[0].narrations == [Narration(personaID: "kohaku", text: "一つ 目")])
        #expect(script.sections[1] == Self.script.sections[1])
        let silent = ["text-0-0": "", "text-0-1": " "]
        #expect(
            ScriptEntries(silent, of: Self.script).applied(to: Self.script).sections
                == [Self.script.sections[1]])
    }

    @Test func `are added below another, for who speaks next, and removed`() {
        var entries = ScriptEntries(Self.script)
        #expect(entries.apply("add-0-0") == .init(scene: 0, line: 1))
        #expect(entries.scenes[0].map(\.text) == ["一", "", "二"] && entries.scenes[0][1].speaker == "sora")
        #expect(entries.apply("remove-0-0") == nil)
        #expect(entries.scenes[0].map(\.text) == ["", "二"])
    }

    @Test(arguments: [
        "", "add", "add-0", "add-0-9", "add-9-0", "add--1-0", "add-0-0-0", "remove-1-0", "make-0-0",
        "add-99999999999999999999-0",
    ])
    func `stay as they are for a wish that makes no sense`(wish: String) {
        var entries = ScriptEntries(Self.script)
        #expect(entries.apply(wish) == nil && entries == ScriptEntries(Self.script))
    }
}

@Suite(.rig, .timeLimit(.minutes(1))) struct `The page of a script` {
    private let rig: Rig
    private let gateway: Gateway

    init() throws {
        self.rig = try Rig.current
        self.gateway = try self.rig.gateway()
    }

    /// What a browser would send of a page's fields.
    private static func fields(_ page: Reply) -> [String: String] {
        var fields = Browser.hidden(page)
        let texts = page.text.matches(of: /<textarea id="([^"]+)"[^>]*>\n([^<]*)<\/textarea>/)
        for text in texts {
            fields[String(text.1)] = String(text.2).replacing("&lt;", with: "<").replacing("&gt;", with: ">")
        }
        let selects = page.text.matches(of: /<select id="([^"]+)".*?<option value="([^"]*)" selected>/)
        for select in selects { fields[String(select.1)] = String(select.2) }
        return fields
    }

    @Test func `has a field for each line, and makes the film of what is in them`() async throws {
        let job = try await self.rig.filmedJob()
        let path = "/jobs/\(job.uuidString.lowercased())"
        var browser = Browser(self.gateway)
        #expect(try await browser.get(path).text.contains("href=\"\(path)/script\">台本を編集</a>"))
        let page = try await browser.get("\(path)/script")
        #expect(page.status == 200 && !page.text.contains("<script>"))
        var fields = Self.fields(page)
        #expect(fields["text-0-0"] == "こんにちは" && fields["speaker-0-0"] == "kohaku")
        #expect(fields["text-1-0"] == "<script>alert(1)</script>" && fields["speaker-1-0"] == "sora")

        fields["text-0-0"] = "こんばんは"
        fields["do"] = "add-1-0"
        let longer = try await browser.post("\(path)/script", fields)
        #expect(longer.status == 200 && longer.text.contains(">\nこんばんは</textarea>"))
        #expect(longer.text.contains("name=\"text-1-1\" rows=\"2\" autofocus>\n</textarea>"))
        #expect(try await self.rig.queue.status(of: job)?.state == .done)

        fields = Self.fields(longer)
        fields["text-1-1"] = "おわり"
        fields["do"] = "make"
        let made = try await browser.post("\(path)/script", fields)
        #expect(made.status == 303 && made.headers[.location] == path)
        let request = try JSONDecoder().decode(
            FilmRequest.self, from: Data((try await self.rig.queue.request(of: job) ?? "").utf8))
        let yaml = try #require(request.editedScript)
        let cast = Persona.defaultCast(for: .japanese)
        let script = try ScriptFile.decode(yaml: yaml, name: "script", cast: cast).script
        #expect(
            script.sections.map { $0.narrations.map(\.text) } == [
                ["こんばんは"], ["<script>alert(1)</script>", "おわり"],
            ])

        let again = try await browser.get(path)
        #expect(again.text.contains("前の動画をダウンロードできます"))
        #expect(try await browser.get("\(path)/script").status == 409)
        _ = try await self.rig.queue.cancel(job, actor: "test")
        let cancelled = try await browser.get(path)
        #expect(cancelled.text.contains("キャンセルされました") && cancelled.text.contains("<video controls"))
    }

    @Test func `keeps what was typed when it cannot be used`() async throws {
        let job = try await self.rig.filmedJob()
        let path = "/jobs/\(job.uuidString.lowercased())/script"
        var browser = Browser(self.gateway)
        var fields = Self.fields(try await browser.get(path))
        fields.merge(["text-0-0": " ", "speaker-0-0": "sora", "text-1-0": "", "do": "make"]) { $1 }
        let refused = try await browser.post(path, fields)
        #expect(refused.status == 422 && refused.text.contains("せりふが1つもありません。"))
        #expect(Self.fields(refused)["text-0-0"] == " " && Self.fields(refused)["speaker-0-0"] == "sora")
        fields["text-1-0"] = String(repeating: "長い", count: 100_000)
        let long = try await browser.post(path, fields)
        #expect(long.status == 422 && long.text.contains("長い</textarea>"))
        #expect(long.text.contains("行目が長すぎます（") && long.text.contains("aria-describedby=\"problem\""))
        fields["form"] = "0"
        #expect(try await browser.post(path, fields).status == 403)
        #expect(try await self.rig.queue.status(of: job)?.state == .done)
    }

    @Test func `is not there before there is a script, nor for a job that nobody knows`() async throws {
        var browser = Browser(self.gateway)
        let failed = try await self.rig.failedJob(JobFailure(.engineFailed, "voice"))
        let reply = try await browser.get("/jobs/\(failed)/script")
        #expect(reply.status == 404 && reply.text.contains("<h1>台本が見つかりません</h1>"))
        #expect(try await browser.get("/jobs/\(UUID())/script").status == 404)
    }
}
