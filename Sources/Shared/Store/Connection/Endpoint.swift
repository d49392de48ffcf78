// SPDX-License-Identifier: Apache-2.0

/// Where the database is, and how patient a session is with it.
package struct Endpoint: Sendable {
    /// A `postgresql://` URL or libpq's `key=value` text; may hold a password, so it is never printed.
    package var address: String
    /// Where the tables are; nil is the server's own search path. Lower-case letters, digits and `_`.
    package var schema: String?
    package var applicationName = "moviegen"
    package var statementTimeout = Duration.seconds(5)
    package var lockTimeout = Duration.seconds(2)
    package var idleInTransactionTimeout = Duration.seconds(30)
    package var connectTimeout = Duration.seconds(5)
    /// Unacknowledged bytes for this long mean that the other end is gone (`tcp_user_timeout`).
    package var networkTimeout = Duration.seconds(15)

    package init(_ address: String, schema: String? = nil) {
        self.address = address
        self.schema = schema
    }

    /// Keywords and values for `PQconnectdbParams`; `dbname` comes first, for libpq lets what follows it win.
    var parameters: [(String, String)] {
        var settings = [
            // A queue's tables grow from nothing to thousands between two ANALYZEs, and a plan made while they were
            // empty, which reads them from end to end, is kept by prepared statements and foreign keys until the second.
            "-c enable_seqscan=off -c jit=off",
            "-c statement_timeout=\(self.statementTimeout.wholeMilliseconds)",
            "-c lock_timeout=\(self.lockTimeout.wholeMilliseconds)",
            "-c idle_in_transaction_session_timeout=\(self.idleInTransactionTimeout.wholeMilliseconds)",
            "-c TimeZone=UTC -c DateStyle=ISO -c bytea_output=hex -c extra_float_digits=1",
        ]
        if let schema = self.schema { settings.append("-c search_path=\(schema)") }
        return [
            ("dbname", self.address), ("application_name", self.applicationName), ("client_encoding", "UTF8"),
            // libpq counts whole seconds and takes 1 for 2.
            ("connect_timeout", "\(max(2, self.connectTimeout.components.seconds))"),
            ("tcp_user_timeout", "\(self.networkTimeout.wholeMilliseconds)"),
            ("keepalives_idle", "15"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
            ("options", settings.joined(separator: " ")),
        ]
    }
}

extension Duration {
    var wholeMilliseconds: Int64 {
        self.components.seconds * 1_000 + self.components.attoseconds / 1_000_000_000_000_000
    }
}
