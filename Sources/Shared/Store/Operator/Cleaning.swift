// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// What ``JobQueue/deleteExpired(retention:limit:)`` and ``JobQueue/expireArtifacts(unusedFor:limit:)`` would remove.
package struct ExpiredCounts: Hashable, Codable, Sendable {
    package let jobCount: Int
    package let deadLetterCount: Int
    package let recipeCount: Int
}

extension JobQueue {
    /// - Parameters:
    ///   - retention: Of jobs that are over.
    ///   - age: Of recipes that nobody used.
    package func expiredCounts(retention: Duration, unusedFor age: Duration) async throws -> ExpiredCounts {
        let row = try await self.store.rows(
            """
            SELECT (SELECT count(*) FROM jobs
                    WHERE state <> 'open' AND finished_at < now() - make_interval(secs => \(retention))) AS jobs,
                (SELECT count(*) FROM dead_letters WHERE first_seen < now() - interval '30 days') AS letters,
                (SELECT count(*) FROM artifacts
                    WHERE used_at < now() - make_interval(secs => \(age))) AS recipes
            """)[0]
        return ExpiredCounts(
            jobCount: try row.get("jobs"), deadLetterCount: try row.get("letters"),
            recipeCount: try row.get("recipes"))
    }

    /// Of these objects, those that nothing refers to, or nothing would once what is expired is removed.
    package func unreferenced(
        of objects: [String], retention: Duration, unusedFor age: Duration
    ) async throws -> [String] {
        let objects = try Transaction.json(objects)
        return try await self.store.rows(
            """
            SELECT object FROM jsonb_array_elements_text(\(objects)) AS o (object)
            WHERE NOT EXISTS (SELECT FROM artifacts a
                    WHERE a.object = o.object AND a.used_at >= now() - make_interval(secs => \(age)))
                AND NOT EXISTS (SELECT FROM job_objects h JOIN jobs j ON j.id = h.job_id
                    WHERE h.object = o.object AND NOT (j.state <> 'open'
                        AND j.finished_at < now() - make_interval(secs => \(retention))))
            """
        ).map { try $0.get("object") }
    }

    /// Leaves word of what an operator removed by age.
    package func recordCleanup(actor: String, detail: [String: String]) async throws {
        try await self.store.transaction {
            try $0.record(actor: actor, action: "cleanup", target: "expired", detail: detail)
        }
    }
}
