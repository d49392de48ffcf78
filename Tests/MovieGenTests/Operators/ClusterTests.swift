// SPDX-License-Identifier: Apache-2.0
import Broker
import Foundation
import Store
import Testing

@Suite(.timeLimit(.minutes(2))) struct `An operator's moviegen` {
    struct QueueRow: Decodable {
        struct Database: Decodable { let dueCount, outboxCount: Int }
        struct Broker: Decodable {
            let ready, unacked, consumers: Int
            let isUnackedEstimated: Bool
        }
        let queue: String
        let database: Database
        let broker: Broker?
    }

    @Test func `queues list has both sides, and leaves every message where it is`() async throws {
        try await TestCluster.with { cluster in
            _ = try await cluster.admit()
            try await Self.declare(["movie.script.v1"], at: cluster.broker)
            let publisher = Publisher(to: cluster.broker, name: "test")
            for number in 0..<2 {
                let message = Message(messageID: "\(number)", body: [1])
                #expect(
                    try await publisher.publish(message, to: "", routingKey: "movie.script.v1") == .confirmed)
            }
            await publisher.close()
            for _ in 0..<3 {
                let rows = try cluster.json([QueueRow].self, "queues", "list")
                #expect(rows.map(\.queue) == ["script", "audio", "slide", "render"])
                #expect(rows[0].database.dueCount == 1 && rows[0].database.outboxCount == 1)
                #expect(rows[0].broker?.ready == 2 && rows[0].broker?.consumers == 0)
                #expect(rows[1].broker == nil)
            }
        }
    }

    @Test func `queues list without a broker shows the database's side, and is 69`() async throws {
        try await TestCluster.with { cluster in
            let result = try cluster.run(
                "queues", "list", changing: ["RABBITMQ_URL": "amqp://a:b@127.0.0.1:9/x"])
            #expect(result.status == 69 && result.errors.contains("RabbitMQ"), "\(result.errors)")
            #expect(result.output.contains("script") && result.output.contains("?"))
        }
    }

    @Test func `workers are listed, and drained by name`() async throws {
        struct Worker: Decodable {
            let instance: String
            let isDraining: Bool
        }
        try await TestCluster.with { cluster in
            try await cluster.beat("audio-svc")
            #expect(try cluster.json([Worker].self, "workers", "list").map(\.isDraining) == [false])
            #expect(try cluster.run("workers", "drain", "audio-svc-1").status == 0)
            #expect(try cluster.json([Worker].self, "workers", "list").map(\.isDraining) == [true])
            let unknown = try cluster.run("workers", "drain", "nobody")
            #expect(unknown.status == 66 && unknown.errors.contains("no such worker"))
        }
    }

    @Test func `the outbox is listed and kicked`() async throws {
        struct Kick: Decodable { let kicked: Int }
        struct Message: Decodable {
            let routingKey, job: String
            let lastError: String?
        }
        try await TestCluster.with { cluster in
            let task = try await cluster.admit()
            _ = try await cluster.queue.relay { [$0[0].id: .refused(reason: "blocked")] }
            let messages = try cluster.json([Message].self, "outbox", "list")
            #expect(messages.map(\.job) == [task.job.id] && messages[0].lastError == "blocked")
            #expect(try cluster.json(Kick.self, "outbox", "kick").kicked == 1)
            #expect(try cluster.json(Kick.self, "outbox", "kick").kicked == 0)
        }
    }

    @Test func `a blocked network gets no job in until it is unblocked`() async throws {
        struct Limits: Decodable {
            struct Block: Decodable { let network, reason, actor: String }
            struct Use: Decodable {
                let subject: String
                let usedCount: Int
            }
            let blocked: [Block]
            let used: [Use]
        }
        try await TestCluster.with { cluster in
            func submit(_ address: String) throws -> Command.Result {
                var environment = cluster.environment
                environment["MOVIEGEN_DAILY_JOB_LIMIT"] = "1"
                let line = ["submit", "http://example.com/", "--detach", "--client-address", address]
                return try cluster.command.start(line, environment: environment).wait()
            }
            #expect(
                try cluster.run("limits", "block", "198.51.100.9/24", "--reason", "flood", "--for", "1h")
                    .status == 0)
            let refused = try submit("198.51.100.77")
            #expect(refused.status == 75 && refused.errors.contains("flood"), "\(refused.errors)")
            #expect(try submit("203.0.113.5").status == 0)
            let spent = try submit("203.0.113.5")
            #expect(spent.status == 75 && spent.errors.contains("daily limit"), "\(spent.errors)")
            let limits = try cluster.json(Limits.self, "limits", "show")
            #expect(
                limits.blocked.map(\.network) == ["198.51.100.0/24"] && limits.blocked[0].actor == "tester")
            #expect(limits.used.map(\.subject) == ["203.0.113.5/32"] && limits.used[0].usedCount == 1)
            #expect(try cluster.run("limits", "unblock", "198.51.100.0/24").status == 0)
            #expect(try cluster.run("limits", "unblock", "198.51.100.0/24").status == 66)
            #expect(try cluster.run("limits", "block", "localhost", "--reason", "x").status == 64)
            #expect(try submit("198.51.100.77").status == 0)
            #expect(try submit("not an address").status == 64)
        }
    }

    @Test func `a limit that is set holds for submit in place of its setting, until it is reset`()
        async throws
    {
        struct Limits: Decodable {
            struct Limit: Decodable {
                let configured: Int
                let kept: Int?
                let actor: String?
            }
            let dailyJobs, openJobs: Limit
        }
        struct Change: Decodable {
            let limit: String
            let value: Int?
        }
        try await TestCluster.with { cluster in
            func submit() throws -> Command.Result {
                try cluster.run(
                    "submit", "http://example.com/", "--detach", "--client-address", "203.0.113.5",
                    changing: ["MOVIEGEN_DAILY_JOB_LIMIT": "1"])
            }
            let set = try cluster.json(Change.self, "limits", "set", "daily_jobs", "2", "--actor", "eve")
            #expect(set.limit == "daily_jobs" && set.value == 2)
            let kept = try cluster.json(Limits.self, "limits", "show")
            #expect(kept.dailyJobs.configured == 5 && kept.dailyJobs.kept == 2)
            #expect(kept.dailyJobs.actor == "eve" && kept.openJobs.kept == nil)
            let shown = try cluster.run("limits", "show").output
            #expect(shown.contains(#/daily_jobs +2 +5 +eve /#) && shown.contains(#/open_jobs +10 +10 +- /#))
            #expect(try submit().status == 0 && submit().status == 0)
            #expect(try submit().errors.contains("daily limit"))
            #expect(try cluster.json(Change.self, "limits", "reset", "daily_jobs").value == nil)
            #expect(try submit().errors.contains("daily limit"))
            #expect(try cluster.run("limits", "set", "open_jobs", "2").status == 0)
            let full = try cluster.run("submit", "http://example.com/", "--detach")
            #expect(full.status == 75 && full.errors.contains("queue"), "\(full.errors)")
            #expect(try cluster.run("limits", "reset", "open_jobs").status == 0)
            #expect(try cluster.run("submit", "http://example.com/", "--detach").status == 0)
            for wrong in [
                ["set", "daily_jobs", "-1"], ["set", "jobs", "1"], ["reset", "jobs"], ["set", "open_jobs"],
            ] {
                let result = try cluster.command.start(["limits"] + wrong, environment: cluster.environment)
                    .wait()
                #expect(result.status == 64, "\(wrong)")
            }
        }
    }

    @Test func `cleanup removes what is over and the objects nobody holds, and says so before`() async throws
    {
        struct Report: Decodable {
            let dryRun: Bool
            let jobs, objects, objectBytes: Int
        }
        try await TestCluster.with { cluster in
            let (dead, open) = (try await cluster.die(), try await cluster.admit())
            let objects = ["aa", "ab"].map { $0 + String(repeating: "0", count: 62) }
            for object in objects {
                let file = cluster.command.file("objects/\(object.prefix(2))/\(object)")
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(count: 1_000).write(to: file)
                try FileManager.default.setAttributes(
                    [.modificationDate: Date.now - 3_600], ofItemAtPath: file.path)
            }
            // One is an open job's.
            try await cluster.queue.store.rows(
                "INSERT INTO job_objects (job_id, object) VALUES (\(open.job), \(objects[1]))")
            #expect(try cluster.json(Report.self, "cleanup").jobs == 0)
            for isDry in [true, false] {
                let report = try cluster.json(
                    Report.self, "cleanup", "--all-finished", isDry ? "--dry-run" : "--actor=eve")
                #expect(report.dryRun == isDry && report.jobs == 1)
                #expect(report.objects == 1 && report.objectBytes == 1_000)
                #expect(try await (cluster.queue.status(of: dead.job) == nil) == !isDry)
            }
            #expect(try await cluster.state(open.job) == .open)
            #expect(cluster.command.files.filter { $0.hasSuffix("000") } == ["objects/ab/\(objects[1])"])
            #expect(try await cluster.queue.audit(limit: 1).map(\.actor) == ["eve"])
            #expect(try cluster.run("cleanup", "--all-finished", "--older-than", "1h").status == 64)
        }
    }

    @Test func `the services' settings are listed`() throws {
        let command = try Command()
        defer { command.remove() }
        let result = try command.run("config", "services")
        #expect(result.status == 0 && result.output.contains("MOVIEGEN_DISK_FLOOR_MB"))
    }

    static func declare(_ queues: [String], at address: BrokerAddress) async throws {
        var topology = Topology()
        topology.queues = queues.map { .init($0, arguments: ["x-queue-type": .text("quorum")]) }
        try await topology.declare(at: address, name: "test")
    }
}

