// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// A limit that operators may keep in the database, in place of a setting; every gateway obeys it from the next job on.
package enum KeptLimit: String, CaseIterable, Codable, Sendable {
    /// Of every ``DailyQuota`` of an admission.
    case dailyJobs
    /// As ``AdmissionRequest/openJobLimit``.
    case openJobs
}

package struct KeptLimitReport: Hashable, Codable, Sendable {
    package let value: Int
    package let actor: String
    package let changedAt: Date
}

extension JobQueue {
    /// Those that are kept; the settings hold for the others.
    package func keptLimits() async throws -> [KeptLimit: KeptLimitReport] {
        let rows = try await self.store.rows(
            "SELECT name, value, actor, extract(epoch FROM changed_at) AS changed_at FROM limits")
        var limits: [KeptLimit: KeptLimitReport] = [:]
        for row in rows {
            // A newer service may keep more.
            guard let limit = KeptLimit(rawValue: try row.get("name")) else { continue }
            limits[limit] = KeptLimitReport(
                value: try row.get("value"), actor: try row.get("actor"), changedAt: try row.get("changed_at")
            )
        }
        return limits
    }

    /// - Parameter value: 0 lets nobody in; nil goes back to the setting.
    package func keep(_ limit: KeptLimit, at value: Int?, actor: String) async throws {
        try await self.store.transaction { transaction in
            if let value {
                try transaction.rows(
                    """
                    INSERT INTO limits (name, value, actor) VALUES (\(limit.rawValue), \(value), \(actor))
                    ON CONFLICT (name) DO UPDATE
                        SET value = excluded.value, actor = excluded.actor, changed_at = now()
                    """)
            } else {
                try transaction.rows("DELETE FROM limits WHERE name = \(limit.rawValue)")
            }
            try transaction.record(
                actor: actor, action: "limit", target: limit.rawValue,
                detail: ["value": value.map { "\($0)" } ?? "as configured"])
        }
    }
}

extension Transaction {
    /// Nil where the setting holds.
    func kept(_ limit: KeptLimit) throws -> Int? {
        try self.row("SELECT value FROM limits WHERE name = \(limit.rawValue)")?.get("value")
    }
}
