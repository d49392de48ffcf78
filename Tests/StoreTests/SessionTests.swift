// SPDX-License-Identifier: Apache-2.0
import Foundation
import Store
import TestServers
import Testing

@Suite(.database) struct `Sessions` {
    private func backend(_ store: Store) async throws -> Int {
        try await store.rows("SELECT pg_backend_pid() AS pid")[0].get("pid")
    }

    /// Returns once the server runs a statement with this mark.
    private func waitUntilRunning(_ mark: String, _ store: Store) async throws {
        while try await store.rows(
            """
            SELECT 1 AS one FROM pg_stat_activity
            WHERE state = 'active' AND query LIKE \("%\(mark)%") AND pid <> pg_backend_pid()
            """
        ).isEmpty { await Task.yield() }
    }

    @Test func `cancelling the task ends the statement on the server, and the session goes on`() async throws
    {
        let (store, observer) = (try TestDatabase.store(sessions: 1), try TestDatabase.store(sessions: 1))
        let before = try await self.backend(store)
        let mark = UUID().uuidString
        let sleeper = Task {
            try await store.rows(Query(stringLiteral: "SELECT pg_sleep(600) /* \(mark) */"))
        }
        try await self.waitUntilRunning(mark, observer)
        sleeper.cancel()
        #expect(await code { _ = try await sleeper.value } == .cancelled)
        #expect(try await self.backend(store) == before)
    }

    @Test func `a cancellation never hits the next statement`() async throws {
        let store = try TestDatabase.store(sessions: 1)
        for _ in 0..<200 {
            let task = Task { try await store.rows("SELECT 1 AS one") }
            task.cancel()
            _ = await task.result
            #expect(try await store.rows("SELECT 2 AS two").count == 1)
        }
    }

    @Test func `a cancelled transaction changes nothing`() async throws {
        let (store, observer) = (try TestDatabase.store(sessions: 1), try TestDatabase.store(sessions: 1))
        try await store.transaction { try $0.script("CREATE TABLE t (a int)") }
        let mark = UUID().uuidString
        let task = Task {
            try await store.transaction { transaction in
                try transaction.rows("INSERT INTO t VALUES (1)")
                try transaction.script("SELECT pg_sleep(600) /* \(mark) */")
            }
        }
        try await self.waitUntilRunning(mark, observer)
        task.cancel()
        #expect(await code { try await task.value } == .cancelled)
        #expect(try await store.rows("SELECT * FROM t").isEmpty)
    }

    @Test func `a backend killed while idle is replaced unnoticed`() async throws {
        let (store, killer) = (try TestDatabase.store(sessions: 1), try TestDatabase.store(sessions: 1))
        let before = try await self.backend(store)
        try await killer.rows("SELECT pg_terminate_backend(\(before)::integer, 10000)")
        #expect(try await self.backend(store) != before)
    }

    @Test func `a transaction whose backend is killed runs again on another`() async throws {
        let store = try TestDatabase.store(sessions: 1)
        try await store.transaction { try $0.script("CREATE TABLE t (a int)") }
        let runs = Counter()
        try await store.transaction { transaction in
            try transaction.rows("INSERT INTO t VALUES (1)")
            if runs.increment() == 1 {
                try transaction.rows("SELECT pg_terminate_backend(pg_backend_pid())")
            }
        }
        #expect(runs.count == 2)
        #expect(try await store.rows("SELECT * FROM t").count == 1)
    }

    @Test func `a connection lost during COMMIT is an unknown outcome, and not tried again`() async throws {
        let store = try TestDatabase.store(sessions: 1)
        try await store.transaction {
            try $0.script(
                """
                CREATE TABLE t (a int);
                CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
                CREATE CONSTRAINT TRIGGER dies AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION die();
                """)
        }
        let runs = Counter()
        let code = await code {
            try await store.transaction { transaction in
                runs.increment()
                try transaction.rows("INSERT INTO t VALUES (1)")
            }
        }
        #expect(code == .outcomeUnknown)
        #expect(runs.count == 1)
        #expect(try await store.rows("SELECT 1 AS one").count == 1)
    }

    @Test func `five hundred callers share three sessions`() async throws {
        let store = try TestDatabase.store(sessions: 3)
        let backends = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<500 { group.addTask { try await self.backend(store) } }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect((1...3).contains(backends.count))
    }

    @Test func `one caller more than may wait is told so, and a waiting one may be cancelled`() async throws {
        let store = Store(try TestDatabase.endpoint, sessions: 1, waiterLimit: 1)
        let observer = try TestDatabase.store(sessions: 1)
        let mark = UUID().uuidString
        let busy = Task { try await store.rows(Query(stringLiteral: "SELECT pg_sleep(600) /* \(mark) */")) }
        try await self.waitUntilRunning(mark, observer)
        // Of these two one waits and one is refused, whichever came first.
        let pair = (0..<2).map { _ in Task { await code { try await store.rows("SELECT 1") } } }
        let refused = await withTaskGroup(of: StoreError.Code?.self) { group in
            for task in pair { group.addTask { await task.value } }
            let first = await group.next() ?? nil
            for task in pair { task.cancel() }
            let second = await group.next() ?? nil
            return [first, second]
        }
        busy.cancel()
        _ = await busy.result
        #expect(refused == [.busy, .cancelled])
    }
}

