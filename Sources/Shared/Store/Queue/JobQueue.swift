// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// Jobs and tasks as rows: every step is one transaction of guarded UPDATEs, and only the database's clock decides.
///
/// A transaction that touches several rows locks the job first, then tasks, then barriers. That order keeps two ends
/// of one job from waiting for each other, and makes them one after the other.
package struct JobQueue: Sendable {
    package let store: Store
    /// How long a claim or renewal lasts.
    package let leaseDuration: Duration
    /// How long a job that is over is kept, and with it what its result holds.
    package let retention: Duration
    /// Called after a task's completion is committed, in place of the notifications that its transaction would send.
    ///
    /// PostgreSQL holds one lock for a whole server from NOTIFY until the commit is on disk, so transactions that
    /// notify cannot share a write. Set it where the process relays its own outbox, and pass jobs on to ``tell(_:)``.
    package var jobMoved: (@Sendable (UUID) -> Void)?
    /// Called between the statements of transactions that tests have a process die in.
    package var stepReached: (@Sendable (TransactionStep) -> Void)?

    package init(
        _ store: Store, leaseDuration: Duration = .seconds(60), retention: Duration = .seconds(86_400)
    ) {
        self.store = store
        self.leaseDuration = leaseDuration
        self.retention = retention
    }

    /// So often a task may lose its worker without losing an attempt: an operator, a deploy or a machine that takes
    /// workers down is not the task's doing. One that itself kills whoever runs it is dead after these and its attempts.
    static let forgivenLosses = 5

    /// Notified when messages are in the outbox.
    package static let outboxChannel = "moviegen_outbox"
    /// Notified with a job's id when it moved.
    package static let jobsChannel = "moviegen_jobs"
    /// Notified with a job's id when its running tasks are to stop. A channel of its own: every completion moves a job,
    /// and would wake every worker.
    package static let stopsChannel = "moviegen_stops"
}

extension JobQueue {
    /// Tells who follows these jobs that they moved. Changes no row, so nothing waits for a disk.
    package func tell(_ jobs: [UUID]) async throws {
        let ids = try Transaction.json(jobs.map { $0.uuidString.lowercased() })
        try await self.store.rows(
            "SELECT pg_notify('moviegen_jobs', id) FROM jsonb_array_elements_text(\(ids)) AS ids (id)")
    }
}

/// A place inside a transaction: what came before it in there must be undone when the process ends here.
package enum TransactionStep: Hashable, Sendable {
    /// Quotas are counted, jobs have no rows.
    case admitting
    /// A task is done and its barrier counted down; whether its job is done is not written.
    case completing
}

package enum JobState: String, CaseIterable, Codable, Sendable {
    case open, done, failed, cancelled
}

package enum TaskState: String, CaseIterable, Codable, Sendable {
    case queued, running, retryWait = "retry_wait", done, dead, cancelled
}

/// A job's row, locked until the transaction ends.
struct LockedJob {
    let state: JobState
    let isCancelRequested: Bool

    /// True when its tasks may still go on.
    var isGoing: Bool { self.state == .open && !self.isCancelRequested }
}

extension Transaction {
    func lockJob(_ id: UUID) throws -> LockedJob? {
        try self.row(
            """
            SELECT state, cancel_requested_at IS NOT NULL AS flagged FROM jobs
            WHERE id = \(id) FOR NO KEY UPDATE
            """
        ).map(LockedJob.init(row:))
    }

    /// Like ``lockJob(_:)``, and nil when another transaction has it now.
    func lockJobUnlessBusy(_ id: UUID) throws -> LockedJob? {
        try self.row(
            """
            SELECT state, cancel_requested_at IS NOT NULL AS flagged FROM jobs
            WHERE id = \(id) FOR NO KEY UPDATE SKIP LOCKED
            """
        ).map(LockedJob.init(row:))
    }

    /// Tells who follows a job that it moved, and its workers that there is nothing more to do for it.
    func notifyStop(of id: UUID) throws {
        try self.rows(
            "SELECT pg_notify('moviegen_jobs', \(id)::text), pg_notify('moviegen_stops', \(id)::text)")
    }

    /// Tells who follows a job that it moved.
    func notifyJob(_ id: UUID) throws {
        try self.rows("SELECT pg_notify('moviegen_jobs', \(id)::text)")
    }
}

extension LockedJob {
    fileprivate init(row: Row) throws {
        self.state = try row.get("state")
        self.isCancelRequested = try row.get("flagged")
    }
}

extension JobState: SQLDecodable, SQLEncodable {
    package init?(sqlText: String) { self.init(rawValue: sqlText) }
    package var sqlValue: SQLValue { .text(self.rawValue) }
}

extension TaskState: SQLDecodable {
    package init?(sqlText: String) { self.init(rawValue: sqlText) }
}

extension Stage: SQLDecodable, SQLEncodable {
    package init?(sqlText: String) { self.init(rawValue: sqlText) }
    package var sqlValue: SQLValue { .text(self.rawValue) }
}
