// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Fetch
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore
internal import Signing
internal import Store
internal import Testing
internal import Worker

@testable internal import GatewayApp

@Suite(.rig, .timeLimit(.minutes(2))) struct `A webhook` {
    /// 24 bytes.
    private static let secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"

    private let rig: Rig

    init() throws { self.rig = try Rig.current }

    /// - Returns: The job, its first task running.
    private func job(on gateway: Gateway, telling port: Int) async throws -> Lease {
        let body = """
            {"text": "文章。", "webhook": "http://127.0.0.1:\(port)/films", "webhook_secret": "\(Self.secret)"}
            """
        let reply = try await gateway.post(body, headers: [.acceptLanguage: "en"])
        let job = try #require(UUID(uuidString: try reply.json()["id"] as? String ?? ""))
        let task = TaskReference(job: job, stage: .script)
        guard case .claimed(let lease) = try await self.rig.queue.claim(task, owner: "a") else {
            throw Rig.Unexpected()
        }
        return lease
    }

    private func gateway() throws -> (Gateway, WebhookCourier) {
        var settings = GatewaySettings()
        settings.allowsPrivateAddresses = true
        settings.webhookPeriod = .milliseconds(20)
        let gateway = try self.rig.gateway { $0.allowsPrivateAddresses = true }
        return (gateway, WebhookCourier(queue: self.rig.queue, settings: settings, logger: .silent))
    }

    @Test func `is told once what became of its job, signed`() async throws {
        let (gateway, courier) = try self.gateway()
        try await Receiver.run(answers: [.ok]) { receiver in
            let lease = try await self.job(on: gateway, telling: receiver.port)
            try await courier.whileRunning {
                _ = try await self.rig.queue.fail(
                    lease, TaskFailure(.permanent, JobFailure(.sourceEmpty, "text")))
                let call = try await receiver.next()
                let id = try #require(call.headers["webhook-id"])
                #expect(id == "msg_\(lease.task.job.uuidString.lowercased())_0")
                let time = try #require(call.headers["webhook-timestamp"])
                let key = try #require(Data(base64Encoded: String(Self.secret.dropFirst(6))))
                let signed = Data("\(id).\(time).".utf8) + call.body
                let code = HMACSHA256.code(of: signed, key: key).base64EncodedString()
                #expect(call.headers["webhook-signature"] == "v1,\(code)")
                #expect(call.headers["content-type"] == "application/json")
                let json = try #require(
                    try JSONSerialization.jsonObject(with: call.body) as? [String: Any])
                let data = try #require(json["data"] as? [String: Any])
                #expect(json["type"] as? String == "job.failed" && data["status"] as? String == "failed")
                #expect((data["error_message"] as? String)?.isEmpty == false)
                try await self.settled(lease.task.job)
            }
            #expect(receiver.count == 1)
        }
    }

    @Test func `that does not take its message is called again, with the same id`() async throws {
        let (gateway, courier) = try self.gateway()
        try await Receiver.run(answers: [.internalServerError, .found, .ok]) { receiver in
            let lease = try await self.job(on: gateway, telling: receiver.port)
            _ = try await self.rig.queue.complete(lease, result: "{}")
            try await courier.whileRunning {
                let first = try await receiver.next()
                var ids = [first.headers["webhook-id"]]
                for _ in 0..<2 {
                    // As if the pause were over.
                    try await self.until("SELECT 1 AS one FROM webhooks WHERE last_error IS NOT NULL")
                    try await self.rig.store.rows("UPDATE webhooks SET due_at = now(), last_error = NULL")
                    ids.append(try await receiver.next().headers["webhook-id"])
                }
                #expect(Set(ids).count == 1 && ids.count == 3)
                try await self.settled(lease.task.job)
            }
            #expect(receiver.count == 3)
        }
    }

    @Test func `that is gone is not called again`() async throws {
        let (gateway, courier) = try self.gateway()
        try await Receiver.run(answers: [.gone]) { receiver in
            let lease = try await self.job(on: gateway, telling: receiver.port)
            _ = try await self.rig.queue.complete(lease, result: "{}")
            try await courier.whileRunning { try await self.settled(lease.task.job) }
            #expect(receiver.count == 1)
        }
    }

    @Test func `is told by one of two gateways, and again after an edit`() async throws {
        let (gateway, courier) = try self.gateway()
        let (_, other) = try self.gateway()
        try await Receiver.run(answers: [.ok, .noContent]) { receiver in
            let lease = try await self.job(on: gateway, telling: receiver.port)
            let job = lease.task.job
            _ = try await self.rig.queue.complete(lease, result: "{}")
            try await courier.whileRunning {
                try await other.whileRunning {
                    _ = try await receiver.next()
                    try await self.settled(job)
                    let outcome = try await self.rig.queue.remake(
                        job, request: "{}", limit: 1, openJobLimit: 9, address: nil, actor: "a")
                    #expect(outcome == .begun)
                    let task = TaskReference(job: job, stage: .script, generation: 1)
                    guard case .claimed(let lease) = try await self.rig.queue.claim(task, owner: "a") else {
                        throw Rig.Unexpected()
                    }
                    _ = try await self.rig.queue.complete(lease, result: "{}")
                    let call = try await receiver.next()
                    #expect(call.headers["webhook-id"] == "msg_\(job.uuidString.lowercased())_1")
                    try await self.settled(job)
                }
            }
            #expect(receiver.count == 2)
        }
    }

    @Test(arguments: [
        (#""webhook": "https://example.com/""#, "webhook_secret", "requestInvalid"),
        (
            #""webhook": "https://example.com/", "webhook_secret": "secret""#, "webhook_secret",
            "requestInvalid"
        ),
        (#""webhook_secret": "x""#, "webhook", "requestInvalid"),
        (#""webhook": "http://10.0.0.1/", "webhook_secret": "\#(secret)""#, "webhook", "addressRefused"),
        (#""webhook": "ftp://example.com/", "webhook_secret": "\#(secret)""#, "webhook", "addressInvalid"),
    ])
    func `that cannot be called safely is refused with its job`(fields: String, field: String, code: String)
        async throws
    {
        let reply = try await self.rig.gateway().post(#"{"text": "文章。", \#(fields)}"#)
        #expect(reply.status == 422 && reply.code == code)
        #expect(try reply.json()["field"] as? String == field)
        #expect(try await self.rig.count("SELECT count(*) AS count FROM jobs") == 0)
    }

    private func settled(_ job: UUID) async throws {
        try await self.until(
            """
            SELECT 1 AS one FROM webhooks w JOIN jobs j ON j.id = w.job_id
            WHERE j.id = \(job) AND w.told_generation = j.generation
            """)
    }

    /// Ends with the suite's time limit if it never comes.
    private func until(_ query: Query) async throws {
        while try await self.rig.store.rows(query).isEmpty { try await Task.sleep(for: .milliseconds(20)) }
    }
}

extension WebhookCourier {
    fileprivate func whileRunning(_ body: () async throws -> Void) async throws {
        let run = Task { try await self.run() }
        let result: Result<Void, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        run.cancel()
        _ = await run.result
        try result.get()
    }
}

/// An HTTP server that keeps what it is sent.
private final class Receiver: Sendable {
    struct Call: Sendable {
        let headers: [String: String]
        let body: Data
    }

    let port: Int
    private let log: Log

    private init(port: Int, log: Log) {
        self.port = port
        self.log = log
    }

    private final class Log: Sendable {
        let calls = Locked<[Call]>([])
        let stream: AsyncStream<Call>
        let feed: AsyncStream<Call>.Continuation

        init() { (self.stream, self.feed) = AsyncStream.makeStream() }
    }

    var count: Int { self.log.calls.withLock { $0.count } }

    func next() async throws -> Call {
        var iterator = self.log.stream.makeAsyncIterator()
        return try #require(await iterator.next())
    }

    static func run(
        answers: [HTTPResponse.Status], _ body: (Receiver) async throws -> Void
    ) async throws {
        let log = Log()
        let router = Router()
        router.post("/films") { request, _ in
            var headers: [String: String] = [:]
            for field in request.headers { headers[field.name.canonicalName] = field.value }
            let bytes = try await request.body.collect(upTo: 1 << 20)
            let call = Call(headers: headers, body: Data(bytes.readableBytesView))
            let index = log.calls.withLock { calls in
                calls.append(call)
                return calls.count - 1
            }
            log.feed.yield(call)
            // One more than was foreseen is seen by its count.
            let status = answers[min(index, answers.count - 1)]
            return Response(status: status, headers: status == .found ? [.location: "/films"] : [:])
        }
        let (ports, opened) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { opened.yield($0.localAddress?.port ?? 0) }, logger: .silent)
        let server = Task { try await application.run() }
        var iterator = ports.makeAsyncIterator()
        let receiver = Receiver(port: try #require(await iterator.next()), log: log)
        let result: Result<Void, any Error>
        do { result = .success(try await body(receiver)) } catch { result = .failure(error) }
        server.cancel()
        _ = await server.result
        try result.get()
    }
}
