// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Store

/// How long films take here, by those that were finished within the last day.
struct Pace: Sendable {
    /// A finished film: how long each part of its making took, in seconds, and how much there was of it.
    struct Film: Hashable, Sendable {
        var whole: Double
        var script: Double
        /// From the script's end to the timeline.
        var content: Double
        /// From the timeline to the film.
        var video: Double
        var sectionCount: Int
        var segmentCount: Int
    }

    var films: [Film] = []

    /// From a job's start to its film; nil when nobody has made one.
    var usualSeconds: Double? { Self.median(self.films.map(\.whole)) }

    /// Those whose number of sections is nearest.
    func films(like sectionCount: Int?, limit: Int = 15) -> [Film] {
        guard let sectionCount, sectionCount > 0 else { return self.films }
        let distance = { (film: Film) in abs(log(Double(film.sectionCount) / Double(sectionCount))) }
        return Array(self.films.sorted { distance($0) < distance($1) }.prefix(limit))
    }

    static func median(_ values: [Double]) -> Double? {
        let sorted = values.sorted()
        guard let upper = sorted.dropFirst(sorted.count / 2).first else { return nil }
        return sorted.count.isMultiple(of: 2) ? (sorted[sorted.count / 2 - 1] + upper) / 2 : upper
    }
}

extension JobQueue {
    /// - Parameter limit: Films at most, the newest.
    func pace(limit: Int = 50) async throws -> Pace {
        let rows = try await self.store.rows(
            """
            WITH recent AS (
                SELECT id, started_at, finished_at FROM jobs
                WHERE state = 'done' AND finished_at > now() - interval '1 day' AND generation = 0
                ORDER BY finished_at DESC LIMIT \(limit)
            ), moments AS (
                SELECT r.id, r.finished_at, coalesce(r.started_at, min(t.started_at)) AS started_at,
                    min(t.enqueued_at) FILTER (WHERE t.stage IN ('audio', 'slide')) AS written_at,
                    min(t.enqueued_at) FILTER (WHERE t.stage = 'timeline') AS planned_at,
                    count(*) FILTER (WHERE t.stage = 'slide') AS sections,
                    count(*) FILTER (WHERE t.stage = 'render') AS segments
                FROM recent r JOIN tasks t ON t.job_id = r.id GROUP BY r.id, r.finished_at, r.started_at
            )
            SELECT extract(epoch FROM finished_at - started_at) AS whole,
                extract(epoch FROM written_at - started_at) AS script,
                extract(epoch FROM planned_at - written_at) AS content,
                extract(epoch FROM finished_at - planned_at) AS video, sections, segments
            FROM moments WHERE sections > 0 AND segments > 0 AND started_at < written_at
                AND written_at < planned_at AND planned_at < finished_at
            """)
        return Pace(
            films: try rows.map {
                Pace.Film(
                    whole: try $0.get("whole"), script: try $0.get("script"), content: try $0.get("content"),
                    video: try $0.get("video"), sectionCount: try $0.get("sections"),
                    segmentCount: try $0.get("segments"))
            })
    }

    /// Jobs that are made or wait.
    func openJobCount() async throws -> Int {
        try await self.store.rows("SELECT count(*) AS count FROM jobs WHERE state = 'open'").first?
            .get("count") ?? 0
    }
}
