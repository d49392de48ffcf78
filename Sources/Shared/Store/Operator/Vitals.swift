// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// The database server, as `doctor` shows it.
package struct DatabaseVitals: Hashable, Codable, Sendable {
    package let serverVersion: String
    /// The clock that decides.
    package let now: Date
    package let uptimeSeconds: Double
    package let databaseBytes: Int
    /// With indexes, by table.
    package let tableBytes: [String: Int]
    /// Nil before the first migration.
    package let migrationVersion: Int?
    package let connectionCount: Int
    package let connectionLimit: Int
}

extension JobQueue {
    package func databaseVitals() async throws -> DatabaseVitals {
        try await self.store.transaction(TransactionOptions(isReadOnly: true)) { transaction in
            let tables = try transaction.rows(
                """
                SELECT relname, pg_total_relation_size(oid) AS bytes FROM pg_class
                WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
                """)
            var tableBytes: [String: Int] = [:]
            for table in tables {
                tableBytes[try table.get("relname")] = try table.get("bytes", as: Int.self)
            }
            let isMigrated = tableBytes["schema_migrations"] != nil
            let migration =
                try isMigrated
                ? transaction.row("SELECT max(version) AS version FROM schema_migrations") : nil
            let row = try transaction.rows(
                """
                SELECT current_setting('server_version') AS version, extract(epoch FROM clock_timestamp()) AS now,
                    extract(epoch FROM clock_timestamp() - pg_postmaster_start_time()) AS uptime,
                    pg_database_size(current_database()) AS bytes,
                    (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
                    current_setting('max_connections') AS connection_limit
                """)[0]
            return DatabaseVitals(
                serverVersion: try row.get("version"), now: try row.get("now"),
                uptimeSeconds: try row.get("uptime"),
                databaseBytes: try row.get("bytes"), tableBytes: tableBytes,
                migrationVersion: try migration?.find("version"), connectionCount: try row.get("connections"),
                connectionLimit: try row.get("connection_limit"))
        }
    }

    /// What must never be, by name, and how often it is; every count is zero while the pipeline keeps its promises.
    package func invariantViolations() async throws -> [String: Int] {
        // One statement, so one picture.
        let rows = try await self.store.rows(
            """
            SELECT 'barrierMiscounted' AS name, count(*) AS count FROM barriers b
                WHERE remaining <> (SELECT count(*) FROM tasks t
                    WHERE t.job_id = b.job_id AND t.barrier = b.name AND t.state <> 'done')
            UNION ALL SELECT 'openJobWithoutOpenTask', count(*) FROM jobs j
                WHERE state = 'open' AND NOT EXISTS (SELECT FROM tasks t
                    WHERE t.job_id = j.id AND t.state IN ('queued', 'running', 'retry_wait'))
            UNION ALL SELECT 'endedJobWithWaitingTask', count(*) FROM jobs j
                WHERE state <> 'open' AND EXISTS (SELECT FROM tasks t
                    WHERE t.job_id = j.id AND t.state IN ('queued', 'retry_wait'))
            UNION ALL SELECT 'doneJobWithUnfinishedTask', count(*) FROM jobs j
                WHERE state = 'done' AND (percent <> 100 OR EXISTS (SELECT FROM tasks t
                    WHERE t.job_id = j.id AND t.state <> 'done'))
            UNION ALL SELECT 'taskOfOtherGeneration', count(*) FROM tasks t JOIN jobs j ON j.id = t.job_id
                WHERE t.generation <> j.generation
            UNION ALL SELECT 'leaseNotRescued', count(*) FROM tasks
                WHERE state = 'running' AND lease_until < now() - interval '5 minutes'
            UNION ALL SELECT 'jobNotExpired', count(*) FROM jobs
                WHERE state = 'open' AND cancel_requested_at IS NULL
                    AND deadline_at < now() - interval '5 minutes'
            UNION ALL SELECT 'messageNotPublished', count(*) FROM outbox
                WHERE available_at < now() - interval '1 minute'
            UNION ALL SELECT 'deadTaskWithoutLetter', count(*) FROM tasks t
                WHERE state = 'dead' AND NOT EXISTS (SELECT FROM dead_letters d
                    WHERE d.job_id = t.job_id AND d.stage = t.stage AND d.part = t.part
                        AND d.generation = t.generation)
            """)
        var counts: [String: Int] = [:]
        for row in rows { counts[try row.get("name")] = try row.get("count", as: Int.self) }
        return counts
    }
}
