// SPDX-License-Identifier: Apache-2.0

/// A value of a header table or of an argument.
package enum FieldValue: Hashable, Sendable {
    case text(String)
    case integer(Int64)
    case boolean(Bool)
    /// Of a kind we never send: seconds of a timestamp, a table, an array, bytes. Only its kind is kept.
    case other(kind: UInt8)
}

/// A message to publish. It is always persistent and mandatory.
package struct Message: Hashable, Sendable {
    /// 1-255 bytes, never twice at once: it is how a return finds its publish.
    package var messageID: String
    package var correlationID: String?
    package var type: String?
    package var contentType: String?
    package var applicationID: String?
    /// Seconds since 1970.
    package var timestamp: UInt64?
    package var headers: [String: FieldValue] = [:]
    package var body: [UInt8]

    package init(messageID: String, body: [UInt8]) {
        self.messageID = messageID
        self.body = body
    }
}

extension Message {
    /// A body of 32 KiB fits the socket's buffer whole, so a publish does not block in the middle of one.
    package static let maximumBodyBytes = 32 << 10
    /// Headers larger than a frame leave the connection broken: librabbitmq refuses them after it has sent the method.
    package static let maximumHeaderBytes = 8 << 10
    package static let maximumShortTextBytes = 255

    /// - Throws: ``BrokerError`` `.invalidMessage`, naming the field.
    func checkBounds(exchange: String, routingKey: String) throws(BrokerError) {
        guard !self.messageID.isEmpty else {
            throw BrokerError(.invalidMessage, "A message has no message id.")
        }
        let texts = [
            ("exchange", exchange), ("routing key", routingKey), ("message id", self.messageID),
            ("correlation id", self.correlationID ?? ""), ("type", self.type ?? ""),
            ("content type", self.contentType ?? ""), ("application id", self.applicationID ?? ""),
        ]
        for (name, text) in texts where text.utf8.count > Self.maximumShortTextBytes {
            throw self.refused("its \(name) is over \(Self.maximumShortTextBytes) bytes")
        }
        guard self.body.count <= Self.maximumBodyBytes else {
            throw self.refused("its body of \(self.body.count) bytes is over \(Self.maximumBodyBytes)")
        }
        try self.checkHeaders()
    }

    private func checkHeaders() throws(BrokerError) {
        var encodedBytes = 4
        for (name, value) in self.headers {
            guard (1...128).contains(name.utf8.count) else {
                throw self.refused("the name of a header is not 1-128 bytes long")
            }
            encodedBytes += 2 + name.utf8.count
            switch value {
            case .text(let text): encodedBytes += 4 + text.utf8.count
            case .integer: encodedBytes += 8
            case .boolean: encodedBytes += 1
            case .other: throw self.refused("its header \(name) is of a kind that is only read")
            }
        }
        guard encodedBytes <= Self.maximumHeaderBytes else {
            throw self.refused("its headers of \(encodedBytes) bytes are over \(Self.maximumHeaderBytes)")
        }
    }

    private func refused(_ reason: String) -> BrokerError {
        BrokerError(.invalidMessage, "Message \(self.messageID.prefix(64)) was not sent: \(reason).")
    }
}

/// How a publish ended. Each ends exactly once.
package enum PublishOutcome: Hashable, Sendable {
    /// In a queue, on disk, on a majority.
    case confirmed
    /// The broker refused it: a full queue, or a queue without a leader. Publish it again later.
    case nacked
    /// No queue is bound for its exchange and routing key; the broker dropped it.
    case unroutable(code: Int, reason: String)
    /// It may or may not be in a queue. Publish it again with the same message id.
    case unknown(reason: String)
}
