// SPDX-License-Identifier: Apache-2.0

/// One step of the schema. Once released its text never changes: a later step mends it.
package struct Migration: Sendable {
    /// Positive, ascending.
    package let version: Int
    package let name: String
    /// Statements without parameters, `;` between them, that may run in a transaction.
    package let sql: String

    package init(version: Int, name: String, sql: String) {
        self.version = version
        self.name = name
        self.sql = sql
    }
}

extension Store {
    /// Brings the schema up to the newest of `migrations`; any number of services may call it at once.
    ///
    /// All steps happen in one transaction under an advisory lock, so a schema is never half migrated. Steps that this
    /// program does not know (a newer one ran first) are left alone.
    ///
    /// - Returns: The versions that ran now.
    /// - Throws: `migrationChanged` when a step that ran had another text.
    @discardableResult
    package func migrate(_ migrations: [Migration] = Schema.migrations) async throws -> [Int] {
        // Others may be at it: wait for them longer than a statement usually may.
        let options = TransactionOptions(statementTimeout: .seconds(300), lockTimeout: .seconds(300))
        return try await self.transaction(options) { transaction in
            // Two schemas of one database have nothing to wait for each other.
            try transaction.rows(
                "SELECT pg_advisory_xact_lock(hashtextextended('moviegen.migrate.' || current_schema(), 0))")
            try transaction.script(
                """
                CREATE TABLE IF NOT EXISTS schema_migrations (
                    version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL,
                    applied_at timestamptz NOT NULL DEFAULT now())
                """)
            let pending = try Self.pending(of: migrations, transaction)
            for migration in pending {
                try transaction.script(migration.sql)
                try transaction.rows(
                    """
                    INSERT INTO schema_migrations (version, name, checksum)
                    VALUES (\(migration.version)::bigint, \(migration.name), md5(\(migration.sql)))
                    """)
            }
            return pending.map(\.version)
        }
    }

    private static func pending(of migrations: [Migration], _ transaction: Transaction) throws -> [Migration]
    {
        try migrations.sorted { $0.version < $1.version }.filter { migration in
            let row = try transaction.row(
                """
                SELECT checksum = md5(\(migration.sql)) AS same FROM schema_migrations
                WHERE version = \(migration.version)
                """)
            guard let row else { return true }
            guard try row.get("same", as: Bool.self) else {
                throw StoreError(
                    .migrationChanged,
                    "migration \(migration.version) (\(migration.name)) ran here with another text")
            }
            return false
        }
    }
}

/// Every step of our schema, in order.
package enum Schema {
    package static let migrations = [
        Migration.pipeline, .countedQuotas, .remaking, .webhooks, .administration,
    ]
}
