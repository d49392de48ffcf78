// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import Logging
internal import Metrics
internal import ServiceLifecycle
internal import Store
internal import Telemetry

/// What is measured by looking, every few seconds: the queues as the database sees them, and the link to the broker.
struct Gauges: Service {
    let queue: JobQueue
    let publisher: Publisher
    let logger: Logger

    private static let interval = Duration.seconds(15)

    func run() async throws {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.watchLink() }
            while !Task.isCancelled {
                do {
                    try await self.measure()
                } catch {
                    self.logger.debug("Nothing was measured", metadata: [LogKey.errorDetail: "\(error)"])
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    private func measure() async throws {
        for depth in try await self.queue.queueDepths() {
            let states = [
                ("queued", depth.queuedCount), ("retry_wait", depth.waitingForRetryCount),
                ("running", depth.runningCount), ("dead", depth.deadCount),
            ]
            for (state, count) in states {
                Meter(label: MetricName.taskState, dimensions: [("stage", depth.queue), ("state", state)])
                    .set(count)
            }
        }
        let letters = try await self.queue.store.rows(
            "SELECT stage, count(*) AS count FROM dead_letters WHERE resolved_at IS NULL GROUP BY stage")
        for row in letters {
            Meter(label: MetricName.deadLetterOpen, dimensions: [("stage", try row.get("stage"))])
                .set(try row.get("count", as: Int.self))
        }
        let oldest = try await self.queue.store.rows(
            """
            SELECT coalesce(extract(epoch FROM now() - min(available_at)), 0)::double precision AS age
            FROM outbox WHERE available_at <= now()
            """
        ).first?.get("age", as: Double.self)
        Meter(label: MetricName.outboxOldestSeconds).set(oldest ?? 0)
    }

    private func watchLink() async {
        for await status in self.publisher.statusChanges() {
            if Task.isCancelled { return }
            if case .blocked(let reason) = status {
                Meter(label: MetricName.amqpBlocked).set(1)
                self.logger.error(
                    "The broker takes no messages: its memory or disk is short",
                    metadata: [LogKey.errorDetail: "\(reason)"])
            } else {
                Meter(label: MetricName.amqpBlocked).set(0)
            }
        }
    }
}
