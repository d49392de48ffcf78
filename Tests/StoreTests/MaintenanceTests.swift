// SPDX-License-Identifier: Apache-2.0
import Foundation
import Store
import Testing

@Suite(.migratedDatabase, .timeLimit(.minutes(2))) struct `Keeping house` {
    private let fixture: QueueFixture

    init() throws { self.fixture = try QueueFixture() }

    private func publishAll() async throws {
        _ = try await self.fixture.queue.relay { messages in
            Dictionary(uniqueKeysWithValues: messages.map { ($0.id, .confirmed) })
        }
    }

    private func makeOverdue(_ job: UUID) async throws {
        try await self.fixture.store.rows(
            "UPDATE jobs SET deadline_at = now() - interval '1 second' WHERE id = \(job)")
    }

    @Test func `a job past its deadline fails, and what runs of it stops`() async throws {
        let queue = self.fixture.queue
        let lease = try await self.fixture.claim(try await self.fixture.admit())
        let parts = [NewTask(.audio, part: 0), NewTask(.audio, part: 1)]
        _ = try await queue.complete(lease, next: parts)
        let running = try await self.fixture.claim(TaskReference(job: lease.task.job, stage: .audio))
        #expect(try await queue.expireDeadlines().isEmpty)
        try await self.makeOverdue(lease.task.job)
        #expect(try await queue.expireDeadlines() == [lease.task.job])
        #expect(try await queue.expireDeadlines().isEmpty)
        let status = try #require(try await queue.status(of: lease.task.job))
        #expect(status.state == .failed && status.errorCode == "deadlineExceeded")
        #expect(status.errorText == "it was not done within its time limit of 7200 seconds")
        #expect(
            try await self.fixture.state(TaskReference(job: lease.task.job, stage: .audio, part: 1))
                == .cancelled)
        #expect(try await queue.renew(running) == .stopRequested)
        #expect(try await queue.giveUp(running))

        // Replayed, it has its whole time again.
        #expect(try await queue.replay(lease.task.job, actor: "test") == 2)
        #expect(try await queue.expireDeadlines().isEmpty)
    }

    @Test func `an overdue job that is busy hides none behind it`() async throws {
        let queue = self.fixture.queue
        var jobs: [UUID] = []
        for _ in 0..<3 {
            jobs.append(try await self.fixture.admit().job)
            try await self.makeOverdue(jobs.last!)
        }
        let expired = try await self.fixture.withLockedJobs(jobs[0], jobs[1]) {
            try await queue.expireDeadlines(limit: 1)
        }
        #expect(expired == [jobs[2]])
    }

    @Test func `what is too old is removed, and nothing else`() async throws {
        let queue = self.fixture.queue
        let old = try await self.fixture.claim(try await self.fixture.admit())
        _ = try await queue.complete(old, objects: ["film"])
        let fresh = try await self.fixture.claim(try await self.fixture.admit())
        _ = try await queue.complete(fresh)
        let open = try await self.fixture.admit()
        try await self.fixture.store.transaction { transaction in
            try transaction.script(
                """
                UPDATE jobs SET finished_at = now() - interval '25 hours' WHERE id = '\(old.task.job)';
                UPDATE jobs SET finished_at = now() - interval '23 hours' WHERE id = '\(fresh.task.job)';
                UPDATE jobs SET created_at = now() - interval '1 year';
                INSERT INTO dead_letters (reason, source, first_seen) VALUES
                    ('old', 'app', now() - interval '31 days'), ('new', 'app', now() - interval '29 days');
                INSERT INTO audit (actor, action, target, at) VALUES
                    ('a', 'old', '', now() - interval '181 days'), ('a', 'new', '', now() - interval '179 days');
                INSERT INTO quotas (scope, subject, day, used) SELECT 's', 's',
                    (now() AT TIME ZONE 'UTC')::date - days, 1 FROM generate_series(0, 4) d (days);
                INSERT INTO workers (instance_id, service, host, pid, version, slots, heartbeat_at) VALUES
                    ('old', 's', 'h', 1, '1', 1, now() - interval '61 minutes'),
                    ('new', 's', 'h', 1, '1', 1, now() - interval '59 minutes');
                """)
        }
        #expect(try await queue.deleteExpired() == 6)
        #expect(try await queue.deleteExpired() == 0)
        #expect(try await queue.status(of: old.task.job) == nil)
        #expect(try await queue.isReferenced(object: "film") == false)
        #expect(try await queue.status(of: fresh.task.job) != nil)
        #expect(try await queue.status(of: open.job) != nil)
        #expect(try await self.fixture.count("SELECT count(*) AS count FROM quotas") == 3)
        #expect(try await queue.deleteExpired(retention: .seconds(3_600)) == 1)
    }

    @Test func `messages that the broker lost are counted and written again`() async throws {
        let queue = self.fixture.queue
        let task = try await self.fixture.admit(NewTask(.timeline))
        let retried = try await self.fixture.claim(try await self.fixture.admit(NewTask(.render)))
        _ = try await queue.fail(retried, transient)
        _ = try await self.fixture.admit(NewTask(.audio))
        // Nothing is published yet, and a retry is to be published later.
        #expect(try await queue.publishedCounts() == ["script": 0, "audio": 0, "slide": 0, "render": 0])
        try await self.publishAll()
        #expect(try await queue.publishedCounts() == ["script": 0, "audio": 1, "slide": 0, "render": 1])
        try await self.fixture.store.rows("UPDATE outbox SET available_at = now()")
        try await self.publishAll()
        #expect(try await queue.publishedCounts()["render"] == 2)
        #expect(try await queue.republish(queue: "render", limit: 1) == 1)
        #expect(try await queue.publishedCounts()["render"] == 1)
        _ = try await queue.relay { messages in
            #expect(messages.map(\.routingKey) == ["render"])
            let body = String(decoding: messages[0].body, as: UTF8.self)
            #expect(body.contains(task.job.uuidString.lowercased()))
            return [messages[0].id: .confirmed]
        }
        // What runs has no message to lose.
        _ = try await self.fixture.claim(task)
        #expect(try await queue.publishedCounts()["render"] == 1)
        #expect(try await queue.republish(queue: "render", limit: 100) == 1)
    }
}

