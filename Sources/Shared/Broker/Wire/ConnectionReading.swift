// SPDX-License-Identifier: Apache-2.0
internal import CRabbitMQ

/// What the broker says on its own account.
enum Inbound {
    case content(FrameAssembler.Content)
    case confirm(tag: UInt64, multiple: Bool, isPositive: Bool)
    /// The broker ended the consumer: its queue was deleted or lost its leader.
    case consumerCancelled
    case blocked(reason: String)
    case unblocked
}

extension Connection {
    /// The next thing the broker said; nil when it has said nothing more. Never waits. Serves heartbeats.
    mutating func readInbound() throws(BrokerError) -> Inbound? {
        while true {
            var frame = amqp_frame_t()
            var immediately = moviegen_time(0)
            let state = self.state
            let status = self.watch.during(.read) {
                amqp_simple_wait_frame_noblock(state, &frame, &immediately)
            }
            guard status != AMQP_STATUS_TIMEOUT.rawValue else {
                amqp_maybe_release_buffers(state)
                return nil
            }
            guard status == 0 else { throw self.failure(status, "listening to RabbitMQ") }
            if let inbound = try self.take(frame) {
                if case .content = inbound { amqp_maybe_release_buffers(state) }
                return inbound
            }
        }
    }

    private mutating func take(_ frame: amqp_frame_t) throws(BrokerError) -> Inbound? {
        switch frame.frame_type {
        case moviegen_amqp_frame_method: return try self.take(frame.payload.method, frame.channel)
        case moviegen_amqp_frame_header:
            guard let decoded = frame.payload.properties.decoded else { return nil }
            let properties = decoded.assumingMemoryBound(to: amqp_basic_properties_t.self).pointee
            return try self.assembler.header(
                ReceivedProperties(copying: properties), bodyBytes: frame.payload.properties.body_size
            ).map(Inbound.content)
        case moviegen_amqp_frame_body:
            return try self.assembler.body(frame.payload.body_fragment.raw).map(Inbound.content)
        default: return nil  // A heartbeat: the publish path of librabbitmq 0.11 leaves some in its queue.
        }
    }

    private mutating func take(_ method: amqp_method_t, _ channel: amqp_channel_t) throws(BrokerError)
        -> Inbound?
    {
        func decoded<Method>(_ type: Method.Type) -> Method? {
            method.decoded?.assumingMemoryBound(to: type).pointee
        }
        switch method.id {
        case moviegen_amqp_basic_deliver:
            guard let deliver = decoded(amqp_basic_deliver_t.self) else { return nil }
            try self.assembler.method(.deliver(FrameAssembler.Deliver(copying: deliver)))
        case moviegen_amqp_basic_return:
            guard let back = decoded(amqp_basic_return_t.self) else { return nil }
            try self.assembler.method(.return(code: Int(back.reply_code), reason: back.reply_text.text))
        case moviegen_amqp_basic_ack:
            guard let ack = decoded(amqp_basic_ack_t.self) else { return nil }
            return .confirm(tag: ack.delivery_tag, multiple: ack.multiple != 0, isPositive: true)
        case moviegen_amqp_basic_nack:
            guard let nack = decoded(amqp_basic_nack_t.self) else { return nil }
            return .confirm(tag: nack.delivery_tag, multiple: nack.multiple != 0, isPositive: false)
        case moviegen_amqp_basic_cancel: return .consumerCancelled
        case moviegen_amqp_connection_blocked:
            return .blocked(reason: decoded(amqp_connection_blocked_t.self)?.reason.text ?? "")
        case moviegen_amqp_connection_unblocked: return .unblocked
        case moviegen_amqp_channel_close:
            let close = decoded(amqp_channel_close_t.self)
            var answer = amqp_channel_close_ok_t()
            let state = self.state
            // Best effort: the connection is dropped either way.
            _ = self.watch.during(.close) { amqp_send_method(state, channel, AMQP.channelCloseOK, &answer) }
            throw Self.closed(
                code: Int(close?.reply_code ?? 0), text: close?.reply_text.text ?? "", "using the channel")
        case moviegen_amqp_connection_close:
            let close = decoded(amqp_connection_close_t.self)
            var answer = amqp_connection_close_ok_t()
            let state = self.state
            _ = self.watch.during(.close) { amqp_send_method(state, 0, AMQP.connectionCloseOK, &answer) }
            throw Self.closed(
                code: Int(close?.reply_code ?? 0), text: close?.reply_text.text ?? "", "using the connection")
        default: break
        }
        return nil
    }
}

private enum AMQP {
    static let connectionCloseOK: UInt32 = 0x000A_0033
    static let channelCloseOK: UInt32 = 0x0014_0029
}

extension FrameAssembler.Deliver {
    init(copying deliver: amqp_basic_deliver_t) {
        self.init(
            consumerTag: deliver.consumer_tag.text, deliveryTag: deliver.delivery_tag,
            isRedelivered: deliver.redelivered != 0, exchange: deliver.exchange.text,
            routingKey: deliver.routing_key.text)
    }
}
