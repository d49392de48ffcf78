// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Broker
internal import Foundation
internal import NoOpStages
internal import Store
internal import TestServers
internal import Worker

/// One crash point: a service that is told to die there, a job, and the service's successor.
struct CrashScene {
    let point: CrashPoint
    let programs: URL
    let folder: URL
    let servers: (broker: String, database: String)

    private var name: String { "point_\(self.point.rawValue.lowercased())" }

    /// The one that passes the point: the first task of a rehearsal stores nothing, its last one does.
    private var victim: String { self.point == .afterObject ? "render-svc" : "script-svc" }

    func play() async throws -> CrashReport {
        let (address, ledger, artifacts) = try await self.prepare()
        let dying = try self.start(self.victim, artifacts, crashAt: self.point)
        var others = self.victim == "script-svc" ? [] : [try self.start("script-svc", artifacts)]
        let result: Result<CrashReport, any Error>
        do {
            let (job, request) = try await self.ask(ledger)
            try await self.provoke(dying, job, ledger, address)
            guard await dying.ending(within: .seconds(40)) == .killed else {
                dying.send(SIGKILL)
                throw Failure(description: "it did not die there")
            }
            var report = CrashReport(point: self.point, faults: [])
            report.leftBehind = try await self.remains(of: job, ledger)
            let began = ContinuousClock.now
            others.append(try self.start(self.victim, artifacts))
            if self.victim == "script-svc" { others.append(try self.start("render-svc", artifacts)) }
            try await self.check(job, request, ledger, DirectoryStore(root: artifacts), address, &report)
            report.seconds = (ContinuousClock.now - began) / .seconds(1)
            result = .success(report)
        } catch {
            result = .failure(error)
        }
        await withDiscardingTaskGroup { group in
            for each in others { group.addTask { await each.stop() } }
        }
        return try result.get()
    }

    struct Failure: Error, CustomStringConvertible { let description: String }

    /// A virtual host, a schema and a folder.
    func prepare() async throws -> (BrokerAddress, Ledger, artifacts: URL) {
        var address = try BrokerAddress(parsing: self.servers.broker)
        address.virtualHost = self.name
        try await Servers.management().makeVirtualHost(self.name, for: address.user)
        try await PipelineTopology.topology.declare(at: address, name: "chaos")
        let ledger = Ledger(database: self.servers.database, schema: self.name)
        try await ledger.prepare(database: self.servers.database)
        let artifacts = self.folder.appending(path: "\(self.name)-artifacts")
        try FileManager.default.createDirectory(at: artifacts, withIntermediateDirectories: true)
        return (address, ledger, artifacts)
    }

    /// - Parameter more: Variables beside those of all services.
    func start(
        _ program: String, _ artifacts: URL, crashAt: CrashPoint? = nil, _ more: [String: String] = [:]
    ) throws -> ServiceProcess {
        var environment = Run.environment(self.servers, artifacts: artifacts)
        guard var broker = URLComponents(string: self.servers.broker) else {
            throw Failure(description: "no address")
        }
        broker.path = "/\(self.name)"
        environment["RABBITMQ_URL"] = broker.string
        environment["MOVIEGEN_DATABASE_SCHEMA"] = self.name
        environment["MOVIEGEN_DRAIN_SECONDS"] = "1"
        environment["MOVIEGEN_CRASH_AT"] = crashAt?.rawValue
        return try ServiceProcess(
            self.programs.appending(path: program), environment: environment.merging(more) { $1 },
            log: self.folder.appending(path: "\(self.name).log"))
    }

    /// A job without sections: a script, a timeline, a film.
    private func ask(_ ledger: Ledger) async throws -> (UUID, RehearsalRequest) {
        var request = RehearsalRequest()
        request.sectionCount = 0
        // Longer than the time to drain, where that is what it dies after.
        request.taskMilliseconds = self.point == .afterHandBack ? 3_000 : 10
        let admission = AdmissionRequest(
            client: "chaos", idempotencyKey: self.name,
            request: String(decoding: try JSONEncoder.sorted.encode(request), as: UTF8.self),
            first: NewTask(.script))
        guard case .admitted(let job) = try await ledger.queue.admit(admission) else {
            throw Failure(description: "it was not admitted")
        }
        return (job, request)
    }

