// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import Foundation
internal import Store
internal import TestServers

/// A RabbitMQ and a PostgreSQL that only the chaos driver uses.
enum Servers {
    static let name = "chaos"

    /// Starts both; the broker empty.
    ///
    /// - Returns: Their addresses, as services read them.
    static func start() async throws -> (broker: String, database: String) {
        try await ServerScript.run("rabbitmq.sh", "wipe", Self.name)
        async let broker = ServerScript.run("rabbitmq.sh", "start", Self.name)
        async let database = ServerScript.run("postgres.sh", "start", Self.name)
        _ = try await (broker, database)
        let variables = try ServerScript.variables(in: ".local/servers/rabbitmq-\(Self.name)/env")
        let store = try ServerScript.variables(in: ".local/servers/postgres-\(Self.name).env")
        return (variables["RABBITMQ_URL"] ?? "", store["DATABASE_URL"] ?? "")
    }

    /// Starts the broker after a kill. It must be where its clients look for it: that it is not would be no fault of theirs.
    static func startBroker() async throws {
        let file = ".local/servers/rabbitmq-\(Self.name)/env"
        let before = try ServerScript.variables(in: file)["RABBITMQ_URL"]
        try await ServerScript.run("rabbitmq.sh", "start", Self.name)
        guard try ServerScript.variables(in: file)["RABBITMQ_URL"] == before else {
            throw ServerScript.Failure(description: "another process took the broker's port meanwhile")
        }
    }

    /// What the broker has is nobody's: it needs no gentle end, which takes it half a minute.
    static func stop() async throws {
        try await ServerScript.run("rabbitmq.sh", "wipe", Self.name)
        try await ServerScript.run("rabbitmq.sh", "stop", Self.name)
        try await ServerScript.run("postgres.sh", "stop", Self.name)
    }

    static func management() throws -> BrokerManagement {
        let variables = try ServerScript.variables(in: ".local/servers/rabbitmq-\(Self.name)/env")
        return try BrokerManagement(variables["RABBITMQ_MANAGEMENT_URL"] ?? "")
    }

    /// As an operator's mistake would, all at once.
    static func terminateBackends() async throws {
        let variables = try ServerScript.variables(in: ".local/servers/postgres-\(Self.name).env")
        let store = Store(Endpoint(variables["DATABASE_URL"] ?? ""), sessions: 1)
        try await store.rows(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'
            """)
    }

    /// Ends TCP connections as a firewall that forgets them does; nothing where neither ss nor the kernel can.
    static func destroyConnections(to port: Int) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["ss", "-K", "-H", "dst", "127.0.0.1", "dport", "=", ":\(port)"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        // 127: there is no ss.
        guard [0, 127].contains(process.terminationStatus) else {
            throw ServerScript.Failure(description: "ss -K ended with \(process.terminationStatus)")
        }
    }
}
