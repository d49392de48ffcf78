// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import Foundation
internal import Logging
internal import ServiceLifecycle
internal import Store
internal import Telemetry

/// Moves what arrives in a dead-letter queue into the table, where looking at it changes nothing: peeking at a quorum
/// queue counts as a delivery.
struct DeadLetterKeeper: Service {
    let queue: JobQueue
    let address: BrokerAddress
    let routingKey: String
    let name: String
    let relayBell: Bell
    let logger: Logger

    func run() async throws {
        let consumer = Consumer(
            of: PipelineTopology.deadQueue(self.routingKey), prefetch: 10, at: self.address,
            topology: PipelineTopology.topology, name: "\(self.name)-keeper")
        await withGracefulShutdownHandler {
            for await delivery in consumer.deliveries {
                await self.keep(delivery)
            }
        } onGracefulShutdown: {
            consumer.cancel()
        }
        await consumer.close()
    }

    private func keep(_ delivery: Delivery) async {
        while !Task.isCancelled {
            do {
                let outcome = try await self.queue.keep(BrokerLetter(delivery, routingKey: self.routingKey))
                CrashPoint.reached(.afterKeeping)
                delivery.ack()
                self.logger.info("A dead letter was kept", metadata: [LogKey.taskOutcome: "\(outcome)"])
                self.relayBell.ring()
                return
            } catch {
                self.logger.warning(
                    "A dead letter waits for the database", metadata: [LogKey.errorDetail: "\(error)"])
                try? await Task.sleep(for: .seconds(2))
            }
        }
    }
}
