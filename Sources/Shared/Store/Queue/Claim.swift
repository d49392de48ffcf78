// SPDX-License-Identifier: Apache-2.0
internal import Foundation

package enum ClaimOutcome: Hashable, Sendable {
    case claimed(Lease)
    /// There is nothing to run; the message may be acknowledged.
    case skipped(SkipReason)
    /// It ran as often as it may, the last time without coming back. It is dead now, and its job failed.
    case exhausted
}

package enum SkipReason: String, Hashable, CaseIterable, Sendable {
    case unknown, staleGeneration, done, dead, cancelled, live, notDue
}

package enum RenewOutcome: Hashable, Sendable {
    case held
    /// The lease holds, but the job is to stop: end the work and give the task up by ``JobQueue/giveUp(_:)``.
    case stopRequested
    /// The task belongs to someone else or to nobody: discard the work.
    case fenced
}

extension JobQueue {
    /// Takes a task for `owner`; counts the attempt before anything runs, so one that kills its process runs out.
    package func claim(_ task: TaskReference, owner: String) async throws -> ClaimOutcome {
        // A statement by itself is one round trip instead of three, and most claims succeed.
        let row = try await self.store.rows(
            """
            UPDATE tasks t
            SET state = 'running',
                attempt = t.attempt
                    + (t.state <> 'running' OR t.rescue_count >= \(Self.forgivenLosses))::integer,
                rescue_count = t.rescue_count + (t.state = 'running')::integer, lease_token = t.lease_token + 1,
                lease_owner = \(owner), lease_until = now() + make_interval(secs => \(self.leaseDuration)),
                started_at = now(), progress = 0
            FROM jobs j
            WHERE t.job_id = \(task.job) AND t.stage = \(task.stage) AND t.part = \(task.part)
                AND t.generation = \(task.generation)
                AND (t.attempt < t.max_attempts
                    OR t.state = 'running' AND t.rescue_count < \(Self.forgivenLosses))
                AND j.id = t.job_id AND j.state = 'open' AND j.cancel_requested_at IS NULL
                AND (t.state IN ('queued', 'retry_wait') AND t.run_at <= now()
                    OR t.state = 'running' AND t.lease_until < now())
            RETURNING t.lease_token, t.attempt, t.max_attempts, t.rescue_count, t.input, j.request
            """
        ).first
        if let row { return .claimed(try Lease(task, row: row)) }
        return try await self.store.transaction { try Self.explain(task, $0) }
    }

    /// Why nothing was claimed; a task that is due and out of attempts is buried here.
    private static func explain(_ task: TaskReference, _ transaction: Transaction) throws -> ClaimOutcome {
        guard let job = try transaction.lockJob(task.job) else { return .skipped(.unknown) }
        let row = try transaction.row(
            """
            SELECT generation, state, lease_token,
                attempt >= max_attempts AND (state <> 'running' OR rescue_count >= \(Self.forgivenLosses)) AS spent,
                CASE state WHEN 'running' THEN lease_until < now() ELSE run_at <= now() END AS due
            FROM tasks WHERE job_id = \(task.job) AND stage = \(task.stage) AND part = \(task.part)
            FOR NO KEY UPDATE
            """)
        guard let row else { return .skipped(.unknown) }
        guard try row.get("generation") == task.generation else { return .skipped(.staleGeneration) }
        switch try row.get("state", as: TaskState.self) {
        case .done: return .skipped(.done)
        case .dead: return .skipped(.dead)
        case .cancelled: return .skipped(.cancelled)
        case .queued, .running, .retryWait: break
        }
        guard job.isGoing else { return .skipped(.cancelled) }
        guard try row.get("due") else {
            return .skipped(try row.get("state", as: TaskState.self) == .running ? .live : .notDue)
        }
        // Somebody handed it back between the two looks: its new message is on the way.
        guard try row.get("spent") else { return .skipped(.notDue) }
        let failure = TaskFailure(
            .poison, code: "attemptsExhausted", text: "the worker died in every attempt")
        try transaction.bury(task, token: try row.get("lease_token"), failure, evenWaiting: true)
        return .exhausted
    }
}

extension Lease {
    fileprivate init(_ task: TaskReference, row: Row) throws {
        self.init(
            task: task, token: try row.get("lease_token"), attempt: try row.get("attempt"),
            attemptLimit: try row.get("max_attempts"), lossCount: try row.get("rescue_count"),
            input: try row.get("input"), request: try row.get("request"))
    }
}
