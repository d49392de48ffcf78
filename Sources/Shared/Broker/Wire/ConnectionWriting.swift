// SPDX-License-Identifier: Apache-2.0
internal import CRabbitMQ

/// How a delivery is settled.
enum Settlement: Hashable, Sendable {
    case ack
    case nack(requeue: Bool)
    case reject(requeue: Bool)
}

extension Connection {
    /// - Precondition: ``Message/checkBounds(exchange:routingKey:)`` passed: librabbitmq finds headers that do not fit
    ///   a frame only after it has sent the method, and the next publish then ends the connection.
    mutating func publish(_ message: Message, exchange: String, routingKey: String) throws(BrokerError) {
        self.arena.reset()
        var properties = amqp_basic_properties_t()
        self.fill(&properties, from: message)
        let exchange = self.arena.bytes(exchange)
        let routingKey = self.arena.bytes(routingKey)
        let state = self.state
        let status = self.watch.during(.publish) {
            message.body.withUnsafeBytes { body in
                let content = amqp_bytes_t(
                    len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress))
                return amqp_basic_publish(
                    state, Self.channel, exchange, routingKey, 1, 0, &properties, content)
            }
        }
        guard status == 0 else { throw self.failure(status, "publishing") }
    }

    private mutating func fill(_ properties: inout amqp_basic_properties_t, from message: Message) {
        var flags = AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_MESSAGE_ID_FLAG
        properties.delivery_mode = UInt8(AMQP_DELIVERY_PERSISTENT.rawValue)
        properties.message_id = self.arena.bytes(message.messageID)
        if let text = message.correlationID {
            properties.correlation_id = self.arena.bytes(text)
            flags |= AMQP_BASIC_CORRELATION_ID_FLAG
        }
        if let text = message.type {
            properties.type = self.arena.bytes(text)
            flags |= AMQP_BASIC_TYPE_FLAG
        }
        if let text = message.contentType {
            properties.content_type = self.arena.bytes(text)
            flags |= AMQP_BASIC_CONTENT_TYPE_FLAG
        }
        if let text = message.applicationID {
            properties.app_id = self.arena.bytes(text)
            flags |= AMQP_BASIC_APP_ID_FLAG
        }
        if let timestamp = message.timestamp {
            properties.timestamp = timestamp
            flags |= AMQP_BASIC_TIMESTAMP_FLAG
        }
        if !message.headers.isEmpty {
            properties.headers = self.arena.table(message.headers)
            flags |= AMQP_BASIC_HEADERS_FLAG
        }
        properties._flags = UInt32(flags)
    }

    func settle(_ deliveryTag: UInt64, _ settlement: Settlement) throws(BrokerError) {
        let state = self.state
        let status = self.watch.during(.settle) {
            switch settlement {
            case .ack: amqp_basic_ack(state, Self.channel, deliveryTag, 0)
            case .nack(let requeue): amqp_basic_nack(state, Self.channel, deliveryTag, 0, requeue ? 1 : 0)
            case .reject(let requeue): amqp_basic_reject(state, Self.channel, deliveryTag, requeue ? 1 : 0)
            }
        }
        guard status == 0 else { throw self.failure(status, "settling a delivery") }
    }

    func selectConfirms() throws(BrokerError) {
        try self.ask("asking for confirms") { _ = amqp_confirm_select($0, Self.channel) }
    }

    /// The bound of deliveries without settlement, of each consumer of the channel.
    func setPrefetch(_ count: UInt16) throws(BrokerError) {
        try self.ask("setting the prefetch") { _ = amqp_basic_qos($0, Self.channel, 0, count, 0) }
    }

    mutating func consume(_ queue: String, consumerTag: String) throws(BrokerError) {
        self.arena.reset()
        let queueBytes = self.arena.bytes(queue)
        let tagBytes = self.arena.bytes(consumerTag)
        try self.ask("consuming \(queue)") {
            _ = amqp_basic_consume($0, Self.channel, queueBytes, tagBytes, 0, 0, 0, amqp_empty_table)
        }
    }

    mutating func cancel(consumerTag: String) throws(BrokerError) {
        self.arena.reset()
        let tagBytes = self.arena.bytes(consumerTag)
        try self.ask("cancelling a consumer") { _ = amqp_basic_cancel($0, Self.channel, tagBytes) }
    }

    /// - Throws: `.topologyMismatch`, naming the argument that differs.
    mutating func declare(_ topology: Topology) throws(BrokerError) {
        for exchange in topology.exchanges {
            self.arena.reset()
            let (name, kind) = (self.arena.bytes(exchange.name), self.arena.bytes(exchange.kind.rawValue))
            try self.ask("declaring exchange \(exchange.name)") {
                _ = amqp_exchange_declare($0, Self.channel, name, kind, 0, 1, 0, 0, amqp_empty_table)
            }
        }
        for queue in topology.queues {
            self.arena.reset()
            let (name, arguments) = (self.arena.bytes(queue.name), self.arena.table(queue.arguments))
            try self.ask("declaring queue \(queue.name)") {
                _ = amqp_queue_declare($0, Self.channel, name, 0, 1, 0, 0, arguments)
            }
        }
        for binding in topology.bindings {
            self.arena.reset()
            let (queue, exchange) = (self.arena.bytes(binding.queue), self.arena.bytes(binding.exchange))
            let key = self.arena.bytes(binding.routingKey)
            try self.ask("binding queue \(binding.queue)") {
                _ = amqp_queue_bind($0, Self.channel, queue, exchange, key, amqp_empty_table)
            }
        }
    }

    /// A passive declaration: it looks and changes nothing.
    ///
    /// - Throws: `.notFound`.
    mutating func counts(of queue: String) throws(BrokerError) -> QueueCounts {
        self.arena.reset()
        let name = self.arena.bytes(queue)
        var counts = QueueCounts(readyCount: 0, consumerCount: 0)
        try self.ask("looking at queue \(queue)") {
            // The answer is librabbitmq's own until its next call: both numbers are copied here.
            if let answer = amqp_queue_declare($0, Self.channel, name, 1, 0, 0, 0, amqp_empty_table) {
                counts = QueueCounts(
                    readyCount: Int(answer.pointee.message_count),
                    consumerCount: Int(answer.pointee.consumer_count))
            }
        }
        return counts
    }

    /// A call that waits for the broker's answer, 10 s at most.
    private func ask(_ doing: String, _ call: (amqp_connection_state_t) -> Void) throws(BrokerError) {
        let state = self.state
        let reply = self.watch.during(.topology) {
            call(state)
            return moviegen_amqp_last(state)
        }
        try Self.check(reply, doing)
    }
}
