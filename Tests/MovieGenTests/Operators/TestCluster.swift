// SPDX-License-Identifier: Apache-2.0
import Broker
import Foundation
import FoundationNetworking
import Store
import Testing

/// A schema, a virtual host and a folder of the test's own on the real servers, and `moviegen` on them.
struct TestCluster: Sendable {
    let queue: JobQueue
    let broker: BrokerAddress
    let environment: [String: String]
    let command: Command

    struct Failure: Error { let message: String }

    /// The servers' addresses, from Scripts/servers.sh.
    private static func variable(_ name: String) throws -> String {
        try #require(
            ProcessInfo.processInfo.environment[name],
            "\(name) is not set. Run: make test, or: Scripts/servers.sh run swift test")
    }

    static func with(_ body: (TestCluster) async throws -> Void) async throws {
        let address = try Self.variable("MOVIEGEN_TEST_DATABASE_URL")
        let name = "operators_\(UUID().uuidString.lowercased().replacing("-", with: ""))"
        let administrator = Store(Endpoint(address), sessions: 1)
        try await administrator.transaction { try $0.script("CREATE SCHEMA \(name)") }
        let command = try Command()
        defer { command.remove() }
        var broker = try BrokerAddress(parsing: try Self.variable("MOVIEGEN_TEST_RABBITMQ_URL"))
        broker.virtualHost = name
        let management = try Self.variable("MOVIEGEN_TEST_RABBITMQ_MANAGEMENT_URL")
        try await Self.manage("PUT", "vhosts/\(name)", management)
        try await Self.manage(
            "PUT", "permissions/\(name)/\(broker.user)", management,
            body: #"{"configure":".*","write":".*","read":".*"}"#)
        let store = Store(Endpoint(address, schema: name), sessions: 2)
        try await store.migrate()
        let cluster = TestCluster(
            queue: JobQueue(store), broker: broker,
            environment: [
                "DATABASE_URL": address, "MOVIEGEN_DATABASE_SCHEMA": name, "USER": "tester",
                "RABBITMQ_URL":
                    "amqp://\(broker.user):\(broker.password)@\(broker.host):\(broker.port)/\(name)",
                "RABBITMQ_MANAGEMENT_URL": management, "MOVIEGEN_ARTIFACTS": command.folder.path,
            ], command: command)
        let result: Result<Void, any Error>
        do { result = .success(try await body(cluster)) } catch { result = .failure(error) }
        try await Self.manage("DELETE", "vhosts/\(name)", management)
        try await administrator.transaction { try $0.script("DROP SCHEMA \(name) CASCADE") }
        try result.get()
    }

    private static func manage(
        _ method: String, _ path: String, _ management: String, body: String? = nil
    ) async throws {
        let parts = try #require(URLComponents(string: management))
        let url = try #require(URL(string: "http://127.0.0.1:\(parts.port ?? 0)/api/\(path)"))
        var request = URLRequest(url: url)
        request.httpMethod = method
        let account = Data("\(parts.user ?? ""):\(parts.password ?? "")".utf8).base64EncodedString()
        request.setValue("Basic \(account)", forHTTPHeaderField: "Authorization")
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = body.map { Data($0.utf8) }
        let (_, response) = try await URLSession.shared.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard (200..<300).contains(status) else { throw Failure(message: "\(method) \(path): \(status)") }
    }
}

extension TestCluster {
    var managementPort: Int {
        self.environment["RABBITMQ_MANAGEMENT_URL"].flatMap { URLComponents(string: $0)?.port } ?? 0
    }

    func run(_ arguments: String..., changing: [String: String] = [:]) throws -> Command.Result {
        try self.command.start(arguments, environment: self.environment.merging(changing) { $1 }).wait()
    }

    /// What a command printed with `--json`, which must end well.
    func json<Value: Decodable>(_ type: Value.Type, _ arguments: String...) throws -> Value {
        let result = try self.command.start(arguments + ["--json"], environment: self.environment).wait()
        guard result.status == 0 else {
            throw Failure(message: "\(arguments): \(result.status) \(result.errors)")
        }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(result.output.utf8))
    }

    func admit(client: String = "alice", _ first: NewTask = NewTask(.script)) async throws -> TaskReference {
        let outcome = try await self.queue.admit(AdmissionRequest(client: client, first: first))
        guard case .admitted(let job) = outcome else { throw Failure(message: "\(outcome)") }
        return TaskReference(job: job, stage: first.stage, part: first.part)
    }

    func claim(_ task: TaskReference) async throws -> Lease {
        guard case .claimed(let lease) = try await self.queue.claim(task, owner: "a") else {
            throw Failure(message: "not claimed")
        }
        return lease
    }

    /// - Returns: A task that failed for good, and its job with it.
    func die(client: String = "alice") async throws -> TaskReference {
        let task = try await self.admit(client: client)
        _ = try await self.queue.fail(
            try await self.claim(task),
            TaskFailure(.permanent, code: "sourceNotArticle", text: "no article"))
        return task
    }

    func state(_ job: UUID) async throws -> JobState {
        try #require(try await self.queue.status(of: job)).state
    }
}

extension UUID {
    var id: String { self.uuidString.lowercased() }
    var short: String { String(self.id.prefix(8)) }
}
