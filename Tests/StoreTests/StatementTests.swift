// SPDX-License-Identifier: Apache-2.0
import Foundation
import Store
import Testing

@Suite(.database) struct `Statements` {
    @Test func `values of every type come back as they went`() async throws {
        let store = try TestDatabase.store(sessions: 1)
        let id = UUID()
        let bytes: [UInt8] = [0, 1, 0x5C, 0xFF]
        let row = try #require(
            await store.rows(
                """
                SELECT \(true) AS yes, \(Int64.min) AS least, \(0.1) AS tenth, \("狐'\"; DROP TABLE x --") AS text,
                    \(bytes.asValue) AS bytes, \(id) AS id, \(SQLValue.json("{\"a\": [1]}")) AS json,
                    \(SQLValue.null)::text AS nothing, \("") AS empty
                """
            ).first)
        #expect(try row.get("yes") == true)
        #expect(try row.get("least") == Int64.min)
        #expect(try row.get("tenth") == 0.1)
        #expect(try row.get("text") == "狐'\"; DROP TABLE x --")
        #expect(try row.get("bytes") == bytes)
        #expect(try row.get("id") == id)
        #expect(try row.get("json") == "{\"a\": [1]}")
        #expect(try row.find("nothing", as: String.self) == nil)
        #expect(try row.get("empty") == "")
    }

    @Test func `a text with a NUL is refused before it is sent`() async throws {
        let store = try TestDatabase.store(sessions: 1)
        #expect(await code { try await store.rows("SELECT \("a\0b")") } == .valueInvalid)
        #expect(try await store.rows("SELECT 1 AS one").count == 1)
    }

    @Test func `a column that is missing, null or of another type is an error, not a crash`() async throws {
        let row = try #require(try await TestDatabase.store().rows("SELECT NULL AS none, 'x' AS text").first)
        #expect(throws: StoreError.self) { try row.get("absent", as: Int.self) }
        #expect(throws: StoreError.self) { try row.get("none", as: Int.self) }
        #expect(throws: StoreError.self) { try row.get("text", as: Int.self) }
    }

    @Test(arguments: [
        ("INSERT INTO t VALUES (1)", "23505", StoreError.Code.constraint),
        ("INSERT INTO t VALUES (NULL)", "23502", .constraint), ("SELEC", "42601", .server),
        ("SELECT 1/0", "22012", .server), ("SELECT * FROM absent", "42P01", .server),
    ])
    func `an error carries its SQLSTATE, and the session goes on`(
        text: String, state: String, code: StoreError.Code
    ) async throws {
        let store = try TestDatabase.store(sessions: 1)
        try await store.transaction {
            try $0.script("CREATE TABLE t (a int PRIMARY KEY); INSERT INTO t VALUES (1)")
        }
        let error = await #expect(throws: StoreError.self) {
            try await store.rows(Query(stringLiteral: text))
        }
        #expect(error?.sqlState == state)
        #expect(error?.code == code)
        #expect(try await store.rows("SELECT a FROM t").count == 1)
    }

    @Test func `more different statements than a connection keeps prepared all run`() async throws {
        let store = try TestDatabase.store(sessions: 1)
        for number in 0..<300 {
            let rows = try await store.rows(Query(stringLiteral: "SELECT \(number) AS number"))
            #expect(try rows[0].get("number") == number)
        }
        let kept = try await store.rows("SELECT count(*) AS count FROM pg_prepared_statements")
        #expect(try kept[0].get("count", as: Int.self) <= 128)
    }

    @Test func `a prepared statement survives a change of its table`() async throws {
        let store = try TestDatabase.store(sessions: 1)
        try await store.transaction { try $0.script("CREATE TABLE t (a int); INSERT INTO t VALUES (1)") }
        #expect(try await store.rows("SELECT * FROM t")[0].get("a") == 1)
        try await store.transaction {
            try $0.script("ALTER TABLE t ALTER a TYPE text, ADD b text DEFAULT 'new'")
        }
        #expect(try await store.rows("SELECT * FROM t")[0].get("b") == "new")
    }

    @Test func `a server that is not there is said to be unreachable, without its password`() async throws {
        let store = Store(Endpoint("postgresql://someone:s3cret@127.0.0.1:1/none"), sessions: 1)
        let error = await #expect(throws: StoreError.self) { try await store.rows("SELECT 1") }
        #expect(error?.code == .unreachable)
        #expect(!String(reflecting: error).contains("s3cret"))
    }
}

extension [UInt8] {
    var asValue: SQLValue { .bytes(self) }
}
