// SPDX-License-Identifier: Apache-2.0
import Foundation
import Store
import Testing

@Suite(.migratedDatabase) struct `Taking tasks` {
    @Test func `of a thousand claims at once on a hundred tasks, each task goes to one`() async throws {
        let fixture = try QueueFixture(sessions: 8)
        let first = try await fixture.admit()
        let lease = try await fixture.claim(first)
        let parts = (0..<100).map { NewTask(.audio, part: $0) }
        let outcome = try await fixture.queue.complete(
            lease, fanOuts: [FanOut(barrier: "sound", tasks: parts, successor: nil)])
        #expect(outcome == .completed(remaining: nil, isJobDone: false))
        let claimed = try await withThrowingTaskGroup(of: Lease?.self) { group in
            for number in 0..<1_000 {
                let task = TaskReference(job: first.job, stage: .audio, part: number % 100)
                group.addTask {
                    switch try await fixture.queue.claim(task, owner: "worker \(number)") {
                    case .claimed(let lease): lease
                    case .skipped(.live): nil
                    case let other: throw QueueFixture.Unexpected(what: "\(other)")
                    }
                }
            }
            return try await group.reduce(into: [Lease]()) { if let lease = $1 { $0.append(lease) } }
        }
        #expect(claimed.count == 100)
        #expect(Set(claimed.map(\.task.part)).count == 100)
        #expect(claimed.allSatisfy { $0.attempt == 1 && $0.token == 1 })
    }

    @Test func `a lease that ran out goes to another, and its old owner can do nothing`() async throws {
        let fixture = try QueueFixture()
        let old = try await fixture.claim(try await fixture.admit(), owner: "old")
        try await fixture.expireLeases(of: old.task.job)
        let new = try await fixture.claim(old.task, owner: "new")
        #expect(new.token == old.token + 1 && new.attempt == 1)
        #expect(try await fixture.queue.renew(old) == .fenced)
        #expect(try await fixture.queue.complete(old) == .fenced)
        #expect(try await fixture.queue.fail(old, permanent) == .fenced)
        #expect(try await fixture.queue.handBack(old) == false)
        let isRecorded = try await fixture.queue.recordArtifact(
            recipe: String(repeating: "a", count: 64), object: "zombie", bytes: 1, by: old)
        #expect(!isRecorded)
        #expect(try await fixture.queue.startOver(old, reason: "test") == false)
        #expect(try await fixture.queue.renew(new) == .held)
        #expect(try await fixture.queue.complete(new) == .completed(remaining: nil, isJobDone: true))
    }

    @Test func `a renewal makes an expired lease good again, and progress never goes back`() async throws {
        let fixture = try QueueFixture()
        let lease = try await fixture.claim(try await fixture.admit())
        #expect(try await fixture.queue.renew(lease, progress: 60) == .held)
        try await fixture.expireLeases(of: lease.task.job)
        #expect(try await fixture.queue.renew(lease, progress: 20) == .held)
        #expect(try await fixture.queue.rescue().isEmpty)
        #expect(try await fixture.row(lease.task).get("progress") == 60)
    }

