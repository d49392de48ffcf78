// SPDX-License-Identifier: Apache-2.0
package import Broker
internal import Domain
package import Logging
internal import ServiceLifecycle
package import Store
internal import Synchronization
internal import Telemetry

/// Publishes the outbox for a service that consumes nothing, and tells the others that it is alive.
///
/// The broker may be away when this starts, and for as long as it likes: rows wait in the outbox.
package final class OutboxService: Service {
    private let queue: JobQueue
    private let address: BrokerAddress
    private let record: WorkerRecord
    private let batchSize: Int
    private let confirmTimeout: Duration
    private let logger: Logger
    private let pulse = Pulse(limit: .seconds(120))
    /// Nil until the topology is there.
    private let publisher = Mutex<Publisher?>(nil)

    /// - Parameter queue: The relay takes a session of its store while the broker confirms.
    package init(
        queue: JobQueue, address: BrokerAddress, record: WorkerRecord, batchSize: Int,
        confirmTimeout: Duration,
        logger: Logger
    ) {
        self.queue = queue
        self.address = address
        self.record = record
        self.batchSize = batchSize
        self.confirmTimeout = confirmTimeout
        self.logger = logger
    }

    /// Why the process should be restarted; nil while it is well.
    package func stopReason() -> String? { self.pulse.stopReason() }

    /// What the broker is to this service now, in words.
    package var brokerState: String {
        switch self.publisher.withLock({ $0 })?.status {
        case nil, .connecting: "not reached yet"
        case .open(let version): "open, RabbitMQ \(version)"
        case .blocked(let reason): "blocked: \(reason)"
        case .unsubscribed: "unsubscribed"
        case .down(let error): "down: \(error)"
        case .closed: "closed"
        }
    }

    /// Whether messages can be published, or could be if it were not blocked.
    package var isBrokerReached: Bool {
        switch self.publisher.withLock({ $0 })?.status {
        case .open, .blocked: true
        case nil, .connecting, .unsubscribed, .down, .closed: false
        }
    }

    /// How the queues stand, by name, dead-letter queues too; nil while the broker is not reached.
    package func queueCounts() async throws -> [String: QueueCounts]? {
        // A broker that is known to be away is not waited for.
        guard self.isBrokerReached else { return nil }
        return try await self.address.counts(
            of: PipelineTopology.topology.queues.map(\.name), name: "\(self.record.instance)-administration")
    }

    /// Until the graceful shutdown. The database must have been migrated.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.beat() }
                await self.relay()
                group.cancelAll()
            }
        }
    }

    private func beat() async {
        let presence = Presence(
            queue: self.queue, record: self.record, drainRequested: {}, isDraining: { false },
            logger: self.logger)
        // It goes on after whatever goes wrong.
        try? await presence.run()
    }

    private func relay() async {
        await self.declareTopology()
        guard !Task.isCancelled else { return }
        var options = Publisher.Options()
        options.confirmTimeout = self.confirmTimeout
        let publisher = Publisher(to: self.address, name: self.record.instance, options: options)
        self.publisher.withLock { $0 = publisher }
        let relay = Relay(
            queue: self.queue, publisher: publisher, bell: Bell(), batchSize: self.batchSize,
            applicationID: "\(self.record.service)/\(ProductVersion.current)", pulse: self.pulse,
            logger: self.logger)
        // It ends when its task is cancelled, and goes on after whatever goes wrong.
        try? await relay.run()
        await publisher.close()
    }

    /// Nothing can be published before the queues are there; who declares them first does not matter.
    private func declareTopology() async {
        var pause = Duration.milliseconds(500)
        while !Task.isCancelled {
            self.pulse.beat()
            do {
                return try await PipelineTopology.topology.declare(
                    at: self.address, name: self.record.instance)
            } catch {
                self.logger.warning(
                    "The broker is not there yet, and tried again", metadata: [LogKey.errorDetail: "\(error)"]
                )
            }
            // Cancelled: the loop sees it.
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(5))
        }
    }
}
