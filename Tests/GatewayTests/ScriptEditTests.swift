// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import Foundation
internal import HTTPTypes
internal import Store
internal import Testing
internal import Worker

@testable internal import GatewayApp

@Suite(.rig, .timeLimit(.minutes(1))) struct `An edited script` {
    private static let yaml = """
        title: 題名
        description: 説明
        sections:
          - title: 一
            narrations:
              - persona_id: kohaku
                text: 直した台詞です。
        """

    private let rig: Rig

    init() throws { self.rig = try Rig.current }

    private func put(
        _ yaml: String, of job: UUID, on gateway: Gateway? = nil, type: String = "application/yaml"
    ) async throws -> Reply {
        try await (gateway ?? self.rig.gateway()).send(
            .put, "/api/jobs/\(job.uuidString.lowercased())/script", headers: [.contentType: type],
            body: Data(yaml.utf8))
    }

    private func finishedJob() async throws -> UUID {
        let request = FilmRequest(source: .address("https://example.com/article"))
        let job = try await self.rig.finishedJob()
        try await self.rig.store.rows(
            "UPDATE jobs SET request = \(SQLValue.json(try TaskResult.json(request))) WHERE id = \(job)")
        return job
    }

    @Test func `makes the film again, and the one from before is served meanwhile`() async throws {
        let (job, gateway) = (try await self.finishedJob(), try self.rig.gateway())
        let reply = try await self.put(Self.yaml, of: job)
        let path = "/api/jobs/\(job.uuidString.lowercased())"
        #expect(reply.status == 202 && reply.headers[.location] == path)
        let json = try reply.json()
        #expect(json["status"] as? String == "pending" && json["progress"] as? Int == 0)
        #expect(json["url"] as? String == "https://example.com/article")
        #expect(try await gateway.send(.get, path + "/video").body == Data("0123456789".utf8))
        let script = TaskReference(job: job, stage: .script, generation: 1)
        guard case .claimed(let lease) = try await self.rig.queue.claim(script, owner: "a") else {
            Issue.record("its first task waits for nobody")
            return
        }
        let request = try #require(try await self.rig.queue.request(of: job))
        let film = try JSONDecoder().decode(FilmRequest.self, from: Data(request.utf8))
        #expect(film.editedScript == Self.yaml && film.source == .address("https://example.com/article"))
        // One that is cancelled, or fails, leaves it too.
        _ = try await self.rig.queue.cancel(job, actor: "a")
        try await self.rig.queue.giveUp(lease)
        #expect(try await self.rig.queue.status(of: job)?.state == .cancelled)
        #expect(try await gateway.send(.get, path + "/video").status == 200)
        #expect(
            try await self.rig.count("SELECT count(*) AS count FROM tasks WHERE job_id = \(job)") == 1)
    }

    @Test func `with a mistake is refused with what is wrong, and the film stays as it is`() async throws {
        let job = try await self.finishedJob()
        for (yaml, code) in [
            ("title: only", "scriptInvalid"), (": : :", "scriptInvalid"), ("", "scriptInvalid"),
        ] {
            let reply = try await self.put(yaml, of: job)
            #expect(reply.status == 422 && reply.code == code, "\(yaml)")
        }
        #expect(try await self.put(Self.yaml, of: job, type: "application/json").status == 415)
        let huge = String(repeating: "#", count: FilmRequest.maximumBytes + 1)
        #expect(try await self.put(huge, of: job).code == "sourceTooLarge")
        #expect(try await self.rig.queue.status(of: job)?.state == .done)
    }

    @Test func `of a film that is being made, or of none, is refused`() async throws {
        let lease = try await self.rig.claimedJob(
            try TaskResult.json(FilmRequest(source: .address("https://example.com/"))))
        let reply = try await self.put(Self.yaml, of: lease.task.job)
        #expect(reply.status == 409 && reply.code == "jobOpen" && reply.headers[.retryAfter] == "5")
        #expect(try await self.put(Self.yaml, of: UUID()).status == 404)
    }

    @Test func `is taken as often as it may be, and each costs no retry`() async throws {
        let gateway = try self.rig.gateway {
            $0.editLimit = 3; $0.retryLimit = 1
        }
        let job = try await self.finishedJob()
        for _ in 0..<3 {
            #expect(try await self.put(Self.yaml, of: job, on: gateway).status == 202)
            try await self.rig.store.rows(
                "UPDATE jobs SET state = 'failed', finished_at = now() WHERE id = \(job)")
        }
        #expect(try await self.put(Self.yaml, of: job, on: gateway).code == "editsSpent")
        let path = "/api/jobs/\(job.uuidString.lowercased())/retry"
        #expect(try await gateway.send(.post, path).status == 202)
    }

    @Test func `leaves the idempotency key its first request`() async throws {
        let (gateway, body) = (try self.rig.gateway(), #"{"text": "文章。"}"#)
        let headers: HTTPFields = [.idempotencyKey: "k"]
        let json = try await gateway.post(body, headers: headers).json()
        let job = try #require(UUID(uuidString: json["id"] as? String ?? ""))
        _ = try await self.rig.queue.cancel(job, actor: "a")
        #expect(try await self.put(Self.yaml, of: job).status == 202)
        let again = try await gateway.post(body, headers: headers)
        #expect(again.status == 202 && again.headers[.idempotentReplayed] == "true")
    }

    @Test func `from a blocked network, or while too many jobs are open, waits`() async throws {
        let job = try await self.finishedJob()
        let full = try self.rig.gateway { $0.openJobLimit = 0 }
        #expect(try await self.put(Self.yaml, of: job, on: full).code == "queueFull")
        try await self.rig.store.rows(
            "INSERT INTO blocked_networks (network, reason, actor) VALUES ('198.51.100.0/24', 'r', 'a')")
        #expect(try await self.put(Self.yaml, of: job).code == "blocked")
    }
}