    @Test func `a task that kills its worker every time is dead after five more than its attempts`()
        async throws
    {
        let fixture = try QueueFixture()
        let task = try await fixture.admit(NewTask(.render, attemptLimit: 3))
        for attempt in [1, 1, 1, 1, 1, 1, 2, 3] {
            #expect(try await fixture.claim(task).attempt == attempt)
            try await fixture.expireLeases(of: task.job)
        }
        #expect(try await fixture.queue.claim(task, owner: "a") == .exhausted)
        #expect(try await fixture.state(task) == .dead)
        #expect(try await fixture.job(task.job) == .failed)
        #expect(
            try await fixture.count("SELECT count(*) AS count FROM dead_letters WHERE reason = 'poison'") == 1
        )
    }

    @Test func `the rescuer requeues what a dead worker had, and buries it in the end`() async throws {
        let fixture = try QueueFixture()
        let task = try await fixture.admit(NewTask(.render, attemptLimit: 2))
        _ = try await fixture.claim(task)
        #expect(try await fixture.queue.rescue().isEmpty)
        try await fixture.expireLeases(of: task.job)
        #expect(try await fixture.queue.rescue() == [.requeued(task)])
        #expect(try await fixture.state(task) == .queued)
        // Five workers may die for nothing of the task's doing; the attempts come after.
        for attempt in [1, 1, 1, 1, 1, 2] {
            #expect(try await fixture.claim(task).attempt == attempt)
            try await fixture.expireLeases(of: task.job)
            let outcome = try await fixture.queue.rescue()
            #expect(outcome == (attempt == 1 ? [.requeued(task)] : [.dead(task)]))
        }
        #expect(try await fixture.job(task.job) == .failed)
    }

    @Test func `ten rescuers at once rescue each task once`() async throws {
        let fixture = try QueueFixture(sessions: 8)
        for _ in 0..<20 {
            let task = try await fixture.admit()
            _ = try await fixture.claim(task)
            try await fixture.expireLeases(of: task.job)
        }
        let rescued = try await withThrowingTaskGroup(of: [RescueOutcome].self) { group in
            for _ in 0..<10 { group.addTask { try await fixture.queue.rescue() } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(rescued.count == 20)
        #expect(Set(rescued).count == 20)
    }

    @Test func `handing back spends no attempt and makes the task due at once`() async throws {
        let fixture = try QueueFixture()
        let task = try await fixture.admit()
        for _ in 0..<10 { #expect(try await fixture.queue.handBack(try await fixture.claim(task))) }
        #expect(try await fixture.claim(task).attempt == 1)
    }
}

@Suite(.migratedDatabase) struct `Finishing tasks` {
    @Test func `of twenty completions with one lease one counts`() async throws {
        let fixture = try QueueFixture(sessions: 6)
        let lease = try await fixture.claim(try await fixture.admit())
        let outcomes = try await withThrowingTaskGroup(of: CompletionOutcome.self) { group in
            for _ in 0..<20 {
                group.addTask { try await fixture.queue.complete(lease, next: [NewTask(.render)]) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == .completed(remaining: nil, isJobDone: false) }.count == 1)
        #expect(outcomes.filter { $0 == .alreadyCompleted }.count == 19)
        #expect(
            try await fixture.count("SELECT count(*) AS count FROM outbox WHERE task_key LIKE '%render%'")
                == 1)
    }

    @Test func `a barrier reaches zero once, and its successor begins once`() async throws {
        let fixture = try QueueFixture(sessions: 8)
        let first = try await fixture.admit()
        // Speech and slides wait for each other: one barrier for two stages.
        let parts = (0..<30).flatMap { [NewTask(.audio, part: $0), NewTask(.slide, part: $0)] }
        _ = try await fixture.queue.complete(
            try await fixture.claim(first),
            fanOuts: [
                FanOut(barrier: "materials", tasks: parts, successor: NewTask(.timeline, input: "{\"a\":1}"))
            ])
        let remaining = try await withThrowingTaskGroup(of: Int.self) { group in
            for part in parts {
                group.addTask {
                    let task = TaskReference(job: first.job, stage: part.stage, part: part.part)
                    let outcome = try await fixture.queue.complete(try await fixture.claim(task))
                    guard case .completed(let remaining?, false) = outcome else {
                        throw QueueFixture.Unexpected(what: "\(outcome)")
                    }
                    return remaining
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(remaining.sorted() == Array(0..<60))
        let last = try await fixture.claim(TaskReference(job: first.job, stage: .timeline))
        #expect(last.input == "{\"a\": 1}")
        #expect(
            try await fixture.queue.complete(last, result: "film")
                == .completed(remaining: nil, isJobDone: true))
        #expect(try await fixture.job(first.job) == .done)
    }

    @Test func `a fan-out of nothing goes straight on`() async throws {
        let fixture = try QueueFixture()
        let first = try await fixture.admit()
        let empty = FanOut(barrier: "materials", tasks: [], successor: NewTask(.timeline))
        let outcome = try await fixture.queue.complete(try await fixture.claim(first), fanOuts: [empty])
        #expect(outcome == .completed(remaining: nil, isJobDone: false))
        _ = try await fixture.claim(TaskReference(job: first.job, stage: .timeline))
    }

    @Test func `a retry waits as long as the ladder says, by the database's clock`() async throws {
        let fixture = try QueueFixture()
        let lease = try await fixture.claim(try await fixture.admit())
        #expect(try await fixture.queue.fail(lease, transient, jitter: 1) == .retrying(after: .seconds(10)))
        #expect(
            try await fixture.count(
                """
                SELECT count(*) AS count FROM tasks t JOIN outbox o ON o.available_at = t.run_at
                WHERE o.available_at > now() + interval '5 seconds'
                """) == 1)
        try await fixture.makeDue(lease.task.job)
        #expect(try await fixture.claim(lease.task).attempt == 2)
    }

    @Test func `the last attempt's failure is the task's end, its job's and its siblings'`() async throws {
        let fixture = try QueueFixture()
        let first = try await fixture.admit()
        let tasks = [NewTask(.audio, attemptLimit: 1), NewTask(.audio, part: 1), NewTask(.audio, part: 2)]
        _ = try await fixture.queue.complete(
            try await fixture.claim(first), fanOuts: [FanOut(barrier: "b", tasks: tasks, successor: nil)])
        let leases = try await [0, 1].asyncMap {
            try await fixture.claim(TaskReference(job: first.job, stage: .audio, part: $0))
        }
        #expect(try await fixture.queue.fail(leases[0], transient) == .dead)
        #expect(try await fixture.job(first.job) == .failed)
        // One waited, one runs and learns of it.
        #expect(try await fixture.state(TaskReference(job: first.job, stage: .audio, part: 2)) == .cancelled)
        #expect(try await fixture.queue.renew(leases[1]) == .stopRequested)
        #expect(try await fixture.queue.complete(leases[1]) == .cancelled)
        #expect(try await fixture.count("SELECT count(*) AS count FROM dead_letters") == 1)
        #expect(
            try await fixture.count("SELECT count(*) AS count FROM outbox WHERE exchange = 'movie.dead'") == 1
        )

        #expect(try await fixture.queue.replay(first.job, actor: "test") == 3)
        #expect(try await fixture.queue.replay(first.job, actor: "test") == 0)
        #expect(try await fixture.queue.claim(leases[0].task, owner: "a") == .skipped(.staleGeneration))
        for part in 0..<3 {
            let task = TaskReference(job: first.job, stage: .audio, part: part, generation: 1)
            let outcome = try await fixture.queue.complete(try await fixture.claim(task))
            #expect(outcome == .completed(remaining: 2 - part, isJobDone: part == 2))
        }
    }

    @Test func `a failure may leave its task fewer attempts than the task has`() async throws {
        let fixture = try QueueFixture()
        let task = try await fixture.admit()
        let failure = TaskFailure(.transient, code: "addressUnreachable", text: "", attemptLimit: 2)
        let first = try await fixture.claim(task)
        #expect(first.attemptLimit > 2)
        #expect(
            try await fixture.queue.fail(first, failure, jitter: 1) == .retrying(after: .seconds(10)))
        try await fixture.makeDue(task.job)
        #expect(try await fixture.queue.fail(try await fixture.claim(task), failure) == .dead)
        #expect(try await fixture.job(task.job) == .failed)
    }

    @Test func `of a claim, a completion and a cancel at once the job has one end`() async throws {
        let fixture = try QueueFixture(sessions: 8)
        for _ in 0..<25 {
            let lease = try await fixture.claim(try await fixture.admit())
            async let completion = fixture.queue.complete(lease)
            async let cancellation = fixture.queue.cancel(lease.task.job, actor: "test")
            switch (try await completion, try await cancellation) {
            case (.completed, .alreadyFinished(.done)):
                #expect(try await fixture.job(lease.task.job) == .done)
            case (.cancelled, .stopping(runningCount: 1)):
                #expect(try await fixture.job(lease.task.job) == .cancelled)
            case let other: Issue.record("\(other)")
            }
        }
    }

    @Test(arguments: [
        (TaskFailure.Kind.transient, 1, 0.0, 5.0), (.transient, 1, 1, 10), (.transient, 2, 1, 30),
        (.timeout, 4, 1, 270), (.transient, 6, 1, 1_800), (.transient, .max, 0, 900),
        (.rateLimited(retryAfter: .seconds(1)), 1, 1, 10),
        (.rateLimited(retryAfter: .seconds(600)), 1, 1, 600),
        (.rateLimited(retryAfter: .seconds(1_000_000)), 1, 1, 3_600),
    ])
    func `the ladder's steps`(kind: TaskFailure.Kind, attempt: Int, jitter: Double, seconds: Double) {
        #expect(
            RetryLadder().delay(after: kind, attempt: attempt, jitter: jitter) == .seconds(seconds))
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ body: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await body(element)) }
        return values
    }
}
