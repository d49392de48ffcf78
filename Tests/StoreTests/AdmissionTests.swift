// SPDX-License-Identifier: Apache-2.0
import Foundation
import Store
import Testing

@Suite(.migratedDatabase) struct `Letting jobs in` {
    private func admitAtOnce(
        _ requests: [AdmissionRequest], _ fixture: QueueFixture
    ) async throws -> [AdmissionOutcome] {
        try await withThrowingTaskGroup(of: AdmissionOutcome.self) { group in
            for request in requests { group.addTask { try await fixture.queue.admit(request) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test func `thirty requests with one key make one job`() async throws {
        let fixture = try QueueFixture(sessions: 8)
        let requests = (0..<30).map { _ in
            AdmissionRequest(client: "a", idempotencyKey: "key", first: NewTask(.script))
        }
        let outcomes = try await self.admitAtOnce(requests, fixture)
        let admitted = outcomes.compactMap { if case .admitted(let id) = $0 { id } else { nil } }
        #expect(admitted.count == 1)
        #expect(outcomes.filter { $0 == .existing(admitted[0]) }.count == 29)
        #expect(try await fixture.count("SELECT count(*) AS count FROM outbox") == 1)
    }

    @Test func `a hundred at once against a quota of ten: ten get in, and no more is counted`() async throws {
        let fixture = try QueueFixture(sessions: 8)
        let requests = (0..<100).map { _ in
            var request = AdmissionRequest(client: "a", first: NewTask(.script))
            request.quotas = [
                DailyQuota(scope: "key", subject: "k", limit: 1_000),
                DailyQuota(scope: "network", subject: "192.0.2.1", limit: 10),
            ]
            return request
        }
        let outcomes = try await self.admitAtOnce(requests, fixture)
        let refused = outcomes.compactMap { outcome -> Int? in
            if case .quotaSpent("network", let seconds) = outcome { seconds } else { nil }
        }
        #expect(refused.count == 90)
        #expect(refused.allSatisfy { (0...86_400).contains($0) })
        #expect(try await fixture.count("SELECT count(*) AS count FROM jobs") == 10)
        #expect(try await fixture.count("SELECT used AS count FROM quotas WHERE scope = 'key'") == 10)
    }

    @Test func `a cost above the limit is refused on the day's first request too`() async throws {
        let fixture = try QueueFixture()
        var request = AdmissionRequest(client: "a", first: NewTask(.script))
        request.quotas = [DailyQuota(scope: "key", subject: "k", limit: 2, cost: 3)]
        guard case .quotaSpent = try await fixture.queue.admit(request) else {
            Issue.record("was let in")
            return
        }
    }

    @Test(arguments: [
        ("198.51.100.7", true), ("198.51.101.7", false), ("2001:db8::1", true), ("2001:db9::1", false),
    ])
    func `a blocked network stays out`(address: String, isBlocked: Bool) async throws {
        let fixture = try QueueFixture()
        try await fixture.store.rows(
            """
            INSERT INTO blocked_networks (network, reason, actor, expires_at) VALUES
                ('198.51.100.0/24', 'abuse', 'test', NULL),
                ('2001:db8::/32', 'abuse', 'test', now() + interval '1 day'),
                ('0.0.0.0/0', 'over', 'test', now() - interval '1 second')
            """)
        var request = AdmissionRequest(client: "a", first: NewTask(.script))
        request.address = address
        let outcome = try await fixture.queue.admit(request)
        #expect((outcome == .blocked(reason: "abuse")) == isBlocked)
    }

    @Test func `a full house says so`() async throws {
        let fixture = try QueueFixture()
        var request = AdmissionRequest(client: "a", first: NewTask(.script))
        request.openJobLimit = 1
        _ = try await fixture.queue.admit(request)
        request.id = UUID()
        #expect(try await fixture.queue.admit(request) == .full)
    }
}

@Suite(.migratedDatabase) struct `The outbox` {
    @Test func `its message points to the task and is gone once confirmed`() async throws {
        let fixture = try QueueFixture()
        let task = try await fixture.admit(NewTask(.timeline))
        let counts = try await fixture.queue.relay { messages in
            #expect(messages.map(\.exchange) == ["movie.jobs"])
            #expect(messages.map(\.routingKey) == ["render"])
            let body = try #require(
                JSONSerialization.jsonObject(with: Data(messages[0].body)) as? [String: Any])
            #expect(body["job"] as? String == task.job.uuidString.lowercased())
            #expect(body["stage"] as? String == "timeline")
            return [messages[0].id: .confirmed]
        }
        #expect(counts.confirmedCount == 1)
        #expect(try await fixture.queue.relay { _ in [:] }.takenCount == 0)
    }

    @Test func `what was refused waits, what is unknown and what a crash left is due again`() async throws {
        struct Crash: Error {}
        let fixture = try QueueFixture()
        for _ in 0..<3 { _ = try await fixture.admit() }
        await #expect(throws: Crash.self) { try await fixture.queue.relay { _ in throw Crash() } }
        let counts = try await fixture.queue.relay { messages in
            [
                messages[0].id: .confirmed, messages[1].id: .refused(reason: "no queue"),
                messages[2].id: .unknown,
            ]
        }
        #expect(counts == (confirmedCount: 1, takenCount: 3))
        #expect(try await fixture.queue.relay { _ in [:] }.takenCount == 1)
        let refused = try await fixture.store.rows("SELECT last_error FROM outbox WHERE attempts = 1")
        #expect(try refused.map { try $0.get("last_error", as: String.self) } == ["no queue"])
    }

    @Test func `two relays never hold the same row, and neither holds up a worker`() async throws {
        let fixture = try QueueFixture()
        let task = try await fixture.admit()
        for _ in 0..<9 { _ = try await fixture.admit() }
        let counts = try await fixture.queue.relay(limit: 6) { first in
            let inner = try await fixture.queue.relay { second in
                #expect(Set(first.map(\.id)).isDisjoint(with: second.map(\.id)))
                return Dictionary(uniqueKeysWithValues: second.map { ($0.id, .confirmed) })
            }
            #expect(inner.confirmedCount == 4)
            // The first message arrived already, and its worker is quicker than the confirm.
            _ = try await fixture.queue.fail(try await fixture.claim(task), transient)
            #expect(try await fixture.queue.cancel(task.job, actor: "test") == .cancelled)
            return Dictionary(uniqueKeysWithValues: first.map { ($0.id, .confirmed) })
        }
        #expect(counts == (confirmedCount: 6, takenCount: 6))
    }

    @Test func `new messages ring the relay when they are committed`() async throws {
        let fixture = try QueueFixture()
        var events = fixture.store.notifications(on: JobQueue.outboxChannel).makeAsyncIterator()
        #expect(try await events.next() == .listening)
        _ = try await fixture.admit()
        #expect(
            try await events.next()
                == .notified(DatabaseNotification(channel: JobQueue.outboxChannel, payload: "")))
    }

    @Test func `a worker is seen until it leaves, and is told to drain`() async throws {
        let fixture = try QueueFixture()
        let worker = WorkerRecord(
            instance: "render-1", service: "render", host: "h", processID: 7, version: "1", slots: 2)
        #expect(try await fixture.queue.beat(worker) == false)
        try await fixture.store.rows("UPDATE workers SET draining = true")
        #expect(try await fixture.queue.beat(worker))
        try await fixture.queue.forget(worker)
        #expect(try await fixture.count("SELECT count(*) AS count FROM workers") == 0)
    }
}
