// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Foundation
import Store
import Testing

/// A queue in the test's schema, and short ways to put tasks into states.
struct QueueFixture: Sendable {
    let store: Store
    let queue: JobQueue

    init(sessions: Int = 4) throws {
        self.store = try TestDatabase.store(sessions: sessions)
        self.queue = JobQueue(self.store)
    }

    /// - Returns: The first task of a new job.
    func admit(_ first: NewTask = NewTask(.script)) async throws -> TaskReference {
        let outcome = try await self.queue.admit(AdmissionRequest(client: "test", first: first))
        guard case .admitted(let job) = outcome else { throw Unexpected(what: "\(outcome)") }
        return TaskReference(job: job, stage: first.stage, part: first.part)
    }

    func claim(_ task: TaskReference, owner: String = "a") async throws -> Lease {
        let outcome = try await self.queue.claim(task, owner: owner)
        guard case .claimed(let lease) = outcome else { throw Unexpected(what: "\(outcome)") }
        return lease
    }

    /// Makes the leases of a job look as old as if their workers had died.
    func expireLeases(of job: UUID) async throws {
        try await self.store.rows(
            """
            UPDATE tasks SET lease_until = now() - interval '1 second'
            WHERE job_id = \(job) AND state = 'running'
            """)
    }

    /// Makes a waiting retry due.
    func makeDue(_ job: UUID) async throws {
        try await self.store.rows("UPDATE tasks SET run_at = now() WHERE job_id = \(job)")
    }

    func state(_ task: TaskReference) async throws -> TaskState {
        try await self.row(task).get("state")
    }

    func row(_ task: TaskReference) async throws -> Row {
        try #require(
            await self.store.rows(
                """
                SELECT * FROM tasks
                WHERE job_id = \(task.job) AND stage = \(task.stage) AND part = \(task.part)
                """
            ).first)
    }

    func job(_ id: UUID) async throws -> JobState {
        try await self.store.rows("SELECT state FROM jobs WHERE id = \(id)")[0].get("state")
    }

    func count(_ query: Query) async throws -> Int {
        try await self.store.rows(query)[0].get("count")
    }

    /// Runs `body` while another transaction has the jobs' rows locked.
    func withLockedJobs<Value: Sendable>(
        _ jobs: UUID..., perform body: @Sendable () async throws -> Value
    ) async throws -> Value {
        let holder = try TestDatabase.store(sessions: 1)
        let (locked, continuation) = AsyncStream<Void>.makeStream()
        let release = DispatchSemaphore(value: 0)
        async let holding: Void = holder.transaction { transaction in
            for job in jobs { try transaction.rows("SELECT 1 FROM jobs WHERE id = \(job) FOR UPDATE") }
            continuation.yield()
            // On the session's own thread.
            release.wait()
        }
        var iterator = locked.makeAsyncIterator()
        _ = await iterator.next()
        let result: Result<Value, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        release.signal()
        try await holding
        return try result.get()
    }

    struct Unexpected: Error { let what: String }
}

let transient = TaskFailure(.transient, code: "engineFailed", text: "the engine was busy")
let permanent = TaskFailure(.permanent, code: "sourceNotArticle", text: "no article")
