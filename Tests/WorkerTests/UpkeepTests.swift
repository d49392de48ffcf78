// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Broker
internal import Domain
internal import Foundation
internal import Store
internal import TestServers
internal import Testing

@testable internal import Worker

@Suite(.pipeline, .timeLimit(.minutes(2))) struct `What services do beside their work` {
    @Test func `messages of a purged queue are found to be missing and sent again`() async throws {
        let pipeline = try Pipeline.current
        // Nobody works on this queue at first; the relay of another one publishes.
        let relay = pipeline.service("audio", Handler()) { $0.reconcileInterval = .seconds(3_600) }
        relay.start()
        var jobs: [UUID] = []
        for _ in 0..<5 { jobs.append(try await pipeline.admit()) }
        try await until { try await pipeline.readyCount("movie.script.v1") == 5 }
        try await pipeline.management.call(
            "DELETE", "queues/\(pipeline.address.virtualHost)/movie.script.v1/contents")
        try await until { try await pipeline.readyCount("movie.script.v1") == 0 }
        try await relay.stop()
        try await pipeline.withServices(Handler(), ["script"]) {
            for job in jobs {
                let status = try await pipeline.end(of: job)
                #expect(status.state == .done)
            }
        }
        #expect(try await pipeline.count("SELECT sum(attempt) AS count FROM tasks") == 5)
    }

    @Test func `a queue that is as deep as it should be is left alone`() async throws {
        let pipeline = try Pipeline.current
        for _ in 0..<3 { _ = try await pipeline.admit() }
        let relay = pipeline.service("audio", Handler())
        relay.start()
        // The broker has a message before its row is gone from the outbox.
        try await until { try await pipeline.count("SELECT count(*) AS count FROM outbox") == 0 }
        let reconciler = Reconciler { _ in 3 }
        for _ in 0..<5 { #expect(try await reconciler.look(at: pipeline.queue) == 0) }
        let short = Reconciler { _ in 1 }
        #expect(try await short.look(at: pipeline.queue) == 0, "It may be on its way.")
        #expect(try await short.look(at: pipeline.queue) == 0)
        #expect(try await short.look(at: pipeline.queue) == 2)
        try await relay.stop()
    }

    @Test func `a dead letter of the broker is kept, and its task gets another message`() async throws {
        let pipeline = try Pipeline.current
        let job = try await pipeline.admit()
        try await pipeline.store.rows("DELETE FROM outbox")
        let service = pipeline.service("script", Handler())
        service.start()
        try await until { await service.isReady("broker") }
        let body = #"{"schema":1,"job":"\#(job)","stage":"script","part":0,"gen":0}"#
        try await pipeline.publish(
            Array(body.utf8), Array("gibberish".utf8), to: PipelineTopology.deadExchange, key: "script")
        try await until { try await pipeline.count("SELECT count(*) AS count FROM dead_letters") == 2 }
        let letter = try await pipeline.store.rows("SELECT * FROM dead_letters WHERE job_id = \(job)")
        #expect(try letter[0].get("resolution") == "requeued")
        #expect(try letter[0].get("source") == "broker")
        #expect(
            try await pipeline.count(
                "SELECT count(*) AS count FROM outbox WHERE job_id = \(job) AND available_at > now()") == 1,
            "In a minute.")
        #expect(
            try await pipeline.count(
                "SELECT count(*) AS count FROM dead_letters WHERE job_id IS NULL AND resolved_at IS NULL")
                == 1)
        try await until { try await pipeline.readyCount("movie.script.dead.v1") == 0 }
        try await service.stop()
    }

    @Test func `a task that a full disk ends goes back, no attempt spent, and is done when there is room`()
        async throws
    {
        let pipeline = try Pipeline.current
        let filler = pipeline.objects.root.appending(path: "filler")
        let handler = Handler { _ in
            if let content = try? Data(contentsOf: filler, options: .alwaysMapped), content.isEmpty {
                return TaskResult()
            }
            try Data().write(to: filler)
            let file = try FileHandle(forWritingTo: filler)
            #expect(posix_fallocate(file.fileDescriptor, 0, 512 << 20) == 0)
            try file.close()
            throw JobFailure(.diskFull, "an object")
        }
        // So much room that what others write meanwhile does not matter.
        var disk = statvfs()
        #expect(statvfs(pipeline.objects.root.path, &disk) == 0)
        let floor = Int64(disk.f_bavail) * Int64(disk.f_frsize) - (256 << 20)
        let service = pipeline.service("script", handler) {
            $0.diskFloorBytes = floor
            $0.diskRest = .milliseconds(200)
        }
        let job = try await pipeline.admit()
        service.start()
        try await until { await service.isReady("disk") == false }
        try await until { await service.isReady("broker") == false }
        #expect(try await pipeline.task(job, .script).get("state", as: TaskState.self) == .queued)
        #expect(try await pipeline.task(job, .script).get("attempt") == 0)
        try Data().write(to: filler)
        #expect(try await pipeline.end(of: job).state == .done)
        #expect(try await pipeline.task(job, .script).get("attempt") == 1)
        try await service.stop()
    }

    @Test func `a service whose disk is nearly full takes no work`() async throws {
        let pipeline = try Pipeline.current
        let handler = Handler()
        let full = pipeline.service("script", handler) { $0.diskFloorBytes = .max }
        full.start()
        try await until { try await pipeline.count("SELECT count(*) AS count FROM workers") == 1 }
        #expect(await full.isReady("disk") == false)
        let job = try await pipeline.admit()
        try await until { try await pipeline.readyCount("movie.script.v1") == 1 }
        #expect(handler.begun.isEmpty)
        #expect(try await pipeline.queue.status(of: job)?.state == .open)
        try await full.stop()
        #expect(try await pipeline.task(job, .script).get("attempt") == 0)
        #expect(try await pipeline.readyCount("movie.script.v1") == 1, "It waits for a service with room.")
    }

    @Test func `a task of a worker that died is done by another`() async throws {
        let pipeline = try Pipeline.current
        let job = try await pipeline.admit()
        let task = TaskReference(job: job, stage: .script)
        guard case .claimed = try await pipeline.queue.claim(task, owner: "one that died") else {
            Issue.record("nobody else was there")
            return
        }
        let handler = Handler()
        let status = try await pipeline.withServices(handler, ["script"]) { try await pipeline.end(of: job) }
        #expect(status.state == .done)
        #expect(handler.begun.count == 1)
        let row = try await pipeline.task(job, .script)
        #expect(try row.get("attempt") == 1)
        #expect(try row.get("rescue_count") == 1)
    }

    @Test func `a broker that goes away and comes back is worked with again`() async throws {
        let pipeline = try Pipeline.current
        let forwarder = try Forwarder(to: pipeline.address.port)
        try forwarder.open()
        let service = pipeline.service("script", Handler(), address: pipeline.address(through: forwarder))
        service.start()
        #expect(try await pipeline.end(of: try await pipeline.admit()).state == .done)
        forwarder.shut()
        try await until { await service.isReady("broker") == false }
        let job = try await pipeline.admit()
        try forwarder.open()
        #expect(try await pipeline.end(of: job).state == .done)
        try await service.stop()
    }
}
