// SPDX-License-Identifier: Apache-2.0
import Foundation
import Store
import Testing

@Suite(.migratedDatabase, .timeLimit(.minutes(2))) struct `The progress of a job` {
    private let fixture: QueueFixture

    init() throws { self.fixture = try QueueFixture() }

    private func status(_ job: UUID) async throws -> JobStatus {
        try #require(try await self.fixture.queue.status(of: job))
    }

    private func run(_ task: TaskReference, fanOuts: [FanOut] = []) async throws {
        _ = try await self.fixture.queue.complete(
            try await self.fixture.claim(task), result: "r", fanOuts: fanOuts)
    }

    private func beginSections(_ count: Int) async throws -> UUID {
        let first = try await self.fixture.admit()
        let parts = (0..<count).flatMap { [NewTask(.audio, part: $0), NewTask(.slide, part: $0)] }
        try await self.run(
            first, fanOuts: [FanOut(barrier: "materials", tasks: parts, successor: NewTask(.timeline))])
        return first.job
    }

    @Test func `from the queue to the film it has a step, its parts and a percentage`() async throws {
        let queue = self.fixture.queue
        let waiting = try await self.fixture.admit()
        let first = try await self.fixture.admit()
        var status = try await self.status(first.job)
        #expect(status.step == .queued && status.percent == 0 && status.queuePosition == 2)
        #expect(status.startedAt == nil && status.expiresAt == nil && status.state == .open)
        _ = waiting

        let lease = try await self.fixture.claim(first)
        #expect(try await queue.reportProgress(lease, percent: 50) == .held)
        status = try await self.status(first.job)
        #expect(status.step == .script && status.percent == 10 && status.queuePosition == nil)
        #expect((status.donePartCount, status.partCount) == (0, 1))
        #expect(status.startedAt != nil)

        let parts = (0..<3).flatMap { [NewTask(.audio, part: $0), NewTask(.slide, part: $0)] }
        _ = try await queue.complete(
            lease, fanOuts: [FanOut(barrier: "m", tasks: parts, successor: NewTask(.timeline))])
        func task(_ stage: Stage, _ part: Int) -> TaskReference {
            TaskReference(job: first.job, stage: stage, part: part)
        }
        #expect(try await self.status(first.job).percent == 20)
        try await self.run(task(.audio, 0))
        status = try await self.status(first.job)
        #expect(status.percent == 30 && status.step == .slides)
        for part in 0..<3 { try await self.run(task(.slide, part)) }
        status = try await self.status(first.job)
        #expect(status.percent == 60 && status.step == .audio)
        #expect((status.donePartCount, status.partCount) == (1, 3))
        for part in 1..<3 { try await self.run(task(.audio, part)) }
        status = try await self.status(first.job)
        #expect(status.percent == 80 && status.step == .video && status.partCount == 0)

        let segments = (0..<2).map { NewTask(.render, part: $0) }
        try await self.run(
            task(.timeline, 0),
            fanOuts: [FanOut(barrier: "f", tasks: segments, successor: NewTask(.assemble))])
        let rendering = try await self.fixture.claim(task(.render, 0))
        _ = try await queue.reportProgress(rendering, percent: 50)
        #expect(try await self.status(first.job).percent == 84)
        _ = try await queue.complete(rendering)
        try await self.run(task(.render, 1))
        status = try await self.status(first.job)
        #expect(status.percent == 98 && (status.donePartCount, status.partCount) == (2, 2))
        try await self.run(task(.assemble, 0))
        status = try await self.status(first.job)
        #expect(status.percent == 100 && status.step == .done && status.state == .done)
        #expect(status.result == "r")
        #expect(status.expiresAt == status.finishedAt?.addingTimeInterval(86_400))
    }

    @Test func `a retry does not take it back, nor does a start from the beginning`() async throws {
        let queue = self.fixture.queue
        let job = try await self.beginSections(1)
        let task = TaskReference(job: job, stage: .audio)
        let lease = try await self.fixture.claim(task)
        _ = try await queue.reportProgress(lease, percent: 90)
        #expect(try await self.status(job).percent == 47)
        _ = try await queue.fail(lease, transient)
        try await self.fixture.makeDue(job)
        let second = try await self.fixture.claim(task)
        #expect(try await self.fixture.row(task).get("progress") == 0)
        _ = try await queue.reportProgress(second, percent: 10)
        #expect(try await self.status(job).percent == 47)
        #expect(try await queue.startOver(second, reason: "test"))
        let status = try await self.status(job)
        #expect(status.percent == 47 && status.step == .script && status.startedAt != nil)
    }

    @Test func `one who follows it hears of each percent once`() async throws {
        let queue = self.fixture.queue
        let lease = try await self.fixture.claim(try await self.fixture.admit())
        var events = self.fixture.store.notifications(on: JobQueue.jobsChannel).makeAsyncIterator()
        #expect(try await events.next() == .listening)
        for percent in [50, 50, 51, 30] { _ = try await queue.reportProgress(lease, percent: percent) }
        _ = try await queue.complete(lease)
        // Other tests share the channel.
        let (mine, end) = (lease.task.job.uuidString.lowercased(), UUID().uuidString)
        try await self.fixture.store.rows("SELECT pg_notify('moviegen_jobs', \(end))")
        var count = 0
        while case .notified(let event)? = try await events.next(), event.payload != end {
            if event.payload == mine { count += 1 }
        }
        // Ten percent, and the end.
        #expect(count == 2)
    }

    @Test func `a report never waits for who holds the job`() async throws {
        let job = try await self.beginSections(1)
        let lease = try await self.fixture.claim(TaskReference(job: job, stage: .audio))
        let queue = self.fixture.queue
        let outcome = try await self.fixture.withLockedJobs(job) {
            try await queue.reportProgress(lease, percent: 50)
        }
        #expect(outcome == .held)
        #expect(try await self.status(job).percent == 20)
        // What was left out then is in the next.
        _ = try await self.fixture.queue.reportProgress(lease, percent: 51)
        #expect(try await self.status(job).percent == 35)
    }

    @Test func `how a job failed is told`() async throws {
        let lease = try await self.fixture.claim(try await self.fixture.admit())
        _ = try await self.fixture.queue.fail(lease, permanent)
        let status = try await self.status(lease.task.job)
        #expect(status.state == .failed && status.step == .failed && status.percent < 100)
        #expect(status.errorCode == "sourceNotArticle" && status.errorText == "no article")
        #expect(try await self.fixture.queue.status(of: UUID()) == nil)
    }
}
