// SPDX-License-Identifier: Apache-2.0
internal import Testing

@testable internal import Broker

/// The server's certificate is for "localhost", by an authority of its own.
@Suite(.liveBroker, .timeLimit(.minutes(2))) struct `A broker behind TLS` {
    private func secure(_ host: VirtualHost) async throws -> BrokerAddress {
        var address = try await host.server.addresses().secure
        address.virtualHost = host.name
        return address
    }

    private func refusal(of address: BrokerAddress) async -> BrokerError? {
        await #expect(throws: BrokerError.self) {
            try await Topology.work().declare(at: address, name: "test")
        }
    }

    @Test func `messages go there and back, and on after a cut`() async throws {
        let host = try VirtualHost.current
        let address = try await self.secure(host)
        #expect(address.isSecure && address.host == "localhost")
        try await Topology.work().declare(at: address, name: "test")
        let publisher = Publisher(to: address, name: "secure publisher")
        let consumer = Consumer(of: "work", prefetch: 50, at: address, name: "secure consumer")
        let statuses = publisher.statusChanges()
        // Larger than a TLS record, and more than the socket holds.
        let messages = (0..<300).map { number in
            let body = Array(repeating: UInt8(truncatingIfNeeded: number), count: Message.maximumBodyBytes)
            return (
                message: Message(messageID: "message-\(number)", body: body), exchange: "jobs",
                routingKey: "work"
            )
        }
        async let outcomes = publisher.publish(messages)
        for number in 0..<300 {
            let delivery = try await consumer.deliveries.one()
            #expect(delivery.properties.messageID == "message-\(number)")
            #expect(delivery.body == messages[number].message.body)
            delivery.ack()
        }
        #expect(try await outcomes.allSatisfy { $0 == .confirmed })

        try await host.cutConnections()
        try await statuses.until { if case .down = $0 { true } else { false } }
        #expect(try await publisher.send(300) == .confirmed)
        var last = try await consumer.deliveries.one()
        // An ack that the cut overtook comes again.
        while last.properties.messageID != "message-300" {
            last.ack()
            last = try await consumer.deliveries.one()
        }
        last.ack()
        await publisher.close()
        await consumer.close()
    }

    @Test func `one whose authority is not known is refused`() async throws {
        var address = try await self.secure(VirtualHost.current)
        let known = address.authoritiesFile
        address.authoritiesFile = known.replacing("authority.pem", with: "stranger.pem")
        #expect(await self.refusal(of: address)?.code == .insecure)
        // Nor do the authorities of the system know it.
        address.authoritiesFile = BrokerAddress(host: "", port: 1).authoritiesFile
        #expect(await self.refusal(of: address)?.code == .insecure)
    }

    @Test func `one with another name than the address is refused`() async throws {
        var address = try await self.secure(VirtualHost.current)
        address.host = "127.0.0.1"
        #expect(await self.refusal(of: address)?.code == .insecure)
    }

    @Test func `one that speaks no TLS is refused, and no password is told`() async throws {
        let host = try VirtualHost.current
        var address = try await self.secure(host)
        address.port = host.address.port
        #expect(await self.refusal(of: address)?.code == .insecure)
    }

    @Test func `authorities that cannot be read are named`() async throws {
        var address = try await self.secure(VirtualHost.current)
        address.authoritiesFile = "/no/such/authorities.pem"
        let error = await self.refusal(of: address)
        #expect(error?.code == .insecure && error?.message.contains("/no/such/authorities.pem") == true)
    }
}
