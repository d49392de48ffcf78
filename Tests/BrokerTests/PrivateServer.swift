// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import FoundationNetworking
internal import Testing

@testable internal import Broker

/// A RabbitMQ of the tests' own, run by Scripts/rabbitmq.sh.
actor PrivateServer {
    /// Started before the tests, by Scripts/servers.sh.
    static let main = PrivateServer("main") {
        try Addresses(ProcessInfo.processInfo.environment, prefix: "MOVIEGEN_TEST_")
    }
    /// The one that tests stop, freeze and starve; started when the first of them wants it.
    static let faults = PrivateServer("faults") {
        try await PrivateServer.script(["start", "faults"])
        let file = PrivateServer.root.appending(path: ".local/servers/rabbitmq-faults/env")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let pairs = lines.map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        return try Addresses(Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) }), prefix: "")
    }

    struct Addresses: Sendable {
        let plain: BrokerAddress
        let secure: BrokerAddress
        let management: String

        init(_ variables: [String: String], prefix: String) throws {
            func value(_ name: String) throws -> String {
                guard let value = variables[prefix + name] else {
                    throw Failure(
                        message:
                            "\(prefix)\(name) is not set. Run: make test, or: Scripts/servers.sh run swift test"
                    )
                }
                return value
            }
            self.plain = try BrokerAddress(parsing: value("RABBITMQ_URL"))
            self.secure = try BrokerAddress(parsing: value("RABBITMQ_TLS_URL"))
            self.management = try value("RABBITMQ_MANAGEMENT_URL")
        }
    }

    struct Failure: Error { let message: String }

    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    let name: String
    private let start: @Sendable () async throws -> Addresses
    private var started: Task<Addresses, any Error>?

    init(_ name: String, start: @escaping @Sendable () async throws -> Addresses) {
        self.name = name
        self.start = start
    }

    func addresses() async throws -> Addresses {
        let start = self.start
        let task = self.started ?? Task { try await start() }
        self.started = task
        return try await task.value
    }

    @discardableResult
    func control(_ arguments: String...) async throws -> String {
        try await self.control(arguments)
    }

    @discardableResult
    func control(_ arguments: [String]) async throws -> String {
        try await Self.script(["ctl", self.name] + arguments)
    }

    func script(_ action: String) async throws {
        try await Self.script([action, self.name])
    }

    /// - Parameter path: Percent-encoded, after `/api/`.
    func manage(_ method: String, _ path: String, body: String? = nil) async throws {
        let parts = try #require(await URLComponents(string: self.addresses().management))
        var request = URLRequest(
            url: try #require(URL(string: "http://127.0.0.1:\(parts.port ?? 0)/api/\(path)")))
        request.httpMethod = method
        let account = Data("\(parts.user ?? ""):\(parts.password ?? "")".utf8).base64EncodedString()
        request.setValue("Basic \(account)", forHTTPHeaderField: "Authorization")
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = body.map { Data($0.utf8) }
        let (data, response) = try await URLSession.shared.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard (200..<300).contains(status) else {
            throw Failure(message: "\(method) \(path): \(status) \(String(decoding: data, as: UTF8.self))")
        }
    }

    @discardableResult
    private static func script(_ arguments: [String]) async throws -> String {
        // A file and no pipe: a server that kept the pipe's end would keep its reader waiting.
        let place = FileManager.default.temporaryDirectory.appending(path: "rabbitmq-\(UUID().uuidString)")
        _ = FileManager.default.createFile(atPath: place.path, contents: nil)
        defer { try? FileManager.default.removeItem(at: place) }
        let output = try FileHandle(forWritingTo: place)
        let process = Process()
        process.executableURL = Self.root.appending(path: "Scripts/rabbitmq.sh")
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        let status = try await withCheckedThrowingContinuation { caller in
            process.terminationHandler = { caller.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { caller.resume(throwing: error) }
        }
        try output.close()
        let text = try String(contentsOf: place, encoding: .utf8)
        guard status == 0 else { throw Failure(message: "rabbitmq.sh \(arguments): \(text)") }
        return text
    }
}

/// The virtual host of the running test.
struct VirtualHost: Sendable {
    @TaskLocal static var bound: VirtualHost?

    let server: PrivateServer
    let address: BrokerAddress

    static var current: VirtualHost {
        get throws { try #require(Self.bound, "The test lacks the trait .liveBroker.") }
    }

    var name: String { self.address.virtualHost }

    func publisher(_ options: Publisher.Options = Publisher.Options()) -> Publisher {
        Publisher(to: self.address, name: "test publisher", options: options)
    }

    func consumer(of queue: String, prefetch: Int, topology: Topology = Topology()) -> Consumer {
        Consumer(of: queue, prefetch: prefetch, at: self.address, topology: topology, name: "test consumer")
    }

    /// Ends every connection of this virtual host, as an operator would.
    func cutConnections() async throws {
        try await self.server.control("close_all_connections", "--vhost", self.name, "cut by a test")
    }
}

/// Gives each test a virtual host of its own on a real RabbitMQ.
struct LiveBroker: SuiteTrait, TestTrait, TestScoping {
    let server: PrivateServer
    var isRecursive: Bool { true }

    func provideScope(
        for test: Test, testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        var address = try await self.server.addresses().plain
        let user = address.user
        address.virtualHost = "test-\(UUID().uuidString.lowercased())"
        try await self.server.manage("PUT", "vhosts/\(address.virtualHost)")
        try await self.server.manage(
            "PUT", "permissions/\(address.virtualHost)/\(user)",
            body: #"{"configure":".*","write":".*","read":".*"}"#)
        try await VirtualHost.$bound.withValue(VirtualHost(server: self.server, address: address)) {
            try await function()
        }
        try await self.server.manage("DELETE", "vhosts/\(address.virtualHost)")
    }
}

extension Trait where Self == LiveBroker {
    static var liveBroker: Self { LiveBroker(server: .main) }
    static var brokenBroker: Self { LiveBroker(server: .faults) }
}

extension Topology {
    /// Exchange `jobs` to queue `work`, a quorum queue unless said otherwise; rejected messages go to queue `dead`.
    static func work(_ arguments: [String: FieldValue] = ["x-queue-type": .text("quorum")]) -> Topology {
        var topology = Topology()
        topology.exchanges = [Exchange("jobs", .direct), Exchange("dead", .fanout)]
        var all = arguments
        all["x-dead-letter-exchange"] = .text("dead")
        topology.queues = [Queue("work", arguments: all), Queue("dead", arguments: [:])]
        topology.bindings = [
            Binding(queue: "work", exchange: "jobs", routingKey: "work"),
            Binding(queue: "dead", exchange: "dead", routingKey: ""),
        ]
        return topology
    }
}

extension Message {
    static func numbered(_ number: Int) -> Message {
        Message(messageID: "message-\(number)", body: Array("body \(number)".utf8))
    }
}

extension Publisher {
    func send(_ number: Int) async throws -> PublishOutcome {
        try await self.publish(.numbered(number), to: "jobs", routingKey: "work")
    }
}

extension Deliveries {
    /// The next one. A test that waits in vain is ended by its time limit.
    func one() async throws -> Delivery {
        for await delivery in self { return delivery }
        throw PrivateServer.Failure(message: "the deliveries ended")
    }
}

extension AsyncStream<LinkStatus> {
    /// Waits for a status.
    func until(_ isWanted: (LinkStatus) -> Bool) async throws {
        for await status in self where isWanted(status) { return }
        throw PrivateServer.Failure(message: "the statuses ended")
    }
}
