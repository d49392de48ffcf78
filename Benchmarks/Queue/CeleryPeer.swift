// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import Foundation
internal import Store

/// The same two stages by Celery, with as many cores and as many messages in hand.
struct CeleryPeer {
    static let processes = 2
    let version: String
    private let servers: Servers
    private static let python = ".local/bench/celery/bin/python"
    private static let folder = "Benchmarks/Queue/Celery"

    init(_ servers: Servers) throws {
        self.servers = servers
        let output = Pipe()
        let process = Self.process(["-c", "import celery; print(celery.__version__)"], environment: [:])
        process.standardOutput = output
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        self.version = text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func measureThroughput(into report: inout Report) async throws {
        let store = try await self.makeTable()
        // Before the worker starts, as with ours.
        try await self.finish(self.drive("all", Pipeline.jobCount))
        try await self.withWorker {
            try await self.waitUntilDone(store, count: 2 * Pipeline.jobCount, seconds: 180)
        }
        let seconds: Double? = try await store.rows(
            """
            SELECT extract(epoch FROM max(finished_at) - min(started_at))::double precision AS seconds
            FROM bench_celery
            """
        ).first?.get("seconds")
        report.add(Double(2 * Pipeline.jobCount) / (seconds ?? .infinity), to: .stagesCelery)
    }

    /// From just before the first task's commit to the start of the second's body.
    func measureHops(into report: inout Report) async throws {
        let store = try await self.makeTable()
        try await self.withWorker {
            // Two more, which warm connections up.
            try await self.finish(self.drive("each", Pipeline.hopCount + 2))
        }
        let milliseconds = try await store.rows(
            """
            SELECT (1000 * extract(epoch FROM b.started_at - a.finished_at))::double precision AS hop
            FROM bench_celery a JOIN bench_celery b ON b.job = a.job AND b.stage = 2
            WHERE a.stage = 1 AND a.job > 1
            """
        ).map { try $0.get("hop", as: Double.self) }
        report.add(Report.median(milliseconds), to: .hopCelery)
        report.add(Report.quantile(0.95, of: milliseconds), to: .lateHopCelery)
    }

    private func makeTable() async throws -> Store {
        let store = Store(self.servers.database, sessions: 1)
        try await store.transaction {
            try $0.script(
                """
                DROP TABLE IF EXISTS bench_celery;
                CREATE TABLE bench_celery (
                    job integer NOT NULL, stage integer NOT NULL, started_at timestamptz NOT NULL,
                    finished_at timestamptz NOT NULL, PRIMARY KEY (job, stage))
                """)
        }
        return store
    }

    private func waitUntilDone(_ store: Store, count: Int, seconds: Int) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            let done: Int? = try await store.rows("SELECT count(*) AS count FROM bench_celery").first?.get(
                "count")
            if done == count { return }
            guard ContinuousClock.now < end else {
                throw Servers.Failure(
                    description: "Celery did \(done ?? 0) of \(count) tasks in \(seconds) s")
            }
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    private func withWorker(_ body: () async throws -> Void) async throws {
        let worker = Self.process(
            [
                "-m", "celery", "--app", "chain", "--quiet", "worker", "--pool", "prefork", "--concurrency",
                "\(Self.processes)", "--without-gossip", "--without-mingle", "--loglevel", "ERROR",
            ], environment: self.environment)
        worker.standardOutput = FileHandle.nullDevice
        try worker.run()
        do {
            try await body()
        } catch {
            worker.terminate()
            throw error
        }
        worker.terminate()
        worker.waitUntilExit()
    }

    private func drive(_ mode: String, _ count: Int) -> Process {
        Self.process(["drive.py", mode, "\(count)"], environment: self.environment)
    }

    private func finish(_ process: Process) async throws {
        try process.run()
        while process.isRunning { try await Task.sleep(for: .milliseconds(50)) }
        guard process.terminationStatus == 0 else {
            throw Servers.Failure(description: "Celery's driver ended with \(process.terminationStatus)")
        }
    }

    private var environment: [String: String] {
        let broker = self.servers.broker
        let database = self.servers.database
        return [
            "BENCH_BROKER":
                "amqp://\(broker.user):\(broker.password)@\(broker.host):\(broker.port)/\(broker.virtualHost)",
            "BENCH_DATABASE": "\(database.address)?options=-csearch_path%3D\(database.schema ?? "public")",
            "BENCH_PREFETCH": "\(2 * Pipeline.slots)", "BENCH_PROCESSES": "\(Self.processes)",
        ]
    }

    private static func process(_ arguments: [String], environment: [String: String]) -> Process {
        let process = Process()
        let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        process.executableURL = here.appending(path: Self.python)
        process.arguments = arguments
        process.currentDirectoryURL = here.appending(path: Self.folder)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
            .merging(["PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "ignore"]) { $1 }
        process.standardInput = FileHandle.nullDevice
        return process
    }
}
