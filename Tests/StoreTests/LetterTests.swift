// SPDX-License-Identifier: Apache-2.0
import Foundation
import Store
import Testing

@Suite(.migratedDatabase, .timeLimit(.minutes(2))) struct `Dead letters of the broker` {
    private let fixture: QueueFixture

    init() throws { self.fixture = try QueueFixture() }

    private func letter(_ task: TaskReference, id: String? = UUID().uuidString) -> BrokerLetter {
        let body =
            #"{"schema": 1, "job": "\#(task.job.uuidString.lowercased())", "stage": "\#(task.stage.rawValue)""#
            + #", "part": \#(task.part), "gen": \#(task.generation)}"#
        return BrokerLetter(
            messageID: id, queue: task.stage.queue, reason: "delivery_limit", headers: ["x": "1"],
            body: Array(body.utf8))
    }

    private func letterCount(_ condition: StaticString) async throws -> Int {
        try await self.fixture.count("SELECT count(*) AS count FROM dead_letters WHERE \(literal: condition)")
    }

    @Test func `an open task gets two more messages, its third letter is its end`() async throws {
        let queue = self.fixture.queue
        let task = try await self.fixture.admit()
        for _ in 0..<2 {
            try await self.fixture.store.rows("DELETE FROM outbox")
            #expect(try await queue.keep(self.letter(task)) == .requeued(after: .seconds(60)))
            #expect(
                try await self.fixture.count(
                    "SELECT count(*) AS count FROM outbox WHERE available_at > now() + interval '50 seconds'")
                    == 1)
            #expect(try await queue.claim(task, owner: "a") == .skipped(.notDue))
            try await self.fixture.makeDue(task.job)
        }
        #expect(try await self.letterCount("resolved_at IS NULL") == 0)
        #expect(try await queue.keep(self.letter(task)) == .buried)
        #expect(try await self.fixture.state(task) == .dead)
        let status = try #require(try await queue.status(of: task.job))
        #expect(status.state == .failed && status.errorCode == "undeliverable")
        #expect(try await self.letterCount("reason = 'broker_delivery_limit' AND resolved_at IS NULL") == 1)
        // The message that announced the burial comes back as a letter.
        #expect(try await queue.keep(self.letter(task)) == .known)

        #expect(try await queue.replay(task.job, actor: "test") == 1)
        let again = TaskReference(job: task.job, stage: .script, generation: 1)
        #expect(try await queue.keep(self.letter(again)) == .requeued(after: .seconds(60)))
    }

    @Test(arguments: ["m1", nil]) func `a letter that comes twice is kept once`(id: String?) async throws {
        let task = try await self.fixture.admit()
        let letter = self.letter(task, id: id)
        #expect(try await self.fixture.queue.keep(letter) == .requeued(after: .seconds(60)))
        #expect(try await self.fixture.queue.keep(letter) == .known)
        #expect(try await self.fixture.count("SELECT count(*) AS count FROM outbox") == 2)
    }

    @Test func `ten keepers of one letter requeue its task once`() async throws {
        let task = try await self.fixture.admit()
        let (letter, queue) = (self.letter(task), self.fixture.queue)
        let outcomes = try await withThrowingTaskGroup(of: KeepOutcome.self) { group in
            for _ in 0..<10 { group.addTask { try await queue.keep(letter) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == .requeued(after: .seconds(60)) }.count == 1)
        #expect(outcomes.filter { $0 == .known }.count == 9)
    }

    @Test func `one that its own task does not wait for changes nothing`() async throws {
        let queue = self.fixture.queue
        let running = try await self.fixture.claim(try await self.fixture.admit())
        #expect(try await queue.keep(self.letter(running.task)) == .settled)
        #expect(try await queue.renew(running) == .held)
        let done = try await self.fixture.claim(try await self.fixture.admit())
        _ = try await queue.complete(done)
        #expect(try await queue.keep(self.letter(done.task)) == .settled)
        let stale = TaskReference(job: try await self.fixture.admit().job, stage: .script, generation: 7)
        #expect(try await queue.keep(self.letter(stale)) == .settled)
        #expect(try await queue.keep(self.letter(TaskReference(job: UUID(), stage: .slide))) == .settled)
        #expect(try await self.letterCount("resolution = 'settled'") == 4)
    }

    @Test func `a task that we ended ourselves is in the table already`() async throws {
        let lease = try await self.fixture.claim(try await self.fixture.admit())
        _ = try await self.fixture.queue.fail(lease, permanent)
        #expect(try await self.fixture.queue.keep(self.letter(lease.task)) == .known)
        #expect(try await self.letterCount("true") == 1)
    }

    @Test(arguments: [
        [], Array("nonsense".utf8), Array("{}".utf8), [0, 0xFF, 0],
        Array(repeating: UInt8(ascii: "["), count: 3_000), [UInt8](repeating: 65, count: 200_000),
        Array(#"{"job": "x", "stage": "script", "part": 0, "gen": 0}"#.utf8),
        Array(#"{"job": "00000000-0000-0000-0000-000000000000", "stage": "?", "part": 0, "gen": 0}"#.utf8),
    ])
    func `one that nobody can read is kept for people, and never tried again`(body: [UInt8]) async throws {
        let bad = BrokerLetter(
            messageID: "m\0", queue: "script", reason: "rejected",
            headers: ["a\0b": String(repeating: "x\u{301}\0", count: 4_000)], body: body)
        #expect(try await self.fixture.queue.keep(bad) == .malformed)
        #expect(try await self.fixture.queue.keep(bad) == .malformed)
        let rows = try await self.fixture.store.rows(
            "SELECT reason, resolved_at IS NULL AS open, body FROM dead_letters")
        #expect(rows.count == 1)
        #expect(try rows[0].get("reason", as: String.self) == "malformed")
        #expect(try rows[0].get("open"))
        #expect(try rows[0].get("body", as: [UInt8].self) == Array(body.prefix(65_536)))
        #expect(try await self.fixture.count("SELECT count(*) AS count FROM outbox") == 0)
    }

    @Test func `a task of a newer schema waits for a newer service, and not for ever`() async throws {
        let queue = self.fixture.queue
        let task = try await self.fixture.admit()
        try await self.fixture.store.rows("UPDATE tasks SET schema = 2")
        for _ in 0..<10 {
            try await self.fixture.store.rows("DELETE FROM outbox")
            #expect(try await queue.deferTask(task, by: .seconds(60)))
            #expect(
                try await self.fixture.count(
                    "SELECT count(*) AS count FROM outbox WHERE headers ->> 'schema' = '2'") == 1)
        }
        #expect(try await queue.deferTask(task, by: .seconds(60)) == false)
        #expect(try await self.letterCount("reason = 'schema'") == 1)
        #expect(try await queue.status(of: task.job)?.errorCode == "schemaUnknown")
        #expect(try await queue.deferTask(task, by: .seconds(60)) == false)
    }
}
