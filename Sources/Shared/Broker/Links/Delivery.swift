// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// A message to work on. It must be settled once; one that is dropped unsettled goes back to its queue.
package final class Delivery: Sendable {
    package let exchange: String
    package let routingKey: String
    /// False is no proof of a first delivery: a message may have been seen and lost again with a connection.
    package let isRedelivered: Bool
    package let properties: ReceivedProperties
    package let body: [UInt8]
    let deliveryTag: UInt64
    let generation: UInt64
    private let desk: SettlementDesk
    private let isSettled = Atomic(false)

    init(
        _ content: FrameAssembler.Content, _ deliver: FrameAssembler.Deliver, generation: UInt64,
        desk: SettlementDesk
    ) {
        self.exchange = deliver.exchange
        self.routingKey = deliver.routingKey
        self.isRedelivered = deliver.isRedelivered
        self.deliveryTag = deliver.deliveryTag
        self.properties = content.properties
        self.body = content.body
        self.generation = generation
        self.desk = desk
    }

    deinit {
        guard !self.isSettled.load(ordering: .acquiring) else { return }
        self.desk.settle(self.deliveryTag, .nack(requeue: true), generation: self.generation)
    }

    /// It is done and may be forgotten. Sent soon after; a loss of the connection before that delivers it again.
    package func ack() { self.settle(.ack) }

    /// Back to the queue, or, without `requeue`, to the dead letter exchange. Up to RabbitMQ 4.2 a requeue counts as a
    /// delivery; from 4.3 on it does not.
    package func nack(requeue: Bool) { self.settle(.nack(requeue: requeue)) }

    /// As ``nack(requeue:)``, but a requeue counts as a delivery on every version.
    package func reject(requeue: Bool) { self.settle(.reject(requeue: requeue)) }

    /// The connection it came on is gone: it will be delivered again, and settling it changes nothing.
    package var isVoid: Bool { self.desk.generation != self.generation }

    private func settle(_ settlement: Settlement) {
        let isFirst = self.isSettled.compareExchange(
            expected: false, desired: true, ordering: .acquiringAndReleasing
        )
        .exchanged
        precondition(isFirst, "Delivery \(self.deliveryTag): settled twice.")
        self.desk.settle(self.deliveryTag, settlement, generation: self.generation)
    }
}

/// Where settlements wait for the consumer's thread, and where deliveries wait for their reader.
final class SettlementDesk: Sendable {
    struct State {
        var settlements: [(tag: UInt64, settlement: Settlement)] = []
        /// Rises with each connection; 0 while there is none. A tag means nothing on another connection.
        var generation: UInt64 = 0
        var isCancelling = false
        var isClosing = false
    }

    let state = Mutex(State())
    let wake = EventFlag()

    var generation: UInt64 { self.state.withLock { $0.generation } }

    func settle(_ tag: UInt64, _ settlement: Settlement, generation: UInt64) {
        let isCurrent = self.state.withLock { state in
            guard state.generation == generation else { return false }
            state.settlements.append((tag, settlement))
            return true
        }
        if isCurrent { self.wake.raise() }
    }
}
