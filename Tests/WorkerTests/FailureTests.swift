// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Store
internal import TestServers
internal import Testing
internal import Worker

@Suite(.pipeline, .timeLimit(.minutes(2))) struct `A task that does not succeed` {
    @Test func `it is tried again after a failure that may pass`() async throws {
        let pipeline = try Pipeline.current
        let handler = Handler { task in
            guard task.lease.attempt == 3 else { throw JobFailure(.engineFailed, "the voice") }
            return TaskResult()
        }
        let job = try await pipeline.admit()
        let status = try await pipeline.withServices(handler, ["script"]) {
            try await pipeline.end(of: job)
        }
        #expect(status.state == .done)
        #expect(handler.begun.count == 3)
        #expect(try await pipeline.count("SELECT count(*) AS count FROM dead_letters") == 0)
    }

    @Test func `it fails its job when it has failed in every attempt, with the last reason`() async throws {
        let pipeline = try Pipeline.current
        let handler = Handler { _ in throw JobFailure(.engineFailed, "the voice") }
        let job = try await pipeline.admit(first: NewTask(.script, attemptLimit: 3))
        let status = try await pipeline.withServices(handler, ["script"]) {
            let status = try await pipeline.end(of: job)
            try await until { try await pipeline.count("SELECT count(*) AS count FROM outbox") == 0 }
            return status
        }
        #expect(status.state == .failed)
        #expect(JobFailure(code: status.errorCode, text: status.errorText)?.subject == "the voice")
        #expect(handler.begun.count == 3)
        #expect(
            try await pipeline.count(
                "SELECT count(*) AS count FROM dead_letters WHERE job_id = \(job) AND source = 'app'") == 1)
        #expect(try await pipeline.queue.overview().openLetterCount == 1)
    }

    @Test func `it fails its job at once when another attempt would change nothing`() async throws {
        let pipeline = try Pipeline.current
        let handler = Handler { _ in throw JobFailure(.sourceNotArticle, "a page") }
        let job = try await pipeline.admit()
        let status = try await pipeline.withServices(handler, ["script"]) { try await pipeline.end(of: job) }
        #expect(status.state == .failed)
        #expect(status.errorCode == "sourceNotArticle")
        #expect(handler.begun.count == 1)
        // Its asker was told: the letter is kept, and waits for no operator.
        #expect(
            try await pipeline.count(
                "SELECT count(*) AS count FROM dead_letters WHERE job_id = \(job) AND resolution = 'told'")
                == 1)
        #expect(try await pipeline.queue.overview().openLetterCount == 0)
        #expect(try await pipeline.queue.invariantViolations().values.allSatisfy { $0 == 0 })
    }

    @Test func `one that exceeds its time is stopped and tried again`() async throws {
        let pipeline = try Pipeline.current
        let handler = Handler { task in
            if task.lease.attempt == 1 { try await Task.sleep(for: .seconds(1_000)) }
            return TaskResult()
        }
        let job = try await pipeline.admit()
        let status = try await pipeline.withServices(
            handler, ["script"], { $0.deadlines[.script] = .milliseconds(300) }
        ) {
            try await until {
                try await pipeline.count(
                    "SELECT count(*) AS count FROM tasks WHERE error_class = 'timeout' OR state = 'done'")
                    == 1
            }
            return try await pipeline.end(of: job)
        }
        #expect(status.state == .done)
        #expect(handler.begun.count == 2)
    }

    @Test func `one that loses its lease has no say any more`() async throws {
        let pipeline = try Pipeline.current
        let handler = Handler { task in
            if task.lease.attempt == 1 {
                // Another worker takes it, as after a freeze of this one.
                try await task.queue.store.rows(
                    """
                    UPDATE tasks SET lease_token = lease_token + 1, lease_owner = 'another', attempt = 2
                    WHERE job_id = \(task.lease.task.job)
                    """)
            }
            return TaskResult(result: #""of attempt \#(task.lease.attempt)""#)
        }
        let job = try await pipeline.admit()
        let status = try await pipeline.withServices(handler, ["script"]) {
            try await until { handler.begun.count == 1 }
            // The other one never comes back: its lease runs out.
            return try await pipeline.end(of: job)
        }
        #expect(status.result == #""of attempt 2""#)
    }

    @Test func `a database that is away for a while costs no attempt`() async throws {
        let pipeline = try Pipeline.current
        let forwarder = try pipeline.databaseForwarder()
        try forwarder.open()
        let handler = Handler { task in
            guard task.lease.token == 1 else { return TaskResult() }
            forwarder.shut()
            defer { try? forwarder.open() }
            _ = try await task.queue.results(of: task.lease.task.job, stage: .audio)
            return TaskResult()
        }
        let job = try await pipeline.admit(first: NewTask(.script, attemptLimit: 1))
        let service = pipeline.service("script", handler, endpoint: try pipeline.endpoint(through: forwarder))
        service.start()
        #expect(try await pipeline.end(of: job).state == .done)
        #expect(handler.begun.count == 2)
        #expect(try await pipeline.task(job, .script).get("attempt") == 1)
        try await service.stop()
    }
}
