// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// An open job of which nothing moved for a while.
package struct StuckJob: Hashable, Codable, Sendable {
    package let status: JobStatus
    package let reason: StuckReason
    /// The task the reason is about; nil when there is none.
    package let task: TaskReference?
}

package struct BarrierReport: Hashable, Codable, Sendable {
    package let name: String
    package let expectedCount: Int
    package let remainingCount: Int
    /// Its tasks that are not done: the same as ``remainingCount``, or something is broken.
    package let openCount: Int
}

/// All that the database knows of one job.
package struct JobExplanation: Hashable, Codable, Sendable {
    package let status: JobStatus
    /// JSON, as it was asked for.
    package let request: String
    package let generation: Int
    package let restartCount: Int
    package let tasks: [TaskReport]
    package let barriers: [BarrierReport]
    package let outbox: [OutboxReport]
    package let deadLetters: [DeadLetter]
    /// Those alive for the queues of its open tasks.
    package let workers: [WorkerReport]
    /// The worst that holds it up, and whose it is; nil when it is over or moves.
    package let waitsFor: StuckReason?
    package let waitingTask: TaskReference?
}

extension JobQueue {
    /// Open jobs of which nothing moved for so long, newest first, each with the worst that holds it up.
    package func stuckJobs(idleFor idle: Duration, limit: Int = 100) async throws -> [StuckJob] {
        var filter = JobFilter()
        filter.idleFor = idle
        filter.limit = limit
        let jobs = try await self.jobs(filter)
        return try await self.holdUps(of: jobs)
    }

    /// Those of these jobs that are open and wait for something, each with the worst that holds it up.
    package func holdUps(of jobs: [JobStatus]) async throws -> [StuckJob] {
        let jobs = jobs.filter { $0.state == .open }
        guard !jobs.isEmpty else { return [] }
        let reports = try await self.store.transaction { try $0.report(jobs.map(\.id)) }
        let tasks = Dictionary(grouping: reports, by: \.task.job)
        return jobs.compactMap { status in
            guard let (reason, task) = Self.worst(of: tasks[status.id] ?? []) else { return nil }
            return StuckJob(status: status, reason: reason, task: task)
        }
    }

    /// Nil for a job that nobody knows.
    package func explain(_ job: UUID) async throws -> JobExplanation? {
        guard let status = try await self.status(of: job) else { return nil }
        let workers = try await self.workers()
        // One picture: what is read here belongs together.
        let options = TransactionOptions(isolation: .repeatableRead, isReadOnly: true)
        return try await self.store.transaction(options) { transaction in
            let row = try transaction.row("SELECT request, generation, restarts FROM jobs WHERE id = \(job)")
            guard let row else { return nil }
            let tasks = try transaction.report([job])
            let open = tasks.filter { [.queued, .running, .retryWait].contains($0.state) }
            let queues = Set(open.map(\.task.stage.queue))
            let worst = status.state == .open ? Self.worst(of: tasks) : nil
            return JobExplanation(
                status: status, request: try row.get("request"), generation: try row.get("generation"),
                restartCount: try row.get("restarts"), tasks: tasks,
                barriers: try transaction.barriers(of: job),
                outbox: try transaction.outbox(of: job, limit: 1_000),
                deadLetters: try transaction.deadLetters(of: job),
                workers: workers.filter { $0.isAlive && queues.contains($0.queue) },
                waitsFor: worst?.0, waitingTask: worst?.1)
        }
    }

    private static func worst(of tasks: [TaskReport]) -> (StuckReason, TaskReference?)? {
        guard tasks.contains(where: { [.queued, .running, .retryWait].contains($0.state) }) else {
            return (.noOpenTask, nil)
        }
        let reasons = tasks.compactMap { report in report.waitsFor.map { ($0, report.task) } }
        return reasons.min { $0.0.rank < $1.0.rank }.map { ($0.0, $0.1) }
    }
}

extension Transaction {
    fileprivate func barriers(of job: UUID) throws -> [BarrierReport] {
        try self.rows(
            """
            SELECT name, expected, remaining, (SELECT count(*) FROM tasks t
                WHERE t.job_id = b.job_id AND t.barrier = b.name AND t.state <> 'done') AS open
            FROM barriers b WHERE job_id = \(job) ORDER BY name
            """
        ).map {
            BarrierReport(
                name: try $0.get("name"), expectedCount: try $0.get("expected"),
                remainingCount: try $0.get("remaining"), openCount: try $0.get("open"))
        }
    }
}
