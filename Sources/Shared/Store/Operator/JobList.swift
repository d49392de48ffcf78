// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// Where a page of a newest-first list ended.
package struct ListPosition: Hashable, Codable, Sendable {
    package let at: Date
    package let id: UUID

    package init(at: Date, id: UUID) {
        self.at = at
        self.id = id
    }
}

package struct JobFilter: Sendable {
    /// Empty: all.
    package var states: Set<JobState> = []
    package var client: String?
    /// A task of this stage is not done, or died.
    package var stage: Stage?
    package var errorCode: String?
    /// Created at least so long ago.
    package var minimumAge: Duration?
    /// Created at most so long ago.
    package var maximumAge: Duration?
    /// Open, and nothing of it moved for so long.
    package var idleFor: Duration?
    package var limit = 100
    /// The last job of the page before.
    package var after: ListPosition?

    package init() {}
}

extension JobStatus {
    package var position: ListPosition { ListPosition(at: self.createdAt, id: self.id) }
}

package enum DeleteOutcome: Hashable, Sendable {
    case deleted
    /// Cancel it first.
    case stillOpen
    case unknown
}

extension JobQueue {
    /// Newest first.
    package func jobs(_ filter: JobFilter = JobFilter()) async throws -> [JobStatus] {
        let states = try Transaction.json(filter.states.map(\.rawValue).sorted())
        return try await self.store.rows(
            """
            WITH chosen AS MATERIALIZED (SELECT * FROM jobs j
            WHERE (\(filter.states.isEmpty) OR j.state IN (SELECT jsonb_array_elements_text(\(states))))
                AND j.client = coalesce(\(filter.client.sqlValue)::text, j.client)
                AND (\(filter.errorCode == nil) OR j.error_code = \(filter.errorCode ?? ""))
                AND (\(filter.stage == nil) OR EXISTS (SELECT FROM tasks t WHERE t.job_id = j.id
                    AND t.stage = \(filter.stage ?? .script) AND t.state NOT IN ('done', 'cancelled')))
                AND j.created_at <= now() - make_interval(secs => \(filter.minimumAge ?? .zero))
                AND (\(filter.maximumAge == nil)
                    OR j.created_at > now() - make_interval(secs => \(filter.maximumAge ?? .zero)))
                AND (\(filter.after == nil)
                    OR (j.created_at, j.id) < (to_timestamp(\(filter.after?.at ?? .distantPast)),
                        \(filter.after?.id ?? UUID())))
                AND (\(filter.idleFor == nil) OR j.state = 'open'
                    AND \(literal: Fragment.movedAt) < now() - make_interval(secs => \(filter.idleFor ?? .zero)))
            ORDER BY j.created_at DESC, j.id DESC LIMIT \(filter.limit))
            \(literal: Fragment.jobStatus) ORDER BY j.created_at DESC, j.id DESC
            """
        ).map { try JobStatus($0, retention: self.retention) }
    }

    /// Removes a job that is over, and all that is its own, before its time.
    package func deleteJob(_ job: UUID, actor: String) async throws -> DeleteOutcome {
        try await self.store.transaction { transaction in
            guard let locked = try transaction.lockJob(job) else { return .unknown }
            guard locked.state != .open else { return .stillOpen }
            // Nobody can replay a letter of a job that is gone.
            try transaction.rows(
                """
                UPDATE dead_letters SET resolved_at = now(), resolution = 'discarded', actor = \(actor)
                WHERE job_id = \(job) AND resolved_at IS NULL
                """)
            try transaction.rows("DELETE FROM jobs WHERE id = \(job)")
            try transaction.record(actor: actor, action: "delete", target: job.uuidString.lowercased())
            return .deleted
        }
    }
}

extension Fragment {
    /// When something of `jobs j` moved last.
    static let movedAt: StaticString = """
        (SELECT greatest(j.created_at, j.cancel_requested_at, max(greatest(m.enqueued_at, m.started_at,
            m.progressed_at, m.finished_at))) FROM tasks m WHERE m.job_id = j.id)
        """
}
