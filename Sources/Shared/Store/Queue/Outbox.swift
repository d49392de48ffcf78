// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// A message that waits to be published.
package struct OutboxMessage: Hashable, Sendable {
    /// The message's id on the wire too.
    package let id: UUID
    package let exchange: String
    package let routingKey: String
    /// A JSON object.
    package let headers: String
    package let body: [UInt8]
}

package enum RelayOutcome: Hashable, Sendable {
    case confirmed
    /// The broker took it for no queue, or refused it: it is tried again later.
    case refused(reason: String)
    /// No answer came: it stays, and may be published twice.
    case unknown
}

extension JobQueue {
    /// A crash of the server that brings deleted rows back has their messages sent twice, which is harmless.
    private static let relaying = TransactionOptions(waitsForDisk: false)

    /// Publishes what is due and forgets what was confirmed; no two relays send the same row at once.
    ///
    /// The rows stay locked while `publish` runs, and are free again when it throws or this process dies. It must
    /// return within the endpoint's idle-in-transaction time-out. What it does not name counts as unknown.
    ///
    /// - Returns: Rows that were confirmed, and rows that were taken.
    package func relay(
        limit: Int = 100, publish: ([OutboxMessage]) async throws -> [UUID: RelayOutcome]
    ) async throws -> (confirmedCount: Int, takenCount: Int) {
        try await self.store.pool.withSession { session in
            let messages = try await session.interruptible { interrupt in
                try await session.begin(Self.relaying, interrupt: interrupt) {
                    try $0.dueMessages(limit: limit)
                }
            }
            do {
                let outcomes = messages.isEmpty ? [:] : try await publish(messages)
                let confirmed = try await session.interruptible { interrupt in
                    try await session.end(interrupt: interrupt) { try $0.settle(outcomes) }
                }
                return (confirmed, messages.count)
            } catch {
                await session.settle()
                throw error
            }
        }
    }
}

extension Transaction {
    fileprivate func dueMessages(limit: Int) throws -> [OutboxMessage] {
        try self.rows(
            """
            SELECT id, exchange, routing_key, headers, body FROM outbox WHERE available_at <= now()
            ORDER BY available_at, seq LIMIT \(limit) FOR UPDATE SKIP LOCKED
            """
        ).map { row in
            OutboxMessage(
                id: try row.get("id"), exchange: try row.get("exchange"),
                routingKey: try row.get("routing_key"),
                headers: try row.get("headers"), body: try row.get("body"))
        }
    }

    fileprivate func settle(_ outcomes: [UUID: RelayOutcome]) throws -> Int {
        let confirmed = outcomes.filter { $0.value == .confirmed }.keys.map(\.uuidString)
        let deleted = try self.rows(
            """
            DELETE FROM outbox
            WHERE id = ANY (ARRAY(
                SELECT id::uuid FROM jsonb_array_elements_text(\(try Self.json(confirmed))) AS ids (id)))
            """)
        for (id, outcome) in outcomes {
            guard case .refused(let reason) = outcome else { continue }
            // Doubled from one second up to a minute, by the row's own count.
            try self.rows(
                """
                UPDATE outbox SET attempts = attempts + 1, last_error = left(\(reason), 500),
                    available_at = now() + make_interval(secs => least(60, 2 ^ least(attempts, 6)))
                WHERE id = \(id)
                """)
        }
        return deleted.affectedCount
    }
}
