// SPDX-License-Identifier: Apache-2.0

extension JobQueue {
    /// Holds a lock in the name of a worker until the caller's task is cancelled; the server lets it go when the process
    /// dies, so that its leases need not run out first.
    ///
    /// On a connection of its own that comes back when it breaks.
    ///
    /// - Parameter instance: As in ``WorkerRecord/instance``, and the owner of the worker's claims.
    /// - Throws: ``StoreError`` for what another attempt will not mend.
    package func holdPresence(of instance: String) async throws {
        let session = Session(self.store.endpoint, name: "pg-presence")
        var failureCount = 0
        while !Task.isCancelled {
            do {
                try await session.interruptible {
                    try await session.holdPresence(of: instance, interrupt: $0)
                }
                failureCount = 0
                // Nothing is listened to: this ends with the connection, or when the caller is cancelled.
                while true {
                    _ = try await session.interruptible {
                        try await session.waitForNotification(interrupt: $0)
                    }
                }
            } catch let error as StoreError {
                switch error.code {
                case .cancelled: return
                case .connectionLost, .unreachable: failureCount += 1
                default: throw error
                }
            }
            // Cancelled: the loop sees it.
            if failureCount > 1 { try? await Task.sleep(for: .milliseconds(min(1_000, 100 * failureCount))) }
        }
    }

    /// Workers that hold no presence and have been silent for so long.
    func ownersGone(silence: Duration, uptime: Duration) async throws -> [String] {
        try await self.store.rows(
            """
            WITH present AS (
                SELECT (classid::bigint << 32) | objid::bigint AS key FROM pg_locks
                WHERE locktype = 'advisory' AND objsubid = 1 AND granted
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
            SELECT instance_id FROM workers
            WHERE heartbeat_at < now() - make_interval(secs => \(silence))
                AND pg_postmaster_start_time() < now() - make_interval(secs => \(uptime))
                AND hashtextextended('moviegen.presence.' || current_schema() || '.' || instance_id, 0)
                    NOT IN (SELECT key FROM present)
            """
        ).map { try $0.get("instance_id") }
    }
}
