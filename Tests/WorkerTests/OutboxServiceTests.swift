// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import Foundation
internal import ServiceLifecycle
internal import Store
internal import Testing
internal import Worker

@Suite(.pipeline, .timeLimit(.minutes(2))) struct `A service that only publishes` {
    private func service(_ pipeline: Pipeline, _ address: BrokerAddress) -> OutboxService {
        let record = WorkerRecord(
            instance: "gateway-\(UUID().uuidString.prefix(8))", service: "gateway", host: "h", processID: 1,
            version: "1", slots: 0)
        return OutboxService(
            queue: JobQueue(Store(pipeline.endpoint, sessions: 2)), address: address, record: record,
            batchSize: 10, confirmTimeout: .seconds(10), logger: .silent)
    }

    /// Runs it while `body` runs; its orderly end is part of it.
    private func run(_ service: OutboxService, while body: () async throws -> Void) async throws {
        let group = ServiceGroup(services: [service], logger: .silent)
        async let running: Void = group.run()
        let result: Result<Void, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        await group.triggerGracefulShutdown()
        try await running
        try result.get()
    }

    @Test func `declares the queues, sends what is in the outbox, and is seen while it lives`() async throws {
        let pipeline = try Pipeline.current
        _ = try await pipeline.admit()
        try await self.run(self.service(pipeline, pipeline.address)) {
            try await until { try await pipeline.readyCount("movie.script.v1") == 1 }
            _ = try await pipeline.admit()
            try await until { try await pipeline.readyCount("movie.script.v1") == 2 }
            try await until {
                try await pipeline.count("SELECT count(*) AS count FROM workers WHERE service = 'gateway'")
                    == 1
            }
        }
        #expect(try await pipeline.count("SELECT count(*) AS count FROM outbox") == 0)
        #expect(try await pipeline.count("SELECT count(*) AS count FROM workers") == 0)
    }

    @Test func `waits for a broker that is not there, and can be stopped meanwhile`() async throws {
        let pipeline = try Pipeline.current
        var nowhere = pipeline.address
        nowhere.port = 1
        let service = self.service(pipeline, nowhere)
        _ = try await pipeline.admit()
        try await self.run(service) {
            try await until {
                try await pipeline.count("SELECT count(*) AS count FROM workers WHERE service = 'gateway'")
                    == 1
            }
        }
        #expect(service.stopReason() == nil)
        #expect(try await pipeline.count("SELECT count(*) AS count FROM outbox") == 1)
    }
}
