// SPDX-License-Identifier: Apache-2.0
import Foundation
import Store
import Testing

@Suite(.migratedDatabase, .timeLimit(.minutes(3))) struct `Starting a job over` {
    /// A job whose sections are under way: the leases of two of three.
    private func begin(_ fixture: QueueFixture) async throws -> (Lease, Lease) {
        let first = try await fixture.admit(NewTask(.script, input: "{\"source\": \"a\"}"))
        let parts = (0..<3).map { NewTask(.audio, part: $0) }
        _ = try await fixture.queue.complete(
            try await fixture.claim(first), result: "script",
            fanOuts: [FanOut(barrier: "sound", tasks: parts, successor: NewTask(.timeline))])
        return (
            try await fixture.claim(TaskReference(job: first.job, stage: .audio, part: 0)),
            try await fixture.claim(TaskReference(job: first.job, stage: .audio, part: 1))
        )
    }

    @Test func `only its first task is left, with the old input and a new generation`() async throws {
        let fixture = try QueueFixture()
        let (lease, other) = try await self.begin(fixture)
        #expect(try await fixture.queue.startOver(lease, reason: "the voice of part 0 is gone"))
        #expect(try await fixture.count("SELECT count(*) AS count FROM tasks") == 1)
        #expect(try await fixture.count("SELECT count(*) AS count FROM barriers") == 0)
        #expect(try await fixture.count("SELECT count(*) AS count FROM outbox") == 1)
        #expect(
            try await fixture.count(
                """
                SELECT count(*) AS count FROM audit WHERE action = 'startOver' AND actor = 'a'
                    AND detail ->> 'reason' = 'the voice of part 0 is gone'
                """) == 1)
        for zombie in [lease, other] {
            #expect(try await fixture.queue.renew(zombie) == .fenced)
            #expect(try await fixture.queue.complete(zombie) == .fenced)
            #expect(try await fixture.queue.fail(zombie, permanent) == .fenced)
            #expect(try await fixture.queue.startOver(zombie, reason: "again") == false)
        }
        let old = TaskReference(job: lease.task.job, stage: .script)
        #expect(try await fixture.queue.claim(old, owner: "b") == .skipped(.staleGeneration))
        let new = TaskReference(job: lease.task.job, stage: .script, generation: 1)
        #expect(try await fixture.claim(new).input == "{\"source\": \"a\"}")
    }

    @Test func `what a generation makes is of that generation`() async throws {
        let fixture = try QueueFixture()
        let (lease, _) = try await self.begin(fixture)
        _ = try await fixture.queue.startOver(lease, reason: "test")
        let script = TaskReference(job: lease.task.job, stage: .script, generation: 1)
        let parts = [NewTask(.audio, part: 0)]
        _ = try await fixture.queue.complete(
            try await fixture.claim(script), result: "new",
            fanOuts: [FanOut(barrier: "sound", tasks: parts, successor: NewTask(.timeline))])
        let audio = TaskReference(job: lease.task.job, stage: .audio, generation: 1)
        _ = try await fixture.queue.complete(try await fixture.claim(audio), result: "voice")
        _ = try await fixture.claim(TaskReference(job: lease.task.job, stage: .timeline, generation: 1))
        let results = try await fixture.queue.results(of: lease.task.job, stage: .audio)
        #expect(results.map(\.result) == ["voice"])
    }

    @Test func `a job starts over as often as it may, and no more`() async throws {
        let fixture = try QueueFixture()
        let first = try await fixture.admit()
        for generation in 0..<3 {
            let task = TaskReference(job: first.job, stage: .script, generation: generation)
            let lease = try await fixture.claim(task)
            #expect(try await fixture.queue.startOver(lease, reason: "test") == (generation < 2))
            if generation == 2 { #expect(try await fixture.queue.renew(lease) == .held) }
        }
    }

    @Test func `a job that is to stop does not start over`() async throws {
        let fixture = try QueueFixture()
        let lease = try await fixture.claim(try await fixture.admit())
        _ = try await fixture.queue.cancel(lease.task.job, actor: "test")
        #expect(try await fixture.queue.startOver(lease, reason: "test") == false)
        #expect(try await fixture.queue.giveUp(lease))
    }

    @Test func `raced by completions of the old generation, it leaves nothing of it`() async throws {
        let fixture = try QueueFixture(sessions: 8)
        for _ in 0..<40 {
            let (lease, other) = try await self.begin(fixture)
            let job = lease.task.job
            async let isStarted = fixture.queue.startOver(lease, reason: "test")
            async let completion = fixture.queue.complete(other, next: [NewTask(.render)])
            async let rescue = fixture.queue.replay(job, actor: "test")
            switch (try await isStarted, try await completion) {
            case (true, .fenced), (true, .completed(remaining: 2, isJobDone: false)): break
            case let outcome: Issue.record("\(outcome)")
            }
            #expect(try await rescue == 0)
            let tasks = try await fixture.store.rows(
                "SELECT stage, generation, state FROM tasks WHERE job_id = \(job)")
            #expect(tasks.count == 1)
            #expect(try tasks[0].get("stage", as: Stage.self) == .script)
            #expect(try tasks[0].get("generation", as: Int.self) == 1)
            #expect(try tasks[0].get("state", as: TaskState.self) == .queued)
            #expect(
                try await fixture.count("SELECT count(*) AS count FROM barriers WHERE job_id = \(job)") == 0)
        }
    }

    @Test func `a replay takes the done tasks' results with it`() async throws {
        let fixture = try QueueFixture()
        let (lease, other) = try await self.begin(fixture)
        _ = try await fixture.queue.complete(lease, result: "voice")
        _ = try await fixture.queue.fail(other, permanent)
        #expect(try await fixture.queue.replay(lease.task.job, actor: "test") == 2)
        #expect(try await fixture.queue.results(of: lease.task.job, stage: .audio).map(\.part) == [0])
        #expect(
            try await fixture.queue.results(of: lease.task.job, stage: .script).map(\.result) == ["script"])
        #expect(
            try await fixture.count(
                """
                SELECT count(*) AS count FROM tasks t JOIN jobs j ON j.id = t.job_id
                WHERE t.generation = j.generation AND j.generation = 1
                """) == 4)
        for part in [1, 2] {
            let task = TaskReference(job: lease.task.job, stage: .audio, part: part, generation: 1)
            _ = try await fixture.queue.complete(try await fixture.claim(task))
        }
        _ = try await fixture.claim(TaskReference(job: lease.task.job, stage: .timeline, generation: 1))
    }

    @Test func `a job's request is found again`() async throws {
        let fixture = try QueueFixture()
        var request = AdmissionRequest(
            client: "a", request: "{\"url\": \"https://example.org/ä\"}", first: NewTask(.script))
        request.id = UUID()
        _ = try await fixture.queue.admit(request)
        #expect(try await fixture.queue.request(of: request.id) == "{\"url\": \"https://example.org/ä\"}")
        #expect(try await fixture.queue.request(of: UUID()) == nil)
    }
}
