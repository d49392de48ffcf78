// SPDX-License-Identifier: Apache-2.0
internal import Foundation

package enum CompletionOutcome: Hashable, Sendable {
    /// This call finished the task. `remaining` is its barrier's count, nil without a barrier.
    case completed(remaining: Int?, isJobDone: Bool)
    /// An earlier call with this very lease did: its answer was lost.
    case alreadyCompleted
    /// The job was cancelled or has failed; the task is cancelled.
    case cancelled
    /// The task belongs to someone else: nothing was changed.
    case fenced
}

extension JobQueue {
    /// Records a task's result and begins what follows, once however often it is called.
    ///
    /// A job without open tasks is done, and the last task's result is its own.
    ///
    /// - Parameters:
    ///   - result: What the task made, as later tasks find it.
    ///   - objects: Of the artifact store, held as long as the job: what its result names.
    ///   - fanOuts: Groups of tasks that begin now.
    ///   - next: Tasks that begin now and that nothing waits for together.
    package func complete(
        _ lease: Lease, result: String? = nil, objects: [String] = [], fanOuts: [FanOut] = [],
        next: [NewTask] = []
    ) async throws -> CompletionOutcome {
        let isQuiet = self.jobMoved != nil
        let (end, last): (End, Row?) = try await self.store.transactionWithLastRow { transaction in
            let job = lease.task.job
            let barrier: String?
            switch try transaction.finish(lease, result: result) {
            case .unknown: return .other(.fenced)
            case .refused(let isGoing): return .other(try Self.refused(lease, isGoing: isGoing, transaction))
            case .finished(let name): barrier = name
            }
            try transaction.hold(objects, for: job)
            for fanOut in fanOuts { try transaction.create(fanOut, of: job, isQuiet: isQuiet) }
            try transaction.create(next, of: job, isQuiet: isQuiet)
            let remaining = try barrier.map { try transaction.countDown($0, of: job, isQuiet: isQuiet) }
            self.stepReached?(.completing)
            transaction.advance(job, result: result, isQuiet: isQuiet)
            return .completed(remaining: remaining)
        }
        switch end {
        case .other(let outcome): return outcome
        case .completed(let remaining):
            self.jobMoved?(lease.task.job)
            return .completed(remaining: remaining, isJobDone: try last?.get("done") ?? false)
        }
    }

    /// What a completing transaction knows before its last statement, which says whether the job is done.
    private enum End: Sendable {
        case completed(remaining: Int?)
        case other(CompletionOutcome)
    }

    /// Ends a running task whose job is to stop, after its work has ended.
    ///
    /// - Returns: False when the task was no longer this lease's.
    @discardableResult
    package func giveUp(_ lease: Lease) async throws -> Bool {
        try await self.store.transaction { transaction in
            guard let job = try transaction.lockJob(lease.task.job), !job.isGoing else { return false }
            return try transaction.cancelRunning(lease.task, token: lease.token)
        }
    }

    private static func refused(
        _ lease: Lease, isGoing: Bool, _ transaction: Transaction
    ) throws -> CompletionOutcome {
        if !isGoing, try transaction.cancelRunning(lease.task, token: lease.token) { return .cancelled }
        let task = lease.task
        let done = try transaction.row(
            """
            SELECT 1 AS one FROM tasks
            WHERE job_id = \(task.job) AND stage = \(task.stage) AND part = \(task.part)
                AND generation = \(task.generation) AND lease_token = \(lease.token) AND state = 'done'
            """)
        return done == nil ? .fenced : .alreadyCompleted
    }
}

private enum Finish {
    /// Its barrier, nil when none waits for it.
    case finished(barrier: String?)
    /// The lease has no right to finish the task, or the job is to stop.
    case refused(isGoing: Bool)
    /// There is no such job.
    case unknown
}

extension Transaction {
    /// Locks the job and finishes the task, in that order; one statement, since its round trip is a good part of a
    /// small task's time.
    fileprivate func finish(_ lease: Lease, result: String?) throws -> Finish {
        let task = lease.task
        let row = try self.row(
            """
            WITH job AS MATERIALIZED (
                SELECT state = 'open' AND cancel_requested_at IS NULL AS going FROM jobs
                WHERE id = \(task.job) FOR NO KEY UPDATE),
            finished AS (
                UPDATE tasks SET state = 'done', finished_at = now(), lease_until = NULL, progress = 100,
                    result = \(result.sqlValue), error_class = NULL, error_text = NULL
                FROM job
                WHERE job.going AND job_id = \(task.job) AND stage = \(task.stage) AND part = \(task.part)
                    AND generation = \(task.generation) AND lease_token = \(lease.token)
                    AND tasks.state = 'running'
                RETURNING barrier)
            SELECT job.going, finished.barrier, EXISTS (SELECT FROM finished) AS finished
            FROM job LEFT JOIN finished ON true
            """)
        guard let row else { return .unknown }
        guard try row.get("finished") else { return .refused(isGoing: try row.get("going")) }
        return .finished(barrier: try row.find("barrier"))
    }

    /// - Returns: Parts that still are to come; at zero the successor has been made.
    fileprivate func countDown(_ barrier: String, of job: UUID, isQuiet: Bool) throws -> Int {
        let row = try self.row(
            """
            UPDATE barriers SET remaining = remaining - 1 WHERE job_id = \(job) AND name = \(barrier)
            RETURNING remaining, successor
            """)
        guard let row else {
            throw StoreError(.rowUnexpected, "a task counts down a barrier that is not there")
        }
        let remaining = try row.get("remaining", as: Int.self)
        if remaining == 0, let successor = try row.find("successor", as: String.self) {
            try self.create(
                [try JSONDecoder().decode(NewTask.self, from: Data(successor.utf8))], of: job,
                isQuiet: isQuiet)
        }
        return remaining
    }
}
