// SPDX-License-Identifier: Apache-2.0
internal import Foundation

extension JobQueue {
    /// Makes a lease last again, and stores how far the work is.
    ///
    /// - Parameter progress: Percent of the task; it never goes back, and nor does the job's.
    package func renew(_ lease: Lease, progress: Int = 0) async throws -> RenewOutcome {
        let task = lease.task
        let row = try await self.store.rows(
            """
            UPDATE tasks t
            SET lease_until = now() + make_interval(secs => \(self.leaseDuration)),
                progress = greatest(t.progress, least(100, greatest(0, \(progress)))),
                progressed_at = CASE WHEN \(progress) > t.progress THEN now() ELSE t.progressed_at END
            FROM jobs j, tasks old
            WHERE t.job_id = \(task.job) AND t.stage = \(task.stage) AND t.part = \(task.part)
                AND t.generation = \(task.generation) AND t.lease_token = \(lease.token)
                AND t.state = 'running' AND j.id = t.job_id
                AND old.job_id = t.job_id AND old.stage = t.stage AND old.part = t.part
            RETURNING j.state = 'open' AND j.cancel_requested_at IS NULL AS going,
                t.progress > old.progress AS advanced
            """
        ).first
        guard let row else { return .fenced }
        guard try row.get("going") else { return .stopRequested }
        if try row.get("advanced") { try await self.advance(task.job) }
        return .held
    }

    /// The same as ``renew(_:progress:)``: who has news of a task is alive.
    package func reportProgress(_ lease: Lease, percent: Int) async throws -> RenewOutcome {
        try await self.renew(lease, progress: percent)
    }

    /// Raises the job's percentage, in a transaction of its own: a renewal has locked the task, and jobs come before
    /// tasks. A job that others change now is left to the next report.
    private func advance(_ job: UUID) async throws {
        try await self.store.rows(
            """
            UPDATE jobs j SET percent = now_at.percent
            FROM (\(literal: Fragment.jobProgress) \(job)) now_at
            WHERE j.id = (SELECT id FROM jobs WHERE id = \(job) AND state = 'open'
                    FOR NO KEY UPDATE SKIP LOCKED)
                AND j.percent < now_at.percent
            RETURNING pg_notify('moviegen_jobs', j.id::text)
            """)
    }
}

extension Transaction {
    /// Raises the job's percentage after one of its tasks is done, ends the job after the last, and tells who follows it.
    ///
    /// It goes with COMMIT; its row says in `done` whether the job is done now.
    ///
    /// - Parameter isQuiet: The caller tells, after the commit.
    func advance(_ job: UUID, result: String?, isQuiet: Bool) {
        self.later(
            """
            UPDATE jobs j
            SET started_at = coalesce(j.started_at, now_at.started_at),
                percent = CASE WHEN now_at.is_open THEN greatest(j.percent, now_at.percent) ELSE 100 END,
                state = CASE WHEN now_at.is_open THEN j.state ELSE 'done' END,
                finished_at = CASE WHEN now_at.is_open THEN NULL ELSE now() END,
                result = CASE WHEN now_at.is_open THEN j.result ELSE \(result.sqlValue)::text END
            FROM (\(literal: Fragment.jobProgress) \(job)) now_at
            WHERE j.id = \(job) AND j.state = 'open'
            RETURNING j.state = 'done' AS done\(literal: isQuiet ? "" : ", pg_notify('moviegen_jobs', j.id::text)")
            """)
    }
}

extension Fragment {
    /// How far the tasks of a job are; the job's id follows.
    ///
    /// The script fills 0 to 20, voices and slides alike 20 to 80, frames 80 to 98; 100 is a film that is there.
    static let jobProgress: StaticString = """
        SELECT bool_or(state IN ('queued', 'running', 'retry_wait')) AS is_open, min(started_at) AS started_at,
            least(99, floor((20 * coalesce(avg(progress) FILTER (WHERE stage = 'script'), 0)
                + 60 * coalesce(avg(progress) FILTER (WHERE stage IN ('audio', 'slide')), 0)
                + 18 * coalesce(avg(progress) FILTER (WHERE stage = 'render'), 0)
                + 2 * coalesce(avg(progress) FILTER (WHERE stage = 'assemble'), 0)) / 100)) AS percent
        FROM tasks WHERE job_id =
        """
}
