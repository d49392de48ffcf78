// SPDX-License-Identifier: Apache-2.0
internal import Testing

@testable internal import Broker

@Suite(.liveBroker, .timeLimit(.minutes(5))) struct `Publishing to a real broker` {
    @Test func `a routed message is confirmed and arrives as it was`() async throws {
        let host = try VirtualHost.current
        try await Topology.work().declare(at: host.address, name: "test")
        let publisher = host.publisher()
        var message = Message(messageID: "id-1", body: Array("{\"part\":3}".utf8))
        message.correlationID = "job-9"
        message.type = "movie.task"
        message.contentType = "application/json"
        message.applicationID = "script-svc/1"
        message.timestamp = 1_700_000_000
        message.headers = ["schema": .integer(1), "stage": .text("音声"), "again": .boolean(true)]
        #expect(try await publisher.publish(message, to: "jobs", routingKey: "work") == .confirmed)

        let consumer = host.consumer(of: "work", prefetch: 1)
        let delivery = try await consumer.deliveries.one()
        #expect(delivery.body == message.body)
        #expect(delivery.exchange == "jobs")
        #expect(delivery.routingKey == "work")
        #expect(!delivery.isRedelivered)
        #expect(delivery.properties.messageID == "id-1")
        #expect(delivery.properties.correlationID == "job-9")
        #expect(delivery.properties.type == "movie.task")
        #expect(delivery.properties.contentType == "application/json")
        #expect(delivery.properties.applicationID == "script-svc/1")
        #expect(delivery.properties.timestamp == 1_700_000_000)
        #expect(delivery.properties.headers.filter { $0.key != "x-delivery-count" } == message.headers)
        delivery.ack()
        await consumer.close()
        await publisher.close()
        #expect(publisher.status == .closed && consumer.status == .closed)
    }

    @Test func `a message without a queue is unroutable, although RabbitMQ acks it`() async throws {
        let host = try VirtualHost.current
        try await Topology.work().declare(at: host.address, name: "test")
        let publisher = host.publisher()
        let outcomes = try await publisher.publish([
            (.numbered(1), "jobs", "work"), (.numbered(2), "jobs", "nowhere"), (.numbered(3), "jobs", "work"),
        ])
        #expect(outcomes == [.confirmed, .unroutable(code: 312, reason: "NO_ROUTE"), .confirmed])
        await publisher.close()
    }

    @Test func `a full queue nacks, and takes again when there is room`() async throws {
        let host = try VirtualHost.current
        try await Topology.work([
            "x-queue-type": .text("quorum"), "x-max-length": .integer(3),
            "x-overflow": .text("reject-publish"),
        ]).declare(at: host.address, name: "test")
        let publisher = host.publisher()
        var count = 0
        while try await publisher.send(count) == .confirmed { count += 1 }
        #expect(try await publisher.send(100) == .nacked)
        #expect(count >= 3)

        let consumer = host.consumer(of: "work", prefetch: 10)
        for _ in 0..<count { try await consumer.deliveries.one().ack() }
        while try await publisher.send(101) == .nacked {}
        await publisher.close()
        await consumer.close()
    }

    @Test func `an exchange that is not there leaves the publish unknown and the publisher usable`()
        async throws
    {
        let host = try VirtualHost.current
        try await Topology.work().declare(at: host.address, name: "test")
        let publisher = host.publisher()
        let outcome = try await publisher.publish(.numbered(1), to: "missing", routingKey: "work")
        guard case .unknown(let reason) = outcome else { return #expect(outcome == .unknown(reason: "")) }
        #expect(reason.contains("404") && reason.contains("missing"))
        #expect(try await publisher.send(2) == .confirmed)
        await publisher.close()
    }

    @Test func `oversized headers are refused and the connection lives on`() async throws {
        let host = try VirtualHost.current
        try await Topology.work().declare(at: host.address, name: "test")
        let publisher = host.publisher()
        #expect(try await publisher.send(1) == .confirmed)
        let statuses = publisher.statusChanges()
        var message = Message.numbered(2)
        for bytes in [8_182, 9 << 10, 200_000] {
            message.headers["h"] = .text(String(repeating: "x", count: bytes))
            let error = await #expect(throws: BrokerError.self) {
                try await publisher.publish(message, to: "jobs", routingKey: "work")
            }
            #expect(error?.code == .invalidMessage)
        }
        message.headers["h"] = .text(String(repeating: "x", count: 8_181))
        message.body = Array(repeating: 1, count: Message.maximumBodyBytes)
        #expect(try await publisher.publish(message, to: "jobs", routingKey: "work") == .confirmed)
        await publisher.close()
        let seen = await statuses.reduce(into: []) { $0.append($1) }
        #expect(seen.count == 2, "It stayed open until it was closed: \(seen)")
    }

    @Test func `five thousand messages end confirmed and arrive once each, in order`() async throws {
        let host = try VirtualHost.current
        try await Topology.work().declare(at: host.address, name: "test")
        let publisher = host.publisher()
        let consumer = host.consumer(of: "work", prefetch: 100)
        let messages = (0..<5_000).map {
            (message: Message.numbered($0), exchange: "jobs", routingKey: "work")
        }
        async let outcomes = publisher.publish(messages)
        var arrived: [String] = []
        for await delivery in consumer.deliveries {
            arrived.append(delivery.properties.messageID ?? "")
            delivery.ack()
            if arrived.count == messages.count { break }
        }
        let ended = try await outcomes
        #expect(ended.allSatisfy { $0 == .confirmed })
        #expect(arrived == messages.map(\.message.messageID))
        await publisher.close()
        await consumer.close()
    }

    @Test func `more than may wait is refused whole, and after closing everything is`() async throws {
        let host = try VirtualHost.current
        try await Topology.work().declare(at: host.address, name: "test")
        var options = Publisher.Options()
        options.queueLimit = 10
        let publisher = host.publisher(options)
        let many = (0..<11).map { (message: Message.numbered($0), exchange: "jobs", routingKey: "work") }
        let full = await #expect(throws: BrokerError.self) { try await publisher.publish(many) }
        #expect(full?.code == .full)
        #expect(try await publisher.publish(Array(many.dropLast())).allSatisfy { $0 == .confirmed })
        await publisher.close()
        let closed = await #expect(throws: BrokerError.self) { try await publisher.send(1) }
        #expect(closed?.code == .closed)
    }

    @Test func `a publisher whose connections are cut publishes on a new one`() async throws {
        let host = try VirtualHost.current
        try await Topology.work().declare(at: host.address, name: "test")
        let publisher = host.publisher()
        #expect(try await publisher.send(1) == .confirmed)
        let statuses = publisher.statusChanges()
        try await host.cutConnections()
        try await statuses.until { if case .down = $0 { true } else { false } }
        #expect(try await publisher.send(2) == .confirmed)
        await publisher.close()
    }
}

