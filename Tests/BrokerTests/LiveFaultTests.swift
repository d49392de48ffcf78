// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Synchronization
internal import Testing

@testable internal import Broker

/// One after the other: each breaks the server that all of them use, and repairs it whatever happens.
@Suite(.brokenBroker, .serialized, .timeLimit(.minutes(3))) struct `A broker in trouble` {
    @Test func `a memory alarm holds publishes back and lets acks through, on the same connections`()
        async throws
    {
        let host = try VirtualHost.current
        try await Topology.work().declare(at: host.address, name: "test")
        let publisher = host.publisher()
        let everything = publisher.statusChanges()
        #expect(try await publisher.send(1) == .confirmed)
        let consumer = host.consumer(of: "work", prefetch: 1)
        let held = try await consumer.deliveries.one()
        let statuses = publisher.statusChanges()

        try await host.server.control("set_vm_memory_high_watermark", "absolute", "1MB")
        let waiting = try await host.server.repaired(by: "set_vm_memory_high_watermark", "absolute", "1GB") {
            // RabbitMQ says that it blocks a connection when that publishes the next time.
            let first = Task { try await publisher.send(2) }
            try await statuses.until { if case .blocked = $0 { true } else { false } }
            let second = Task { try await publisher.send(3) }
            held.ack()
            await consumer.close()
            guard case .blocked(let reason) = publisher.status else {
                throw PrivateServer.Failure(message: "it is \(publisher.status)")
            }
            #expect(reason.contains("memory"))
            // RabbitMQ counts a moment later; a consumer that is closed has sent its settlements.
            while try await host.unacknowledged() != 0 { try await Task.sleep(for: .milliseconds(100)) }
            return [first, second]
        }
        for publish in waiting { #expect(try await publish.value == .confirmed) }
        let after = host.consumer(of: "work", prefetch: 2)
        let left = [try await after.deliveries.one(), try await after.deliveries.one()]
        #expect(Set(left.compactMap(\.properties.messageID)) == ["message-2", "message-3"])
        await after.close()
        await publisher.close()
        let lost = await everything.first { if case .down = $0 { true } else { false } }
        #expect(lost == nil, "It was never connected again.")
    }

    @Test func `a broker that is killed loses nothing that was confirmed`() async throws {
        let host = try VirtualHost.current
        try await Topology.work().declare(at: host.address, name: "test")
        var options = Publisher.Options()
        options.confirmTimeout = .seconds(60)
        try await host.server.untilRegistered(queue: "work", of: host.name)
        let publisher = host.publisher(options)
        #expect(try await publisher.send(0) == .confirmed)
        let statuses = publisher.statusChanges()
        let isEnough = Flag()
        let publishing = Task {
            var outcomes: [PublishOutcome] = [.confirmed]
            while !isEnough.isRaised {
                // More than the window, so that some are on the wire and some are not when it is killed.
                let range = outcomes.count..<outcomes.count + 300
                outcomes += try await publisher.publish(
                    range.map { (message: Message.numbered($0), exchange: "jobs", routingKey: "work") })
            }
            return outcomes
        }
        try await host.server.script("kill")
        try await statuses.until { if case .down = $0 { true } else { false } }
        try await host.server.script("start")
        try await statuses.until(\.isOpen)
        isEnough.raise()
        let outcomes = try await publishing.value
        await publisher.close()

        var missing: Set<String> = []
        for (number, outcome) in outcomes.enumerated() {
            switch outcome {
            case .confirmed: missing.insert("message-\(number)")
            case .unknown: break
            case .nacked, .unroutable: Issue.record("Publish \(number) ended as \(outcome).")
            }
        }
        #expect(missing.count > 100, "What was not on the wire was confirmed by the next start.")
        let consumer = host.consumer(of: "work", prefetch: 500)
        for await delivery in consumer.deliveries {
            missing.remove(delivery.properties.messageID ?? "")
            delivery.ack()
            if missing.isEmpty { break }
        }
        #expect(missing.isEmpty)
        await consumer.close()
    }

    /// The heartbeat notices it. Where that is slow, and with 4 MiB that no socket holds, the time limit ends it.
    @Test(arguments: [
        (heartbeatSeconds: 1, confirmSeconds: 20, messageCount: 1),
        (heartbeatSeconds: 60, confirmSeconds: 3, messageCount: 128),
    ])
    func `a broker that hangs leaves publishes unknown in time, and takes later ones`(
        heartbeatSeconds: Int, confirmSeconds: Int, messageCount: Int
    ) async throws {
        let host = try VirtualHost.current
        try await Topology.work().declare(at: host.address, name: "test")
        var address = host.address
        address.heartbeatSeconds = heartbeatSeconds
        address.connectionTimeoutMilliseconds = 1000
        var options = Publisher.Options()
        options.confirmTimeout = .seconds(confirmSeconds)
        let publisher = Publisher(to: address, name: "test", options: options)
        #expect(try await publisher.send(1) == .confirmed)
        var large = Message.numbered(2)
        large.body = Array(repeating: 7, count: Message.maximumBodyBytes)
        let many = (0..<messageCount).map { number in
            large.messageID = "large-\(number)"
            return (message: large, exchange: "jobs", routingKey: "work")
        }
        try await host.server.script("freeze")
        let (outcomes, time) = try await host.server.thawed {
            let start = ContinuousClock.now
            let outcomes = try await publisher.publish(many)
            return (outcomes, ContinuousClock.now - start)
        }
        for outcome in outcomes {
            guard case .unknown = outcome else {
                Issue.record("It ended as \(outcome).")
                continue
            }
        }
        #expect(time < .seconds(10), "A call hung.")
        // The first may still meet a connection that is older than the thaw.
        while try await publisher.send(3) != .confirmed {}
        await publisher.close()
    }
}

private final class Flag: Sendable {
    private let value = Mutex(false)
    var isRaised: Bool { self.value.withLock { $0 } }
    func raise() { self.value.withLock { $0 = true } }
}

extension PrivateServer {
    /// Runs `body`, then rabbitmqctl with `arguments`, also when `body` throws.
    fileprivate func repaired<Value: Sendable>(
        by arguments: String..., during body: () async throws -> Value
    ) async throws -> Value {
        let result: Result<Value, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        try await self.control(arguments)
        return try result.get()
    }

    fileprivate func thawed<Value: Sendable>(after body: () async throws -> Value) async throws -> Value {
        let result: Result<Value, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        try await self.script("thaw")
        return try result.get()
    }
}

extension PrivateServer {
    /// Waits until a kill leaves the queue and its messages.
    ///
    /// RabbitMQ 3.10 notes a new quorum queue in a file that it writes half a second later (names.dets). Killed before
    /// that, it makes the queue anew, empty, and without a leader until its next start: confirmed messages are lost.
    fileprivate func untilRegistered(queue: String, of virtualHost: String) async throws {
        let folder =
            "rabbitmq-\(self.name)/data/moviegen-\(self.name)@localhost/quorum/moviegen-\(self.name)@localhost"
        let file = Self.root.appending(path: ".local/servers/\(folder)/names.dets")
        while try Data(contentsOf: file).firstRange(of: Data("\(virtualHost)_\(queue)".utf8)) == nil {
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

extension VirtualHost {
    /// Messages of queue `work` that are delivered and not settled.
    fileprivate func unacknowledged() async throws -> Int? {
        let table = try await self.server.control(
            "list_queues", "-p", self.name, "--no-table-headers", "name", "messages_unacknowledged")
        let row = table.split(separator: "\n").first { $0.hasPrefix("work\t") }
        return row.flatMap { Int($0.dropFirst(5)) }
    }
}
