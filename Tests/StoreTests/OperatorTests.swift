// SPDX-License-Identifier: Apache-2.0
import Foundation
import Store
import Testing

@Suite(.migratedDatabase, .timeLimit(.minutes(2))) struct `An operator's questions` {
    private let fixture: QueueFixture

    init() throws { self.fixture = try QueueFixture() }

    private var queue: JobQueue { self.fixture.queue }

    /// - Returns: A task that died, its job failed.
    private func die(_ first: NewTask = NewTask(.script)) async throws -> TaskReference {
        let lease = try await self.fixture.claim(try await self.fixture.admit(first))
        _ = try await self.queue.fail(lease, permanent)
        return lease.task
    }

    @Test func `jobs are listed newest first, page by page, each once`() async throws {
        for _ in 0..<7 { _ = try await self.fixture.admit() }
        // Two of one instant, too.
        try await self.fixture.store.rows(
            "UPDATE jobs SET created_at = (SELECT min(created_at) FROM jobs) WHERE id IN (SELECT id FROM jobs LIMIT 3)"
        )
        var (filter, seen) = (JobFilter(), [JobStatus]())
        filter.limit = 2
        while let last = try await self.queue.jobs(filter).last {
            seen += try await self.queue.jobs(filter)
            filter.after = last.position
        }
        #expect(seen.count == 7 && Set(seen.map(\.id)).count == 7)
        #expect(seen.map(\.createdAt) == seen.map(\.createdAt).sorted(by: >))
    }

    @Test func `jobs are listed by state, client and age`() async throws {
        let dead = try await self.die()
        let open = try await self.fixture.admit()
        _ = try await self.queue.admit(AdmissionRequest(client: "other", first: NewTask(.script)))
        try await self.fixture.store.rows(
            "UPDATE jobs SET created_at = now() - interval '2 hours' WHERE id = \(open.job)")
        func list(_ change: (inout JobFilter) -> Void) async throws -> [UUID] {
            var filter = JobFilter()
            change(&filter)
            return try await self.queue.jobs(filter).map(\.id)
        }
        #expect(try await list { $0.states = [.failed] } == [dead.job])
        #expect(try await list { $0.states = [.failed, .open] }.count == 3)
        #expect(try await list { $0.client = "test" } == [dead.job, open.job])
        #expect(try await list { $0.minimumAge = .seconds(3_600) } == [open.job])
        #expect(try await list { $0.client = "' OR true --" }.isEmpty)
    }

    @Test func `a replay of dead letters begins their jobs again, and twice is once`() async throws {
        let (first, second) = (try await self.die(), try await self.die(NewTask(.render)))
        try await self.queue.keepMalformed(
            body: [1], headers: [:], queue: "script", reason: "malformed", messageID: "m")
        var filter = DeadLetterFilter()
        let dry = try await self.queue.replayDeadLetters(filter, limit: 100, actor: "test", dryRun: true)
        #expect(dry.jobs == [first.job, second.job] && dry.skipped.count == 1)
        #expect(try await self.queue.deadLetters().count == 3)
        filter.queue = "render"
        let report = try await self.queue.replayDeadLetters(filter, limit: 100, actor: "test")
        #expect(report.jobs == [second.job] && report.replayed.count == 1 && report.skipped.isEmpty)
        #expect(try await self.fixture.state(second) == .queued)
        #expect(try await self.fixture.state(first) == .dead)
        let again = try await self.queue.replayDeadLetters(filter, limit: 100, actor: "test")
        #expect(again.jobs.isEmpty && again.replayed.isEmpty && again.skipped.isEmpty)
        #expect(try await self.fixture.row(second).get("generation") == 1)
        let letter = try #require(try await self.queue.deadLetter(report.replayed[0]))
        #expect(letter.resolution == "replayed" && letter.actor == "test" && letter.stage == .render)
    }

    @Test func `two replays at once begin a job again once`() async throws {
        for _ in 0..<10 {
            let task = try await self.die()
            var filter = DeadLetterFilter()
            filter.job = task.job
            let (queue, chosen) = (self.queue, filter)
            async let one = queue.replayDeadLetters(chosen, limit: 10, actor: "one")
            async let two = queue.replayDeadLetters(chosen, limit: 10, actor: "two")
            let reports = try await [one, two]
            #expect(reports.flatMap(\.jobs) == [task.job])
            #expect(try await self.fixture.row(task).get("generation") == 1)
        }
    }

    @Test func `a discarded letter is off the list, and its job stays failed`() async throws {
        let (task, other) = (try await self.die(), try await self.die())
        var filter = DeadLetterFilter()
        filter.job = task.job
        #expect(
            try await self.queue.discardDeadLetters(filter, limit: 9, actor: "t", dryRun: true).count == 1)
        #expect(try await self.queue.deadLetters().count == 2)
        #expect(try await self.queue.discardDeadLetters(filter, limit: 9, actor: "t").count == 1)
        #expect(try await self.queue.discardDeadLetters(filter, limit: 9, actor: "t").isEmpty)
        #expect(try await self.queue.deadLetters().map(\.job) == [other.job])
        #expect(try await self.fixture.job(task.job) == .failed)
        #expect(try await self.queue.audit(limit: 1).map(\.action) == ["discard"])
        filter.isOpenOnly = false
        #expect(try await self.queue.deadLetters(filter).count == 1)
    }

    @Test func `dead letters are listed page by page, each once`() async throws {
        for _ in 0..<5 { _ = try await self.die() }
        try await self.fixture.store.rows("UPDATE dead_letters SET first_seen = now()")
        var (filter, seen) = (DeadLetterFilter(), [UUID]())
        filter.limit = 2
        while let last = try await self.queue.deadLetters(filter).last {
            seen += try await self.queue.deadLetters(filter).map(\.id)
            filter.after = last.position
        }
        #expect(seen.count == 5 && Set(seen).count == 5)
    }

    @Test func `each queue tells what waits, rests, runs and died in it`() async throws {
        _ = try await self.die(NewTask(.timeline))
        _ = try await self.fixture.admit(NewTask(.render))
        _ = try await self.fixture.claim(try await self.fixture.admit(NewTask(.assemble)))
        _ = try await self.queue.fail(
            try await self.fixture.claim(try await self.fixture.admit(NewTask(.render))), transient)
        let depths = try await self.queue.queueDepths()
        #expect(depths.map(\.queue) == ["script", "audio", "slide", "render"])
        let render = depths[3]
        #expect((render.queuedCount, render.dueCount, render.waitingForRetryCount) == (1, 1, 1))
        #expect((render.runningCount, render.deadCount) == (1, 1))
        #expect(render.outboxCount == 4)
        #expect((0...60).contains(try #require(render.oldestDueSeconds)))
        #expect(depths[0].oldestDueSeconds == nil && depths[0].outboxCount == 0)
    }

    @Test func `a kick hurries what the broker refused, and no retry`() async throws {
        let rests = try await self.fixture.claim(try await self.fixture.admit())
        try await self.fixture.store.rows("DELETE FROM outbox")
        _ = try await self.queue.fail(rests, transient)
        _ = try await self.fixture.admit()
        _ = try await self.queue.relay { [$0[0].id: .refused(reason: "blocked")] }
        let rows = try await self.queue.outbox(limit: 10)
        #expect(rows.count == 2 && rows.map(\.attemptCount).sorted() == [0, 1])
        #expect(rows.contains { $0.lastError == "blocked" })
        #expect(try await self.queue.relay { _ in [:] }.takenCount == 0)
        #expect(try await self.queue.kickOutbox() == 1)
        #expect(try await self.queue.relay { _ in [:] }.takenCount == 1)
    }

    @Test func `a worker is listed with what it runs, and told to drain`() async throws {
        let record = WorkerRecord(
            instance: "render-1", service: "render-svc", host: "h", processID: 7, version: "1", slots: 2)
        _ = try await self.queue.beat(record)
        _ = try await self.fixture.claim(try await self.fixture.admit(), owner: "render-1")
        let worker = try #require(try await self.queue.workers().first)
        #expect(worker.isAlive && worker.runningCount == 1 && worker.slotCount == 2 && !worker.isDraining)
        #expect(try await self.queue.requestDrain(instance: "nobody") == false)
        #expect(try await self.queue.requestDrain(instance: "render-1", actor: "test"))
        #expect(try await self.queue.beat(record))
        #expect(try await self.queue.workers().first?.isDraining == true)
    }

    @Test(arguments: [
        ("198.51.100.7", "198.51.100.7/32"), ("198.51.100.7/24", "198.51.100.0/24"),
        ("2001:db8::1/32", "2001:db8::/32"),
    ])
    func `a network is blocked and let in again`(network: String, kept: String) async throws {
        #expect(try await self.queue.block(network: network, reason: "abuse", actor: "test") == kept)
        try await self.queue.block(network: network, reason: "more", actor: "test", expires: .seconds(60))
        let blocked = try await self.queue.blockedNetworks()
        #expect(blocked.map(\.network) == [kept] && blocked.map(\.reason) == ["more"])
        #expect(blocked[0].expiresAt != nil)
        #expect(try await self.queue.unblock(network: network, actor: "test"))
        #expect(try await self.queue.unblock(network: network, actor: "test") == false)
        #expect(try await self.queue.audit(limit: 9).map(\.action) == ["unblock", "block", "block"])
    }

    @Test(arguments: ["", "localhost", "198.51.100.7/33", "1.2.3.4.5", "'; DROP TABLE jobs --"])
    func `what is no network is a person's mistake`(text: String) async throws {
        #expect(
            await code { try await self.queue.block(network: text, reason: "r", actor: "t") } == .valueInvalid
        )
        #expect(await code { _ = try await self.queue.quotas(day: text) } == .valueInvalid)
    }

    @Test func `quotas are listed by day`() async throws {
        var request = AdmissionRequest(client: "a", first: NewTask(.script))
        request.quotas = [DailyQuota(scope: "key", subject: "k", limit: 9, cost: 3)]
        _ = try await self.queue.admit(request)
        let today = try await self.queue.quotas()
        #expect(today.map(\.usedCount) == [3] && today.map(\.subject) == ["k"])
        #expect(try await self.queue.quotas(day: today[0].day) == today)
        #expect(try await self.queue.quotas(day: "2001-01-01").isEmpty)
    }

    @Test func `only a job that is over is deleted`() async throws {
        let task = try await self.fixture.admit()
        #expect(try await self.queue.deleteJob(task.job, actor: "test") == .stillOpen)
        _ = try await self.queue.cancel(task.job, actor: "test")
        #expect(try await self.queue.deleteJob(task.job, actor: "test") == .deleted)
        #expect(try await self.queue.deleteJob(task.job, actor: "test") == .unknown)
        #expect(try await self.queue.audit(limit: 9).map(\.action) == ["delete", "cancel"])
    }

    @Test func `a deleted job leaves no letter for an operator`() async throws {
        let task = try await self.fixture.admit()
        _ = try await self.queue.fail(try await self.fixture.claim(task), permanent)
        let open: Query = "SELECT count(*) AS count FROM dead_letters WHERE resolved_at IS NULL"
        #expect(try await self.fixture.count(open) == 1)
        #expect(try await self.queue.deleteJob(task.job, actor: "test") == .deleted)
        #expect(try await self.fixture.count(open) == 0)
    }

    @Test func `an id is found by its first digits, and two that begin alike are two`() async throws {
        var request = AdmissionRequest(client: "a", first: NewTask(.script))
        for end in ["1", "2"] {
            request.id = try #require(UUID(uuidString: "abcdef01-2000-4000-8000-00000000000\(end)"))
            _ = try await self.queue.admit(request)
        }
        func find(_ text: String) async throws -> [UUID] {
            try await self.queue.jobs(in: try #require(IDRange(beginning: text)))
        }
        #expect(try await find("abcdef01").count == 2)
        #expect(try await find("ABCDEF01-2000-4000-8000-000000000002") == [request.id])
        #expect(try await find("abcdef012001").isEmpty)
        for text in ["", "abcdef0", "abcdefg1", "ａｂｃｄｅｆ01", String(repeating: "a", count: 33)] {
            #expect(IDRange(beginning: text) == nil)
        }
    }

    @Test func `what a cleanup would remove is what it removes`() async throws {
        let (dead, open) = (try await self.die(), try await self.fixture.admit())
        let objects = ["dead", "open", "nobody"]
        for (job, object) in zip([dead.job, open.job], objects) {
            try await self.fixture.store.rows(
                "INSERT INTO job_objects (job_id, object) VALUES (\(job), \(object))")
        }
        let age = Duration.seconds(3_600)
        #expect(try await self.queue.expiredCounts(retention: age, unusedFor: age).jobCount == 0)
        #expect(try await self.queue.expiredCounts(retention: .zero, unusedFor: age).jobCount == 1)
        #expect(
            try await self.queue.unreferenced(of: objects, retention: age, unusedFor: age) == ["nobody"])
        let free = try await self.queue.unreferenced(of: objects, retention: .zero, unusedFor: age)
        #expect(free.sorted() == ["dead", "nobody"])
        #expect(try await self.queue.deleteExpired(retention: .zero) == 1)
        #expect(
            try await self.queue.unreferenced(of: objects, retention: age, unusedFor: age).count == 2)
    }

    @Test func `the database tells how it is`() async throws {
        let vitals = try await self.queue.databaseVitals()
        #expect(
            vitals.migrationVersion == Schema.migrations.map(\.version).max() && vitals.connectionCount >= 1)
        #expect(vitals.connectionLimit >= vitals.connectionCount && vitals.uptimeSeconds > 0)
        #expect(vitals.tableBytes["jobs"] ?? 0 > 0 && vitals.databaseBytes > 0)
        #expect(abs(vitals.now.timeIntervalSinceNow) < 3_600)
    }

    @Test func `explaining a job shows all of it`() async throws {
        let first = try await self.fixture.admit()
        let parts = [NewTask(.audio, part: 0), NewTask(.audio, part: 1)]
        _ = try await self.queue.complete(
            try await self.fixture.claim(first),
            fanOuts: [FanOut(barrier: "b", tasks: parts, successor: NewTask(.timeline))])
        _ = try await self.queue.fail(
            try await self.fixture.claim(TaskReference(job: first.job, stage: .audio)), permanent)
        let explanation = try #require(try await self.queue.explain(first.job))
        #expect(explanation.tasks.map(\.state) == [.done, .dead, .cancelled])
        #expect(explanation.tasks[1].errorText == "no article")
        #expect(explanation.barriers.map(\.remainingCount) == [2] && explanation.barriers[0].openCount == 2)
        #expect(explanation.deadLetters.map(\.reason) == ["permanent"])
        #expect(explanation.outbox.map(\.exchange) == ["movie.dead"] && explanation.waitsFor == nil)
        #expect(try await self.queue.explain(UUID()) == nil)
    }
}
