// SPDX-License-Identifier: Apache-2.0
import Foundation
import Store
import Testing

@Suite(.migratedDatabase, .timeLimit(.minutes(1))) struct `A failed job's count` {
    private let fixture: QueueFixture

    init() throws { self.fixture = try QueueFixture() }

    private func admit(_ subject: String = "192.0.2.1", limit: Int = 2) async throws -> AdmissionReceipt {
        var request = AdmissionRequest(client: "a", first: NewTask(.script))
        request.quotas = [DailyQuota(scope: "network", subject: subject, limit: limit)]
        return try await self.fixture.queue.admitWithReceipt(request)
    }

    private func job(_ receipt: AdmissionReceipt) throws -> UUID {
        guard case .admitted(let job) = receipt.outcome else {
            throw QueueFixture.Unexpected(what: "\(receipt)")
        }
        return job
    }

    private func used() async throws -> Int {
        try await self.fixture.count("SELECT coalesce(sum(used), 0) AS count FROM quotas")
    }

    private func fail(_ job: UUID, code: String) async throws {
        let lease = try await self.fixture.claim(TaskReference(job: job, stage: .script))
        let failure = TaskFailure(.permanent, code: code, text: "it failed")
        #expect(try await self.fixture.queue.fail(lease, failure) == .dead)
    }

    @Test(arguments: Refund.codes.sorted())
    func `is given back when its user could not help it`(code: String) async throws {
        let job = try self.job(await self.admit())
        #expect(try await self.used() == 1)
        try await self.fail(job, code: code)
        #expect(try await self.used() == 0)
    }

    @Test(arguments: ["sourceNotArticle", "scriptInvalid", "addressRefused", "httpStatus"])
    func `stays when the article was the reason`(code: String) async throws {
        let job = try self.job(await self.admit())
        try await self.fail(job, code: code)
        #expect(try await self.used() == 1)
    }

    @Test func `is given back when its time ran out, to nobody else`() async throws {
        let job = try self.job(await self.admit())
        _ = try await self.admit("198.51.100.1")
        try await self.fixture.store.rows(
            "UPDATE jobs SET deadline_at = now() - interval '1 s' WHERE id = \(job)")
        #expect(try await self.fixture.queue.expireDeadlines() == [job])
        let left = try await self.fixture.store.rows("SELECT subject, used FROM quotas ORDER BY subject")
        #expect(try left.map { try $0.get("used", as: Int.self) } == [0, 1])
    }

    @Test func `is given back once, however often the job fails`() async throws {
        let job = try self.job(await self.admit())
        _ = try await self.admit()
        try await self.fail(job, code: "engineFailed")
        #expect(try await self.fixture.queue.replay(job, actor: "test") == 1)
        let lease = try await self.fixture.claim(TaskReference(job: job, stage: .script, generation: 1))
        let failure = TaskFailure(.permanent, code: "engineFailed", text: "again")
        #expect(try await self.fixture.queue.fail(lease, failure) == .dead)
        #expect(try await self.used() == 1)
    }

    @Test func `goes back to the day it was counted on`() async throws {
        let job = try self.job(await self.admit())
        try await self.fixture.store.rows("UPDATE quotas SET day = day - 1")
        try await self.fixture.store.rows(
            """
            UPDATE jobs SET quotas = jsonb_set(quotas, '{0,day}', to_jsonb((now() AT TIME ZONE 'UTC')::date - 1))
            """)
        _ = try await self.admit()
        try await self.fail(job, code: "diskFull")
        let rows = try await self.fixture.store.rows("SELECT used FROM quotas ORDER BY day")
        #expect(try rows.map { try $0.get("used", as: Int.self) } == [0, 1])
    }

    @Test func `is told with what is left, also to who is refused`() async throws {
        let first = try await self.admit()
        #expect(first.quotas.map(\.scope) == ["network"] && first.quotas.map(\.remainingCount) == [1])
        #expect((1...86_400).contains(first.secondsToReset) && first.isSameRequest)
        _ = try await self.admit()
        let refused = try await self.admit()
        guard case .quotaSpent = refused.outcome else {
            Issue.record("let in")
            return
        }
        #expect(refused.quotas[0].remainingCount == 0 && refused.quotas[0].usedCount == 2)
    }

    @Test func `is not taken twice for one key, and another wish under it is told apart`() async throws {
        var request = AdmissionRequest(
            client: "a", idempotencyKey: "k", request: #"{"b":1,"a":2}"#, first: NewTask(.script))
        request.quotas = [DailyQuota(scope: "network", subject: "192.0.2.1", limit: 1)]
        let first = try await self.fixture.queue.admitWithReceipt(request)
        request.id = UUID()
        // The same values in another order are the same wish.
        request.request = #"{"a":2,"b":1}"#
        let second = try await self.fixture.queue.admitWithReceipt(request)
        #expect(second.outcome == .existing(try self.job(first)) && second.isSameRequest)
        request.request = #"{"a":3}"#
        #expect(try await self.fixture.queue.admitWithReceipt(request).isSameRequest == false)
        #expect(try await self.used() == 1)
    }
}
