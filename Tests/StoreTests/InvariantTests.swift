// SPDX-License-Identifier: Apache-2.0
import Foundation
import Store
import Testing

@Suite(.migratedDatabase, .timeLimit(.minutes(3))) struct `What must never be` {
    private let fixture: QueueFixture

    init() throws { self.fixture = try QueueFixture(sessions: 8) }

    /// Everything that may happen, to many jobs at once, in an order that nobody chose.
    private func live(_ job: UUID) async throws {
        let queue = self.fixture.queue
        for _ in 0..<12 {
            let rows = try await self.fixture.store.rows(
                """
                SELECT job_id, stage, part, generation FROM tasks
                WHERE job_id = \(job) AND state IN ('queued', 'running', 'retry_wait') ORDER BY random()
                """)
            guard let row = rows.first else { return }
            let task = TaskReference(
                job: job, stage: try row.get("stage"), part: try row.get("part"),
                generation: try row.get("generation"))
            guard case .claimed(let lease) = try await queue.claim(task, owner: "w") else {
                try await self.fixture.makeDue(job)
                continue
            }
            switch Int.random(in: 0..<10) {
            case 0: _ = try await queue.fail(lease, transient)
            case 1: _ = try await queue.fail(lease, permanent)
            case 2: _ = try await queue.replay(job, actor: "test")
            case 3: _ = try await queue.startOver(lease, reason: "test")
            case 4: _ = try await queue.handBack(lease)
            case 5:
                try await self.fixture.expireLeases(of: job)
                _ = try await queue.rescue()
            case 6 where Int.random(in: 0..<4) == 0: _ = try await queue.cancel(job, actor: "test")
            default:
                let parts = (0..<3).map { NewTask(.audio, part: $0) }
                let fanOuts = [FanOut(barrier: "b", tasks: parts, successor: NewTask(.timeline))]
                _ = try await queue.complete(lease, fanOuts: task.stage == .script ? fanOuts : [])
            }
        }
    }

    @Test func `is not, whatever happens to sixty jobs at once`() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<60 {
                let job = try await self.fixture.admit().job
                // Two workers a job, so that they meet.
                for _ in 0..<2 { group.addTask { try await self.live(job) } }
            }
            try await group.waitForAll()
        }
        let counts = try await self.fixture.queue.invariantViolations()
        #expect(counts.count == 9)
        #expect(counts.filter { $0.value != 0 } == [:])
    }

    @Test(arguments: [
        ("barrierMiscounted", "UPDATE barriers SET remaining = 1"),
        ("openJobWithoutOpenTask", "UPDATE tasks SET state = 'done'"),
        ("endedJobWithWaitingTask", "UPDATE jobs SET state = 'failed', finished_at = now()"),
        ("doneJobWithUnfinishedTask", "UPDATE jobs SET state = 'done', finished_at = now()"),
        ("taskOfOtherGeneration", "UPDATE jobs SET generation = 7"),
        (
            "leaseNotRescued",
            "UPDATE tasks SET state = 'running', lease_until = now() - interval '6 minutes' WHERE part = 0"
        ),
        ("jobNotExpired", "UPDATE jobs SET deadline_at = now() - interval '6 minutes'"),
        ("messageNotPublished", "UPDATE outbox SET available_at = now() - interval '2 minutes'"),
        ("deadTaskWithoutLetter", "UPDATE tasks SET state = 'dead' WHERE part = 1"),
    ])
    func `is counted when it is`(name: String, change: String) async throws {
        let lease = try await self.fixture.claim(try await self.fixture.admit())
        let parts = (0..<3).map { NewTask(.audio, part: $0) }
        _ = try await self.fixture.queue.complete(
            lease, fanOuts: [FanOut(barrier: "b", tasks: parts, successor: NewTask(.timeline))])
        #expect(try await self.fixture.queue.invariantViolations()[name] == 0)
        try await self.fixture.store.transaction { try $0.script(change) }
        #expect(try await self.fixture.queue.invariantViolations()[name] ?? 0 > 0)
    }
}
