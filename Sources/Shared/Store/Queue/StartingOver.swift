// SPDX-License-Identifier: Apache-2.0
package import Foundation

extension JobQueue {
    /// Begins a lease's job again from its first task, as a new generation: something it had made has vanished.
    ///
    /// All its tasks and barriers are removed; whoever still runs one of them is fenced.
    ///
    /// - Parameter limit: Restarts of one job at most.
    /// - Returns: False, and nothing changed, when the lease is not held, the job is to stop, or the limit is reached.
    package func startOver(_ lease: Lease, limit: Int = 2, reason: String) async throws -> Bool {
        let task = lease.task
        return try await self.store.transaction { transaction in
            guard let job = try transaction.lockJob(task.job), job.isGoing else { return false }
            let held = try transaction.row(
                """
                SELECT t.lease_owner, j.first_task FROM tasks t JOIN jobs j ON j.id = t.job_id
                WHERE t.job_id = \(task.job) AND t.stage = \(task.stage) AND t.part = \(task.part)
                    AND t.generation = \(task.generation) AND t.lease_token = \(lease.token)
                    AND t.state = 'running' AND j.restarts < \(limit)
                FOR NO KEY UPDATE OF t
                """)
            guard let held else { return false }
            try transaction.rows(
                """
                UPDATE jobs SET generation = generation + 1, restarts = restarts + 1,
                    started_at = coalesce(started_at, (SELECT min(started_at) FROM tasks WHERE job_id = \(task.job)))
                WHERE id = \(task.job)
                """)
            try transaction.removeTasks(of: task.job)
            let first = try held.get("first_task", as: String.self)
            try transaction.create(
                [try JSONDecoder().decode(NewTask.self, from: Data(first.utf8))], of: task.job)
            try transaction.record(
                actor: try held.find("lease_owner") ?? "a worker", action: "startOver",
                target: task.job.uuidString.lowercased(),
                detail: ["stage": task.stage.rawValue, "part": "\(task.part)", "reason": reason])
            try transaction.notifyStop(of: task.job)
            return true
        }
    }

    /// Gives a failed job another chance: its dead and cancelled tasks begin again, as a new generation.
    ///
    /// Done tasks keep their results, and barriers their counts. Calling it twice replays once.
    ///
    /// - Returns: Tasks queued; 0 when the job has not failed.
    package func replay(_ job: UUID, actor: String) async throws -> Int {
        try await self.store.transaction { try $0.replay(job, actor: actor) }
    }

    /// JSON: what the person asked for, as ``AdmissionRequest/request``. Nil for an unknown job.
    package func request(of job: UUID) async throws -> String? {
        try await self.store.rows("SELECT request FROM jobs WHERE id = \(job)").first?.get("request")
    }

    /// What the stage's done tasks gave, by part; an empty text where one gave nothing.
    package func results(of job: UUID, stage: Stage) async throws -> [(part: Int, result: String)] {
        try await self.store.rows(
            """
            SELECT t.part, coalesce(t.result, '') AS result
            FROM tasks t JOIN jobs j ON j.id = t.job_id AND j.generation = t.generation
            WHERE t.job_id = \(job) AND t.stage = \(stage) AND t.state = 'done' ORDER BY t.part
            """
        ).map { (try $0.get("part"), try $0.get("result")) }
    }
}

extension Transaction {
    func replay(_ job: UUID, actor: String) throws -> Int {
        guard let locked = try self.lockJob(job), locked.state == .failed else { return 0 }
        try self.rows(
            """
            UPDATE jobs SET state = 'open', generation = generation + 1, finished_at = NULL, error_code = NULL,
                error_text = NULL, deadline_at = greatest(deadline_at, now() + time_limit)
            WHERE id = \(job)
            """)
        // What is done belongs to the new generation too.
        try self.rows(
            "UPDATE tasks SET generation = generation + 1 WHERE job_id = \(job) AND state = 'done'")
        let moved = try self.rows(
            """
            WITH moved AS (
                UPDATE tasks SET state = 'queued', generation = generation + 1, attempt = 0, rescue_count = 0, deferrals = 0,
                    run_at = now(), enqueued_at = now(), finished_at = NULL, progress = 0, lease_owner = NULL,
                    lease_until = NULL
                WHERE job_id = \(job) AND state <> 'done'
                RETURNING *)
            \(literal: Fragment.announce) \(literal: Fragment.ringRelays)
            """)
        try self.rows(
            """
            UPDATE dead_letters SET resolved_at = now(), resolution = 'replayed', actor = \(actor)
            WHERE job_id = \(job) AND resolved_at IS NULL
            """)
        try self.record(actor: actor, action: "replay", target: job.uuidString.lowercased())
        try self.notifyJob(job)
        return moved.count
    }

    /// Removes a job's tasks, barriers, messages and objects. The job's row is locked by the caller.
    fileprivate func removeTasks(of job: UUID) throws {
        try self.rows("DELETE FROM tasks WHERE job_id = \(job)")
        try self.rows("DELETE FROM barriers WHERE job_id = \(job)")
        try self.rows("DELETE FROM job_objects WHERE job_id = \(job)")
        try self.forgetMessages(of: job)
    }
}
