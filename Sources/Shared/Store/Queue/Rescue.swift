// SPDX-License-Identifier: Apache-2.0
internal import Foundation

package enum RescueOutcome: Hashable, Sendable {
    case requeued(TaskReference)
    case dead(TaskReference)
    case cancelled(TaskReference)
}

extension JobQueue {
    /// Takes tasks from workers that have not renewed in time. Any number of services may do this at once.
    ///
    /// - Parameter limit: Tasks at most, the longest expired first.
    package func rescue(limit: Int = 100) async throws -> [RescueOutcome] {
        let expired = try await self.store.rows(
            """
            SELECT job_id, stage, part, generation, lease_token FROM tasks
            WHERE state = 'running' AND lease_until < now() ORDER BY lease_until LIMIT \(limit)
            """)
        var outcomes: [RescueOutcome] = []
        for row in expired {
            let task = TaskReference(
                job: try row.get("job_id"), stage: try row.get("stage"), part: try row.get("part"),
                generation: try row.get("generation"))
            let token = try row.get("lease_token", as: Int64.self)
            // One transaction a task: each may belong to another job, and none holds up the next.
            let outcome = try await self.store.transaction { try Self.rescue(task, token: token, $0) }
            if let outcome { outcomes.append(outcome) }
        }
        return outcomes
    }

    /// - Returns: Nil when another was quicker, or the worker renewed after all.
    private static func rescue(
        _ task: TaskReference, token: Int64, _ transaction: Transaction
    ) throws -> RescueOutcome? {
        guard let job = try transaction.lockJobUnlessBusy(task.job) else { return nil }
        let row = try transaction.row(
            """
            UPDATE tasks SET rescue_count = rescue_count + 1
            WHERE job_id = \(task.job) AND stage = \(task.stage) AND part = \(task.part)
                AND generation = \(task.generation) AND lease_token = \(token) AND state = 'running'
                AND lease_until < now()
            RETURNING attempt < max_attempts AS left
            """)
        guard let row else { return nil }
        guard job.isGoing else {
            return try transaction.cancelRunning(task, token: token) ? .cancelled(task) : nil
        }
        guard try row.get("left") else {
            let failure = TaskFailure(
                .poison, code: "attemptsExhausted", text: "the worker died in every attempt")
            return try transaction.bury(task, token: token, failure) ? .dead(task) : nil
        }
        try transaction.rows(
            """
            WITH moved AS (
                UPDATE tasks SET state = 'queued', run_at = now(), lease_owner = NULL, lease_until = NULL
                WHERE job_id = \(task.job) AND stage = \(task.stage) AND part = \(task.part)
                    AND generation = \(task.generation) AND lease_token = \(token) AND state = 'running'
                RETURNING *)
            \(literal: Fragment.announce)
            """)
        return .requeued(task)
    }
}
