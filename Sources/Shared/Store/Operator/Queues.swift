// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// What the database knows of one queue; the broker's side is the caller's.
package struct QueueDepth: Hashable, Codable, Sendable {
    package let queue: String
    package let queuedCount: Int
    /// Of those that wait, how many may run now.
    package let dueCount: Int
    package let waitingForRetryCount: Int
    package let runningCount: Int
    package let deadCount: Int
    /// How long the oldest due one has been due.
    package let oldestDueSeconds: Double?
    package let outboxCount: Int
}

/// A message that is not published yet.
package struct OutboxReport: Hashable, Codable, Sendable {
    package let id: UUID
    package let exchange: String
    package let routingKey: String
    package let job: UUID?
    /// job/stage/part/generation
    package let taskKey: String?
    package let createdAt: Date
    /// Not before.
    package let availableAt: Date
    package let attemptCount: Int
    package let lastError: String?
}

/// A service's instance that beats, or did.
package struct WorkerReport: Hashable, Codable, Sendable {
    package let instance: String
    package let service: String
    package let host: String
    package let processID: Int
    package let version: String
    package let slotCount: Int
    package let runningCount: Int
    package let isDraining: Bool
    package let startedAt: Date
    package let heartbeatAt: Date
    /// It beat within the last 30 seconds.
    package let isAlive: Bool

    /// `render` of `render-svc`.
    package var queue: String {
        self.service.hasSuffix("-svc") ? String(self.service.dropLast(4)) : self.service
    }
}

extension JobQueue {
    /// Every queue, in the order of the stages.
    package func queueDepths() async throws -> [QueueDepth] {
        try await self.store.rows(
            """
            SELECT q.queue, count(*) FILTER (WHERE state = 'queued') AS queued,
                count(*) FILTER (WHERE state IN ('queued', 'retry_wait') AND run_at <= now()) AS due,
                count(*) FILTER (WHERE state = 'retry_wait' AND run_at > now()) AS waiting,
                count(*) FILTER (WHERE state = 'running') AS running, count(*) FILTER (WHERE state = 'dead') AS dead,
                extract(epoch FROM now() - min(run_at) FILTER (
                    WHERE state IN ('queued', 'retry_wait') AND run_at <= now())) AS oldest,
                (SELECT count(*) FROM outbox o WHERE o.exchange = 'movie.jobs' AND o.routing_key = q.queue) AS outbox
            FROM unnest(ARRAY['script', 'audio', 'slide', 'render']) WITH ORDINALITY q (queue, place)
            LEFT JOIN (SELECT state, run_at, \(literal: Fragment.queue) AS queue FROM tasks
                WHERE state NOT IN ('done', 'cancelled')) t ON t.queue = q.queue
            GROUP BY q.queue, q.place ORDER BY q.place
            """
        ).map { row in
            QueueDepth(
                queue: try row.get("queue"), queuedCount: try row.get("queued"), dueCount: try row.get("due"),
                waitingForRetryCount: try row.get("waiting"), runningCount: try row.get("running"),
                deadCount: try row.get("dead"), oldestDueSeconds: try row.find("oldest"),
                outboxCount: try row.get("outbox"))
        }
    }

    /// Alive ones first.
    package func workers() async throws -> [WorkerReport] {
        try await self.store.rows(
            """
            SELECT instance_id, service, host, pid, version, slots, draining,
                extract(epoch FROM started_at) AS started_at, extract(epoch FROM heartbeat_at) AS heartbeat_at,
                heartbeat_at > now() - interval '30 seconds' AS alive,
                (SELECT count(*) FROM tasks WHERE state = 'running' AND lease_owner = instance_id) AS running
            FROM workers ORDER BY alive DESC, service, instance_id
            """
        ).map { row in
            WorkerReport(
                instance: try row.get("instance_id"), service: try row.get("service"),
                host: try row.get("host"),
                processID: try row.get("pid"), version: try row.get("version"),
                slotCount: try row.get("slots"),
                runningCount: try row.get("running"), isDraining: try row.get("draining"),
                startedAt: try row.get("started_at"), heartbeatAt: try row.get("heartbeat_at"),
                isAlive: try row.get("alive"))
        }
    }

    /// Asks a worker to finish what it has and leave; it hears of it at its next beat.
    ///
    /// - Returns: False for an instance that nobody knows.
    package func requestDrain(instance: String, actor: String = "operator") async throws -> Bool {
        try await self.store.transaction { transaction in
            let asked = try transaction.rows(
                "UPDATE workers SET draining = true WHERE instance_id = \(instance)")
            guard asked.affectedCount == 1 else { return false }
            try transaction.record(actor: actor, action: "drain", target: instance)
            return true
        }
    }

    /// The first due first.
    package func outbox(limit: Int) async throws -> [OutboxReport] {
        try await self.store.transaction { try $0.outbox(of: nil, limit: limit) }
    }

    /// Makes messages due now that the broker refused before. What rests on purpose, a retry's message, goes on resting:
    /// before its time it would find nothing to do.
    ///
    /// - Returns: Messages made due.
    package func kickOutbox(actor: String = "operator") async throws -> Int {
        try await self.store.transaction { transaction in
            let count = try transaction.rows(
                """
                UPDATE outbox SET available_at = now(), attempts = 0
                WHERE id IN (SELECT id FROM outbox WHERE attempts > 0 FOR UPDATE SKIP LOCKED)
                RETURNING pg_notify('moviegen_outbox', '')
                """
            ).count
            try transaction.record(
                actor: actor, action: "kick", target: "outbox", detail: ["messages": "\(count)"])
            return count
        }
    }
}

extension Transaction {
    /// - Parameter job: Nil is every job.
    func outbox(of job: UUID?, limit: Int) throws -> [OutboxReport] {
        try self.rows(
            """
            SELECT id, exchange, routing_key, job_id, task_key, attempts, last_error,
                extract(epoch FROM created_at) AS created_at, extract(epoch FROM available_at) AS available_at
            FROM outbox o WHERE \(job == nil) OR job_id = \(job ?? UUID())
            ORDER BY o.available_at, seq LIMIT \(limit)
            """
        ).map { row in
            OutboxReport(
                id: try row.get("id"), exchange: try row.get("exchange"),
                routingKey: try row.get("routing_key"),
                job: try row.find("job_id"), taskKey: try row.find("task_key"),
                createdAt: try row.get("created_at"), availableAt: try row.get("available_at"),
                attemptCount: try row.get("attempts"), lastError: try row.find("last_error"))
        }
    }
}
