// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// Where most of a job's open work is. Codes, for whoever makes a person's sentences of them.
package enum JobStep: String, CaseIterable, Codable, Sendable {
    /// Nothing has begun yet.
    case queued
    case script, audio, slides, video
    case done, failed, cancelled
}

/// A job as its owner may see it.
package struct JobStatus: Hashable, Codable, Sendable {
    package let id: UUID
    package let client: String
    package let state: JobState
    /// It is to stop, and something of it may still run.
    package let isCancelRequested: Bool
    /// 0...100; never goes back, and is 100 exactly when the job is done.
    package let percent: Int
    package let step: JobStep
    /// Parts of the step that are done, of those that are known; 0 of 0 before and between the steps.
    package let donePartCount: Int
    package let partCount: Int
    package let createdAt: Date
    /// When this making of it began: ``createdAt``, or the last edit of its script.
    package let begunAt: Date
    package let startedAt: Date?
    package let finishedAt: Date?
    package let deadlineAt: Date
    /// When something of it changed last.
    package let movedAt: Date
    /// When its row and result are removed; nil while it is open.
    package let expiresAt: Date?
    package let errorCode: String?
    package let errorText: String?
    /// What it made; while it is made again, and if that fails, what it made before.
    package let result: String?
    /// From 1, among the jobs that wait for the same first stage. Nil once something has begun, and in lists.
    package internal(set) var queuePosition: Int?
    /// It waits behind so many others that they were not counted to the last: ``countedPositions`` or more.
    package internal(set) var isFarBack = false

    /// So far the queue is counted at an admission: longer ones would cost each more than all the rest.
    package static let countedPositions = 1_000
}

extension JobQueue {
    /// Nil for a job that nobody knows, or that has expired.
    package func status(of job: UUID) async throws -> JobStatus? {
        let row = try await self.store.rows(
            "WITH chosen AS (SELECT * FROM jobs WHERE id = \(job)) \(literal: Fragment.jobStatus)"
        ).first
        guard let row else { return nil }
        var status = try JobStatus(row, retention: self.retention)
        if status.step == .queued { status.queuePosition = try await self.queuePosition(of: job) }
        return status
    }

    private func queuePosition(of job: UUID) async throws -> Int? {
        try await self.store.rows(
            """
            SELECT 1 + (SELECT count(*) FROM tasks o
                WHERE o.stage = t.stage AND o.state IN ('queued', 'retry_wait') AND o.enqueued_at < t.enqueued_at
                ) AS position
            FROM tasks t WHERE t.job_id = \(job) AND t.state IN ('queued', 'retry_wait') LIMIT 1
            """
        ).first?.get("position")
    }
}

extension Fragment {
    /// One row a job of `chosen`, rows of `jobs`, as ``JobStatus/init(_:retention:)`` reads it.
    static let jobStatus: StaticString = """
        SELECT j.id, j.client, j.state, j.cancel_requested_at IS NOT NULL AS flagged, j.percent, j.error_code,
            j.error_text, j.result, extract(epoch FROM j.created_at) AS created_at,
            extract(epoch FROM coalesce(j.remade_at, j.created_at)) AS begun_at,
            extract(epoch FROM coalesce(j.started_at, all_tasks.started_at)) AS started_at,
            extract(epoch FROM j.finished_at) AS finished_at, extract(epoch FROM j.deadline_at) AS deadline_at,
            extract(epoch FROM greatest(j.created_at, j.remade_at, j.cancel_requested_at, j.finished_at,
                all_tasks.moved_at)) AS moved_at,
            CASE WHEN j.state <> 'open' THEN j.state
                WHEN j.started_at IS NULL AND NOT coalesce(all_tasks.begun, false) THEN 'queued'
                ELSE coalesce(busiest.step, 'queued') END AS step,
            coalesce(busiest.done, 0) AS done, coalesce(busiest.total, 0) AS total
        FROM chosen j
        LEFT JOIN LATERAL (
            SELECT min(started_at) AS started_at, bool_or(attempt > 0) AS begun,
                max(greatest(enqueued_at, started_at, progressed_at, finished_at)) AS moved_at
            FROM tasks WHERE job_id = j.id
        ) all_tasks ON true
        LEFT JOIN LATERAL (
            SELECT step, count(*) FILTER (WHERE stage NOT IN ('timeline', 'assemble')) AS total,
                count(*) FILTER (WHERE state = 'done' AND stage NOT IN ('timeline', 'assemble')) AS done
            FROM (SELECT stage, state, CASE stage WHEN 'script' THEN 'script' WHEN 'audio' THEN 'audio'
                WHEN 'slide' THEN 'slides' ELSE 'video' END AS step FROM tasks WHERE job_id = j.id) steps
            GROUP BY step HAVING bool_or(state IN ('queued', 'running', 'retry_wait'))
            ORDER BY count(*) FILTER (WHERE state IN ('queued', 'running', 'retry_wait')) DESC,
                array_position(ARRAY['script', 'audio', 'slides', 'video'], step) LIMIT 1
        ) busiest ON true
        """
}

extension JobStatus {
    init(_ row: Row, retention: Duration) throws {
        self.id = try row.get("id")
        self.client = try row.get("client")
        self.state = try row.get("state")
        self.isCancelRequested = try row.get("flagged")
        self.percent = try row.get("percent")
        self.step = try row.get("step")
        self.donePartCount = try row.get("done")
        self.partCount = try row.get("total")
        self.createdAt = try row.get("created_at")
        self.begunAt = try row.get("begun_at")
        self.startedAt = try row.find("started_at")
        self.finishedAt = try row.find("finished_at")
        self.deadlineAt = try row.get("deadline_at")
        self.movedAt = try row.get("moved_at")
        self.expiresAt = self.finishedAt?.addingTimeInterval(retention.inSeconds)
        self.errorCode = try row.find("error_code")
        self.errorText = try row.find("error_text")
        self.result = try row.find("result")
    }
}

extension JobStep: SQLDecodable {
    package init?(sqlText: String) { self.init(rawValue: sqlText) }
}
