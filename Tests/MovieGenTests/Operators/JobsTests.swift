// SPDX-License-Identifier: Apache-2.0
import Foundation
import Store
import Testing

@Suite(.timeLimit(.minutes(2))) struct `moviegen jobs` {
    struct Job: Decodable {
        struct Wait: Decodable { let reason, message: String }
        let id, client, state, step: String
        let url, errorCode: String?
        let percent: Int
        let createdAt: Date
        let waitsFor: Wait?
    }

    struct Change: Decodable {
        let job, outcome: String
        let tasks: Int
    }

    struct Explanation: Decodable {
        struct Part: Decodable { let stage, state: String }
        struct Letter: Decodable { let reason: String }
        let job: Job
        let tasks: [Part]
        let deadLetters: [Letter]
    }

    @Test func `list filters by state, client and age, the newest first`() async throws {
        try await TestCluster.with { cluster in
            let dead = try await cluster.die()
            let open = try await cluster.admit(client: "bob")
            let all = try cluster.json([Job].self, "jobs", "list")
            #expect(all.map(\.id) == [open.job.id, dead.job.id])
            #expect(all.map(\.state) == ["open", "failed"] && all[1].errorCode == "sourceNotArticle")
            #expect(abs(all[0].createdAt.timeIntervalSinceNow) < 600)
            #expect(try cluster.json([Job].self, "jobs", "list", "--state", "failed").count == 1)
            #expect(try cluster.json([Job].self, "jobs", "list", "--client", "bob").map(\.client) == ["bob"])
            #expect(try cluster.json([Job].self, "jobs", "list", "--older-than", "1h").isEmpty)
            #expect(try cluster.json([Job].self, "jobs", "list", "--limit", "1").count == 1)
        }
    }

    @Test func `list --stuck says why nothing moves`() async throws {
        try await TestCluster.with { cluster in
            let task = try await cluster.admit()
            #expect(try cluster.json([Job].self, "jobs", "list", "--stuck").isEmpty)
            try await cluster.queue.store.rows("UPDATE jobs SET created_at = now() - interval '1 hour'")
            try await cluster.queue.store.rows(
                "UPDATE tasks SET enqueued_at = now() - interval '1 hour', run_at = now() - interval '1 hour'"
            )
            try await cluster.queue.store.rows("DELETE FROM outbox")
            let stuck = try cluster.json([Job].self, "jobs", "list", "--stuck")
            #expect(stuck.map(\.id) == [task.job.id] && stuck.map(\.waitsFor?.reason) == ["noWorkerAlive"])
            #expect(stuck.first?.waitsFor?.message.contains("no script-svc is alive") == true)
        }
    }

    @Test func `show and explain take the first digits of an id`() async throws {
        try await TestCluster.with { cluster in
            let dead = try await cluster.die()
            let job = try cluster.json(Job.self, "jobs", "show", dead.job.short)
            #expect(job.id == dead.job.id && job.state == "failed")
            let explanation = try cluster.json(Explanation.self, "jobs", "explain", dead.job.short)
            #expect(explanation.tasks.map(\.state) == ["dead"] && explanation.job.waitsFor == nil)
            #expect(explanation.deadLetters.map(\.reason) == ["permanent"])
            let text = try cluster.run("jobs", "explain", dead.job.id)
            #expect(
                text.status == 0 && text.output.contains("no article") && text.output.contains("1/6"))
        }
    }

    @Test func `an id that names none, several or nothing has its exit code`() async throws {
        try await TestCluster.with { cluster in
            var request = AdmissionRequest(client: "a", first: NewTask(.script))
            for end in ["1", "2"] {
                request.id = try #require(UUID(uuidString: "abcdef01-0000-4000-8000-00000000000\(end)"))
                _ = try await cluster.queue.admit(request)
            }
            let several = try cluster.run("jobs", "show", "abcdef01")
            #expect(several.status == 64 && several.errors.contains("more than one id"))
            #expect(try cluster.run("jobs", "show", "ABCDEF01-0000-4000-8000-000000000002").status == 0)
            for command in ["show", "explain", "cancel", "retry", "delete"] {
                let unknown = try cluster.run("jobs", command, "deadbeef", "--json")
                #expect(unknown.status == 66 && unknown.errors.contains(#""code":"jobUnknown""#))
                #expect(try cluster.run("jobs", command, "zzzzzzzz").status == 64)
                #expect(try cluster.run("jobs", command, "abcdef0").status == 64)
            }
            #expect(try cluster.run("jobs", "list", "--state", "lost").status == 64)
            #expect(try cluster.run("jobs", "list", "--older-than", "5").status == 64)
        }
    }

    @Test func `cancel, retry and delete do it once, and say who did`() async throws {
        try await TestCluster.with { cluster in
            let (open, dead) = (try await cluster.admit(), try await cluster.die())
            #expect(try cluster.run("jobs", "delete", open.job.short).status == 75)
            #expect(try cluster.run("jobs", "retry", open.job.short).status == 65)
            #expect(try cluster.run("jobs", "cancel", dead.job.short).status == 65)
            let cancelled = try cluster.json(
                [Change].self, "jobs", "cancel", open.job.short, "--actor", "eve")
            #expect(cancelled.map(\.outcome) == ["cancelled"] && cancelled.map(\.job) == [open.job.id])
            #expect(try await cluster.state(open.job) == .cancelled)
            #expect(try cluster.run("jobs", "cancel", open.job.short).status == 0)
            let retried = try cluster.json([Change].self, "jobs", "retry", dead.job.short)
            #expect(retried.map(\.tasks) == [1])
            #expect(try await cluster.state(dead.job) == .open)
            let deleted = try cluster.json([Change].self, "jobs", "delete", open.job.short)
            #expect(deleted.map(\.outcome) == ["deleted"])
            #expect(try await cluster.queue.status(of: open.job) == nil)
            let audit = try await cluster.queue.audit(limit: 9)
            #expect(audit.map(\.action) == ["delete", "replay", "cancel"])
            #expect(audit.map(\.actor) == ["tester", "tester", "eve"])
        }
    }

    @Test func `cancel --client stops what a client has open, and nobody else's`() async throws {
        try await TestCluster.with { cluster in
            for _ in 0..<3 { _ = try await cluster.admit(client: "flood") }
            let other = try await cluster.admit(client: "bob")
            #expect(try cluster.json([Change].self, "jobs", "cancel", "--client", "flood").count == 3)
            #expect(try await cluster.state(other.job) == .open)
            #expect(try cluster.run("jobs", "cancel").status == 64)
        }
    }

    @Test func `a running task is stopping until its worker hears of it`() async throws {
        try await TestCluster.with { cluster in
            let task = try await cluster.admit()
            _ = try await cluster.claim(task)
            let change = try cluster.json([Change].self, "jobs", "cancel", task.job.id)
            #expect(change.map(\.outcome) == ["stopping"] && change.map(\.tasks) == [1])
        }
    }

    @Test func `a table is in Japanese where the terminal is, its columns straight`() async throws {
        try await TestCluster.with { cluster in
            _ = try await cluster.admit(client: "クライアント\u{1B}[31m")
            let result = try cluster.run("jobs", "list", changing: ["LC_ALL": "ja_JP.UTF-8"])
            let lines = result.output.split(separator: "\n")
            #expect(lines.count == 2 && !result.output.contains("\u{1B}"))
            for (heading, cell) in [("状態", "open"), ("段階", "順番待ち"), ("依頼元", "クライアント")] {
                let places = try zip(lines, [heading, cell]).map { line, text in
                    let start = try #require(line.range(of: text)).lowerBound
                    return line[..<start].unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
                }
                #expect(places[0] == places[1], "\(heading)")
            }
        }
    }

    @Test func `a database that is away is 69, one without our tables says so`() async throws {
        try await TestCluster.with { cluster in
            let away = try cluster.run(
                "jobs", "list", changing: ["DATABASE_URL": "postgresql://127.0.0.1:9/x"])
            #expect(away.status == 69 && away.errors.contains("PostgreSQL"))
            let empty = try cluster.run(
                "jobs", "list", changing: ["MOVIEGEN_DATABASE_SCHEMA": "nowhere_at_all"])
            #expect(empty.status == 69 && empty.errors.contains("none of our tables"))
        }
    }
}
