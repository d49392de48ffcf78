// SPDX-License-Identifier: Apache-2.0
import Foundation
import Store
import Testing

@Suite(.migratedDatabase, .timeLimit(.minutes(4))) struct `Fanning in` {
    /// - Returns: Counts that the completions saw.
    private func run(_ count: Int, _ fixture: QueueFixture) async throws -> (UUID, [Int]) {
        let first = try await fixture.admit()
        let parts = (0..<count).map { NewTask(.audio, part: $0) }
        _ = try await fixture.queue.complete(
            try await fixture.claim(first),
            fanOuts: [FanOut(barrier: "sound", tasks: parts, successor: NewTask(.timeline))])
        var leases: [Lease] = []
        for part in 0..<count {
            leases.append(
                try await fixture.claim(TaskReference(job: first.job, stage: .audio, part: part)))
        }
        let remaining = try await withThrowingTaskGroup(of: Int.self) { group in
            for lease in leases {
                group.addTask {
                    guard case .completed(let remaining?, false) = try await fixture.queue.complete(lease)
                    else { throw QueueFixture.Unexpected(what: "not completed") }
                    return remaining
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        return (first.job, remaining.sorted())
    }

    @Test(arguments: [0, 1, 200]) func `of so many parts, the last begins what follows`(count: Int)
        async throws
    {
        let fixture = try QueueFixture(sessions: 8)
        let (job, remaining) = try await self.run(count, fixture)
        #expect(remaining == Array(0..<count))
        _ = try await fixture.claim(TaskReference(job: job, stage: .timeline))
        #expect(
            try await fixture.count(
                "SELECT remaining AS count FROM barriers WHERE job_id = \(job) AND expected = \(count)") == 0)
    }

    @Test func `eight parts that end at once begin what follows once, a hundred times`() async throws {
        let fixture = try QueueFixture(sessions: 8)
        for _ in 0..<100 {
            let (job, remaining) = try await self.run(8, fixture)
            #expect(remaining == Array(0..<8))
            #expect(
                try await fixture.count(
                    "SELECT count(*) AS count FROM outbox WHERE job_id = \(job) AND routing_key = 'render'")
                    == 1)
        }
    }
}
