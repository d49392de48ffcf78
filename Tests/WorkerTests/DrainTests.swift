// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Store
internal import TestServers
internal import Testing

@testable internal import Worker

@Suite(.pipeline, .timeLimit(.minutes(2))) struct `A service that is told to stop` {
    @Test func `it finishes what it has`() async throws {
        let pipeline = try Pipeline.current
        let mayEnd = DrainSignal()
        let handler = Handler { _ in
            _ = await mayEnd.isOver()
            return TaskResult()
        }
        let service = pipeline.service("script", handler)
        let job = try await pipeline.admit()
        service.start()
        try await until { handler.begun.count == 1 }
        async let stopped: Void = service.stop()
        try await until { await service.isReady("intake") == false }
        let late = try await pipeline.admit()
        mayEnd.end()
        try await stopped
        #expect(try await pipeline.queue.status(of: job)?.state == .done)
        #expect(try await pipeline.task(job, .script).get("attempt") == 1)
        #expect(try await pipeline.queue.status(of: late)?.state == .open, "It takes nothing more.")
        #expect(try await pipeline.task(late, .script).get("attempt") == 0)
    }

    @Test
    func
        `it hands back what does not end in time: no attempt is spent, and another has it within two seconds`()
        async throws
    {
        let pipeline = try Pipeline.current
        let slow = Handler { _ in
            try await Task.sleep(for: .seconds(1_000))
            return TaskResult()
        }
        let leaving = pipeline.service("script", slow) { $0.drainTime = .milliseconds(200) }
        let job = try await pipeline.admit()
        leaving.start()
        try await until { slow.begun.count == 1 }
        let staying = pipeline.service("script", Handler())
        staying.start()
        try await until { await staying.isReady("broker") }
        try await leaving.stop()
        #expect(try await pipeline.end(of: job).state == .done)
        try await staying.stop()
        let task = try await pipeline.task(job, .script)
        #expect(try task.get("attempt") == 1, "Both runs were the first.")
        #expect(try task.get("lease_token") == 2)
        // run_at is when it was handed back.
        let row = try await pipeline.store.rows(
            "SELECT extract(epoch FROM started_at - run_at) AS seconds FROM tasks")[0]
        #expect(try (0..<2).contains(row.get("seconds", as: Double.self)))
    }

    @Test(arguments: [false, true])
    func `it ends although the database is away, and its task goes on elsewhere`(isFrozen: Bool) async throws
    {
        let pipeline = try Pipeline.current
        let forwarder = try pipeline.databaseForwarder()
        try forwarder.open()
        let slow = Handler { _ in
            try await Task.sleep(for: .seconds(1_000))
            return TaskResult()
        }
        let leaving = pipeline.service("script", slow, endpoint: try pipeline.endpoint(through: forwarder)) {
            $0.drainTime = .milliseconds(200)
        }
        let job = try await pipeline.admit()
        leaving.start()
        try await until { slow.begun.count == 1 }
        if isFrozen { forwarder.freeze() } else { forwarder.shut() }
        try await leaving.stop()
        forwarder.thaw()
        let status = try await pipeline.withServices(Handler(), ["script"]) {
            try await pipeline.end(of: job)
        }
        #expect(status.state == .done)
        #expect(try await pipeline.task(job, .script).get("attempt") == 1, "It cost none.")
    }

    @Test func `an operator's wish to drain is a stop that needs no signal`() async throws {
        let pipeline = try Pipeline.current
        let service = pipeline.service("script", Handler())
        service.start()
        try await until { try await pipeline.queue.requestDrain(instance: service.instance) }
        try await service.end()
        #expect(try await pipeline.count("SELECT count(*) AS count FROM workers") == 0, "It said goodbye.")
    }
}
