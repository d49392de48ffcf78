// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain
internal import FilmTasks
internal import Foundation
internal import HTTPTypes
internal import Store
internal import Testing
internal import Worker

@testable internal import GatewayApp

@Suite(.rig, .timeLimit(.minutes(1))) struct `A job` {
    private let rig: Rig
    private let gateway: Gateway

    init() throws {
        self.rig = try Rig.current
        self.gateway = try self.rig.gateway()
    }

    private func show(_ job: UUID, _ language: String = "ja") async throws -> [String: Any] {
        let reply = try await self.gateway.send(
            .get, "/api/jobs/\(job.uuidString.lowercased())/status", headers: [.acceptLanguage: language])
        #expect(reply.status == 200)
        return try reply.json()
    }

    @Test func `tells its stage in the reference's words`() async throws {
        let lease = try await self.rig.claimedJob()
        var json = try await self.show(lease.task.job)
        #expect(json["status"] as? String == "processing" && json["current_step"] as? String == "script")
        #expect(json["progress_message"] as? String == "スクリプトを生成中...")
        let parts = (0..<3).map { NewTask(.audio, part: $0) }
        _ = try await self.rig.queue.complete(
            lease, fanOuts: [FanOut(barrier: "b", tasks: parts, successor: nil)])
        let audio = TaskReference(job: lease.task.job, stage: .audio)
        guard case .claimed(let first) = try await self.rig.queue.claim(audio, owner: "a") else { return }
        _ = try await self.rig.queue.complete(first)
        json = try await self.show(lease.task.job)
        #expect(json["current_step"] as? String == "audio")
        #expect(json["progress_message"] as? String == "音声を生成中 (1/3)")
        #expect(json["parts_done"] as? Int == 1 && json["parts_total"] as? Int == 3)
        #expect((json["progress"] as? Int ?? 0) > 20)
    }

    @Test(arguments: JobStep.allCases)
    func `tells every step in Japanese without a word of English`(step: JobStep) async throws {
        let status = try await self.rig.queue.status(of: try await self.rig.claimedJob().task.job)
        var fields = try #require(
            try JSONSerialization.jsonObject(with: JSONEncoder().encode(status)) as? [String: Any])
        fields["step"] = step.rawValue
        let changed = try JSONDecoder().decode(
            JobStatus.self, from: JSONSerialization.data(withJSONObject: fields))
        let text = ProgressMessage.text(changed)
        #expect(text.japanese.firstMatch(of: /[A-Za-z]/) == nil && !text.japanese.isEmpty)
        #expect(text.english.utf8.allSatisfy { $0 < 0x80 } && !text.english.isEmpty)
    }

    @Test func `that is done tells of its film and when it goes`() async throws {
        let json = try await self.show(try await self.rig.finishedJob())
        #expect(json["status"] as? String == "completed" && json["progress"] as? Int == 100)
        #expect(json["progress_message"] as? String == "動画生成完了" && json["video_available"] as? Bool == true)
        #expect(json["video_size"] as? Int == 10 && json["title"] as? String == "題名")
        let times = ["created", "updated", "completed_at", "expires_at"].compactMap { json[$0] as? String }
        #expect(
            times.allSatisfy { $0.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil },
            "\(times)")
        let dates = try times.map {
            try Date($0, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        }
        #expect(dates.count == 4 && abs(dates[3].timeIntervalSince(dates[2]) - 86_400) < 0.01)
        #expect(dates[1] >= dates[2] && dates[2] >= dates[0])
    }

    @Test func `that failed says why in a sentence for its visitor, and nothing of our inside`() async throws
    {
        let article = try await self.show(
            try await self.rig.failedJob(JobFailure(.sourceNotArticle, "https://example.com/list")))
        #expect(
            article["status"] as? String == "failed" && article["error_code"] as? String == "sourceNotArticle"
        )
        #expect(
            article["error_message"] as? String
                == "記事の本文が見つかりません。一覧やメニューではなく、記事そのもののURLを指定するか、文章を貼り付けてください。")
        let inside = try await self.rig.failedJob(
            JobFailure(.internalFailure, "/srv/films/x", detail: "Fatal error: index out of range"))
        #expect(
            try await self.show(inside, "en")["error_message"] as? String
                == "Something unexpected went wrong. Please try again in a while.")
        #expect(
            try await self.show(inside)["error_message"] as? String == "予期しないエラーが起きました。しばらく待ってから、もう一度お試しください。"
        )
    }

    @Test func `is cancelled, and cancelling it again is no mistake`() async throws {
        let reply = try await self.gateway.post(#"{"text": "文"}"#)
        let path = try #require(reply.headers[.location])
        for _ in 0..<2 {
            let cancelled = try await self.gateway.send(.delete, path)
            #expect(try cancelled.status == 200 && (cancelled.json()["status"] as? String) == "cancelled")
        }
        let running = try await self.rig.claimedJob()
        let stopping = try await self.gateway.send(.delete, "/api/jobs/\(running.task.job)")
        #expect(try stopping.status == 202 && (stopping.json()["cancel_requested"] as? Bool) == true)
        let finished = try await self.gateway.send(.delete, "/api/jobs/\(try await self.rig.finishedJob())")
        #expect(finished.status == 409 && finished.code == "jobFinished")
    }

    @Test func `that failed is tried again, three times and no more`() async throws {
        let job = try await self.rig.failedJob(JobFailure(.engineFailed, "voice"))
        for generation in 1...3 {
            let reply = try await self.gateway.send(.post, "/api/jobs/\(job)/retry")
            #expect(try reply.status == 202 && (reply.json()["status"] as? String) == "pending")
            let open = try await self.gateway.send(.post, "/api/jobs/\(job)/retry")
            #expect(open.code == (generation < 3 ? "jobNotFailed" : "retriesSpent"))
            let task = TaskReference(job: job, stage: .script, generation: generation)
            guard case .claimed(let lease) = try await self.rig.queue.claim(task, owner: "a") else {
                Issue.record("not queued")
                return
            }
            _ = try await self.rig.queue.fail(
                lease, TaskFailure(.permanent, JobFailure(.engineFailed, "voice")))
        }
        #expect(try await self.gateway.send(.post, "/api/jobs/\(job)/retry").status == 429)
    }

    @Test func `shows its script as soon as that is written`() async throws {
        let lease = try await self.rig.claimedJob()
        let job = lease.task.job
        #expect(try await self.gateway.send(.get, "/api/jobs/\(job)/script").code == "filmNotReady")
        let line = Narration(personaID: "a", text: "こんにちは。")
        let slide = SlideBrief.points(heading: "見出し", items: ["一", "二"], isOrdered: false)
        let script = Script(
            title: "題名", description: "説明", language: .japanese,
            sections: [Section(title: "節", narrations: [line], slide: slide)])
        let id = try await self.rig.objects.store(try JSONEncoder().encode(script), for: nil)
        let result = ScriptResult(script: id, title: "題名", language: .japanese, sectionCount: 1)
        _ = try await self.rig.queue.complete(
            lease, result: try TaskResult.json(result), next: [NewTask(.audio)])
        let reply = try await self.gateway.send(.get, "/api/jobs/\(job)/script")
        #expect(reply.status == 200 && reply.headers[.contentType] == "application/yaml; charset=utf-8")
        let yaml = String(decoding: reply.body, as: UTF8.self)
        #expect(yaml.contains("こんにちは。") && yaml.hasPrefix("title: 題名"))
    }

    private static let routes = [
        "", "/status", "/events", "/script", "/download", "/video", "/thumbnail", "/subtitles.vtt",
        "/subtitles.srt",
    ]

    @Test(
        arguments: Self.routes,
        ["00000000-0000-4000-8000-000000000000", "1", "..%2f..%2fetc%2fpasswd", "' OR 1=1"])
    func `that nobody knows is 404 everywhere`(route: String, id: String) async throws {
        let path = "/api/jobs/\(id.replacing(" ", with: "%20"))\(route)"
        let reply = try await self.gateway.send(.get, path)
        #expect(reply.status == 404 && reply.code == "jobUnknown")
        #expect(reply.headers[.contentType] == "application/problem+json; charset=utf-8")
        #expect(try await self.gateway.send(.head, path).status == 404)
    }

    @Test func `behind a thousand others says so when it is taken, and its page counts them`() async throws {
        let lease = try await self.rig.claimedJob()
        try await self.rig.store.rows(
            """
            INSERT INTO tasks (job_id, generation, stage, part, max_attempts)
            SELECT \(lease.task.job), \(lease.task.generation), 'script', part, 3
            FROM generate_series(1, 1000) part
            """)
        let said = ["ja": "待機中（前に1,000件以上）", "en": "Waiting behind 1,000 others or more"]
        for (language, words) in said {
            let reply = try await self.gateway.post(
                #"{"text": "本文です。"}"#, headers: [.acceptLanguage: language])
            let json = try reply.json()
            #expect(reply.status == 202 && json["progress_message"] as? String == words)
            #expect(json["queue_position"] is NSNull)
            let id = try #require(json["id"] as? String)
            let page = try await self.gateway.send(
                .get, "/jobs/\(id)", headers: [.acceptLanguage: language])
            let text = String(decoding: page.body, as: UTF8.self)
            #expect(text.contains(language == "ja" ? "待機中（100" : "Waiting, number 100"))
        }
    }

    @Test func `that nobody knows cannot be cancelled or tried again`() async throws {
        let path = "/api/jobs/00000000-0000-4000-8000-000000000000"
        #expect(try await self.gateway.send(.delete, path).status == 404)
        #expect(try await self.gateway.send(.post, path + "/retry").status == 404)
    }
}

@Suite(.rig, .timeLimit(.minutes(1))) struct `The routes` {
    private let gateway: Gateway

    init() throws { self.gateway = try Rig.current.gateway() }

    @Test(arguments: [
        (HTTPRequest.Method.get, "/api/jobs", "OPTIONS, POST"), (.delete, "/api/jobs", "OPTIONS, POST"),
        (.post, "/api/jobs/x", "DELETE, GET, HEAD, OPTIONS"),
        (.put, "/api/jobs/x/video", "GET, HEAD, OPTIONS"),
        (.query, "/api/jobs", "OPTIONS, POST"), (.get, "/api/jobs/x/retry", "OPTIONS, POST"),
        (.post, "/health", "GET, HEAD, OPTIONS"),
    ])
    func `say what can be done where something cannot`(
        method: HTTPRequest.Method, path: String, allow: String
    ) async throws {
        let reply = try await self.gateway.send(method, path)
        #expect(reply.status == 405 && reply.headers[.allow] == allow && reply.code == "methodNotAllowed")
        let options = try await self.gateway.send(.options, path)
        #expect(options.status == 204 && options.headers[.allow] == allow)
    }

    @Test(arguments: [
        "/api/nothing", "/api/openapi.json", "/api/jobs/x/y/z", "/nothing", "/api/jobs/x/video/../video",
    ])
    func `answer what is not there with a problem and never a page`(path: String) async throws {
        let reply = try await self.gateway.send(.get, path)
        #expect(reply.status == 404 && reply.code == "routeUnknown")
    }

    @Test func `speak the language of ?lang= before that of a header`() async throws {
        let headers: HTTPFields = [.acceptLanguage: "ja"]
        let reply = try await self.gateway.send(.get, "/api/jobs/x?lang=en", headers: headers)
        #expect(reply.headers[.contentLanguage] == "en")
        #expect(
            try await self.gateway.send(.get, "/api/jobs/x?lang=xx", headers: headers).headers[
                .contentLanguage] == "ja")
    }

    @Test func `say what can be done with all of them`() async throws {
        let used = Set(self.gateway.resources.flatMap(\.handlers.keys).map(\.rawValue)).union([
            "HEAD", "OPTIONS",
        ])
        let options = try await self.gateway.send(.options, "*")
        #expect(options.status == 204 && options.headers[.allow] == used.sorted().joined(separator: ", "))
    }

    @Test func `know the methods of HTTP and no others`() async throws {
        let brew = try #require(HTTPRequest.Method("BREW"))
        #expect(try await self.gateway.send(brew, "/api/jobs").status == 501)
    }

    @Test func `tell of the gateway's health`() async throws {
        let health = try await self.gateway.send(.get, "/health")
        #expect(
            health.status == 200 && String(decoding: health.body, as: UTF8.self) == #"{"status":"healthy"}"#)
        #expect(try await self.gateway.send(.get, "/livez").status == 200)
        let ready = try await self.gateway.send(.get, "/readyz")
        #expect(ready.status == 200)
        let checks = try #require(try ready.json()["checks"] as? [[String: Any]])
        #expect(checks.map { $0["name"] as? String } == ["database", "disk", "broker"])
        // Anybody may ask: nothing of the broker's address.
        #expect(checks.allSatisfy { ["ok", "away"].contains($0["detail"] as? String) })
    }

    @Test func `show metrics to this machine alone`() async throws {
        #expect(try await self.gateway.send(.get, "/metrics", peer: "127.0.0.1").status == 200)
        #expect(try await self.gateway.send(.get, "/metrics", peer: "198.51.100.7").status == 404)
        let proxied = try await self.gateway.send(
            .get, "/metrics", headers: [.xForwardedFor: "198.51.100.7"], peer: "127.0.0.1")
        #expect(proxied.status == 404)
    }

    @Test func `tell a browser to trust nothing`() async throws {
        for path in ["/health", "/nothing", "/api/jobs/x"] {
            let headers = try await self.gateway.send(.get, path).headers
            #expect(headers[.xContentTypeOptions] == "nosniff" && headers[.cacheControl] == "no-store")
            #expect(headers[.contentSecurityPolicy] == "default-src 'none'; frame-ancestors 'none'")
            #expect(headers[.accessControlAllowOrigin] == nil)
        }
    }

    @Test func `answer 503 while the database is away, and say nothing of it`() async throws {
        let away = Store(Endpoint("postgresql://a:hunter2@127.0.0.1:1/none"), sessions: 1)
        let gateway = try Rig.current.gateway(store: away)
        for reply in [
            try await gateway.post(#"{"text": "文"}"#),
            try await gateway.send(.get, "/api/jobs/00000000-0000-4000-8000-000000000000"),
        ] {
            #expect(
                reply.status == 503 && reply.code == "databaseUnavailable"
                    && reply.headers[.retryAfter] == "5")
            #expect(!String(decoding: reply.body, as: UTF8.self).contains("127.0.0.1"))
        }
        #expect(try await gateway.send(.get, "/readyz").status == 503)
        #expect(try await gateway.send(.get, "/livez").status == 200)
    }
}
