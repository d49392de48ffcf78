// SPDX-License-Identifier: Apache-2.0
import Foundation
import Store
import Synchronization
import TestServers
import Testing

/// A schema of the test's own in a real PostgreSQL, empty or migrated.
struct TestDatabase: Sendable {
    @TaskLocal static var current: TestDatabase?

    let endpoint: Endpoint

    /// The running test's.
    static var endpoint: Endpoint {
        get throws { try #require(Self.current, "the suite lacks a database trait").endpoint }
    }

    static func store(sessions: Int = 4) throws -> Store { Store(try Self.endpoint, sessions: sessions) }

    /// The server's address, from Scripts/servers.sh.
    static var address: String {
        get throws {
            try #require(
                ProcessInfo.processInfo.environment["MOVIEGEN_TEST_DATABASE_URL"],
                "MOVIEGEN_TEST_DATABASE_URL is not set. Run: make test, or: Scripts/servers.sh run swift test"
            )
        }
    }
}

/// Gives each test a schema, and takes it away again.
struct DatabaseTrait: TestTrait, SuiteTrait, TestScoping {
    let isMigrated: Bool
    var isRecursive: Bool { true }

    /// Schemas in use at once: the server has 200 connections, and a test may take a dozen.
    private static let gate = Gate(limit: 6)

    func provideScope(
        for test: Test, testCase: Test.Case?,
        performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        guard testCase != nil else { return try await function() }
        await Self.gate.enter()
        do {
            try await self.run(function)
        } catch {
            await Self.gate.leave()
            throw error
        }
        await Self.gate.leave()
    }

    private func run(_ function: @Sendable @concurrent () async throws -> Void) async throws {
        let address = try TestDatabase.address
        let schema = "test_\(UUID().uuidString.lowercased().replacing("-", with: ""))"
        let administrator = Store(Endpoint(address), sessions: 1)
        try await administrator.transaction { try $0.script("CREATE SCHEMA \(schema)") }
        var endpoint = Endpoint(address, schema: schema)
        // Two busy cores and hundreds of tests: only what a test asks for may time out.
        endpoint.statementTimeout = .seconds(60)
        endpoint.lockTimeout = .seconds(60)
        let database = TestDatabase(endpoint: endpoint)
        do {
            if self.isMigrated { try await Store(endpoint, sessions: 1).migrate() }
            try await TestDatabase.$current.withValue(database) { try await function() }
        } catch {
            try await self.drop(schema, administrator)
            throw error
        }
        try await self.drop(schema, administrator)
    }

    private func drop(_ schema: String, _ administrator: Store) async throws {
        try await administrator.transaction { try $0.script("DROP SCHEMA \(schema) CASCADE") }
    }
}

extension Trait where Self == DatabaseTrait {
    /// An empty schema.
    static var database: Self { Self(isMigrated: false) }
    /// A schema with our tables.
    static var migratedDatabase: Self { Self(isMigrated: true) }
}

/// The code of the error that `body` throws; nil when it throws none.
func code(of body: () async throws -> Void) async -> StoreError.Code? {
    do {
        try await body()
        return nil
    } catch {
        return (error as? StoreError)?.code
    }
}

/// Counts from any thread.
final class Counter: Sendable {
    private let value = Mutex(0)

    var count: Int { self.value.withLock { $0 } }

    /// - Returns: The count after it, from 1.
    @discardableResult
    func increment() -> Int {
        self.value.withLock {
            $0 += 1
            return $0
        }
    }
}
