// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain
internal import Foundation
internal import HTTPTypes
internal import Store
internal import Testing
internal import Worker

@testable internal import GatewayApp

@Suite(.rig, .timeLimit(.minutes(1))) struct `The page of a job` {
    private let rig: Rig
    private let gateway: Gateway

    init() throws {
        self.rig = try Rig.current
        self.gateway = try self.rig.gateway()
    }

    private func page(_ job: UUID, _ query: String = "") async throws -> String {
        var browser = Browser(self.gateway)
        let reply = try await browser.get("/jobs/\(job.uuidString.lowercased())\(query)")
        #expect(reply.status == 200)
        return reply.text
    }

    @Test func `calls a film by its article's address until it has a title`() async throws {
        let request = try TaskResult.json(["source": ["address": ["_0": "https://example.com/a/"]]])
        let lease = try await self.rig.claimedJob(request)
        _ = try await self.rig.queue.fail(lease, TaskFailure(.permanent, JobFailure(.engineFailed, "x")))
        let named = try await self.gateway.send(.get, "/jobs/\(lease.task.job)").text
        #expect(named.contains("<h1 id=\"title\" data-live>example.com/a</h1>"))
        let job = try await self.rig.failedJob(JobFailure(.engineFailed, "x"))
        let text = try await self.gateway.send(.get, "/jobs/\(job)?lang=en").text
        #expect(
            text.contains(
                "<h1 id=\"title\" data-live>Film of a text \(job.uuidString.prefix(8).lowercased())</h1>"))
    }

    @Test func `tells how far each stage is, and marks the ones at work`() async throws {
        let job = try await self.rig.claimedJob().task.job
        let before = try await self.page(job)
        #expect(before.contains("<li aria-current=\"step\"><b>台本</b> <span>作成中</span></li>"))
        #expect(before.contains("<li><b>動画</b> <span>これから</span></li>"))

        let written = try await self.rig.scriptedJob()
        try await self.rig.finishSlide(0, of: written, picture: Data("png".utf8))
        let page = try await self.page(written)
        for part in [
            "<li class=\"done\"><b>台本</b> <span>完了</span></li>",
            "<li aria-current=\"step\"><b>音声</b> <span>作成中 0/2</span></li>",
            "<li aria-current=\"step\"><b>スライド</b> <span>作成中 1/2</span></li>",
            "<li><b>動画</b> <span>これから</span></li>",
        ] {
            #expect(page.contains(part), "\(part)")
        }
    }

    @Test func `shows the script and each slide as soon as they are there, as text`() async throws {
        let job = try await self.rig.scriptedJob()
        let path = "/api/jobs/\(job.uuidString.lowercased())/slides"
        let early = try await self.page(job)
        #expect(early.contains("<h1 id=\"title\" data-live>待ち行列 &lt;b&gt;</h1>"))
        #expect(early.contains("<b>コハク</b><span>こんにちは</span>"))
        #expect(early.contains("<b>ソラ</b><span>&lt;script&gt;alert(1)&lt;/script&gt;</span>"))
        #expect(early.contains("スライドはこれから") && !early.contains("<img class=\"picture\""))
        #expect(try await self.gateway.send(.get, "\(path)/2").code == "slideMissing")

        try await self.rig.finishSlide(1, of: job, picture: Data("png".utf8))
        let page = try await self.page(job)
        #expect(page.contains("src=\"\(path)/2\" alt=\"スライド2: まとめ &amp; --&gt; &lt;i&gt;\""))
        #expect(!page.contains("src=\"\(path)/1\"") && !page.contains("<script>"))
        let slide = try await self.gateway.send(.get, "\(path)/2")
        #expect(slide.status == 200 && slide.body == Data("png".utf8))
        #expect(slide.headers[.contentType] == "image/png" && slide.headers[.eTag] != nil)
    }

    @Test(arguments: ["0", "-1", "3", "1.0", "9223372036854775808", "..%2F..%2Fetc%2Fpasswd", "a"])
    func `has no slide by another number`(number: String) async throws {
        let job = try await self.rig.scriptedJob()
        try await self.rig.finishSlide(0, of: job, picture: Data("png".utf8))
        let reply = try await self.gateway.send(.get, "/api/jobs/\(job)/slides/\(number)")
        #expect(
            reply.status == 404 && reply.headers[.contentType]?.hasPrefix("application/problem+json") == true)
    }

    @Test func `says how much longer it takes only when that is known`() async throws {
        let job = try await self.rig.claimedJob().task.job
        #expect(try await self.page(job).contains("<li id=\"remaining\" data-live></li>"))
        try await self.rig.pastFilm()
        let other = try self.rig.gateway()
        var browser = Browser(other)
        #expect(try await browser.get("/jobs/\(job)").text.contains("残り約1分40秒"))
        #expect(try await browser.get("/jobs/\(job)?lang=en").text.contains("about 1 min 40 s left"))
        _ = try await self.rig.queue.cancel(job, actor: "test")
        #expect(try await browser.get("/jobs/\(job)").text.contains("<li id=\"remaining\" data-live></li>"))
    }

    @Test func `tells who is before it in the queue, and no time`() async throws {
        try await self.rig.pastFilm()
        var jobs: [UUID] = []
        for _ in 0..<3 {
            let admission = AdmissionRequest(client: "test", request: "{}", first: NewTask(.script))
            guard case .admitted(let job) = try await self.rig.queue.admit(admission) else {
                throw Rig.Unexpected()
            }
            jobs.append(job)
        }
        let first = try await self.page(jobs[0])
        #expect(first.contains("残り約") && !first.contains("前に待機しています"))
        let last = try await self.page(jobs[2])
        #expect(last.contains("📋 現在2件のジョブが前に待機しています") && !last.contains("残り約"))
    }

    @Test func `with a film has chapters, captions, credits and all files`() async throws {
        let job = try await self.rig.filmedJob()
        let base = "/api/jobs/\(job.uuidString.lowercased())"
        let page = try await self.page(job)
        for part in [
            "<track kind=\"captions\" src=\"\(base)/subtitles.vtt\" srclang=\"ja\" label=\"日本語\">",
            "<track kind=\"chapters\" src=\"\(base)/chapters.vtt\" srclang=\"ja\" label=\"章\" default>",
            "href=\"\(base)/video#t=0.000\" data-at=\"0.000\"><time>0:00</time> はじめに</a>",
            "</time> まとめ &amp; --&gt; &lt;i&gt;</a>",
            "src=\"\(base)/slides/1\"", "<a href=\"\(base)/thumbnail\">", "<a href=\"\(base)/script\">",
            "<summary>クレジット</summary>", "HTS Voice &quot;Mei&quot;", "長さ 12秒",
        ] {
            #expect(page.contains(part), "\(part)")
        }
    }

    @Test func `has chapters as a track of its own`() async throws {
        let job = try await self.rig.filmedJob()
        let reply = try await self.gateway.send(.get, "/api/jobs/\(job)/chapters.vtt")
        #expect(reply.status == 200 && reply.headers[.contentType] == "text/vtt; charset=utf-8")
        let times = reply.text.matches(of: /(\d\d:\d\d:\d\d\.\d{3}) --> (\d\d:\d\d:\d\d\.\d{3})\n(.*)\n/)
        #expect(times.map { String($0.3) } == ["はじめに", "まとめ &amp; --&gt; &lt;i&gt;"])
        #expect(times.first?.1 == "00:00:00.000" && times.first?.2 == times.last?.1)
        let open = try await self.rig.scriptedJob()
        #expect(try await self.gateway.send(.get, "/api/jobs/\(open)/chapters.vtt").code == "filmNotReady")
        let bare = try await self.rig.finishedJob()
        #expect(try await self.gateway.send(.get, "/api/jobs/\(bare)/chapters.vtt").code == "filmMissing")
    }

    @Test func `is there without what has vanished`() async throws {
        let (open, done) = (try await self.rig.scriptedJob(), try await self.rig.filmedJob())
        try FileManager.default.removeItem(at: self.rig.objects.root.appending(path: "objects"))
        let making = try await self.page(open)
        #expect(making.contains("id=\"stages\"") && !making.contains("scene-list"))
        #expect(try await self.page(done).contains("<video controls"))
    }

    @Test func `that failed keeps showing what was made`() async throws {
        let job = try await self.rig.scriptedJob()
        guard
            case .claimed(let lease) = try await self.rig.queue.claim(
                TaskReference(job: job, stage: .audio), owner: "a")
        else { throw Rig.Unexpected() }
        _ = try await self.rig.queue.fail(
            lease, TaskFailure(.permanent, JobFailure(.engineFailed, "voice")))
        let page = try await self.page(job)
        #expect(page.contains("❌ 動画の生成に失敗しました") && page.contains("<span>こんにちは</span>"))
        #expect(page.contains("もう一度試す"))
    }
}
