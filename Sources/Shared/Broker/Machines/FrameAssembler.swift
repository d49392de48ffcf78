// SPDX-License-Identifier: Apache-2.0

/// Puts the method, header and body frames of a channel together again.
///
/// AMQP sends a message as one method, one header and as many body frames as its size needs, with nothing of the same
/// channel in between. Anything else is a broken peer: the connection must be dropped.
struct FrameAssembler {
    /// What announces content.
    enum Announcement: Hashable {
        case deliver(Deliver)
        case `return`(code: Int, reason: String)
    }

    struct Deliver: Hashable {
        var consumerTag: String
        var deliveryTag: UInt64
        var isRedelivered: Bool
        var exchange: String
        var routingKey: String
    }

    struct Content: Hashable {
        let announcement: Announcement
        let properties: ReceivedProperties
        let body: [UInt8]
    }

    private enum Phase {
        case idle
        case announced(Announcement)
        case collecting(Announcement, ReceivedProperties, bodyBytes: Int)
    }

    /// RabbitMQ 3.x allows 128 MiB; nothing of ours is near it, and a foreign one must not fill the memory.
    static let maximumBodyBytes = 1 << 20

    private var phase = Phase.idle
    private var body: [UInt8] = []

    var isIdle: Bool { if case .idle = self.phase { true } else { false } }

    mutating func method(_ announcement: Announcement) throws(BrokerError) {
        guard case .idle = self.phase else { throw Self.violation("a method inside a message") }
        self.phase = .announced(announcement)
    }

    /// - Returns: The content, when it has no body.
    mutating func header(
        _ properties: ReceivedProperties, bodyBytes: UInt64
    ) throws(BrokerError) -> Content? {
        guard case .announced(let announcement) = self.phase else {
            throw Self.violation("a header without a method")
        }
        guard bodyBytes <= UInt64(Self.maximumBodyBytes) else {
            throw Self.violation("a body of \(bodyBytes) bytes, over \(Self.maximumBodyBytes)")
        }
        self.body = []
        self.body.reserveCapacity(Int(bodyBytes))
        self.phase = .collecting(announcement, properties, bodyBytes: Int(bodyBytes))
        return self.finished()
    }

    mutating func body(_ bytes: UnsafeRawBufferPointer) throws(BrokerError) -> Content? {
        guard case .collecting(_, _, let bodyBytes) = self.phase else {
            throw Self.violation("a body without a header")
        }
        guard self.body.count + bytes.count <= bodyBytes else { throw Self.violation("a body over its size") }
        self.body.append(contentsOf: bytes)
        return self.finished()
    }

    private mutating func finished() -> Content? {
        guard case .collecting(let announcement, let properties, let bodyBytes) = self.phase,
            self.body.count == bodyBytes
        else { return nil }
        self.phase = .idle
        defer { self.body = [] }
        return Content(announcement: announcement, properties: properties, body: self.body)
    }

    private static func violation(_ what: String) -> BrokerError {
        BrokerError(.protocolViolation, "RabbitMQ sent \(what).")
    }
}

/// The properties of a message that arrived.
package struct ReceivedProperties: Hashable, Sendable {
    package var messageID: String?
    package var correlationID: String?
    package var type: String?
    package var contentType: String?
    package var applicationID: String?
    package var timestamp: UInt64?
    package var headers: [String: FieldValue] = [:]

    package init() {}
}
