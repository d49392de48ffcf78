// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Store
internal import Testing
internal import Worker

@Suite(.pipeline, .timeLimit(.minutes(2))) struct `A message that is no task of ours` {
    private static let job = "00000000-0000-0000-0000-00000000000a"

    private static let malformed: [String] = [
        "", "null", "no JSON", "{", "[]", #"{"schema":1}"#, #"{"schema":"one","job":"\#(job)"}"#,
        #"{"schema":1,"job":"not an id","stage":"script","part":0,"gen":0}"#,
        #"{"schema":1,"job":"\#(job)","stage":"script","part":-1,"gen":0}"#,
        #"{"schema":1,"job":"\#(job)","stage":"script","part":99999999999999999999,"gen":0}"#,
        #"{"schema":0,"job":"\#(job)","stage":"script","part":0,"gen":0}"#,
        #"{"schema":1,"job":"\#(job)","stage":"dream","part":0,"gen":0}"#,
        String(repeating: "x", count: 5_000),
        String(repeating: "[", count: 4_000),
        String(repeating: #"{"a":"#, count: 800),
        "\u{0}\u{0}\u{0}",
    ]

    @Test func `it is kept as a dead letter, and the next message is worked`() async throws {
        let pipeline = try Pipeline.current
        let handler = Handler()
        try await pipeline.withServices(handler, ["script"]) {
            try await pipeline.publish(key: "script", bodies: Self.malformed.map { Array($0.utf8) })
            #expect(try await pipeline.end(of: try await pipeline.admit()).state == .done)
            try await until {
                try await pipeline.count("SELECT count(*) AS count FROM dead_letters")
                    >= Self.malformed.count
            }
        }
        #expect(handler.begun.count == 1)
        let letters = try await pipeline.store.rows(
            "SELECT reason, queue, source, octet_length(body) AS bytes, resolved_at FROM dead_letters")
        #expect(letters.count == Self.malformed.count, "Each once.")
        for letter in letters {
            #expect(try letter.get("reason", as: String.self) != "")
            #expect(try letter.get("queue") == "movie.script.v1")
            #expect(try letter.find("resolved_at", as: String.self) == nil, "For an operator to see.")
        }
        #expect(try await pipeline.readyCount("movie.script.v1") == 0)
    }

    @Test func `bytes that are no text are kept`() async throws {
        let pipeline = try Pipeline.current
        try await pipeline.withServices(Handler(), ["script"]) {
            try await pipeline.publish([0xff, 0xfe, 0x00, 0x80], key: "script")
            try await until { try await pipeline.count("SELECT count(*) AS count FROM dead_letters") == 1 }
        }
        #expect(
            try await pipeline.count(
                "SELECT count(*) AS count FROM dead_letters WHERE body = '\\xfffe0080'::bytea") == 1)
    }

    @Test func `a task of a newer schema is put off for a service that knows it`() async throws {
        let pipeline = try Pipeline.current
        // Due in a day, so that its own message does not come in between.
        let job = try await pipeline.admit()
        try await pipeline.store.rows(
            "UPDATE outbox SET available_at = now() + interval '1 day' WHERE job_id = \(job)")
        let handler = Handler()
        try await pipeline.withServices(handler, ["script"]) {
            let body = #"{"schema":2,"job":"\#(job)","stage":"script","part":0,"gen":0,"new":[1]}"#
            try await pipeline.publish(Array(body.utf8), key: "script")
            #expect(try await pipeline.end(of: try await pipeline.admit()).state == .done)
            try await until {
                try await pipeline.count("SELECT deferrals AS count FROM tasks WHERE job_id = \(job)") == 1
            }
        }
        #expect(handler.begun.allSatisfy { $0.job != job })
        let task = try await pipeline.task(job, .script)
        #expect(try task.get("state", as: TaskState.self) == .queued)
        #expect(try task.get("attempt") == 0)
        #expect(
            try await pipeline.count(
                """
                SELECT count(*) AS count FROM outbox WHERE job_id = \(job)
                    AND available_at BETWEEN now() + interval '30 seconds' AND now() + interval '90 seconds'
                """) == 1)
        #expect(try await pipeline.count("SELECT count(*) AS count FROM dead_letters") == 0)
    }
}
