// SPDX-License-Identifier: Apache-2.0
package import Foundation

package struct QuotaUse: Hashable, Codable, Sendable {
    package let scope: String
    package let subject: String
    /// `2026-01-31`, UTC.
    package let day: String
    package let usedCount: Int
}

package struct BlockedNetwork: Hashable, Codable, Sendable {
    /// `192.0.2.0/24`
    package let network: String
    package let reason: String
    package let actor: String
    package let createdAt: Date
    /// Nil: until it is taken back.
    package let expiresAt: Date?
}

package struct AuditEntry: Hashable, Codable, Sendable {
    package let at: Date
    package let actor: String
    package let action: String
    package let target: String
    /// A JSON object.
    package let detail: String
}

extension JobQueue {
    /// What was counted on a day (`2026-01-31`, UTC), the most used first.
    ///
    /// - Parameter day: Nil is today.
    package func quotas(day: String? = nil, limit: Int = 1_000) async throws -> [QuotaUse] {
        try await self.naming(day ?? "", "day") {
            try await self.store.rows(
                """
                SELECT scope, subject, day::text AS day, used FROM quotas
                WHERE day = coalesce(\(day.sqlValue)::text::date, (now() AT TIME ZONE 'UTC')::date)
                ORDER BY used DESC, scope, subject LIMIT \(limit)
                """
            ).map {
                QuotaUse(
                    scope: try $0.get("scope"), subject: try $0.get("subject"), day: try $0.get("day"),
                    usedCount: try $0.get("used"))
            }
        }
    }

    /// Those in force.
    package func blockedNetworks() async throws -> [BlockedNetwork] {
        try await self.store.rows(
            """
            SELECT network::text AS network, reason, actor, extract(epoch FROM created_at) AS created_at,
                extract(epoch FROM expires_at) AS expires_at
            FROM blocked_networks b WHERE expires_at IS NULL OR expires_at > now() ORDER BY b.network
            """
        ).map {
            BlockedNetwork(
                network: try $0.get("network"), reason: try $0.get("reason"), actor: try $0.get("actor"),
                createdAt: try $0.get("created_at"), expiresAt: try $0.find("expires_at"))
        }
    }

    /// Keeps a network out, or changes until when and why.
    ///
    /// - Parameters:
    ///   - network: An address, or a network such as `2001:db8::/32`; bits beyond its length are dropped.
    ///   - lifetime: Nil: until it is taken back.
    /// - Returns: The network as it is kept.
    /// - Throws: `valueInvalid` when it is no network.
    @discardableResult
    package func block(
        network: String, reason: String, actor: String, expires lifetime: Duration? = nil
    ) async throws -> String {
        try await self.naming(network, "network") {
            try await self.store.transaction { transaction in
                let kept = try transaction.rows(
                    """
                    INSERT INTO blocked_networks (network, reason, actor, expires_at)
                    VALUES (network(\(network)::text::inet), \(reason), \(actor),
                        now() + make_interval(secs => \(lifetime.sqlValue)::double precision))
                    ON CONFLICT (network) DO UPDATE
                        SET reason = excluded.reason, actor = excluded.actor, expires_at = excluded.expires_at
                    RETURNING network::text AS network
                    """)[0].get("network", as: String.self)
                try transaction.record(
                    actor: actor, action: "block", target: kept, detail: ["reason": reason])
                return kept
            }
        }
    }

    /// - Returns: False when it was not blocked.
    package func unblock(network: String, actor: String) async throws -> Bool {
        try await self.naming(network, "network") {
            try await self.store.transaction { transaction in
                let removed = try transaction.rows(
                    """
                    DELETE FROM blocked_networks WHERE network = network(\(network)::text::inet)
                    RETURNING network::text AS network
                    """)
                guard let row = removed.first else { return false }
                try transaction.record(actor: actor, action: "unblock", target: try row.get("network"))
                return true
            }
        }
    }

    /// Who did what, newest first.
    ///
    /// - Parameter target: What it was done to; nil is everything.
    package func audit(target: String? = nil, limit: Int) async throws -> [AuditEntry] {
        try await self.store.rows(
            """
            SELECT extract(epoch FROM at) AS at, actor, action, target, detail FROM audit
            WHERE target = coalesce(\(target.sqlValue)::text, target)
            ORDER BY id DESC LIMIT \(limit)
            """
        ).map {
            AuditEntry(
                at: try $0.get("at"), actor: try $0.get("actor"), action: try $0.get("action"),
                target: try $0.get("target"), detail: try $0.get("detail"))
        }
    }

    /// Tells a person's mistyped value from a fault of ours (22P02 and 22007, 22008: no such network, no such day).
    private func naming<Value>(_ value: String, _ kind: String, _ body: () async throws -> Value) async throws
        -> Value
    {
        do {
            return try await body()
        } catch let error as StoreError where ["22P02", "22007", "22008"].contains(error.sqlState) {
            throw StoreError(
                .valueInvalid, sqlState: error.sqlState, "this is no \(kind)", detail: value)
        }
    }
}
