// SPDX-License-Identifier: Apache-2.0

extension JobQueue {
    /// Lets somebody in, and forgets those whose time is over.
    ///
    /// - Parameter digest: 64 hexadecimal digits; what the session is told by is not kept.
    package func beginSession(_ digest: String, lifetime: Duration, actor: String, from place: String)
        async throws
    {
        try await self.store.transaction { transaction in
            try transaction.rows("DELETE FROM admin_sessions WHERE expires_at < now()")
            try transaction.rows(
                """
                INSERT INTO admin_sessions (digest, expires_at)
                VALUES (\(digest), now() + make_interval(secs => \(lifetime)))
                """)
            try transaction.record(actor: actor, action: "logIn", target: place)
        }
    }

    package func hasSession(_ digest: String) async throws -> Bool {
        try await self.store.rows(
            "SELECT FROM admin_sessions WHERE digest = \(digest) AND expires_at > now()"
        ).count == 1
    }

    package func endSession(_ digest: String, actor: String, from place: String) async throws {
        try await self.store.transaction { transaction in
            let ended = try transaction.rows("DELETE FROM admin_sessions WHERE digest = \(digest)")
            guard ended.affectedCount == 1 else { return }
            try transaction.record(actor: actor, action: "logOut", target: place)
        }
    }
}
