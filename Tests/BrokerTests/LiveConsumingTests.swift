// SPDX-License-Identifier: Apache-2.0
internal import Testing

@testable internal import Broker

@Suite(.liveBroker, .timeLimit(.minutes(5))) struct `Consuming from a real broker` {
    /// A queue with `count` messages in it.
    private func filled(_ count: Int, _ topology: Topology = .work()) async throws -> VirtualHost {
        let host = try VirtualHost.current
        try await topology.declare(at: host.address, name: "test")
        let publisher = host.publisher()
        let messages = (0..<count).map {
            (message: Message.numbered($0), exchange: "jobs", routingKey: "work")
        }
        #expect(try await publisher.publish(messages).allSatisfy { $0 == .confirmed })
        await publisher.close()
        return host
    }

    @Test func `what is nacked or dropped unsettled comes again, redelivered`() async throws {
        let host = try await self.filled(1)
        let consumer = host.consumer(of: "work", prefetch: 1)
        try await consumer.deliveries.one().nack(requeue: true)
        do {
            let second = try await consumer.deliveries.one()
            #expect(second.isRedelivered)
            #expect(second.properties.headers["x-delivery-count"] == .integer(1))
        }
        let third = try await consumer.deliveries.one()
        #expect(third.properties.headers["x-delivery-count"] == .integer(2))
        third.reject(requeue: true)
        try await consumer.deliveries.one().ack()
        await consumer.close()
    }

    @Test(arguments: [true, false])
    func `what is refused goes to the dead letters with the reason`(isNack: Bool) async throws {
        let host = try await self.filled(1)
        let consumer = host.consumer(of: "work", prefetch: 1)
        let delivery = try await consumer.deliveries.one()
        if isNack { delivery.nack(requeue: false) } else { delivery.reject(requeue: false) }
        let dead = host.consumer(of: "dead", prefetch: 1)
        let letter = try await dead.deliveries.one()
        #expect(letter.properties.messageID == "message-0")
        #expect(letter.properties.headers["x-first-death-reason"] == .text("rejected"))
        letter.ack()
        await consumer.close()
        await dead.close()
    }

    @Test func `no more than the prefetch is out of the queue`() async throws {
        let host = try await self.filled(10, .work(["x-queue-type": .text("classic")]))
        let consumer = host.consumer(of: "work", prefetch: 3)
        var held: [Delivery] = []
        for _ in 0..<3 { held.append(try await consumer.deliveries.one()) }
        let counts = try await host.server.control(
            "list_queues", "-p", host.name, "--no-table-headers", "name", "messages_ready",
            "messages_unacknowledged")
        #expect(counts.contains("work\t7\t3"), "\(counts)")
        for delivery in held { delivery.ack() }
        #expect(try await consumer.deliveries.one().properties.messageID == "message-3")
        await consumer.close()
    }

    @Test func `after a cut the delivery is void, comes again, and its late ack harms nobody`() async throws {
        let host = try await self.filled(2)
        let consumer = host.consumer(of: "work", prefetch: 1)
        let first = try await consumer.deliveries.one()
        #expect(!first.isVoid)
        try await host.cutConnections()
        let again = try await consumer.deliveries.one()
        #expect(first.isVoid && !again.isVoid)
        #expect(again.properties.messageID == first.properties.messageID)
        #expect(again.isRedelivered)
        first.ack()
        again.ack()
        let other = try await consumer.deliveries.one()
        #expect(other.properties.messageID == "message-1")
        other.ack()
        #expect(consumer.status.isOpen)
        await consumer.close()
    }

    @Test func `a queue that is deleted is declared and subscribed to again`() async throws {
        let host = try await self.filled(0)
        let consumer = host.consumer(of: "work", prefetch: 1, topology: .work())
        let statuses = consumer.statusChanges()
        try await statuses.until(\.isOpen)
        try await host.server.manage("DELETE", "queues/\(host.name)/work")
        let publisher = host.publisher()
        // Until the queue is there again a publish has nowhere to go.
        while try await publisher.send(7) != .confirmed {}
        let delivery = try await consumer.deliveries.one()
        #expect(delivery.properties.messageID == "message-7")
        delivery.ack()
        #expect(consumer.status.isOpen)
        await consumer.close()
        await publisher.close()
    }

    @Test func `cancelling ends the deliveries, gives back the unread and still takes settlements`()
        async throws
    {
        let host = try await self.filled(3)
        let consumer = host.consumer(of: "work", prefetch: 3)
        let held = try await consumer.deliveries.one()
        consumer.cancel()
        // What was read before the cancel took effect goes back as well.
        for await delivery in consumer.deliveries { delivery.nack(requeue: true) }
        held.ack()
        await consumer.close()
        let other = host.consumer(of: "work", prefetch: 3)
        let left = [try await other.deliveries.one(), try await other.deliveries.one()]
        #expect(Set(left.compactMap(\.properties.messageID)) == ["message-1", "message-2"])
        for delivery in left { delivery.ack() }
        await other.close()
    }

    @Test func `a reader that is cancelled stops waiting`() async throws {
        let host = try await self.filled(0)
        let consumer = host.consumer(of: "work", prefetch: 1)
        let reader = Task { await consumer.deliveries.reduce(0) { count, _ in count + 1 } }
        reader.cancel()
        #expect(await reader.value == 0)
        await consumer.close()
    }
}
