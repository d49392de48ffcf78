// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import Foundation
internal import FoundationNetworking
internal import Store

/// The private servers, with a virtual host and a schema of the benchmark's own.
struct Servers: Sendable {
    struct Failure: Error, CustomStringConvertible { let description: String }

    let broker: BrokerAddress
    let database: Endpoint
    private let management: URLComponents
    private static let name = "bench_queue"

    static func prepare() async throws -> Servers {
        let servers = try Servers()
        try await servers.manage("PUT", "vhosts/\(Self.name)")
        try await servers.manage(
            "PUT", "permissions/\(Self.name)/\(servers.broker.user)",
            body: #"{"configure": ".*", "write": ".*", "read": ".*"}"#)
        try await servers.renewSchema()
        return servers
    }

    private init() throws {
        self.broker = try {
            var address = try BrokerAddress(parsing: try Self.variable("MOVIEGEN_TEST_RABBITMQ_URL"))
            address.virtualHost = Self.name
            return address
        }()
        self.database = Endpoint(try Self.variable("MOVIEGEN_TEST_DATABASE_URL"), schema: Self.name)
        guard
            let management = URLComponents(string: try Self.variable("MOVIEGEN_TEST_RABBITMQ_MANAGEMENT_URL"))
        else { throw Failure(description: "MOVIEGEN_TEST_RABBITMQ_MANAGEMENT_URL is no URL") }
        self.management = management
    }

    private static func variable(_ name: String) throws -> String {
        guard let value = ProcessInfo.processInfo.environment[name] else {
            throw Failure(description: "\(name) is not set. Run: make bench-queue")
        }
        return value
    }

    /// Empty and migrated.
    func renewSchema() async throws {
        try await self.dropSchema()
        try await self.administrator.transaction { try $0.script("CREATE SCHEMA \(Self.name)") }
        try await Store(self.database, sessions: 1).migrate()
    }

    func remove() async throws {
        try await self.dropSchema()
        try await self.manage("DELETE", "vhosts/\(Self.name)")
    }

    private func dropSchema() async throws {
        try await self.administrator.transaction {
            try $0.script("DROP SCHEMA IF EXISTS \(Self.name) CASCADE")
        }
    }

    private var administrator: Store { Store(Endpoint(self.database.address), sessions: 1) }

    private func manage(_ method: String, _ path: String, body: String? = nil) async throws {
        var parts = self.management
        (parts.user, parts.password, parts.path) = (nil, nil, "/api/\(path)")
        guard let url = parts.url else { throw Failure(description: "no URL for \(path)") }
        var request = URLRequest(url: url)
        request.httpMethod = method
        let account = Data("\(self.broker.user):\(self.broker.password)".utf8).base64EncodedString()
        request.setValue("Basic \(account)", forHTTPHeaderField: "Authorization")
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = body.map { Data($0.utf8) }
        let (_, response) = try await URLSession.shared.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard (200..<300).contains(status) else {
            throw Failure(description: "RabbitMQ's management: \(method) \(path): \(status)")
        }
    }
}
