// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import Foundation
internal import Logging
internal import Store
internal import TestServers
internal import Testing
internal import Worker

extension Pipeline {
    /// Closed at first.
    func databaseForwarder() throws -> Forwarder {
        try Forwarder(to: try #require(URLComponents(string: self.endpoint.address)?.port))
    }

    func endpoint(through forwarder: Forwarder) throws -> Endpoint {
        var components = try #require(URLComponents(string: self.endpoint.address))
        components.port = forwarder.port
        var endpoint = self.endpoint
        endpoint.address = try #require(components.string)
        return endpoint
    }

    func address(through forwarder: Forwarder) -> BrokerAddress {
        var address = self.address
        address.port = forwarder.port
        return address
    }
}

@Suite(.pipeline, .timeLimit(.minutes(2))) struct `The start of a service` {
    @Test func `it waits for a broker that is not there, then works`() async throws {
        let pipeline = try Pipeline.current
        let forwarder = try Forwarder(to: pipeline.address.port)
        let (logger, lines) = Logger.recording()
        let service = pipeline.service(
            "script", Handler(), address: pipeline.address(through: forwarder), logger: logger)
        let job = try await pipeline.admit()
        service.start()
        try await until { lines.contains("The broker is not there yet") }
        #expect(await service.isReady("broker") == false)
        #expect(try await pipeline.queue.status(of: job)?.state == .open)
        try forwarder.open()
        #expect(try await pipeline.end(of: job).state == .done)
        #expect(await service.isReady("broker"))
        try await service.stop()
    }

    @Test func `it waits for a database that is not there, then works`() async throws {
        let pipeline = try Pipeline.current
        let forwarder = try pipeline.databaseForwarder()
        let (logger, lines) = Logger.recording()
        let service = pipeline.service(
            "script", Handler(), endpoint: try pipeline.endpoint(through: forwarder), logger: logger)
        let job = try await pipeline.admit()
        service.start()
        try await until { lines.contains("The database is not there yet") }
        #expect(await service.isReady("database") == false)
        try forwarder.open()
        #expect(try await pipeline.end(of: job).state == .done)
        try await service.stop()
    }

    @Test func `while it waits it can be stopped`() async throws {
        let pipeline = try Pipeline.current
        let forwarder = try Forwarder(to: pipeline.address.port)
        let (logger, lines) = Logger.recording()
        let service = pipeline.service(
            "script", Handler(), address: pipeline.address(through: forwarder), logger: logger)
        service.start()
        try await until { lines.contains("The broker is not there yet") }
        try await service.stop()
    }

    @Test func `a queue that exists with other arguments ends it, and the argument is named`() async throws {
        let pipeline = try Pipeline.current
        try await pipeline.management.call(
            "PUT", "queues/\(pipeline.address.virtualHost)/movie.audio.v1",
            body: """
                {"durable":true,"arguments":{"x-queue-type":"quorum","x-delivery-limit":5,
                "x-dead-letter-exchange":"movie.dead","x-dead-letter-routing-key":"audio",
                "x-dead-letter-strategy":"at-least-once","x-overflow":"reject-publish"}}
                """)
        let service = pipeline.service("script", Handler())
        service.start()
        let error = await #expect(throws: BrokerError.self) { try await service.end() }
        #expect(error?.code == .topologyMismatch)
        #expect(error?.message.contains("movie.audio.v1") == true)
        #expect(error?.message.contains("x-delivery-limit") == true)
    }

    @Test func `a wrong password is told, and tried again until it is mended`() async throws {
        let pipeline = try Pipeline.current
        var address = pipeline.address
        address.user = "guest-\(pipeline.address.virtualHost)"
        address.password = "right"
        let (logger, lines) = Logger.recording()
        let service = pipeline.service("script", Handler(), address: address, logger: logger)
        let job = try await pipeline.admit()
        service.start()
        try await until { lines.contains("The broker is not there yet", "accessRefused") }
        #expect(!lines.contains("right"), "No password is told.")
        let user = try #require(address.user.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        try await pipeline.management.call(
            "PUT", "users/\(user)", body: #"{"password":"right","tags":""}"#)
        try await pipeline.management.call(
            "PUT", "permissions/\(address.virtualHost)/\(user)",
            body: #"{"configure":".*","write":".*","read":".*"}"#)
        #expect(try await pipeline.end(of: job).state == .done)
        try await service.stop()
        try await pipeline.management.call("DELETE", "users/\(user)")
    }
}