    /// What a calm job does not bring about by itself.
    private func provoke(
        _ dying: ServiceProcess, _ job: UUID, _ ledger: Ledger, _ address: BrokerAddress
    ) async throws {
        switch self.point {
        case .afterKeeping:
            let publisher = Publisher(to: address, name: "chaos")
            let letter = Message(messageID: UUID().uuidString.lowercased(), body: Array("junk".utf8))
            _ = try await publisher.publish(letter, to: PipelineTopology.deadExchange, routingKey: "script")
            await publisher.close()
        case .afterHandBack:
            try await self.until("its task runs", within: .seconds(30)) {
                try await ledger.count("SELECT count(*) AS count FROM tasks WHERE state = 'running'") > 0
            }
            dying.send(SIGTERM)
        default: break
        }
    }

    /// The task that was under way, and the messages that wait.
    private func remains(of job: UUID, _ ledger: Ledger) async throws -> String {
        let row = try await ledger.store.rows(
            """
            SELECT concat_ws(' ', stage, state, 'attempt', attempt) AS task,
                (SELECT count(*) FROM outbox) AS messages
            FROM tasks WHERE job_id = \(job) ORDER BY enqueued_at DESC LIMIT 1
            """)[0]
        let messages = try row.get("messages", as: Int.self)
        // A message leaves the outbox after its confirm: the reconciler would find a lost one too, but much later.
        if [.beforePublish, .afterPublish, .afterConfirm].contains(self.point), messages == 0 {
            throw Failure(description: "the message left the outbox before the broker had it")
        }
        if self.point == .duringComplete {
            let kept = try await ledger.count("SELECT count(*) AS count FROM chaos_commits")
            guard try await ledger.begunCompletions() == 1, kept == 0 else {
                throw Failure(description: "it did not die between the statements, or they were kept")
            }
        }
        return "\(try row.get("task", as: String.self)), \(messages) in the outbox"
    }

    private func check(
        _ job: UUID, _ request: RehearsalRequest, _ ledger: Ledger, _ objects: DirectoryStore,
        _ address: BrokerAddress, _ report: inout CrashReport
    ) async throws {
        try await self.until("the job is over", within: .seconds(60)) {
            try await ledger.queue.status(of: job)?.state != .open
        }
        guard let status = try await ledger.queue.status(of: job), status.state == .done,
            let result = status.result
        else { throw Failure(description: "the job is not done") }
        let made = try JSONDecoder().decode(PartResult.self, from: Data(result.utf8))
        if try await objects.bytes(of: made.object) != NoOpStage.expectedBytes(request) {
            report.faults.append("other bytes")
        }
        report.attempts = try await ledger.count("SELECT count(*) AS count FROM chaos_claims")
        report.rescues = try await ledger.count("SELECT sum(rescue_count) AS count FROM tasks")
        let commits = try await ledger.count("SELECT count(*) AS count FROM chaos_commits")
        if commits != 3 { report.faults.append("\(commits) completing commits of 3 tasks") }
        let letters = try await ledger.count("SELECT count(*) AS count FROM dead_letters")
        if letters != (self.point == .afterKeeping ? 1 : 0) {
            report.faults.append("\(letters) dead letters")
        }
        for (name, count) in try await ledger.queue.invariantViolations() where count > 0 {
            report.faults.append("\(name) \(count)")
        }
        try await self.until("the queues are empty", within: .seconds(30)) {
            let queues =
                ["script", "render"].map(PipelineTopology.workQueue) + [PipelineTopology.deadQueue("script")]
            return try await address.counts(of: queues, name: "chaos").values.allSatisfy {
                $0.readyCount == 0
            }
        }
    }

    func until(_ what: String, within limit: Duration, _ isSo: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + limit
        while try await !isSo() {
            guard ContinuousClock.now < end else { throw Failure(description: "never: \(what)") }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
