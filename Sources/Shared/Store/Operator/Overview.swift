// SPDX-License-Identifier: Apache-2.0

/// How often jobs failed with one code.
package struct FailureCount: Hashable, Codable, Sendable {
    package let code: String
    package let lastHourCount: Int
    package let lastDayCount: Int
}

/// What an operator looks at first.
package struct PipelineOverview: Hashable, Codable, Sendable {
    /// Every state, also those that no job is in.
    package let jobCounts: [JobState: Int]
    package let doneLastHourCount: Int
    package let doneLastDayCount: Int
    /// The most frequent of the last hour, then of the last day, first.
    package let failures: [FailureCount]
    package let openLetterCount: Int
    package let outboxCount: Int
    /// How long the first of the outbox has been due; nil when none is.
    package let outboxDueSeconds: Double?
}

extension JobQueue {
    package func overview() async throws -> PipelineOverview {
        let options = TransactionOptions(isolation: .repeatableRead, isReadOnly: true)
        return try await self.store.transaction(options) { transaction in
            var counts = Dictionary(JobState.allCases.map { ($0, 0) }, uniquingKeysWith: { $1 })
            for row in try transaction.rows("SELECT state, count(*) AS count FROM jobs GROUP BY state") {
                counts[try row.get("state")] = try row.get("count", as: Int.self)
            }
            let failures = try transaction.rows(
                """
                SELECT coalesce(error_code, 'internalFailure') AS code, count(*) AS day,
                    count(*) FILTER (WHERE finished_at > now() - interval '1 hour') AS hour
                FROM jobs WHERE state = 'failed' AND finished_at > now() - interval '1 day'
                GROUP BY 1 ORDER BY hour DESC, day DESC, code
                """
            ).map {
                FailureCount(
                    code: try $0.get("code"), lastHourCount: try $0.get("hour"),
                    lastDayCount: try $0.get("day"))
            }
            let row = try transaction.rows(
                """
                SELECT (SELECT count(*) FROM jobs
                        WHERE state = 'done' AND finished_at > now() - interval '1 hour') AS hour,
                    (SELECT count(*) FROM jobs
                        WHERE state = 'done' AND finished_at > now() - interval '1 day') AS day,
                    (SELECT count(*) FROM dead_letters WHERE resolved_at IS NULL) AS letters,
                    (SELECT count(*) FROM outbox) AS messages,
                    (SELECT extract(epoch FROM now() - min(available_at)) FROM outbox
                        WHERE available_at <= now()) AS due
                """)[0]
            return PipelineOverview(
                jobCounts: counts, doneLastHourCount: try row.get("hour"),
                doneLastDayCount: try row.get("day"), failures: failures,
                openLetterCount: try row.get("letters"), outboxCount: try row.get("messages"),
                outboxDueSeconds: try row.find("due"))
        }
    }
}
