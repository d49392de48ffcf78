// SPDX-License-Identifier: Apache-2.0
internal import Foundation

package enum RescueOutcome: Hashable, Sendable {
    case requeued(TaskReference)
    case dead(TaskReference)
    case cancelled(TaskReference)
    /// The database refused; the others were rescued all the same, and this one is tried again at the next call.
    case refused(TaskReference, StoreError)
}

extension JobQueue {
    /// Takes tasks from workers that have not renewed in time, or are gone. Any number of services may do this at once.
    ///
    /// A worker is gone when it holds no presence and has not beaten for `silence`, in a database that has been up for
    /// `uptime`: a restart of the database ends every presence. That may be wrong; the lease's token keeps it harmless.
    ///
    /// - Parameter limit: Tasks at most, the longest expired first.
    package func rescue(
        limit: Int = 100, silence: Duration = .seconds(6), uptime: Duration = .seconds(60)
    ) async throws -> [RescueOutcome] {
        let gone = try Transaction.json(try await self.ownersGone(silence: silence, uptime: uptime))
        var (outcomes, last) = ([RescueOutcome](), LeasePosition())
        // By position, and not from the start again: rows that cannot be rescued now hide none behind them.
        while outcomes.count < limit {
            let page = try await self.lostLeases(after: last, gone: gone, limit: min(limit, 100))
            guard let end = page.last else { break }
            for lost in page where outcomes.count < limit {
                do {
                    // One transaction a task: each may belong to another job, and none holds up the next.
                    let outcome = try await self.store.transaction { try Self.rescue(lost, gone: gone, $0) }
                    if let outcome { outcomes.append(outcome) }
                } catch let error as StoreError where error.isOfOneStatement {
                    outcomes.append(.refused(lost.task, error))
                }
            }
            last = end.position
        }
        return outcomes
    }

    private func lostLeases(after last: LeasePosition, gone: SQLValue, limit: Int) async throws -> [LostLease]
    {
        try await self.store.rows(
            """
            SELECT job_id, stage, part, generation, lease_token, lease_until::text AS until FROM tasks
            WHERE state = 'running'
                AND (lease_until < now() OR lease_owner IN (SELECT jsonb_array_elements_text(\(gone))))
                AND (lease_until, job_id, stage, part)
                    > (\(last.until)::timestamptz, \(last.job), \(last.stage), \(last.part))
            ORDER BY lease_until, job_id, stage, part LIMIT \(limit)
            """
        ).map(LostLease.init(row:))
    }

    /// - Returns: Nil when another was quicker, or the worker renewed after all.
    private static func rescue(
        _ lost: LostLease, gone: SQLValue, _ transaction: Transaction
    ) throws -> RescueOutcome? {
        let (task, token) = (lost.task, lost.token)
        guard let job = try transaction.lockJobUnlessBusy(task.job) else { return nil }
        let row = try transaction.row(
            """
            UPDATE tasks
            SET rescue_count = rescue_count + 1,
                attempt = attempt - (rescue_count < \(Self.forgivenLosses))::integer
            WHERE job_id = \(task.job) AND stage = \(task.stage) AND part = \(task.part)
                AND generation = \(task.generation) AND lease_token = \(token) AND state = 'running'
                AND (lease_until < now() OR lease_owner IN (SELECT jsonb_array_elements_text(\(gone))))
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
            \(literal: Fragment.announce) \(literal: Fragment.ringRelays)
            """)
        return .requeued(task)
    }
}

/// Where a page of leases ended.
private struct LeasePosition {
    var until = "-infinity"
    var job = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    var stage = ""
    var part = -1
}

private struct LostLease: Sendable {
    let task: TaskReference
    let token: Int64
    let until: String

    var position: LeasePosition {
        LeasePosition(
            until: self.until, job: self.task.job, stage: self.task.stage.rawValue, part: self.task.part)
    }

    init(row: Row) throws {
        self.task = try TaskReference(row: row)
        self.token = try row.get("lease_token")
        self.until = try row.get("until")
    }
}

extension TaskReference {
    init(row: Row) throws {
        self.init(
            job: try row.get("job_id"), stage: try row.get("stage"), part: try row.get("part"),
            generation: try row.get("generation"))
    }
}

extension StoreError {
    /// True when another statement may fare better on the same server.
    var isOfOneStatement: Bool {
        switch self.code {
        case .timedOut, .lockTimedOut, .conflict, .constraint, .valueInvalid, .rowUnexpected, .server: true
        case .unreachable, .connectionLost, .outcomeUnknown, .cancelled, .busy, .migrationChanged: false
        }
    }
}
