// SPDX-License-Identifier: Apache-2.0
internal import OwnerThread
internal import Synchronization

/// Receives the messages of one queue. It never publishes, so a memory alarm, which stops connections that do,
/// leaves its acks flowing.
///
/// One connection on one thread of its own, made again after a loss. Dropping the last reference closes it.
package final class Consumer: Sendable {
    /// What arrives, in the queue's order. At most the prefetch of it is unsettled at any time.
    package let deliveries: Deliveries
    private let desk = SettlementDesk()
    private let board = StatusBoard()
    private let thread: OwnerThread

    /// Connects in the background.
    ///
    /// - Parameters:
    ///   - prefetch: 1-2000 deliveries without settlement: the work that runs at once. Each more waits unworked while
    ///     its acknowledgement timeout runs.
    ///   - topology: Declared on each connection, so that a wiped broker gets its queues back.
    ///   - name: What RabbitMQ's management shows for the connection, and the consumer tag: 1-255 bytes.
    package init(
        of queue: String, prefetch: Int, at address: BrokerAddress, topology: Topology = Topology(),
        name: String
    ) {
        precondition((1...2000).contains(prefetch), "A prefetch of \(prefetch) is not 1-2000.")
        precondition((1...255).contains(name.utf8.count), "A consumer's name is 1-255 bytes.")
        let queueOfDeliveries = DeliveryQueue()
        self.deliveries = Deliveries(queue: queueOfDeliveries)
        self.thread = OwnerThread(name: "amqp-consume")
        let (desk, board) = (self.desk, self.board)
        self.thread.perform {
            let role = ConsumerRole(
                queue, prefetch: UInt16(prefetch), topology: topology, consumerTag: name, desk: desk,
                deliveries: queueOfDeliveries, board: board)
            var link = Link(address, name: name, role: role, wake: desk.wake, board: board)
            link.run()
        }
        self.thread.stop()
    }

    deinit { self.askToClose() }

    package var status: LinkStatus { self.board.status }

    /// Begins with the present status.
    package func statusChanges() -> AsyncStream<LinkStatus> { self.board.changes() }

    /// Takes no more: ``deliveries`` ends, and what nobody had read goes back to the queue. Deliveries that are being
    /// worked on can still be settled.
    package func cancel() {
        self.desk.state.withLock { $0.isCancelling = true }
        self.desk.wake.raise()
    }

    /// Cancels, sends the settlements made so far, says goodbye, and returns when its thread has ended. What is still
    /// unsettled goes back to the queue.
    package func close() async {
        self.askToClose()
        await self.thread.waitUntilStopped()
    }

    private func askToClose() {
        self.desk.state.withLock { state in
            state.isCancelling = true
            state.isClosing = true
        }
        self.desk.wake.raise()
    }
}
