// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// Why something does not move, as far as the database can tell.
package enum StuckReason: Hashable, Codable, Sendable {
    /// The job is open and nothing of it is: this must never be.
    case noOpenTask
    /// It was cancelled; `owner` has not noticed yet.
    case stopping(owner: String)
    /// `owner` stopped renewing, and nobody has rescued the task yet.
    case leaseExpired(owner: String, since: Date)
    /// `owner` renews, and reports no progress.
    case runningWithoutProgress(owner: String)
    /// Its message is still in the outbox though it is due; the relay's last error, if it met one.
    case neverPublished(error: String?)
    case noWorkerAlive(queue: String)
    /// Its message was published over a minute ago, and later ones were taken before it or workers are idle: the broker
    /// seems to have lost it.
    case messageLost
    case retrying(until: Date, error: String)
    /// Behind so many tasks of the same queue.
    case waitingInQueue(aheadCount: Int)

    /// The worse, the lower: of a job's tasks the worst is the job's reason.
    var rank: Int {
        switch self {
        case .noOpenTask: 0
        case .stopping: 1
        case .leaseExpired: 2
        case .neverPublished: 3
        case .noWorkerAlive: 4
        case .messageLost: 5
        case .runningWithoutProgress: 6
        case .retrying: 7
        case .waitingInQueue: 8
        }
    }
}

/// A task as an operator sees it.
package struct TaskReport: Hashable, Codable, Sendable {
    package let task: TaskReference
    package let state: TaskState
    package let attempt: Int
    package let attemptLimit: Int
    /// Not before.
    package let runAt: Date
    package let leaseOwner: String?
    package let leaseToken: Int64
    package let leaseUntil: Date?
    package let percent: Int
    package let enqueuedAt: Date
    package let startedAt: Date?
    package let progressedAt: Date?
    package let finishedAt: Date?
    package let errorClass: String?
    package let errorText: String?
    package let rescueCount: Int
    package let deferralCount: Int
    /// What it waits for; nil when it is over, or runs and reported progress within the last minute.
    package let waitsFor: StuckReason?

    init(_ row: Row) throws {
        self.task = try TaskReference(row: row)
        self.state = try row.get("state")
        self.attempt = try row.get("attempt")
        self.attemptLimit = try row.get("max_attempts")
        self.runAt = try row.get("run_at")
        self.leaseOwner = try row.find("lease_owner")
        self.leaseToken = try row.get("lease_token")
        self.leaseUntil = try row.find("lease_until")
        self.percent = try row.get("progress")
        self.enqueuedAt = try row.get("enqueued_at")
        self.startedAt = try row.find("started_at")
        self.progressedAt = try row.find("progressed_at")
        self.finishedAt = try row.find("finished_at")
        self.errorClass = try row.find("error_class")
        self.errorText = try row.find("error_text")
        self.rescueCount = try row.get("rescue_count")
        self.deferralCount = try row.get("deferrals")
        self.waitsFor = try Self.reason(row)
    }

    private static func reason(_ row: Row) throws -> StuckReason? {
        switch try row.get("state", as: TaskState.self) {
        case .done, .dead, .cancelled: return nil
        case .running:
            let owner = try row.find("lease_owner") ?? "nobody"
            if try row.get("expired") {
                return .leaseExpired(owner: owner, since: try row.get("lease_until"))
            }
            if try row.get("flagged") { return .stopping(owner: owner) }
            return try row.get("silent") ? .runningWithoutProgress(owner: owner) : nil
        case .queued, .retryWait:
            guard try row.get("due") else {
                return .retrying(until: try row.get("run_at"), error: try row.find("error_text") ?? "put off")
            }
            let relayError = try row.find("relay_error", as: String.self)
            let isOverdue = try row.get("overdue", as: Bool.self)
            if try row.get("unpublished"), isOverdue || relayError != nil {
                return .neverPublished(error: relayError)
            }
            let slotCount = try row.get("slots", as: Int.self)
            if slotCount == 0 { return .noWorkerAlive(queue: try row.get("stage", as: Stage.self).queue) }
            let hasIdleSlot = try row.get("busy", as: Int.self) < slotCount
            if isOverdue, try row.get("overtaken") || hasIdleSlot { return .messageLost }
            return .waitingInQueue(aheadCount: try row.get("ahead"))
        }
    }
}

extension Transaction {
    /// The tasks of jobs, each job's in the order they run, each with what it waits for.
    ///
    /// Everyone's waiting tasks are ranked once, however many jobs are asked about.
    func report(_ jobs: [UUID]) throws -> [TaskReport] {
        try self.rows(
            """
            WITH waiting AS MATERIALIZED (
                SELECT job_id, stage, part,
                    rank() OVER (PARTITION BY \(literal: Fragment.queue) ORDER BY run_at) - 1 AS ahead
                FROM tasks WHERE state IN ('queued', 'retry_wait')
            ), mine AS (
                SELECT t.*, \(literal: Fragment.queue) AS queue FROM tasks t WHERE job_id IN (
                    SELECT id::uuid FROM jsonb_array_elements_text(\(try Self.json(jobs.map(\.uuidString)))) i (id))
            ), slots AS (
                SELECT regexp_replace(service, '-svc$', '') AS queue, sum(slots) AS count FROM workers
                WHERE heartbeat_at > now() - interval '30 seconds' AND NOT draining GROUP BY 1
            ), loads AS (
                SELECT \(literal: Fragment.queue) AS queue, count(*) AS busy, max(run_at) AS newest_running
                FROM tasks WHERE state = 'running' GROUP BY 1
            )
            SELECT t.job_id, t.stage, t.part, t.generation, t.state, t.attempt, t.max_attempts, t.lease_owner,
                t.lease_token, t.progress, t.error_class, t.error_text, t.rescue_count, t.deferrals,
                extract(epoch FROM t.run_at) AS run_at, extract(epoch FROM t.lease_until) AS lease_until,
                extract(epoch FROM t.enqueued_at) AS enqueued_at, extract(epoch FROM t.started_at) AS started_at,
                extract(epoch FROM t.progressed_at) AS progressed_at,
                extract(epoch FROM t.finished_at) AS finished_at,
                coalesce(t.lease_until < now(), false) AS expired,
                j.state <> 'open' OR j.cancel_requested_at IS NOT NULL AS flagged,
                coalesce(greatest(t.started_at, t.progressed_at) < now() - interval '1 minute', false) AS silent,
                t.run_at <= now() AS due,
                t.run_at < now() - interval '1 minute' AS overdue, relay.attempts IS NOT NULL AS unpublished, relay.last_error AS relay_error,
                coalesce(slots.count, 0) AS slots, coalesce(loads.busy, 0) AS busy,
                coalesce(loads.newest_running > t.run_at, false) AS overtaken,
                coalesce(waiting.ahead, 0) AS ahead
            FROM mine t JOIN jobs j ON j.id = t.job_id
            LEFT JOIN waiting ON (waiting.job_id, waiting.stage, waiting.part) = (t.job_id, t.stage, t.part)
            LEFT JOIN slots ON slots.queue = t.queue
            LEFT JOIN loads ON loads.queue = t.queue
            LEFT JOIN LATERAL (
                SELECT attempts, last_error FROM outbox o
                WHERE o.task_key = concat_ws('/', t.job_id, t.stage, t.part, t.generation) LIMIT 1
            ) relay ON true
            ORDER BY t.enqueued_at, array_position(
                ARRAY['script', 'audio', 'slide', 'timeline', 'render', 'assemble'], t.stage), t.part
            """
        ).map(TaskReport.init)
    }
}
