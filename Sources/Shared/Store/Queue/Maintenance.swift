// SPDX-License-Identifier: Apache-2.0
package import Foundation

extension JobQueue {
    /// Fails jobs that are past their deadline; what still runs of them stops at its next renewal.
    ///
    /// - Parameter limit: Jobs at most, the longest overdue first.
    package func expireDeadlines(limit: Int = 100) async throws -> [UUID] {
        var expired: [UUID] = []
        var (lastDeadline, lastJob) = ("-infinity", "00000000-0000-0000-0000-000000000000")
        while expired.count < limit {
            let page = try await self.store.rows(
                """
                SELECT id, deadline_at::text AS deadline FROM jobs
                WHERE state = 'open' AND cancel_requested_at IS NULL AND deadline_at < now()
                    AND (deadline_at, id) > (\(lastDeadline)::timestamptz, \(lastJob)::uuid)
                ORDER BY deadline_at, id LIMIT \(min(limit, 100))
                """)
            guard let end = page.last else { break }
            for row in page where expired.count < limit {
                let job = try row.get("id", as: UUID.self)
                // Another has it now, or it is busy: it is still overdue at the next call.
                let isExpired = try await self.store.transaction { try $0.expireDeadline(of: job) }
                if isExpired { expired.append(job) }
            }
            (lastDeadline, lastJob) = (try end.get("deadline"), try end.get("id"))
        }
        return expired
    }

    /// Removes what is too old: jobs that are over with all that is theirs, dead letters after 30 days, the audit after
    /// 180, quotas after 2, and workers that have been silent for an hour.
    ///
    /// - Parameters:
    ///   - retention: Of jobs; nil is ``retention``.
    ///   - limit: Rows of each kind at most.
    /// - Returns: Rows removed; call again while there are any.
    package func deleteExpired(retention: Duration? = nil, limit: Int = 100) async throws -> Int {
        let retention = retention ?? self.retention
        let statements: [Query] = [
            """
            DELETE FROM jobs WHERE id IN (
                SELECT id FROM jobs
                WHERE state <> 'open' AND finished_at < now() - make_interval(secs => \(retention))
                ORDER BY finished_at LIMIT \(limit) FOR UPDATE SKIP LOCKED)
            """,
            """
            DELETE FROM dead_letters WHERE id IN (
                SELECT id FROM dead_letters WHERE first_seen < now() - interval '30 days'
                ORDER BY first_seen LIMIT \(limit) FOR UPDATE SKIP LOCKED)
            """,
            """
            DELETE FROM audit WHERE id IN (
                SELECT id FROM audit WHERE at < now() - interval '180 days'
                ORDER BY at LIMIT \(limit) FOR UPDATE SKIP LOCKED)
            """,
            """
            DELETE FROM quotas WHERE (scope, subject, day) IN (
                SELECT scope, subject, day FROM quotas WHERE day < (now() AT TIME ZONE 'UTC')::date - 2
                LIMIT \(limit) FOR UPDATE SKIP LOCKED)
            """,
            """
            DELETE FROM workers WHERE instance_id IN (
                SELECT instance_id FROM workers WHERE heartbeat_at < now() - interval '1 hour'
                LIMIT \(limit) FOR UPDATE SKIP LOCKED)
            """,
        ]
        var count = 0
        for statement in statements { count += try await self.store.rows(statement).affectedCount }
        return count
    }

    /// For each queue, the tasks whose message was published and that nobody has claimed: as many messages as the
    /// broker must have, or more tasks than it has messages, and then some were lost.
    package func publishedCounts() async throws -> [String: Int] {
        let rows = try await self.store.rows(
            """
            SELECT \(literal: Fragment.queue) AS queue, count(*) AS count
            FROM tasks t WHERE \(literal: Fragment.isPublished) GROUP BY 1
            """)
        var counts = Dictionary(Stage.allCases.map { ($0.queue, 0) }, uniquingKeysWith: { $1 })
        for row in rows { counts[try row.get("queue")] = try row.get("count", as: Int.self) }
        return counts
    }

    /// Writes new messages for the tasks of a queue that have waited longest. One too many finds nothing to do.
    ///
    /// - Returns: Messages written.
    package func republish(queue: String, limit: Int) async throws -> Int {
        try await self.store.rows(
            """
            WITH moved AS (
                SELECT * FROM tasks t
                WHERE \(literal: Fragment.isPublished)
                    AND \(literal: Fragment.queue) = \(queue)
                ORDER BY enqueued_at LIMIT \(limit))
            \(literal: Fragment.announce) \(literal: Fragment.ringRelays)
            """
        ).count
    }
}

extension Fragment {
    /// The queue of a row of `tasks`, as ``Stage/queue`` has it.
    static let queue: StaticString =
        "CASE WHEN stage IN ('timeline', 'assemble') THEN 'render' ELSE stage END"

    /// A condition on `tasks t`: it waits, and no message of it is left to publish.
    static let isPublished: StaticString = """
        t.state IN ('queued', 'retry_wait') AND NOT EXISTS (
            SELECT FROM outbox o WHERE o.task_key = concat_ws('/', t.job_id, t.stage, t.part, t.generation))
        """
}

extension Transaction {
    fileprivate func expireDeadline(of job: UUID) throws -> Bool {
        guard let locked = try self.lockJobUnlessBusy(job), locked.isGoing else { return false }
        let failed = try self.rows(
            """
            UPDATE jobs SET state = 'failed', finished_at = now(), error_code = 'deadlineExceeded',
                error_text = 'it was not done within its time limit of '
                    || round(extract(epoch FROM time_limit))::text || ' seconds'
            WHERE id = \(job) AND deadline_at < now()
            """)
        guard failed.affectedCount == 1 else { return false }
        try self.giveBackQuotas(of: job, code: "deadlineExceeded")
        try self.cancelWaitingTasks(of: job)
        try self.notifyStop(of: job)
        return true
    }
}
