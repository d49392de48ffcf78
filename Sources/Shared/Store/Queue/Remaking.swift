// SPDX-License-Identifier: Apache-2.0
package import Foundation

package enum RemakeOutcome: Hashable, Sendable {
    case begun
    /// It is being made just now.
    case open
    /// It was made again as often as it may be.
    case spent
    case blocked(reason: String)
    /// As many jobs are open as may be.
    case full
    case unknown
}

extension JobQueue {
    /// Makes a job that is over again, from another request, as a new generation.
    ///
    /// What it made before stays its result until the new one is there; recipes that are the same cost nothing.
    ///
    /// - Parameters:
    ///   - request: JSON; takes the place of ``AdmissionRequest/request``.
    ///   - limit: How often one job may be made again.
    ///   - address: The peer's, held against the blocked networks.
    package func remake(
        _ job: UUID, request: String, limit: Int, openJobLimit: Int, address: String?, actor: String
    ) async throws -> RemakeOutcome {
        try await self.store.transaction { transaction in
            guard let locked = try transaction.lockJob(job) else { return .unknown }
            guard locked.state != .open else { return .open }
            if let reason = try transaction.blockReason(for: address) { return .blocked(reason: reason) }
            if try transaction.isFull(transaction.kept(.openJobs) ?? openJobLimit) { return .full }
            let row = try transaction.row(
                """
                UPDATE jobs SET state = 'open', generation = generation + 1, edits = edits + 1, restarts = 0,
                    first_request = coalesce(first_request, request), request = \(SQLValue.json(request)),
                    remade_at = now(), started_at = NULL, finished_at = NULL, cancel_requested_at = NULL, percent = 0,
                    deadline_at = now() + time_limit, error_code = NULL, error_text = NULL, quotas = '[]'
                WHERE id = \(job) AND edits < \(limit) RETURNING first_task
                """)
            guard let row else { return .spent }
            try transaction.rows("DELETE FROM tasks WHERE job_id = \(job)")
            try transaction.rows("DELETE FROM barriers WHERE job_id = \(job)")
            try transaction.forgetMessages(of: job)
            try transaction.rows(
                """
                UPDATE dead_letters SET resolved_at = now(), resolution = 'remade', actor = \(actor)
                WHERE job_id = \(job) AND resolved_at IS NULL
                """)
            let first = try row.get("first_task", as: String.self)
            try transaction.create([try JSONDecoder().decode(NewTask.self, from: Data(first.utf8))], of: job)
            try transaction.record(actor: actor, action: "remake", target: job.uuidString.lowercased())
            try transaction.notifyJob(job)
            return .begun
        }
    }
}
