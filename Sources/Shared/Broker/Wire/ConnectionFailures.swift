// SPDX-License-Identifier: Apache-2.0
internal import CRabbitMQ

extension Connection {
    /// - Throws: What the reply says, unless it is a normal one.
    static func check(_ reply: moviegen_amqp_result, _ doing: String) throws(BrokerError) {
        switch amqp_response_type_enum(UInt32(reply.kind)) {
        case AMQP_RESPONSE_NORMAL: return
        case AMQP_RESPONSE_SERVER_EXCEPTION:
            throw Self.closed(code: Int(reply.code), text: Self.text(of: reply), doing)
        case AMQP_RESPONSE_LIBRARY_EXCEPTION: throw Self.failure(reply.status, doing)
        default: throw BrokerError(.connectionLost, "RabbitMQ hung up while \(doing).")
        }
    }

    /// The meaning of a reply code of channel.close or connection.close.
    static func closed(code: Int, text: String, _ doing: String) -> BrokerError {
        if code == 406, let mismatch = ArgumentMismatch(parsing: text) {
            return BrokerError(.topologyMismatch, mismatch.message)
        }
        let meaning: BrokerError.Code =
            switch code {
            case 403, 530: .accessRefused
            case 404: .notFound
            default: .closedByBroker
            }
        return BrokerError(meaning, "RabbitMQ refused while \(doing): \(code) \(text)")
    }

    static func failure(_ status: Int32, _ doing: String) -> BrokerError {
        let code: BrokerError.Code =
            switch amqp_status_enum(status) {
            case AMQP_STATUS_SSL_ERROR, AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED,
                AMQP_STATUS_SSL_PEER_VERIFY_FAILED,
                AMQP_STATUS_SSL_CONNECTION_FAILED:
                .insecure
            case AMQP_STATUS_HOSTNAME_RESOLUTION_FAILED, AMQP_STATUS_SOCKET_ERROR, AMQP_STATUS_TIMEOUT:
                .unreachable
            case AMQP_STATUS_BAD_AMQP_DATA, AMQP_STATUS_UNKNOWN_CLASS, AMQP_STATUS_UNKNOWN_METHOD,
                AMQP_STATUS_INCOMPATIBLE_AMQP_VERSION:
                .protocolViolation
            default: .connectionLost
            }
        let text = amqp_error_string2(status).map { String(cString: $0) } ?? "status \(status)"
        return BrokerError(code, "While \(doing): \(text)")
    }

    /// The error of a write or read; names the call the watchdog had to end.
    func failure(_ status: Int32, _ doing: String) -> BrokerError {
        guard let hung = self.watch.hungCall else { return Self.failure(status, doing) }
        return BrokerError(.connectionLost, "The call \(hung) hung for over \(hung.limit) and was ended.")
    }

    private static func text(of reply: moviegen_amqp_result) -> String {
        withUnsafeBytes(of: reply.text) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
