// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Broker
internal import Foundation
internal import Logging
internal import Store
internal import TestServers
internal import Testing
internal import Worker

/// The running test's own virtual host, schema and folder of objects, on the real servers.
struct Pipeline: Sendable {
    @TaskLocal static var bound: Pipeline?

    static var current: Pipeline {
        get throws { try #require(Self.bound, "The test lacks the trait .pipeline.") }
    }

    let address: BrokerAddress
    let management: BrokerManagement
    let endpoint: Endpoint
    let queue: JobQueue
    let objects: DirectoryStore

    var store: Store { self.queue.store }

    /// A service with short waits. Nothing runs yet.
    func service(
        _ routingKey: String, _ handler: any StageHandler, address: BrokerAddress? = nil,
        endpoint: Endpoint? = nil, logger: Logger = .silent,
        _ change: (inout WorkerSettings) -> Void = { _ in }
    ) -> RunningService {
        var settings = WorkerSettings(
            service: "\(routingKey)-svc", instance: "\(routingKey)-\(UUID().uuidString.prefix(8))",
            routingKey: routingKey, slots: 4)
        settings.renewInterval = .milliseconds(500)
        settings.rescueInterval = .milliseconds(500)
        settings.reconcileInterval = .milliseconds(300)
        settings.drainTime = .seconds(20)
        settings.ladder.first = .milliseconds(100)
        settings.ladder.longest = .seconds(1)
        settings.diskFloorBytes = 0
        change(&settings)
        // A service has a store of its own: one that ends must not take another's sessions along.
        let queue = JobQueue(
            Store(endpoint ?? self.endpoint, sessions: 6), leaseDuration: self.queue.leaseDuration)
        return RunningService(
            StageService(
                handler, settings: settings, queue: queue, objects: self.objects,
                address: address ?? self.address, logger: logger),
            instance: settings.instance)
    }

    /// Runs a service of each queue while `body` runs.
    func withServices<Value>(
        _ handler: any StageHandler, _ routingKeys: [String] = PipelineTopology.routingKeys,
        _ change: (inout WorkerSettings) -> Void = { _ in }, while body: () async throws -> Value
    ) async throws -> Value {
        let services = routingKeys.map { self.service($0, handler, change) }
        for each in services { each.start() }
        do {
            let value = try await body()
            for each in services { try await each.stop() }
            return value
        } catch {
            // What went wrong first is what is told.
            for each in services { try? await each.stop() }
            throw error
        }
    }

    /// - Returns: The id of a job that was not there before.
    func admit(_ request: some Encodable = [String: String](), first: NewTask = NewTask(.script)) async throws
        -> UUID
    {
        let admission = AdmissionRequest(
            client: "test", request: String(decoding: try JSONEncoder().encode(request), as: UTF8.self),
            first: first)
        guard case .admitted(let job) = try await self.queue.admit(admission) else {
            throw ServerScript.Failure(description: "the job was not admitted")
        }
        return job
    }

    /// Waits until a job is over. A test that waits in vain is ended by its time limit.
    func end(of job: UUID) async throws -> JobStatus {
        var status = try #require(try await self.queue.status(of: job))
        while status.state == .open {
            try await Task.sleep(for: .milliseconds(20))
            status = try #require(try await self.queue.status(of: job))
        }
        return status
    }

    func count(_ query: Query) async throws -> Int {
        try await self.store.rows(query)[0].get("count")
    }

    func task(_ job: UUID, _ stage: Stage, part: Int = 0) async throws -> Row {
        try #require(
            try await self.store.rows(
                "SELECT * FROM tasks WHERE job_id = \(job) AND stage = \(stage) AND part = \(part)"
            ).first)
    }

    /// Publishes a body to a work queue, as nobody of ours would.
    func publish(_ bodies: [UInt8]..., to exchange: String = PipelineTopology.jobsExchange, key: String)
        async throws
    {
        try await self.publish(to: exchange, key: key, bodies: bodies)
    }

    func publish(
        to exchange: String = PipelineTopology.jobsExchange, key: String, bodies: [[UInt8]]
    ) async throws {
        try await PipelineTopology.topology.declare(at: self.address, name: "test")
        let publisher = Publisher(to: self.address, name: "test")
        let batch = bodies.map { body in
            (
                message: Message(messageID: UUID().uuidString.lowercased(), body: body),
                exchange: exchange, routingKey: key
            )
        }
        let outcomes = try await publisher.publish(batch)
        await publisher.close()
        try #require(outcomes.allSatisfy { $0 == .confirmed }, "\(outcomes)")
    }

    func readyCount(_ queue: String) async throws -> Int? {
        try await self.address.counts(of: [queue], name: "test")[queue]?.readyCount
    }
}

/// Waits for something to become so. A test that waits in vain is ended by its time limit.
func until(_ isSo: () async throws -> Bool) async throws {
    while try await !isSo() { try await Task.sleep(for: .milliseconds(20)) }
}

extension Logger {
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