@Suite(.timeLimit(.minutes(2))) struct `moviegen dead` {
    struct Letter: Decodable {
        let id, reason: String
        let job, errorMessage, resolution, actor: String?
    }

    struct Replay: Decodable { let jobs, replayed, skipped: [String] }
    struct Discard: Decodable { let discarded: [String] }

    @Test func `replay begins the jobs of a filter again, no faster than it is told`() async throws {
        try await TestCluster.with { cluster in
            let dead = [try await cluster.die(), try await cluster.die(), try await cluster.die()]
            let letters = try cluster.json([Letter].self, "dead", "list")
            #expect(letters.count == 3 && letters[0].errorMessage == "no article")
            let dry = try cluster.json(Replay.self, "dead", "replay", "--all", "--dry-run")
            #expect(dry.jobs == dead.map(\.job.id))
            #expect(try await cluster.state(dead[0].job) == .failed)
            let one = try cluster.json(Replay.self, "dead", "replay", "--job", dead[0].job.short)
            #expect(one.jobs == [dead[0].job.id])
            let began = ContinuousClock.now
            let rest = try cluster.json(Replay.self, "dead", "replay", "--all", "--rate", "2")
            #expect(rest.jobs.count == 2 && ContinuousClock.now - began >= .milliseconds(500))
            #expect(try cluster.json(Replay.self, "dead", "replay", "--all").jobs.isEmpty)
            for task in dead { #expect(try await cluster.state(task.job) == .open) }
            let resolved = try cluster.json([Letter].self, "dead", "list", "--all")
            #expect(resolved.map(\.resolution) == ["replayed", "replayed", "replayed"])
            #expect(resolved[0].actor == "tester")
        }
    }

    @Test func `a letter is shown and discarded by the first digits of its id`() async throws {
        try await TestCluster.with { cluster in
            let dead = try await cluster.die()
            let letter = try #require(try cluster.json([Letter].self, "dead", "list").first)
            let short = String(letter.id.prefix(8))
            #expect(try cluster.json(Letter.self, "dead", "show", short).job == dead.job.id)
            #expect(try cluster.json(Discard.self, "dead", "discard", short, "-n").discarded == [letter.id])
            #expect(try cluster.json(Discard.self, "dead", "discard", short).discarded == [letter.id])
            #expect(try cluster.json([Letter].self, "dead", "list").isEmpty)
            #expect(try await cluster.state(dead.job) == .failed)
            #expect(try cluster.run("dead", "show", "deadbeef").status == 66)
            for arguments in [
                ["discard"], ["replay"], ["replay", "--all", "--rate", "0"], ["list", "--queue", "x"],
            ] {
                let result = try cluster.command.start(["dead"] + arguments, environment: cluster.environment)
                    .wait()
                #expect(result.status == 64, "\(arguments)")
            }
        }
    }
}

@Suite(.timeLimit(.minutes(2))) struct `moviegen doctor` {
    struct Finding: Decodable {
        let check, level, says, remedy: String
    }

    /// - Returns: What is wrong, by check, and the exit code.
    private func problems(_ cluster: TestCluster, _ changing: [String: String] = [:]) throws -> (
        [String], Int32
    ) {
        let result = try cluster.run("doctor", "--json", changing: changing)
        let findings = try JSONDecoder().decode([Finding].self, from: Data(result.output.utf8))
        let problems = findings.filter { $0.level == "problem" }
        for problem in problems { #expect(!problem.says.isEmpty && !problem.remedy.isEmpty) }
        return (problems.map(\.check), result.status)
    }

    private static let queues = ["script", "audio", "slide", "render"].flatMap {
        ["movie.\($0).v1", "movie.\($0).dead.v1"]
    }

    @Test func `names missing queues and stages without a worker`() async throws {
        try await TestCluster.with { cluster in
            let (problems, status) = try self.problems(cluster)
            #expect(problems == ["topology", "workers", "workers", "workers", "workers"] && status == 69)
            let text = try cluster.run("doctor").output
            #expect(text.contains("✓ RabbitMQ has no alarm") && text.contains("✗ No audio-svc is alive"))
            let stranger = "http://moviegen:wrong@\(cluster.broker.host):\(cluster.managementPort)"
            let refused = try cluster.run("doctor", changing: ["RABBITMQ_MANAGEMENT_URL": stranger]).output
            #expect(refused.contains("⚠ RabbitMQ's alarms cannot be looked at") && !refused.contains("wrong"))
        }
    }

    @Test func `names a queue with other arguments, workers that take nothing, and a full disk`() async throws
    {
        try await TestCluster.with { cluster in
            try await `An operator's moviegen`.declare(Self.queues, at: cluster.broker)
            for service in ["script-svc", "audio-svc", "slide-svc", "render-svc"] {
                try await cluster.beat(service)
            }
            // However slow this machine is, they beat just now.
            try await cluster.queue.store.rows(
                "UPDATE workers SET heartbeat_at = now() + interval '10 minutes'")
            let full = ["MOVIEGEN_DISK_FLOOR_MB": "999999999"]
            let idle = try self.problems(cluster, full)
            #expect(
                idle.0 == ["topology"] + Array(repeating: "consumers", count: 4) + ["disk"] && idle.1 == 75)
            try await cluster.queue.store.rows(
                "UPDATE workers SET heartbeat_at = now() - interval '10 seconds'")
            let silent = try self.problems(cluster, full)
            #expect(
                silent.0 == ["topology"] + Array(repeating: "workers", count: 4) + ["disk"] && silent.1 == 69)
        }
    }

    @Test func `names an old outbox and a broken rule`() async throws {
        try await TestCluster.with { cluster in
            let task = try await cluster.admit()
            try await cluster.queue.store.rows("UPDATE outbox SET available_at = now() - interval '1 hour'")
            #expect(try self.problems(cluster).0.prefix(2) == ["outbox", "invariants"])
            try await cluster.queue.store.rows("DELETE FROM tasks WHERE job_id = \(task.job)")
            let text = try cluster.run("doctor").output
            #expect(text.contains("openJobWithoutOpenTask") && text.contains("✗"))
        }
    }

    @Test func `names a language that this machine cannot speak`() async throws {
        try await TestCluster.with { cluster in
            #expect(try cluster.run("doctor").output.contains("✓ This machine speaks Japanese"))
            let mute = try self.problems(cluster, ["PATH": "/nowhere"])
            #expect(mute.0.suffix(2) == ["voices", "voices"])
        }
    }

    @Test func `says which server is away, and looks at the other`() async throws {
        try await TestCluster.with { cluster in
            let database = try self.problems(cluster, ["DATABASE_URL": "postgresql://127.0.0.1:9/x"])
            #expect(database.0 == ["database", "topology"] && database.1 == 69)
            let broker = try self.problems(cluster, ["RABBITMQ_URL": "amqp://a:b@127.0.0.1:9/x"])
            #expect(broker.0 == ["broker", "workers", "workers", "workers", "workers"] && broker.1 == 69)
        }
    }
}

extension TestCluster {
    func beat(_ service: String) async throws {
        _ = try await self.queue.beat(
            WorkerRecord(
                instance: "\(service)-1", service: service, host: "h", processID: 7, version: "1", slots: 2))
    }
}
