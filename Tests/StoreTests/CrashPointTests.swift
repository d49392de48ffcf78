// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Foundation
import Store
import Testing

/// A gateway or an operator's tool that dies around its one transaction; services die by name in the chaos driver.
@Suite(.migratedDatabase, .timeLimit(.minutes(1))) struct `A caller that dies` {
    private func request(_ scopes: String...) -> AdmissionRequest {
        var request = AdmissionRequest(client: "web", idempotencyKey: "key", first: NewTask(.script))
        request.quotas = scopes.map { DailyQuota(scope: $0, subject: "192.0.2.1", limit: 5) }
        return request
    }

    @Test func `before its commit leaves no job and no counted quota, and may ask again`() async throws {
        let fixture = try QueueFixture()
        _ = try await fixture.queue.admit(
            AdmissionRequest(client: "other", first: NewTask(.script)))
        let request = self.request("address", "key")
        // Another admission has the second quota's row: this one has counted the first and waits.
        try await fixture.store.rows(
            """
            INSERT INTO quotas (scope, subject, day, used)
            VALUES ('key', '192.0.2.1', (now() AT TIME ZONE 'UTC')::date, 1)
            """)
        let dying = Store(try TestDatabase.endpoint, sessions: 1)
        let other = try TestDatabase.store(sessions: 1)
        let (held, continuation) = AsyncStream<Void>.makeStream()
        let release = DispatchSemaphore(value: 0)
        async let holding: Void = other.transaction { transaction in
            try transaction.rows("SELECT 1 FROM quotas FOR UPDATE")
            continuation.yield()
            // On the session's own thread.
            release.wait()
        }
        for await _ in held { break }
        let asking = Task { try await JobQueue(dying).admit(request) }
        var isWaiting = false
        while !isWaiting {
            isWaiting =
                try await fixture.count(
                    """
                    SELECT count(*) AS count FROM pg_stat_activity
                    WHERE wait_event_type = 'Lock' AND query LIKE '%INTO quotas%'
                        AND datname = current_database() AND pid IN (SELECT pid FROM pg_locks
                            WHERE relation = 'quotas'::regclass)
                    """) == 1
        }
        asking.cancel()
        let result = await asking.result
        #expect(throws: StoreError.self) { try result.get() }
        release.signal()
        try await holding

        #expect(try await fixture.count("SELECT count(*) AS count FROM jobs WHERE client = 'web'") == 0)
        #expect(try await fixture.count("SELECT sum(used) AS count FROM quotas") == 1)
        guard case .admitted = try await fixture.queue.admit(request) else {
            Issue.record("the key was taken")
            return
        }
        #expect(try await fixture.count("SELECT sum(used) AS count FROM quotas") == 3)
    }

    @Test func `after its commit finds its job by the key, and no quota is counted twice`() async throws {
        let fixture = try QueueFixture()
        let request = self.request("address")
        guard case .admitted(let job) = try await fixture.queue.admit(request) else {
            Issue.record("it was not admitted")
            return
        }
        var again = request
        again.id = UUID()
        #expect(try await fixture.queue.admit(again) == .existing(job))
        #expect(try await fixture.count("SELECT sum(used) AS count FROM quotas") == 1)
        #expect(try await fixture.count("SELECT count(*) AS count FROM outbox") == 1)
    }

    @Test func `after a replay's commit replays no second time`() async throws {
        let fixture = try QueueFixture()
        let task = try await fixture.admit()
        _ = try await fixture.queue.fail(try await fixture.claim(task), permanent)
        #expect(try await fixture.queue.replay(task.job, actor: "test") == 1)
        #expect(try await fixture.queue.replay(task.job, actor: "test") == 0)
        #expect(try await fixture.count("SELECT generation AS count FROM jobs") == 1)
        #expect(
            try await fixture.count(
                "SELECT count(*) AS count FROM outbox WHERE exchange = 'movie.jobs' AND task_key LIKE '%/1'")
                == 1)
    }
}