@Suite(.database, .timeLimit(.minutes(1))) struct `A server that stands still` {
    /// A store whose way to the server can be held up.
    private func store(answerLimit: Duration) throws -> (Store, Forwarder) {
        var endpoint = try TestDatabase.endpoint
        var address = try #require(URLComponents(string: endpoint.address))
        let forwarder = try Forwarder(to: try #require(address.port))
        address.port = forwarder.port
        endpoint.address = try #require(address.string)
        endpoint.statementTimeout = answerLimit / 2
        endpoint.networkTimeout = answerLimit / 2
        try forwarder.open()
        return (Store(endpoint, sessions: 1), forwarder)
    }

    @Test func `a statement that is cancelled ends all the same, and the next one works`() async throws {
        let (store, forwarder) = try self.store(answerLimit: .seconds(600))
        try await store.rows("SELECT 1")
        forwarder.freeze()
        let asking = Task { await code { try await store.rows("SELECT 2") } }
        while !forwarder.isHolding { await Task.yield() }
        asking.cancel()
        #expect(await asking.value == .cancelled)
        forwarder.thaw()
        #expect(try await store.rows("SELECT 3 AS three")[0].get("three") == 3)
    }

    @Test func `a statement without an answer is given up, and its outcome is not known`() async throws {
        let (store, forwarder) = try self.store(answerLimit: .seconds(1))
        try await store.rows("SELECT 1")
        forwarder.freeze()
        #expect(await code { try await store.rows("SELECT 2") } == .outcomeUnknown)
        forwarder.thaw()
        #expect(try await store.rows("SELECT 3 AS three")[0].get("three") == 3)
    }
}

@Suite(.database) struct `Notifications of other sessions` {
    @Test func `each is told once, after the news that listening began`() async throws {
        let store = try TestDatabase.store(sessions: 1)
        let channel = "Channel \"\(UUID())\""
        var events = store.notifications(on: channel).makeAsyncIterator()
        #expect(try await events.next() == .listening)
        for number in 0..<3 { try await store.rows("SELECT pg_notify(\(channel), \(String(number)))") }
        for number in 0..<3 {
            #expect(
                try await events.next()
                    == .notified(DatabaseNotification(channel: channel, payload: String(number))))
        }
    }

    @Test func `a killed listener listens again and says that it may have missed some`() async throws {
        let store = try TestDatabase.store(sessions: 1)
        let channel = "c\(UUID().uuidString)"
        var events = store.notifications(on: channel).makeAsyncIterator()
        #expect(try await events.next() == .listening)
        try await store.rows(
            """
            SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
            WHERE query = \("LISTEN \"\(channel)\"")
            """)
        #expect(try await events.next() == .listening)
        try await store.rows("SELECT pg_notify(\(channel), 'again')")
        #expect(
            try await events.next() == .notified(DatabaseNotification(channel: channel, payload: "again")))
    }

    @Test func `cancelling the task ends the sequence`() async throws {
        let store = try TestDatabase.store(sessions: 1)
        let (begun, beginning) = AsyncStream<Void>.makeStream()
        let listener = Task {
            var count = 0
            for try await _ in store.notifications(on: "silence") {
                count += 1
                beginning.yield()
            }
            return count
        }
        for await _ in begun { break }
        listener.cancel()
        #expect(try await listener.value == 1)
    }
}

@Suite(.database) struct `Migrations` {
    @Test func `raced by eight connections, each runs once`() async throws {
        let endpoint = try TestDatabase.endpoint
        let ran = try await withThrowingTaskGroup(of: [Int].self) { group in
            for _ in 0..<8 { group.addTask { try await Store(endpoint, sessions: 1).migrate() } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(ran == Schema.migrations.map(\.version))
        let rows = try await TestDatabase.store().rows("SELECT version FROM schema_migrations")
        #expect(rows.count == Schema.migrations.count)
    }

    @Test func `one that fails leaves nothing behind, and nothing before it either`() async throws {
        let store = try TestDatabase.store(sessions: 1)
        let steps = [
            Migration(version: 1, name: "good", sql: "CREATE TABLE good (a int)"),
            Migration(version: 2, name: "bad", sql: "CREATE TABLE bad (a int); SELECT 1/0"),
        ]
        #expect(await code { try await store.migrate(steps) } == .server)
        #expect(await code { try await store.rows("SELECT * FROM good") } == .server)
        #expect(try await store.migrate([steps[0]]) == [1])
    }

    @Test func `one that ran with another text stops the start`() async throws {
        let store = try TestDatabase.store(sessions: 1)
        try await store.migrate([Migration(version: 1, name: "one", sql: "CREATE TABLE a (a int)")])
        let changed = [Migration(version: 1, name: "one", sql: "CREATE TABLE b (a int)")]
        #expect(await code { try await store.migrate(changed) } == .migrationChanged)
    }

    @Test func `those of a newer program are left alone`() async throws {
        let store = try TestDatabase.store(sessions: 1)
        let steps = [1, 2].map { Migration(version: $0, name: "\($0)", sql: "CREATE TABLE t\($0) (a int)") }
        #expect(try await store.migrate(steps) == [1, 2])
        #expect(try await store.migrate([steps[0]]) == [])
    }
}
