// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// The consumer's side of a link: takes deliveries, sends settlements, and subscribes again when it is cancelled.
final class ConsumerRole: LinkRole {
    private static let settlementsPerTurn = 16

    private let queueName: String
    private let prefetch: UInt16
    private let topology: Topology
    private let consumerTag: String
    private let desk: SettlementDesk
    private let deliveries: DeliveryQueue
    private let board: StatusBoard

    private var generation: UInt64 = 0
    private var outgoing = Deck<(tag: UInt64, settlement: Settlement)>()
    private var subscription = ReconnectSchedule()
    private var isStopped = false
    private var serverVersion = ""
    private(set) var wantsWrite = false

    init(
        _ queueName: String, prefetch: UInt16, topology: Topology, consumerTag: String, desk: SettlementDesk,
        deliveries: DeliveryQueue, board: StatusBoard
    ) {
        self.queueName = queueName
        self.prefetch = prefetch
        self.topology = topology
        self.consumerTag = consumerTag
        self.desk = desk
        self.deliveries = deliveries
        self.board = board
    }

    func prepare(_ connection: inout Connection) throws(BrokerError) {
        self.serverVersion = connection.serverVersion
        self.generation += 1
        let generation = self.generation
        let isCancelling = self.desk.state.withLock { state in
            state.generation = generation
            return state.isCancelling
        }
        self.isStopped = isCancelling
        self.subscription = ReconnectSchedule()
        guard !isCancelling else { return }
        try connection.setPrefetch(self.prefetch)
        try self.subscribe(&connection)
    }

    private func subscribe(_ connection: inout Connection) throws(BrokerError) {
        try connection.declare(self.topology)
        try connection.consume(self.queueName, consumerTag: self.consumerTag)
        self.subscription.opened(at: .now)
    }

    func receive(_ inbound: Inbound, on board: StatusBoard) throws(BrokerError) {
        switch inbound {
        case .content(let content):
            guard case .deliver(let deliver) = content.announcement else {
                throw BrokerError(.protocolViolation, "RabbitMQ returned a message to a consumer.")
            }
            let delivery = Delivery(content, deliver, generation: self.generation, desk: self.desk)
            // One that comes after the cancel is dropped here, and so goes back to its queue.
            if !self.isStopped { self.deliveries.add(delivery) }
        case .consumerCancelled:
            self.subscription.failed(at: .now, jitter: .random(in: 0...1))
            board.set(.unsubscribed)
        case .confirm, .blocked, .unblocked: break
        }
    }

    func write(_ connection: inout Connection, at now: ContinuousClock.Instant) throws(BrokerError) -> Bool {
        self.takeMail()
        self.wantsWrite = false
        try self.stopIfAsked(&connection)
        try self.subscribeAgain(&connection, at: now)
        for _ in 0..<Self.settlementsPerTurn {
            guard let next = self.outgoing.first else { return false }
            guard connection.isWritable() else {
                self.wantsWrite = true
                return false
            }
            _ = self.outgoing.popFirst()
            try connection.settle(next.tag, next.settlement)
        }
        return true
    }

    private func stopIfAsked(_ connection: inout Connection) throws(BrokerError) {
        guard !self.isStopped, self.desk.state.withLock({ $0.isCancelling }) else { return }
        self.isStopped = true
        // Its queue may be gone, and the subscription with it: there is nothing to cancel then.
        if case .open = self.subscription.phase { try connection.cancel(consumerTag: self.consumerTag) }
        self.subscription.close()
        self.deliveries.finish()
    }

    private func subscribeAgain(
        _ connection: inout Connection, at now: ContinuousClock.Instant
    ) throws(BrokerError) {
        guard self.subscription.next(at: now) == .connect else { return }
        try self.subscribe(&connection)
        self.board.set(.open(serverVersion: self.serverVersion))
    }

    func expire(at now: ContinuousClock.Instant) {}

    var nextDeadline: ContinuousClock.Instant? {
        if case .waiting(let moment) = self.subscription.phase { moment } else { nil }
    }

    /// What is unsettled now will be delivered again; its tags mean nothing on the next connection.
    func lost(_ error: BrokerError) {
        self.desk.state.withLock { state in
            state.generation = 0
            state.settlements = []
        }
        self.outgoing = Deck()
        self.subscription = ReconnectSchedule()
        self.deliveries.clear()
    }

    func isFinished(whileConnected: Bool) -> Bool {
        let (isClosing, isCancelling, isEmpty) = self.desk.state.withLock {
            ($0.isClosing, $0.isCancelling, $0.settlements.isEmpty)
        }
        if isCancelling, !whileConnected { self.deliveries.finish() }
        guard isClosing else { return false }
        return !whileConnected || self.isStopped && isEmpty && self.outgoing.count == 0
    }

    func end() {
        self.lost(BrokerError(.closed, "It was closed."))
        self.deliveries.finish()
    }

    private func takeMail() {
        let mail = self.desk.state.withLock { state in
            defer { state.settlements.removeAll(keepingCapacity: true) }
            return state.settlements
        }
        for each in mail { self.outgoing.append(each) }
    }
}