@Suite(.liveBroker, .timeLimit(.minutes(5))) struct `Coming to a real broker` {
    @Test func `a queue with another argument is refused by the argument's name`() async throws {
        let host = try VirtualHost.current
        try await Topology.work(["x-queue-type": .text("quorum"), "x-delivery-limit": .integer(5)])
            .declare(at: host.address, name: "test")
        let other = Topology.work(["x-queue-type": .text("quorum"), "x-delivery-limit": .integer(20)])
        let error = await #expect(throws: BrokerError.self) {
            try await other.declare(at: host.address, name: "test")
        }
        #expect(error?.code == .topologyMismatch)
        #expect(
            error?.message.contains("queue work exists with another x-delivery-limit: 5 instead of 20")
                == true)
    }

    @Test func `the same declaration again is fine`() async throws {
        let host = try VirtualHost.current
        for _ in 0..<2 { try await Topology.work().declare(at: host.address, name: "test") }
    }

    @Test func `a wrong password and a missing virtual host are refused access`() async throws {
        var address = try VirtualHost.current.address
        address.virtualHost = "not-there"
        let missing = await #expect(throws: BrokerError.self) {
            try await Topology().declare(at: address, name: "test")
        }
        #expect(missing?.code == .accessRefused)
        address.password = "wrong-secret"
        let wrong = await #expect(throws: BrokerError.self) {
            try await Topology().declare(at: address, name: "test")
        }
        #expect(wrong?.code == .accessRefused)
        #expect(wrong?.description.contains("wrong-secret") == false)
    }

    @Test func `a publisher with a wrong password says so and keeps its publishes until their time is up`()
        async throws
    {
        var address = try VirtualHost.current.address
        address.password = "wrong"
        var options = Publisher.Options()
        options.confirmTimeout = .milliseconds(300)
        let publisher = Publisher(to: address, name: "test", options: options)
        let statuses = publisher.statusChanges()
        guard case .unknown = try await publisher.send(1) else {
            return #expect(Bool(false), "It cannot be known.")
        }
        try await statuses.until {
            if case .down(let error) = $0 { error.code == .accessRefused } else { false }
        }
        await publisher.close()
    }

    @Test func `nobody at the address is told as unreachable`() async throws {
        var address = try VirtualHost.current.address
        address.port = 1
        let error = await #expect(throws: BrokerError.self) {
            try await Topology().declare(at: address, name: "test")
        }
        #expect(error?.code == .unreachable)
    }
}
