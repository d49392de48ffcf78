// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Broker
internal import Foundation
internal import Store
internal import TestServers
internal import Testing

/// Gives each test a virtual host, a schema with our tables and a folder, and takes them away again.
struct PipelineTrait: TestTrait, SuiteTrait, TestScoping {
    var isRecursive: Bool { true }

    /// Tests at once: each may run four services, and the server has 200 connections for all suites.
    private static let gate = Gate(limit: 2)

    private static func variable(_ name: String) throws -> String {
        try #require(
            ProcessInfo.processInfo.environment[name],
            "\(name) is not set. Run: make test, or: Scripts/servers.sh run swift test")
    }

    func provideScope(
        for test: Test, testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        guard testCase != nil else { return try await function() }
        await Self.gate.enter()
        let result: Result<Void, any Error>
        do { result = .success(try await self.run(function)) } catch { result = .failure(error) }
        await Self.gate.leave()
        try result.get()
    }

    private func run(_ function: @concurrent @Sendable () async throws -> Void) async throws {
        let name = "test_\(UUID().uuidString.lowercased().replacing("-", with: ""))"
        var address = try BrokerAddress(parsing: Self.variable("MOVIEGEN_TEST_RABBITMQ_URL"))
        let management = try BrokerManagement(Self.variable("MOVIEGEN_TEST_RABBITMQ_MANAGEMENT_URL"))
        address.virtualHost = name
        var endpoint = Endpoint(try Self.variable("MOVIEGEN_TEST_DATABASE_URL"), schema: name)
        // Two busy cores: only what a test asks for may time out.
        endpoint.statementTimeout = .seconds(30)
        endpoint.lockTimeout = .seconds(30)
        let administrator = Store(Endpoint(endpoint.address), sessions: 1)
        let folder = FileManager.default.temporaryDirectory.appending(path: name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try await administrator.transaction { try $0.script("CREATE SCHEMA \(name)") }
        try await management.makeVirtualHost(name, for: address.user)
        let pipeline = Pipeline(
            address: address, management: management, endpoint: endpoint,
            queue: JobQueue(Store(endpoint, sessions: 3), leaseDuration: .seconds(5)),
            objects: DirectoryStore(root: folder))
        let result: Result<Void, any Error>
        do {
            try await pipeline.store.migrate()
            try await Pipeline.$bound.withValue(pipeline) { try await function() }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        try await management.removeVirtualHost(name)
        try await administrator.transaction { try $0.script("DROP SCHEMA \(name) CASCADE") }
        try FileManager.default.removeItem(at: folder)
        try result.get()
    }
}

extension Trait where Self == PipelineTrait {
    static var pipeline: Self { PipelineTrait() }
}
