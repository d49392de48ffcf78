// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// One place of a batch: who waits for an outcome.
struct PublishWaiter: Sendable {
    let batch: PublishBatch
    let place: Int

    func resolve(_ outcome: PublishOutcome) { self.batch.resolve(self.place, outcome) }
}

struct PublishRequest: Sendable {
    let message: Message
    let exchange: String
    let routingKey: String
    let waiter: PublishWaiter
    let deadline: ContinuousClock.Instant
}

/// What callers leave for the publisher's thread.
final class PublishMailbox: Sendable {
    struct State {
        var incoming: [PublishRequest] = []
        /// Handed to the thread, not yet on the wire.
        var waitingCount = 0
        /// From when on nothing more is taken, and until when the thread may finish what it has.
        var closingUntil: ContinuousClock.Instant?
    }

    let state = Mutex(State())
    let wake = EventFlag()

    func close(until deadline: ContinuousClock.Instant) {
        self.state.withLock { $0.closingUntil = $0.closingUntil ?? deadline }
        self.wake.raise()
    }
}

/// The publisher's side of a link: publishes within a window, and resolves each publish once.
final class PublisherRole: LinkRole {
    private static let messagesPerTurn = 16

    private let mailbox: PublishMailbox
    private let window: Int
    private let sent: (@Sendable () -> Void)?
    private var queue = Deck<PublishRequest>()
    private var ledger = ConfirmLedger<PublishWaiter>()
    private var isBlocked = false
    /// Since the window was full: confirms come in heaps, and a heap of publishes costs less than as many single ones.
    private var isResting = false
    /// Bytes written since the socket was last asked for room; it had room for far more then.
    private var bytesSinceAsked = Int.max
    private static let bytesPerQuestion = 8 << 10
    private(set) var wantsWrite = false
    private var serverVersion = ""

    init(_ mailbox: PublishMailbox, window: Int, sent: (@Sendable () -> Void)?) {
        self.mailbox = mailbox
        self.window = window
        self.sent = sent
    }

    func prepare(_ connection: inout Connection) throws(BrokerError) {
        self.serverVersion = connection.serverVersion
        self.isBlocked = false
        self.isResting = false
        self.bytesSinceAsked = Int.max
        try connection.selectConfirms()
    }

    func receive(_ inbound: Inbound, on board: StatusBoard) throws(BrokerError) {
        switch inbound {
        case .confirm(let tag, let multiple, let isPositive):
            guard let resolutions = self.ledger.answered(tag: tag, multiple: multiple, isPositive: isPositive)
            else {
                throw BrokerError(
                    .protocolViolation, "RabbitMQ answered publish \(tag), which was never sent.")
            }
            for each in resolutions { each.waiter.resolve(each.outcome) }
        case .content(let content):
            guard case .return(let code, let reason) = content.announcement else {
                throw BrokerError(.protocolViolation, "RabbitMQ delivered to a publisher.")
            }
            self.ledger.returned(messageID: content.properties.messageID ?? "", code: code, reason: reason)
        case .blocked(let reason):
            self.isBlocked = true
            board.set(.blocked(reason: reason))
        case .unblocked:
            self.isBlocked = false
            board.set(.open(serverVersion: self.serverVersion))
        case .consumerCancelled: break
        }
    }

    func write(_ connection: inout Connection, at now: ContinuousClock.Instant) throws(BrokerError) -> Bool {
        self.takeMail()
        self.wantsWrite = false
        for _ in 0..<Self.messagesPerTurn {
            self.isResting =
                self.ledger.openCount >= self.window
                || self.isResting && self.ledger.openCount > self.window * 3 / 4
            guard !self.isBlocked, !self.isResting, let next = self.queue.first else { return false }
            guard self.bytesSinceAsked < Self.bytesPerQuestion || connection.isWritable() else {
                self.wantsWrite = true
                return false
            }
            if self.bytesSinceAsked >= Self.bytesPerQuestion { self.bytesSinceAsked = 0 }
            self.bytesSinceAsked += next.message.body.count + 512
            _ = self.queue.popFirst()
            self.mailbox.state.withLock { $0.waitingCount -= 1 }
            // Noted before it is written: a write that fails midway may have reached the broker.
            self.ledger.sent(next.waiter, messageID: next.message.messageID, deadline: next.deadline)
            try connection.publish(next.message, exchange: next.exchange, routingKey: next.routingKey)
            self.sent?()
        }
        return true
    }

    /// - Throws: When the broker has let a publish pass its time: the connection is no good.
    func expire(at now: ContinuousClock.Instant) throws(BrokerError) {
        self.takeMail()
        while let first = self.queue.first, first.deadline <= now {
            self.resolveNext(.unknown(reason: "It could not be sent in time."))
        }
        if let deadline = self.ledger.nextDeadline, deadline <= now {
            throw BrokerError(.connectionLost, "RabbitMQ did not confirm a publish in time.")
        }
        if let limit = self.mailbox.state.withLock({ $0.closingUntil }), limit <= now {
            self.resolveAll("It was closed.")
        }
    }

    var nextDeadline: ContinuousClock.Instant? {
        [
            self.queue.first?.deadline, self.ledger.nextDeadline,
            self.mailbox.state.withLock { $0.closingUntil },
        ]
        .compactMap { $0 }.min()
    }

    func lost(_ error: BrokerError) {
        self.isBlocked = false
        for each in self.ledger.lost(reason: error.message) { each.waiter.resolve(each.outcome) }
    }

    func isFinished(whileConnected: Bool) -> Bool {
        let isClosing = self.mailbox.state.withLock { $0.closingUntil != nil && $0.incoming.isEmpty }
        guard isClosing else { return false }
        return !whileConnected || self.queue.count == 0 && self.ledger.openCount == 0
    }

    func end() {
        self.takeMail()
        self.resolveAll("It was closed.")
    }

    private func takeMail() {
        let mail = self.mailbox.state.withLock { state in
            state.waitingCount += state.incoming.count
            defer { state.incoming.removeAll(keepingCapacity: true) }
            return state.incoming
        }
        for request in mail { self.queue.append(request) }
    }

    private func resolveNext(_ outcome: PublishOutcome) {
        guard let request = self.queue.popFirst() else { return }
        self.mailbox.state.withLock { $0.waitingCount -= 1 }
        request.waiter.resolve(outcome)
    }

    private func resolveAll(_ reason: String) {
        while self.queue.first != nil { self.resolveNext(.unknown(reason: reason)) }
        for each in self.ledger.lost(reason: reason) { each.waiter.resolve(each.outcome) }
    }
}
