// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// Why a task did not succeed, and with it what happens next.
package struct TaskFailure: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case transient
        /// The other side said when to come back.
        case rateLimited(retryAfter: Duration)
        case timeout
        case permanent
        case poison
        /// Its messages died in the broker time and again: whoever takes one goes down with it.
        case undeliverable
        /// Only a newer service knows how to run it, and none came.
        case schema

        var name: String {
            switch self {
            case .transient: "transient"
            case .rateLimited: "rate_limited"
            case .timeout: "timeout"
            case .permanent: "permanent"
            case .poison: "poison"
            case .undeliverable: "broker_delivery_limit"
            case .schema: "schema"
            }
        }

        var mayRetry: Bool {
            switch self {
            case .transient, .rateLimited, .timeout: true
            case .permanent, .poison, .undeliverable, .schema: false
            }
        }
    }

    package let kind: Kind
    /// A stable word that clients switch on.
    package let code: String
    /// For people; stored up to 2 KiB.
    package let text: String
    /// The attempt after which such a failure is the end, where its task may have more.
    package let attemptLimit: Int
    /// What was asked for is at fault: who asked is told, and no operator can do anything about it.
    package let isOfItsAsker: Bool

    package init(
        _ kind: Kind, code: String, text: String, attemptLimit: Int = .max, isOfItsAsker: Bool = false
    ) {
        self.kind = kind
        self.code = code
        self.text = text
        self.attemptLimit = attemptLimit
        self.isOfItsAsker = isOfItsAsker
    }

    /// Cut at a character so that it fits its column.
    var storedText: String {
        var text = String(self.text.replacing("\0", with: ""))
        while text.utf8.count > 2_048 { text.removeLast(max(1, (text.utf8.count - 2_048) / 4)) }
        return text
    }
}

package enum FailOutcome: Hashable, Sendable {
    case retrying(after: Duration)
    case dead
    /// The job stops anyway: the task is cancelled.
    case cancelled
    case fenced
}

extension JobQueue {
    /// Settles a task that failed: another attempt later, or its end and the job's.
    ///
    /// - Parameter jitter: 0...1, where in the ladder's step the delay lies.
    package func fail(
        _ lease: Lease, _ failure: TaskFailure, ladder: RetryLadder = RetryLadder(),
        jitter: Double = .random(in: 0...1)
    ) async throws -> FailOutcome {
        try await self.store.transaction { transaction in
            guard let job = try transaction.lockJob(lease.task.job) else { return .fenced }
            guard job.isGoing else {
                return try transaction.cancelRunning(lease.task, token: lease.token) ? .cancelled : .fenced
            }
            guard failure.kind.mayRetry, lease.attempt < min(lease.attemptLimit, failure.attemptLimit) else {
                return try transaction.bury(lease.task, token: lease.token, failure) ? .dead : .fenced
            }
            let delay = ladder.delay(after: failure.kind, attempt: lease.attempt, jitter: jitter)
            let isMine = try transaction.retry(lease, failure, after: delay)
            return isMine ? .retrying(after: delay) : .fenced
        }
    }

    /// Returns an unfinished task to its queue without its attempt: the worker stops, not the task.
    ///
    /// - Parameter delay: Until it is due.
    /// - Returns: False when the lease was no longer held, or the job stops and the task with it.
    @discardableResult
    package func handBack(_ lease: Lease, after delay: Duration = .zero) async throws -> Bool {
        let task = lease.task
        return try await self.store.transaction { transaction in
            guard let job = try transaction.lockJob(task.job) else { return false }
            guard job.isGoing else {
                try transaction.cancelRunning(task, token: lease.token)
                return false
            }
            return try transaction.rows(
                """
                WITH moved AS (
                    UPDATE tasks SET state = 'queued', attempt = attempt - 1,
                        run_at = now() + make_interval(secs => \(delay)), lease_owner = NULL, lease_until = NULL
                    WHERE job_id = \(task.job) AND stage = \(task.stage) AND part = \(task.part)
                        AND generation = \(task.generation) AND lease_token = \(lease.token)
                        AND state = 'running'
                    RETURNING *)
                \(literal: Fragment.announce) \(literal: Fragment.ringRelays)
                """
            ).count == 1
        }
    }
}

extension Transaction {
    fileprivate func retry(_ lease: Lease, _ failure: TaskFailure, after delay: Duration) throws -> Bool {
        let task = lease.task
        return try self.rows(
            """
            WITH moved AS (
                UPDATE tasks SET state = 'retry_wait', run_at = now() + make_interval(secs => \(delay)),
                    lease_owner = NULL, lease_until = NULL, error_class = \(failure.kind.name),
                    error_text = \(failure.storedText)
                WHERE job_id = \(task.job) AND stage = \(task.stage) AND part = \(task.part)
                    AND generation = \(task.generation) AND lease_token = \(lease.token) AND state = 'running'
                RETURNING *)
            \(literal: Fragment.announce) \(literal: Fragment.ringRelays)
            """
        ).count == 1
    }

    /// Ends a task that will not succeed, and with it its job; what had not begun of the job never does.
    ///
    /// The job's row is locked by the caller.
    ///
    /// - Parameter evenWaiting: The task need not run: nobody's lease is behind the call.
    @discardableResult
    func bury(
        _ task: TaskReference, token: Int64, _ failure: TaskFailure, evenWaiting: Bool = false
    ) throws -> Bool {
        let moved = try self.rows(
            """
            WITH moved AS (
                UPDATE tasks SET state = 'dead', finished_at = now(), lease_owner = NULL, lease_until = NULL,
                    error_class = \(failure.kind.name), error_text = \(failure.storedText)
                WHERE job_id = \(task.job) AND stage = \(task.stage) AND part = \(task.part)
                    AND generation = \(task.generation) AND lease_token = \(token)
                    AND (state = 'running' OR \(evenWaiting) AND state IN ('queued', 'retry_wait'))
                RETURNING *),
            letters AS (\(literal: Fragment.bury))
            \(literal: Fragment.announceDeath)
            """)
        guard moved.count == 1 else { return false }
        if failure.isOfItsAsker { try self.settleLetter(of: task) }
        try self.rows(
            """
            UPDATE jobs SET state = 'failed', finished_at = now(), error_code = \(failure.code),
                error_text = \(failure.storedText)
            WHERE id = \(task.job) AND state = 'open'
            """)
        try self.giveBackQuotas(of: task.job, code: failure.code)
        try self.cancelWaitingTasks(of: task.job)
        try self.notifyStop(of: task.job)
        return true
    }

    /// The letter stays, and waits for nobody.
    private func settleLetter(of task: TaskReference) throws {
        try self.rows(
            """
            UPDATE dead_letters SET resolved_at = now(), resolution = 'told', actor = 'pipeline'
            WHERE job_id = \(task.job) AND stage = \(task.stage) AND part = \(task.part)
                AND generation = \(task.generation) AND message_id IS NULL AND resolved_at IS NULL
            """)
    }
}
