// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Broker
internal import Domain
internal import FilmTasks
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import Store
internal import Telemetry
internal import Testing
internal import Worker

@testable internal import GatewayApp

/// A gateway of the test's own, on a schema of its own in a real PostgreSQL and a folder of its own. Nothing runs yet.
struct Rig: Sendable {
    @TaskLocal static var bound: Rig?

    static var current: Rig {
        get throws { try #require(Self.bound, "The test lacks the trait .rig.") }
    }

    let endpoint: Endpoint
    let queue: JobQueue
    let objects: DirectoryStore

    var store: Store { self.queue.store }

    /// A gateway whose broker is not there.
    func gateway(
        store: Store? = nil, logger: Logger = .silent, _ change: (inout GatewaySettings) -> Void = { _ in },
        onListening: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws -> Gateway {
        var settings = GatewaySettings()
        settings.port = 0
        settings.dailyJobLimit = 100
        settings.openJobLimit = 1_000
        settings.diskFloorBytes = 0
        change(&settings)
        let queue = store.map { JobQueue($0) } ?? self.queue
        let record = WorkerRecord(
            instance: "gateway-\(UUID().uuidString.prefix(8))", service: "gateway", host: "h", processID: 1,
            version: "1", slots: 0)
        let outbox = OutboxService(
            queue: queue, address: try BrokerAddress(parsing: "amqp://a:b@127.0.0.1:1/none"), record: record,
            batchSize: 10, confirmTimeout: .seconds(1), logger: .silent)
        return Gateway(
            settings, queue: queue, objects: self.objects, outbox: outbox,
            metrics: PrometheusRegistry(logger: .silent), logger: logger, onListening: onListening)
    }

    /// A finished job, whose video has these bytes.
    func finishedJob(video: Data = Data("0123456789".utf8), other: [String: Data] = [:]) async throws -> UUID
    {
        let lease = try await self.claimedJob()
        var files = ["mp4": try await self.objects.store(video, for: nil)]
        for (ending, bytes) in other { files[ending] = try await self.objects.store(bytes, for: nil) }
        let film = FilmJobResult(files: files, title: "題名", durationSeconds: 12.5, filmBytes: video.count)
        _ = try await self.queue.complete(lease, result: try TaskResult.json(film))
        return lease.task.job
    }

    /// A job whose first task runs.
    func claimedJob(_ request: String = "{}") async throws -> Lease {
        let admission = AdmissionRequest(client: "test", request: request, first: NewTask(.script))
        guard case .admitted(let job) = try await self.queue.admit(admission),
            case .claimed(let lease) = try await self.queue.claim(
                TaskReference(job: job, stage: .script), owner: "a")
        else { throw Unexpected() }
        return lease
    }

    func failedJob(_ failure: JobFailure) async throws -> UUID {
        let lease = try await self.claimedJob()
        #expect(try await self.queue.fail(lease, TaskFailure(.permanent, failure)) == .dead)
        return lease.task.job
    }

    func count(_ query: Query) async throws -> Int { try await self.store.rows(query)[0].get("count") }

    struct Unexpected: Error {}
}

/// What a gateway answered.
struct Reply: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: Data

    func json() throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: self.body) as? [String: Any])
    }

    var code: String? { (try? self.json())?["code"] as? String }
}

extension Gateway {
    /// Sends a request without a connection.
    func send(
        _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:], body: Data? = nil,
        peer: String = "198.51.100.7"
    ) async throws -> Reply {
        let head = HTTPRequest(
            method: method, scheme: "http", authority: "localhost", path: path, headerFields: headers)
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body ?? Data())))
        let context = GatewayContext(peer: IPAddress(peer), logger: .silent)
        let response = try await self.responder.respond(to: request, context: context)
        let collector = Collector()
        try await response.body.write(collector)
        return Reply(
            status: response.status.code, headers: response.headers, body: collector.bytes.withLock { $0 })
    }

    /// `POST /api/jobs`
    func post(_ json: String, headers: HTTPFields = [:], peer: String = "198.51.100.7") async throws -> Reply
    {
        var headers = headers
        if headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return try await self.send(.post, "/api/jobs", headers: headers, body: Data(json.utf8), peer: peer)
    }
}

/// Keeps what is written to it.
private struct Collector: ResponseBodyWriter, Sendable {
    let bytes = Locked(Data())

    mutating func write(_ buffer: ByteBuffer) async throws {
        self.bytes.withLock { $0.append(contentsOf: buffer.readableBytesView) }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

extension Logger {
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
