// SPDX-License-Identifier: Apache-2.0

/// Exchanges, queues and bindings, all durable, that must be there with exactly these arguments.
package struct Topology: Hashable, Sendable {
    package struct Exchange: Hashable, Sendable {
        package enum Kind: String, Sendable { case direct, fanout, topic, headers }
        package let name: String
        package let kind: Kind

        package init(_ name: String, _ kind: Kind) {
            self.name = name
            self.kind = kind
        }
    }

    package struct Queue: Hashable, Sendable {
        package let name: String
        package let arguments: [String: FieldValue]

        package init(_ name: String, arguments: [String: FieldValue]) {
            self.name = name
            self.arguments = arguments
        }
    }

    package struct Binding: Hashable, Sendable {
        package let queue: String
        package let exchange: String
        package let routingKey: String

        package init(queue: String, exchange: String, routingKey: String) {
            self.queue = queue
            self.exchange = exchange
            self.routingKey = routingKey
        }
    }

    package var exchanges: [Exchange] = []
    package var queues: [Queue] = []
    package var bindings: [Binding] = []

    package init() {}
}
