// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Foundation
internal import Store
internal import Synchronization
internal import Testing

/// Gives each test a schema with our tables and a folder, and takes them away again.
struct RigTrait: TestTrait, SuiteTrait, TestScoping {
    var isRecursive: Bool { true }

    /// Rigs at once: the server has 200 connections, and a test may take two dozen.
    private static let gate = Gate(limit: 4)

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
        let address = try #require(
            ProcessInfo.processInfo.environment["MOVIEGEN_TEST_DATABASE_URL"],
            "MOVIEGEN_TEST_DATABASE_URL is not set. Run: make test, or: Scripts/servers.sh run swift test")
        let name = "test_\(UUID().uuidString.lowercased().replacing("-", with: ""))"
        var endpoint = Endpoint(address, schema: name)
        // Two busy cores: only what a test asks for may time out.
        endpoint.statementTimeout = .seconds(30)
        endpoint.lockTimeout = .seconds(30)
        let administrator = Store(Endpoint(address), sessions: 1)
        let folder = FileManager.default.temporaryDirectory.appending(path: name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try await administrator.transaction { try $0.script("CREATE SCHEMA \(name)") }
        let rig = Rig(
            endpoint: endpoint, queue: JobQueue(Store(endpoint, sessions: 4)),
            objects: DirectoryStore(root: folder))
        let result: Result<Void, any Error>
        do {
            try await rig.store.migrate()
            try await Rig.$bound.withValue(rig) { try await function() }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        try await administrator.transaction { try $0.script("DROP SCHEMA \(name) CASCADE") }
        try FileManager.default.removeItem(at: folder)
        try result.get()
    }
}

extension Trait where Self == RigTrait {
    static var rig: Self { RigTrait() }
}

/// Lets a number of tests through at once.
private actor Gate {
    private var free: Int
    private var waiters: [CheckedContinuation<Void, Never>] = []

    init(limit: Int) { self.free = limit }

    func enter() async {
        if self.free > 0 {
            self.free -= 1
            return
        }
        await withCheckedContinuation { self.waiters.append($0) }
    }

    func leave() {
        if self.waiters.isEmpty { self.free += 1 } else { self.waiters.removeFirst().resume() }
    }
}

/// A value that several tasks change.
final class Locked<Value: Sendable>: Sendable {
    private let value: Mutex<Value>

    init(_ value: Value) { self.value = Mutex(value) }

    func withLock<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
        self.value.withLock { value in body(&value) }
    }
}
