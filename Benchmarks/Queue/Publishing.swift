// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import CBareLoop
internal import Foundation

/// Messages of 1 KiB into a quorum queue, persistent, mandatory, confirmed, with the same window for both.
struct Publishing {
    static let window = 128
    static let bodyBytes = 1024
    static let messageCount = 16_000
    /// As the relay hands them over, and as many callers as keep the window full.
    private static let batchSize = 100
    private static let callerCount = 4

    private let servers: Servers

    init(_ servers: Servers) { self.servers = servers }

    func measure(into report: inout Report, withOthers: Bool) async throws {
        // Whoever comes second finds a warmer broker: it takes turns.
        if withOthers {
            if Bool.random() {
                report.add(try await self.bare(), to: .publishingBare)
                report.add(try await self.ours(), to: .publishing)
            } else {
                report.add(try await self.ours(), to: .publishing)
                report.add(try await self.bare(), to: .publishingBare)
            }
        } else {
            report.add(try await self.ours(), to: .publishing)
        }
    }

    private func bare() async throws -> Double {
        try await self.withQueue("bench.bare") { queue in
            var seconds = 0.0
            try self.call {
                moviegen_bare_publish(
                    $0, queue, Int32(Self.messageCount), Int32(Self.window), Int32(Self.bodyBytes), &seconds,
                    $1)
            }
            return Double(Self.messageCount) / seconds
        }
    }

    private func ours() async throws -> Double {
        try await self.withQueue("bench.ours") { queue in
            var options = Publisher.Options()
            options.window = Self.window
            let publisher = Publisher(to: self.servers.broker, name: "bench-publisher", options: options)
            // Connecting is not measured for the other one either.
            for await status in publisher.statusChanges() where status.isOpen { break }
            let body = [UInt8](repeating: 0, count: Self.bodyBytes)
            let batchCount = Self.messageCount / Self.batchSize / Self.callerCount
            let clock = ContinuousClock()
            let time = try await clock.measure {
                try await withThrowingTaskGroup { group in
                    for caller in 0..<Self.callerCount {
                        group.addTask {
                            for batch in 0..<batchCount {
                                try await Self.publish(batch, of: caller, body, to: queue, by: publisher)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            await publisher.close()
            return Double(Self.messageCount) / (time / .seconds(1))
        }
    }

    private static func publish(
        _ batch: Int, of caller: Int, _ body: [UInt8], to queue: String, by publisher: Publisher
    ) async throws {
        let messages = (0..<self.batchSize).map { place in
            (
                message: Message(messageID: "\(caller).\(batch).\(place)", body: body), exchange: "",
                routingKey: queue
            )
        }
        let outcomes = try await publisher.publish(messages)
        guard outcomes.allSatisfy({ $0 == .confirmed }) else {
            throw Servers.Failure(description: "a publish ended otherwise than confirmed")
        }
    }

    private func withQueue(_ name: String, _ body: (String) async throws -> Double) async throws -> Double {
        try self.call { moviegen_bare_declare($0, name, $1) }
        let result = try await body(name)
        try self.call { moviegen_bare_delete($0, name, $1) }
        return result
    }

    private func call(
        _ body: (UnsafePointer<moviegen_bare_server>, UnsafeMutablePointer<CChar>) -> Int32
    ) throws {
        let address = self.servers.broker
        var message = [CChar](repeating: 0, count: 256)
        let status = address.host.withCString { host in
            address.virtualHost.withCString { virtualHost in
                address.user.withCString { user in
                    address.password.withCString { password in
                        var server = moviegen_bare_server(
                            host: host, port: Int32(address.port), virtual_host: virtualHost, user: user,
                            password: password)
                        return body(&server, &message)
                    }
                }
            }
        }
        guard status == 0 else {
            let text = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            throw Servers.Failure(description: "bare loop: \(String(decoding: text, as: UTF8.self))")
        }
    }
}
