// SPDX-License-Identifier: Apache-2.0
import Foundation
import Store
import Testing

@Suite(.migratedDatabase, .timeLimit(.minutes(1))) struct `Limits that operators keep` {
    private let queue: JobQueue

    init() throws { self.queue = try QueueFixture().queue }

    private func ask(obeys: Bool = true) async throws -> AdmissionReceipt {
        var request = AdmissionRequest(client: "a", first: NewTask(.script))
        request.quotas = [DailyQuota(scope: "network", subject: "a", limit: 3)]
        request.openJobLimit = 3
        request.obeysKeptLimits = obeys
        return try await self.queue.admitWithReceipt(request)
    }

    @Test func `take the place of those that an admission names, until they are taken back`() async throws {
        try await self.queue.keep(.dailyJobs, at: 1, actor: "eve")
        #expect(try await self.ask().quotas.map(\.remainingCount) == [0])
        guard case .quotaSpent = try await self.ask().outcome else {
            throw QueueFixture.Unexpected(what: "admitted")
        }
        // Of one who does not ask for them, his own hold.
        #expect(try await self.ask(obeys: false).quotas.map(\.limit) == [3])
        try await self.queue.keep(.dailyJobs, at: nil, actor: "eve")
        #expect(try await self.ask().quotas.map(\.usedCount) == [3])
        try await self.queue.keep(.openJobs, at: 2, actor: "eve")
        let full = try await self.ask()
        #expect(full.outcome == .full && full.openJobLimit == 2)
        #expect(try await self.queue.audit(limit: 9).map(\.detail).contains(#"{"value": "as configured"}"#))
    }

    @Test func `of zero let nobody in`() async throws {
        try await self.queue.keep(.openJobs, at: 0, actor: "eve")
        #expect(try await self.ask().outcome == .full)
        #expect(try await self.queue.keptLimits()[.openJobs]?.value == 0)
    }

    @Test func `below zero are refused by the table`() async throws {
        await #expect(throws: StoreError.self) {
            try await self.queue.keep(.openJobs, at: -1, actor: "eve")
        }
    }
}
