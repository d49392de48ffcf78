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
        let outcome: CompletionOutcome = try await self.store.transaction { transaction in
            let job = lease.task.job
            guard let locked = try transaction.lockJob(job) else { return .fenced }
            guard let barrier = try transaction.finish(lease, result: result, isGoing: locked.isGoing) else {
                return try Self.refused(lease, locked, transaction)
            }
            try transaction.hold(objects, for: job)
            for fanOut in fanOuts { try transaction.create(fanOut, of: job, isQuiet: isQuiet) }
            try transaction.create(next, of: job, isQuiet: isQuiet)
            let remaining = try barrier.name.map {
                try transaction.countDown($0, of: job, isQuiet: isQuiet)
            }
            let isJobDone = try transaction.advance(job, result: result, isQuiet: isQuiet)
            return .completed(remaining: remaining, isJobDone: isJobDone)
        }
        if case .completed = outcome { self.jobMoved?(lease.task.job) }
        return outcome
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
        _ lease: Lease, _ job: LockedJob, _ transaction: Transaction
    ) throws -> CompletionOutcome {
        if !job.isGoing, try transaction.cancelRunning(lease.task, token: lease.token) { return .cancelled }
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

extension Transaction {
    /// - Returns: Nil when the lease has no right to finish the task.
    fileprivate func finish(_ lease: Lease, result: String?, isGoing: Bool) throws -> (name: String?, Void)? {
        guard isGoing else { return nil }
        let task = lease.task
        let row = try self.row(
            """
            UPDATE tasks SET state = 'done', finished_at = now(), lease_until = NULL, progress = 100,
                result = \(result.sqlValue), error_class = NULL, error_text = NULL
            WHERE job_id = \(task.job) AND stage = \(task.stage) AND part = \(task.part)
                AND generation = \(task.generation) AND lease_token = \(lease.token) AND state = 'running'
            RETURNING barrier
            """)
        return try row.map { (try $0.find("barrier", as: String.self), ()) }
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
