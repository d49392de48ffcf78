// SPDX-License-Identifier: Apache-2.0
import Foundation
import Store
import Testing

@Suite(.migratedDatabase, .timeLimit(.minutes(2))) struct `Why a job does not move` {
    private let fixture: QueueFixture

    init() throws { self.fixture = try QueueFixture() }

    /// Makes all that happened look so much older.
    private func wait(minutes: Int) async throws {
        try await self.fixture.store.transaction { transaction in
            for (table, columns) in [
                ("jobs", ["created_at", "cancel_requested_at", "deadline_at"]),
                (
                    "tasks",
                    ["enqueued_at", "started_at", "progressed_at", "finished_at", "run_at", "lease_until"]
                ),
                ("outbox", ["available_at", "created_at"]),
            ] {
                let changes = columns.map { "\($0) = \($0) - interval '\(minutes) minutes'" }
                try transaction.script("UPDATE \(table) SET \(changes.joined(separator: ", "))")
            }
        }
    }

    private func publishAll() async throws {
        _ = try await self.fixture.queue.relay { messages in
            Dictionary(uniqueKeysWithValues: messages.map { ($0.id, .confirmed) })
        }
    }

    private func beat(_ instance: String, slots: Int = 1) async throws {
        _ = try await self.fixture.queue.beat(
            WorkerRecord(
                instance: instance, service: "script-svc", host: "h", processID: 1, version: "1", slots: slots
            ))
    }

    private func reason() async throws -> StuckReason {
        let stuck = try await self.fixture.queue.stuckJobs(idleFor: .seconds(600))
        try #require(stuck.count == 1)
        let explanation = try #require(try await self.fixture.queue.explain(stuck[0].status.id))
        #expect(explanation.waitsFor == stuck[0].reason)
        #expect(explanation.waitingTask == stuck[0].task)
        // An operator's tool prints it.
        let json = try JSONEncoder().encode(explanation)
        #expect(try JSONDecoder().decode(JobExplanation.self, from: json) == explanation)
        return stuck[0].reason
    }

    @Test func `its message is still in the outbox`() async throws {
        _ = try await self.fixture.admit()
        #expect(try await self.fixture.queue.stuckJobs(idleFor: .seconds(600)).isEmpty)
        try await self.wait(minutes: 20)
        #expect(try await self.reason() == .neverPublished(error: nil))
        _ = try await self.fixture.queue.relay { [$0[0].id: .refused(reason: "no such queue")] }
        #expect(try await self.reason() == .neverPublished(error: "no such queue"))
    }

    @Test func `no worker of its stage is alive`() async throws {
        _ = try await self.fixture.admit()
        try await self.publishAll()
        try await self.beat("one")
        try await self.fixture.store.rows("UPDATE workers SET heartbeat_at = now() - interval '31 seconds'")
        try await self.wait(minutes: 20)
        #expect(try await self.reason() == .noWorkerAlive(queue: "script"))
    }

    @Test func `others of its queue are before it, or the broker lost its message`() async throws {
        let first = try await self.fixture.admit()
        try await self.wait(minutes: 5)
        _ = try await self.fixture.admit()
        try await self.publishAll()
        try await self.beat("one")
        _ = try await self.fixture.claim(first)
        try await self.wait(minutes: 20)
        try await self.fixture.store.rows(
            "UPDATE tasks SET lease_until = now() + interval '1 minute', progressed_at = now() WHERE attempt = 1"
        )
        #expect(try await self.reason() == .waitingInQueue(aheadCount: 0))
        // Of two slots one is idle, and yet it waits.
        try await self.fixture.store.rows("UPDATE workers SET slots = 2")
        #expect(try await self.reason() == .messageLost)
    }

    @Test func `a later one was taken before it`() async throws {
        let lost = try await self.fixture.admit()
        try await self.wait(minutes: 5)
        let later = try await self.fixture.admit()
        try await self.publishAll()
        try await self.beat("one")
        _ = try await self.fixture.claim(later)
        try await self.wait(minutes: 20)
        try await self.fixture.store.rows(
            "UPDATE tasks SET lease_until = now() + interval '1 minute', progressed_at = now() WHERE attempt = 1"
        )
        #expect(try await self.reason() == .messageLost)
        #expect(try await self.fixture.queue.explain(lost.job)?.workers.map(\.instance) == ["one"])
    }

    @Test func `it rests after an error`() async throws {
        let lease = try await self.fixture.claim(try await self.fixture.admit())
        try await self.publishAll()
        try await self.wait(minutes: 20)
        let failure = TaskFailure(
            .rateLimited(retryAfter: .seconds(3_000)), code: "c", text: "too many requests")
        _ = try await self.fixture.queue.fail(lease, failure)
        guard case .retrying(let until, let error) = try await self.reason() else {
            Issue.record("not retrying")
            return
        }
        #expect(error == "too many requests")
        let now = try await self.fixture.queue.databaseVitals().now
        #expect((2_900...3_000).contains(until.timeIntervalSince(now)))
    }

    @Test func `its worker has gone, or does nothing, or has not seen that it is cancelled`() async throws {
        let lease = try await self.fixture.claim(try await self.fixture.admit(), owner: "worker")
        try await self.publishAll()
        try await self.wait(minutes: 20)
        guard case .leaseExpired("worker", _) = try await self.reason() else {
            Issue.record("not expired")
            return
        }
        #expect(try await self.fixture.queue.renew(lease) == .held)
        #expect(try await self.reason() == .runningWithoutProgress(owner: "worker"))
        _ = try await self.fixture.queue.cancel(lease.task.job, actor: "test")
        try await self.fixture.store.rows("UPDATE jobs SET cancel_requested_at = created_at")
        #expect(try await self.reason() == .stopping(owner: "worker"))
        // Progress is a movement.
        try await self.fixture.store.rows("UPDATE jobs SET cancel_requested_at = NULL")
        _ = try await self.fixture.queue.reportProgress(lease, percent: 1)
        #expect(try await self.fixture.queue.stuckJobs(idleFor: .seconds(600)).isEmpty)
    }

    @Test func `nothing of it is open, which must never be`() async throws {
        _ = try await self.fixture.admit()
        try await self.fixture.store.rows("UPDATE tasks SET state = 'done'")
        try await self.wait(minutes: 20)
        #expect(try await self.reason() == .noOpenTask)
    }
}
