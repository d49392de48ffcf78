// SPDX-License-Identifier: Apache-2.0
package import Broker

/// Exchanges and queues of the pipeline, declared with the same arguments by every service.
///
/// Changed arguments need a new suffix: RabbitMQ refuses a queue that exists with others (406), and one name never
/// changes its kind in place.
package enum PipelineTopology {
    package static let jobsExchange = "movie.jobs"
    package static let deadExchange = "movie.dead"
    /// Routing keys; one queue and one dead-letter queue each.
    package static let routingKeys = ["script", "audio", "slide", "render"]

    package static func workQueue(_ routingKey: String) -> String { "movie.\(routingKey).v1" }
    package static func deadQueue(_ routingKey: String) -> String { "movie.\(routingKey).dead.v1" }

    package static let topology: Topology = {
        var topology = Topology()
        topology.exchanges = [.init(Self.jobsExchange, .direct), .init(Self.deadExchange, .direct)]
        for key in Self.routingKeys {
            topology.queues.append(.init(Self.workQueue(key), arguments: Self.workArguments(key)))
            topology.queues.append(.init(Self.deadQueue(key), arguments: Self.deadArguments))
            topology.bindings.append(
                .init(queue: Self.workQueue(key), exchange: Self.jobsExchange, routingKey: key))
            topology.bindings.append(
                .init(queue: Self.deadQueue(key), exchange: Self.deadExchange, routingKey: key))
        }
        return topology
    }()

    private static func workArguments(_ key: String) -> [String: FieldValue] {
        [
            "x-queue-type": .text("quorum"),
            // Attempts are counted in the database. This only bounds a message that kills its consumers unclaimed.
            "x-delivery-limit": .integer(20),
            "x-dead-letter-exchange": .text(Self.deadExchange),
            "x-dead-letter-routing-key": .text(key),
            // At most once, the default, loses a dead letter whose queue is away. This one needs reject-publish.
            "x-dead-letter-strategy": .text("at-least-once"),
            "x-overflow": .text("reject-publish"),
        ]
    }

    /// Never -1, which RabbitMQ before 4.0 takes for "at the first return".
    private static let deadArguments: [String: FieldValue] = [
        "x-queue-type": .text("quorum"),
        "x-delivery-limit": .integer(1_000_000),
        "x-overflow": .text("reject-publish"),
    ]
}
