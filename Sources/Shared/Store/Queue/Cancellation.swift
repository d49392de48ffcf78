// SPDX-License-Identifier: Apache-2.0
package import Foundation

package enum CancelOutcome: Hashable, Sendable {
    /// Nothing ran: the job is over.
    case cancelled
    /// Nothing more begins; this many tasks still run and stop at their next renewal.
    case stopping(runningCount: Int)
    case alreadyFinished(JobState)
    case unknown
}

extension JobQueue {
    /// Stops a job: after this returns, no attempt of its tasks begins. May be called again.
    package func cancel(_ job: UUID, actor: String) async throws -> CancelOutcome {
        try await self.store.transaction { transaction in
            guard let locked = try transaction.lockJob(job) else { return .unknown }
            guard locked.state == .open else { return .alreadyFinished(locked.state) }
            if !locked.isCancelRequested {
                try transaction.rows("UPDATE jobs SET cancel_requested_at = now() WHERE id = \(job)")
                try transaction.record(actor: actor, action: "cancel", target: job.uuidString.lowercased())
                try transaction.cancelWaitingTasks(of: job)
            }
            let running = try transaction.row(
                "SELECT count(*) AS count FROM tasks WHERE job_id = \(job) AND state = 'running'")
            let count = try running?.get("count", as: Int.self) ?? 0
            try transaction.finishCancelledJob(job)
            try transaction.notifyStop(of: job)
            return count == 0 ? .cancelled : .stopping(runningCount: count)
        }
    }
}

extension Transaction {
    /// Cancels what has not begun, and its messages.
    func cancelWaitingTasks(of job: UUID) throws {
        try self.rows(
            """
            UPDATE tasks SET state = 'cancelled', finished_at = now()
            WHERE job_id = \(job) AND state IN ('queued', 'retry_wait')
            """)
        try self.forgetMessages(of: job)
    }

    /// Takes back what was to be published of a job.
    func forgetMessages(of job: UUID) throws {
        // A relay may be sending one just now: its message finds nothing to do and is dropped.
        try self.rows(
            """
            DELETE FROM outbox WHERE id IN (
                SELECT id FROM outbox WHERE job_id = \(job) AND exchange = 'movie.jobs' FOR UPDATE SKIP LOCKED)
            """)
    }

    /// Ends a running task of a job that stops. The job's row is locked by the caller.
    @discardableResult
    func cancelRunning(_ task: TaskReference, token: Int64) throws -> Bool {
        let moved = try self.rows(
            """
            UPDATE tasks SET state = 'cancelled', finished_at = now(), lease_owner = NULL, lease_until = NULL
            WHERE job_id = \(task.job) AND stage = \(task.stage) AND part = \(task.part)
                AND generation = \(task.generation) AND lease_token = \(token) AND state = 'running'
            """)
        guard moved.affectedCount == 1 else { return false }
        try self.finishCancelledJob(task.job)
        try self.notifyJob(task.job)
        return true
    }

    /// A flagged job is over when its last running task is. What its done tasks made is nobody's then.
    func finishCancelledJob(_ job: UUID) throws {
        let finished = try self.rows(
            """
            UPDATE jobs SET state = 'cancelled', finished_at = now()
            WHERE id = \(job) AND state = 'open' AND cancel_requested_at IS NOT NULL AND NOT EXISTS (
                SELECT FROM tasks WHERE job_id = \(job) AND state IN ('queued', 'running', 'retry_wait'))
            """)
        guard finished.affectedCount == 1 else { return }
        // The film from before an edit is still there to be had.
        try self.rows(
            """
            DELETE FROM job_objects
            WHERE job_id = \(job) AND EXISTS (SELECT FROM jobs WHERE id = \(job) AND result IS NULL)
            """)
    }

    /// Who did what, for the operators who come after.
    func record(actor: String, action: String, target: String, detail: [String: String] = [:]) throws {
        try self.rows(
            """
            INSERT INTO audit (actor, action, target, detail)
            VALUES (\(actor), \(action), \(target), \(try Self.json(detail)))
            """)
    }
}
