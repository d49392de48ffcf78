// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Foundation
import Store
import Testing

@Suite(.database) struct `Transactions` {
    private struct Unwanted: Error {}

    private func makeTable(_ store: Store) async throws {
        try await store.transaction {
            try $0.script("CREATE TABLE t (id int PRIMARY KEY, n int); INSERT INTO t VALUES (1, 0), (2, 0)")
        }
    }

    private func total(_ store: Store) async throws -> Int {
        try await store.rows("SELECT sum(n)::int AS total FROM t")[0].get("total")
    }

    @Test func `what the closure throws rolls everything back`() async throws {
        let store = try TestDatabase.store(sessions: 1)
        try await self.makeTable(store)
        await #expect(throws: Unwanted.self) {
            try await store.transaction { transaction in
                try transaction.rows("UPDATE t SET n = 1")
                throw Unwanted()
            }
        }
        #expect(try await self.total(store) == 0)
    }

    @Test(arguments: [(SQLValue.text("a\0b"), StoreError.Code.valueInvalid), (.text("x"), .server)])
    func `a first statement that cannot be sent, or fails, rolls back and leaves the session in use`(
        value: SQLValue, expected: StoreError.Code
    ) async throws {
        let store = try TestDatabase.store(sessions: 1)
        try await self.makeTable(store)
        let before: Int = try await store.rows("SELECT pg_backend_pid() AS id")[0].get("id")
        let code = await code {
            _ = try await store.transaction { transaction in
                try transaction.rows("UPDATE t SET n = length(\(value)) / 0").affectedCount
            }
        }
        #expect(code == expected)
        #expect(try await store.rows("SELECT pg_backend_pid() AS id")[0].get("id") == before)
        #expect(try await store.transaction { try $0.rows("UPDATE t SET n = n").affectedCount } == 2)
        #expect(try await self.total(store) == 0)
    }

    @Test func `an abandoned transaction gives its value and changes nothing`() async throws {
        let store = try TestDatabase.store(sessions: 1)
        try await self.makeTable(store)
        let value = try await store.transaction { transaction in
            try transaction.rows("UPDATE t SET n = 1")
            transaction.abandon()
            return 7
        }
        #expect(value == 7)
        #expect(try await self.total(store) == 0)
    }

    @Test func `a statement's failure that the closure swallows is no commit`() async throws {
        let store = try TestDatabase.store(sessions: 1)
        try await self.makeTable(store)
        let code = await code {
            try await store.transaction { transaction in
                try transaction.rows("UPDATE t SET n = 1")
                _ = try? transaction.rows("SELECT 1/0")
            }
        }
        #expect(code == .server)
        #expect(try await self.total(store) == 0)
    }

    @Test(arguments: ["40001", "40P01"])
    func `a conflict is tried again, whole, three times in all`(state: String) async throws {
        let store = try TestDatabase.store(sessions: 1)
        try await self.makeTable(store)
        let runs = Counter()
        let raise = "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '\(state)'; END $$"
        try await store.transaction { transaction in
            try transaction.rows("UPDATE t SET n = n + 1 WHERE id = 1")
            if runs.increment() < 3 { try transaction.script(raise) }
        }
        #expect(runs.count == 3)
        #expect(try await self.total(store) == 1)
        let code = await code { try await store.transaction { try $0.script(raise) } }
        #expect(code == .conflict)
    }

    @Test func `twenty serializable increments at once all count`() async throws {
        let store = try TestDatabase.store(sessions: 5)
        try await self.makeTable(store)
        let options = TransactionOptions(isolation: .serializable, attemptLimit: 1_000)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await store.transaction(options) { transaction in
                        let n: Int = try transaction.rows("SELECT n FROM t WHERE id = 1")[0].get("n")
                        try transaction.rows("UPDATE t SET n = \(n + 1) WHERE id = 1")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await self.total(store) == 20)
    }

    @Test func `of two that wait for each other both succeed`() async throws {
        let store = try TestDatabase.store(sessions: 2)
        try await self.makeTable(store)
        let meeting = Meeting()
        let runs = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (mine, other) in [(1, 2), (2, 1)] {
                group.addTask {
                    try await store.transaction { transaction in
                        runs.increment()
                        try transaction.rows("UPDATE t SET n = n + 1 WHERE id = \(mine)")
                        meeting.meet()
                        try transaction.rows("UPDATE t SET n = n + 1 WHERE id = \(other)")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(runs.count == 3)
        #expect(try await self.total(store) == 4)
    }

    @Test func `a statement over its time is stopped by the server`() async throws {
        let store = try TestDatabase.store(sessions: 1)
        let code = await code {
            try await store.transaction(TransactionOptions(statementTimeout: .milliseconds(30))) {
                _ = try $0.rows("SELECT pg_sleep(60)")
            }
        }
        #expect(code == .timedOut)
        #expect(try await store.rows("SELECT 1 AS one").count == 1)
    }

    @Test func `a lock that another keeps is not waited for beyond its time`() async throws {
        let store = try TestDatabase.store(sessions: 2)
        try await self.makeTable(store)
        let isHeld = DispatchSemaphore(value: 0)
        let mayEnd = DispatchSemaphore(value: 0)
        async let holder: Void = store.transaction { transaction in
            try transaction.rows("UPDATE t SET n = 1 WHERE id = 1")
            isHeld.signal()
            mayEnd.wait()
        }
        let code = await code {
            try await store.transaction(TransactionOptions(lockTimeout: .milliseconds(30))) { transaction in
                isHeld.wait()
                try transaction.rows("UPDATE t SET n = 2 WHERE id = 1")
            }
        }
        mayEnd.signal()
        try await holder
        #expect(code == .lockTimedOut)
    }
}

/// Holds two threads until both are there, the first time only.
private final class Meeting: Sendable {
    private let count = Counter()
    private let both = DispatchSemaphore(value: 0)

    func meet() {
        switch self.count.increment() {
        case 1: self.both.wait()
        case 2: self.both.signal()
        default: break
        }
    }
}