@Suite(.migratedDatabase, .timeLimit(.minutes(2))) struct `Rescuing` {
    private let fixture: QueueFixture

    init() throws { self.fixture = try QueueFixture(sessions: 4) }

    private func beat(_ instance: String) async throws {
        _ = try await self.fixture.queue.beat(
            WorkerRecord(
                instance: instance, service: "render", host: "h", processID: 1, version: "1", slots: 1))
    }

    @Test func `pages of tasks that cannot be rescued now hide none behind them`() async throws {
        let queue = self.fixture.queue
        var tasks: [TaskReference] = []
        for age in 0..<7 {
            let task = try await self.fixture.claim(try await self.fixture.admit()).task
            try await self.fixture.store.rows(
                """
                UPDATE tasks SET lease_until = now() - make_interval(mins => \(60 - age)::integer)
                WHERE job_id = \(task.job)
                """)
            tasks.append(task)
        }
        // Two are held by others, two the database refuses.
        let refused = (tasks[2].job, tasks[3].job)
        try await self.fixture.store.transaction { transaction in
            try transaction.script(
                """
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN RAISE EXCEPTION ''no''; END';
                CREATE TRIGGER refuses BEFORE UPDATE ON tasks FOR EACH ROW
                    WHEN (OLD.job_id IN ('\(refused.0)', '\(refused.1)')) EXECUTE FUNCTION refuse();
                """)
        }
        let outcomes = try await self.fixture.withLockedJobs(tasks[0].job, tasks[1].job) {
            try await queue.rescue(limit: 4)
        }
        #expect(outcomes.suffix(2) == [.requeued(tasks[4]), .requeued(tasks[5])])
        #expect(outcomes.count == 4)
        for (outcome, task) in zip(outcomes.prefix(2), tasks[2...3]) {
            guard case .refused(task, let error) = outcome, error.code == .server else {
                Issue.record("\(outcome)")
                continue
            }
        }
        #expect(try await queue.rescue(limit: 100).contains(.requeued(tasks[6])))
    }

    @Test func `the tasks of a worker that is gone need not wait for their leases' end`() async throws {
        let queue = self.fixture.queue
        let task = try await self.fixture.claim(try await self.fixture.admit(), owner: "gone").task
        try await self.beat("gone")
        #expect(try await queue.rescue(silence: .seconds(3_600), uptime: .zero).isEmpty)
        // A database that has just come up has no presences to go by.
        #expect(try await queue.rescue(silence: .zero, uptime: .seconds(1_000_000_000)).isEmpty)
        #expect(try await queue.rescue(silence: .zero, uptime: .zero) == [.requeued(task)])
    }

    @Test func `a silent worker that is present keeps its tasks, until its connection ends`() async throws {
        let queue = self.fixture.queue
        let task = try await self.fixture.claim(try await self.fixture.admit(), owner: "here").task
        try await self.beat("here")
        let presence = Task { try await queue.holdPresence(of: "here") }
        func waitForPresence(_ expected: Int, not pid: Int = 0) async throws -> Int {
            while true {
                let rows = try await self.fixture.store.rows(
                    """
                    SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid <> \(pid)
                        AND (classid::bigint << 32) | objid::bigint
                            = hashtextextended('moviegen.presence.' || current_schema() || '.here', 0)
                    """)
                if rows.count == expected { return try rows.first?.get("pid") ?? 0 }
                await Task.yield()
            }
        }
        let first = try await waitForPresence(1)
        #expect(try await queue.rescue(silence: .zero, uptime: .zero).isEmpty)
        // Cut off, it comes back on its own.
        try await self.fixture.store.rows("SELECT pg_terminate_backend(\(first)::integer, 10000)")
        let second = try await waitForPresence(1, not: first)
        #expect(second != first)
        #expect(try await queue.rescue(silence: .zero, uptime: .zero).isEmpty)
        presence.cancel()
        try await presence.value
        _ = try await waitForPresence(0)
        #expect(try await queue.rescue(silence: .zero, uptime: .zero) == [.requeued(task)])
    }
}
