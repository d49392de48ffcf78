// SPDX-License-Identifier: Apache-2.0

/// A running service, as operators see it.
package struct WorkerRecord: Hashable, Sendable {
    package let instance: String
    package let service: String
    package let host: String
    package let processID: Int
    package let version: String
    package let slots: Int
    package var isDraining = false

    package init(
        instance: String, service: String, host: String, processID: Int, version: String, slots: Int
    ) {
        self.instance = instance
        self.service = service
        self.host = host
        self.processID = processID
        self.version = version
        self.slots = slots
    }
}

extension JobQueue {
    /// Says that a worker is alive, and since when its first call.
    ///
    /// - Returns: True when an operator wants it to drain.
    package func beat(_ worker: WorkerRecord) async throws -> Bool {
        try await self.store.rows(
            """
            INSERT INTO workers AS w (instance_id, service, host, pid, version, slots, draining)
            VALUES (\(worker.instance), \(worker.service), \(worker.host), \(worker.processID),
                \(worker.version), \(worker.slots), \(worker.isDraining))
            ON CONFLICT (instance_id) DO UPDATE SET heartbeat_at = now(), draining = w.draining OR excluded.draining
            RETURNING draining
            """
        ).first?.get("draining") ?? false
    }

    package func forget(_ worker: WorkerRecord) async throws {
        try await self.store.rows("DELETE FROM workers WHERE instance_id = \(worker.instance)")
    }
}
