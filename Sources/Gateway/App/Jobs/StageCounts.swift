// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Store

/// How far each stage of one job is.
struct StageCounts: Sendable {
    struct Count: Hashable, Sendable {
        /// Parts, those that wait for nothing but each other: the timeline and the joining of the film are none.
        var done = 0
        var total = 0
        /// True while a part of it is open, or the timeline or the joining.
        var isOpen = false
        /// 0...1, of its parts.
        var fraction = 0.0
        /// Seconds since its first part was there.
        var age = 0.0

        var isDone: Bool { self.total > 0 && self.done == self.total && !self.isOpen }
    }

    var counts: [FilmStep: Count] = [:]
    /// It has been begun anew: ages tell of another time.
    var isReplayed = false

    subscript(step: FilmStep) -> Count { self.counts[step] ?? Count() }
}

extension JobQueue {
    func stageCounts(of job: UUID) async throws -> StageCounts {
        let rows = try await self.store.rows(
            """
            SELECT step, count(*) FILTER (WHERE is_part) AS total,
                count(*) FILTER (WHERE is_part AND state = 'done') AS done,
                bool_or(state IN ('queued', 'running', 'retry_wait')) AS open,
                coalesce(avg(progress) FILTER (WHERE is_part), 0) / 100 AS fraction,
                extract(epoch FROM now() - min(enqueued_at)) AS age, max(generation) > 0 AS replayed
            FROM (SELECT *, stage NOT IN ('timeline', 'assemble') AS is_part, CASE stage
                    WHEN 'script' THEN 'script' WHEN 'audio' THEN 'audio' WHEN 'slide' THEN 'slides' ELSE 'video'
                END AS step FROM tasks WHERE job_id = \(job)) t
            GROUP BY step
            """)
        var stages = StageCounts()
        for row in rows {
            guard let step = FilmStep(rawValue: try row.get("step")) else { continue }
            stages.counts[step] = StageCounts.Count(
                done: try row.get("done"), total: try row.get("total"), isOpen: try row.get("open"),
                fraction: try row.get("fraction"), age: try row.get("age"))
            stages.isReplayed = try stages.isReplayed || row.get("replayed")
        }
        return stages
    }
}
