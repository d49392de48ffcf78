// SPDX-License-Identifier: Apache-2.0

/// Why the broker, or a call to it, cannot be used.
package struct BrokerError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// The address is no AMQP URL this client can use.
        case invalidAddress
        /// The message is larger than its bounds; nothing was sent.
        case invalidMessage
        /// As many publishes wait as may.
        case full
        /// This publisher or consumer was closed.
        case closed
        /// Nobody answers, or not in time.
        case unreachable
        /// Name, password or virtual host are refused.
        case accessRefused
        /// The certificate or the handshake is not what was asked for.
        case insecure
        /// An exchange or queue exists with other arguments.
        case topologyMismatch
        /// An exchange or queue is not there.
        case notFound
        /// The broker closed the channel or connection for another reason.
        case closedByBroker
        /// The connection broke.
        case connectionLost
        /// What arrived is no AMQP 0-9-1, or not in its order.
        case protocolViolation
    }

    package let code: Code
    /// What was tried, on which value. Never a password or a user's text.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { "\(self.code.rawValue): \(self.message)" }
}
