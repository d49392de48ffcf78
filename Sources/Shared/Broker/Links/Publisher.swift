// SPDX-License-Identifier: Apache-2.0
internal import OwnerThread
internal import Synchronization

/// Publishes durable messages and knows what became of each. It never consumes.
///
/// One connection on one thread of its own, made again after a loss. Dropping the last reference closes it without
/// waiting for what is under way.
package final class Publisher: Sendable {
    package struct Options: Hashable, Sendable {
        /// From the call to the outcome. RabbitMQ gives no bound for its confirms, and may never send one.
        package var confirmTimeout = Duration.seconds(30)
        /// Publishes on the wire without an answer, 1-2000. More than about 100 gain nothing on one machine.
        package var window = 128
        /// Publishes that may wait for a place in the window or for a connection.
        package var queueLimit = 8192

        package init() {}
    }

    private let mailbox = PublishMailbox()
    private let board = StatusBoard()
    private let thread: OwnerThread
    private let options: Options

    /// Connects in the background; publishes wait for the connection as long as their time allows.
    ///
    /// - Parameters:
    ///   - name: What RabbitMQ's management shows for the connection.
    ///   - sent: Called on the publisher's thread after each message that went onto the wire.
    package init(
        to address: BrokerAddress, name: String, options: Options = Options(),
        sent: (@Sendable () -> Void)? = nil
    ) {
        precondition((1...2000).contains(options.window), "A window of \(options.window) is not 1-2000.")
        self.options = options
        self.thread = OwnerThread(name: "amqp-publish")
        let (mailbox, board) = (self.mailbox, self.board)
        self.thread.perform {
            let role = PublisherRole(mailbox, window: options.window, sent: sent)
            var link = Link(address, name: name, role: role, wake: mailbox.wake, board: board)
            link.run()
        }
        self.thread.stop()
    }

    deinit { self.mailbox.close(until: .now) }

    /// Publishes a persistent, mandatory message and waits for what became of it, at most the confirm time.
    ///
    /// A cancelled task waits as well: its message may be on the wire.
    /// - Throws: ``BrokerError``, when nothing was sent: `.invalidMessage`, `.full`, `.closed`.
    package func publish(
        _ message: Message, to exchange: String, routingKey: String
    ) async throws(BrokerError) -> PublishOutcome {
        let batch = [(message: message, exchange: exchange, routingKey: routingKey)]
        return try await self.publish(batch)[0]
    }

    /// Publishes all of `messages`, or none when this throws. Outcomes are in their order.
    package func publish(
        _ messages: [(message: Message, exchange: String, routingKey: String)]
    ) async throws(BrokerError) -> [PublishOutcome] {
        for each in messages {
            try each.message.checkBounds(exchange: each.exchange, routingKey: each.routingKey)
        }
        guard !messages.isEmpty else { return [] }
        let batch = PublishBatch(count: messages.count)
        let deadline = ContinuousClock.now + self.options.confirmTimeout
        let requests = messages.enumerated().map { place, each in
            PublishRequest(
                message: each.message, exchange: each.exchange, routingKey: each.routingKey,
                waiter: PublishWaiter(batch: batch, place: place), deadline: deadline)
        }
        try self.offer(requests)
        return await batch.outcomes()
    }

    private func offer(_ requests: [PublishRequest]) throws(BrokerError) {
        let refusal = self.mailbox.state.withLock { state -> BrokerError? in
            guard state.closingUntil == nil else { return BrokerError(.closed, "The publisher is closed.") }
            guard state.incoming.count + state.waitingCount + requests.count <= self.options.queueLimit else {
                return BrokerError(.full, "\(self.options.queueLimit) publishes wait already.")
            }
            state.incoming += requests
            return nil
        }
        if let refusal { throw refusal }
        self.mailbox.wake.raise()
    }

    package var status: LinkStatus { self.board.status }

    /// Begins with the present status.
    package func statusChanges() -> AsyncStream<LinkStatus> { self.board.changes() }

    /// Takes no more, waits up to `limit` for what is under way, says goodbye, and returns when its thread has ended.
    package func close(within limit: Duration = .seconds(5)) async {
        self.mailbox.close(until: .now + limit)
        await self.thread.waitUntilStopped()
    }
}
