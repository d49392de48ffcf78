// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Broker
internal import Domain
internal import Foundation
internal import NoOpStages
internal import Store
internal import TestServers
internal import Testing

@testable internal import Worker

@Suite(.pipeline, .timeLimit(.minutes(2))) struct `A job on its way through the services` {
    private func rehearsal(_ change: (inout RehearsalRequest) -> Void = { _ in }) -> RehearsalRequest {
        var request = RehearsalRequest()
        request.taskMilliseconds = 8
        change(&request)
        return request
    }

    @Test func `four services bring a job to its end, each task once`() async throws {
        let pipeline = try Pipeline.current
        let request = self.rehearsal { $0.name = "four" }
        let handler = Handler(around: NoOpStage())
        let status = try await pipeline.withServices(handler) {
            try await pipeline.end(of: try await pipeline.admit(request))
        }
        #expect(status.state == .done)
        #expect(status.percent == 100)
        let result = try JSONDecoder().decode(PartResult.self, from: Data((status.result ?? "").utf8))
        #expect(
            try await pipeline.objects.bytes(of: result.object) == NoOpStage.expectedBytes(request),
            "Every part is in it, in order.")
        // A script, three sections of sound and slide, a timeline, six segments, a film.
        #expect(handler.begun.count == 15)
        #expect(Set(handler.begun).count == 15)
        #expect(try await pipeline.count("SELECT sum(attempt) AS count FROM tasks") == 15)
        #expect(try await pipeline.queue.invariantViolations().values.allSatisfy { $0 == 0 })
    }

    @Test func `a section of nothing still makes a film`() async throws {
        let pipeline = try Pipeline.current
        let request = self.rehearsal { $0.sectionCount = 0 }
        let status = try await pipeline.withServices(NoOpStage(), ["script", "render"]) {
            try await pipeline.end(of: try await pipeline.admit(request))
        }
        #expect(status.state == .done)
    }

    @Test func `a second delivery of a task's message does nothing`() async throws {
        let pipeline = try Pipeline.current
        let handler = Handler()
        try await pipeline.withServices(handler, ["script"]) {
            let job = try await pipeline.admit()
            #expect(try await pipeline.end(of: job).state == .done)
            let body = Array(#"{"schema":1,"job":"\#(job)","stage":"script","part":0,"gen":0}"#.utf8)
            try await pipeline.publish(body, body, body, key: "script")
            // What came behind them is worked, so they have been.
            #expect(try await pipeline.end(of: try await pipeline.admit()).state == .done)
            try await until { try await pipeline.readyCount("movie.script.v1") == 0 }
        }
        #expect(handler.begun.count == 2)
        #expect(try await pipeline.count("SELECT sum(attempt) AS count FROM tasks") == 2)
        #expect(try await pipeline.readyCount("movie.script.v1") == 0, "They were acknowledged.")
        #expect(try await pipeline.count("SELECT count(*) AS count FROM dead_letters") == 0)
    }

    @Test func `messages of a task that nobody knows, or of another generation, are dropped`() async throws {
        let pipeline = try Pipeline.current
        let handler = Handler()
        try await pipeline.withServices(handler, ["script"]) {
            let job = try await pipeline.admit()
            #expect(try await pipeline.end(of: job).state == .done)
            let next = #"{"schema":1,"job":"\#(job)","stage":"script","part":0,"gen":7}"#
            let stranger = #"{"schema":1,"job":"\#(UUID())","stage":"script","part":0,"gen":0}"#
            let part = #"{"schema":1,"job":"\#(job)","stage":"script","part":9,"gen":0}"#
            try await pipeline.publish(
                Array(next.utf8), Array(stranger.utf8), Array(part.utf8), key: "script")
            #expect(try await pipeline.end(of: try await pipeline.admit()).state == .done)
        }
        #expect(handler.begun.count == 2)
        #expect(try await pipeline.readyCount("movie.script.v1") == 0)
        #expect(try await pipeline.count("SELECT count(*) AS count FROM dead_letters") == 0)
    }

    @Test func `a message is acknowledged only after what it asked for is written down`() async throws {
        let pipeline = try Pipeline.current
        let forwarder = try Forwarder(to: pipeline.address.port)
        try forwarder.open()
        let mayEnd = DrainSignal()
        let handler = Handler { _ in
            _ = await mayEnd.isOver()
            return TaskResult()
        }
        let service = pipeline.service(
            "script", handler, address: pipeline.address(through: forwarder)
        ) { $0.reconcileInterval = .seconds(3_600) }
        service.start()
        let job = try await pipeline.admit()
        try await until { handler.begun.count == 1 }
        // The broker loses its consumer, and has the message for the next.
        forwarder.shut()
        try await until {
            let counts = try await pipeline.address.counts(of: ["movie.script.v1"], name: "test")
            return counts["movie.script.v1"]?.consumerCount == 0
        }
        #expect(try await pipeline.readyCount("movie.script.v1") == 1)
        mayEnd.end()
        try forwarder.open()
        #expect(try await pipeline.end(of: job).state == .done)
        try await service.stop()
        #expect(handler.begun.count == 1, "The second delivery found it running or done.")
    }

    @Test func `a job whose artifact vanished is begun again and ends`() async throws {
        let pipeline = try Pipeline.current
        let request = self.rehearsal { $0.name = "vanishing" }
        let noOp = NoOpStage()
        let handler = Handler { task in
            let result = try await noOp.run(task)
            if task.lease.task.stage == .audio, task.lease.task.generation == 0, task.lease.task.part == 1 {
                let made = try JSONDecoder().decode(PartResult.self, from: Data((result.result ?? "").utf8))
                let file = try await task.artifacts.file(of: made.object)
                try FileManager.default.removeItem(at: file)
            }
            return result
        }
        let status = try await pipeline.withServices(handler) {
            try await pipeline.end(of: try await pipeline.admit(request))
        }
        #expect(status.state == .done)
        #expect(try await pipeline.count("SELECT restarts AS count FROM jobs") == 1)
        #expect(
            try await pipeline.count("SELECT count(*) AS count FROM audit WHERE action = 'startOver'") == 1)
        let result = try JSONDecoder().decode(PartResult.self, from: Data((status.result ?? "").utf8))
        #expect(try await pipeline.objects.bytes(of: result.object) == NoOpStage.expectedBytes(request))
    }

    @Test func `a job that is cancelled ends its running task within seconds`() async throws {
        let pipeline = try Pipeline.current
        let handler = Handler { _ in
            try await Task.sleep(for: .seconds(100))
            return TaskResult()
        }
        try await pipeline.withServices(handler, ["script"]) {
            let job = try await pipeline.admit()
            try await until { handler.begun.count == 1 }
            #expect(try await pipeline.queue.cancel(job, actor: "test") == .stopping(runningCount: 1))
            #expect(try await pipeline.end(of: job).state == .cancelled)
            let row = try await pipeline.store.rows(
                "SELECT extract(epoch FROM finished_at - cancel_requested_at) AS seconds FROM jobs")[0]
            let seconds = try row.get("seconds", as: Double.self)
            #expect(seconds < 5, "Renewed twice a second.")
        }
        #expect(try await pipeline.count("SELECT attempt AS count FROM tasks") == 1)
    }
}
