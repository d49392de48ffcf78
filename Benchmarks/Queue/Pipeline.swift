// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Broker
internal import Foundation
internal import Logging
internal import ServiceLifecycle
internal import Store
internal import Synchronization
internal import Worker

/// Two real services in this process: jobs of two tasks, each task claimed, run (nothing), completed and announced.
struct Pipeline {
    static let jobCount = 2_500
    static let hopCount = 60
    /// Tasks at once of each service; its prefetch too.
    static let slots = 8

    private let servers: Servers

    init(_ servers: Servers) { self.servers = servers }

    /// Jobs are admitted before the services start; counted is from the first claim to the last completion.
    func measureThroughput(into report: inout Report) async throws {
        try await self.servers.renewSchema()
        let counter = Countdown(Self.jobCount)
        let queue = JobQueue(Store(self.servers.database, sessions: 4))
        try await withThrowingTaskGroup { group in
            for _ in 0..<4 {
                group.addTask { for _ in 0..<Self.jobCount / 4 { try await Self.admit(to: queue) } }
            }
            try await group.waitForAll()
        }
        try await self.withServices(counter) {
            await counter.reachesZero()
            try await Self.waitUntilDone(queue, seconds: 30)
        }
        let row = try await queue.store.rows(
            """
            SELECT count(*) AS count, min(started_at) AS began,
                extract(epoch FROM max(finished_at) - min(started_at))::double precision AS seconds
            FROM tasks WHERE state = 'done' AND attempt = 1
            """
        ).first
        guard let row, try row.get("count", as: Int.self) == 2 * Self.jobCount else {
            throw Servers.Failure(description: "not every task was done once")
        }
        report.add(Double(2 * Self.jobCount) / (try row.get("seconds", as: Double.self)), to: .stages)
    }

    /// One job at a time; counted is from the begin of the first task's completing transaction to the second's claim.
    func measureHops(into report: inout Report) async throws {
        try await self.servers.renewSchema()
        let queue = JobQueue(Store(self.servers.database, sessions: 2))
        // Two more, which warm connections and statements up.
        let total = Self.hopCount + 2
        try await self.withServices(Countdown(total)) {
            for _ in 0..<total {
                try await Self.admit(to: queue)
                try await Self.waitUntilDone(queue, seconds: 30)
            }
        }
        let milliseconds = try await queue.store.rows(
            """
            SELECT (1000 * extract(epoch FROM b.started_at - a.finished_at))::double precision AS hop
            FROM tasks a JOIN tasks b ON b.job_id = a.job_id AND b.stage = 'audio' WHERE a.stage = 'script'
            ORDER BY a.started_at OFFSET 2
            """
        ).map { try $0.get("hop", as: Double.self) }
        report.add(Report.median(milliseconds), to: .hop)
        report.add(Report.quantile(0.95, of: milliseconds), to: .lateHop)
    }

    private static func admit(to queue: JobQueue) async throws {
        guard
            case .admitted = try await queue.admit(AdmissionRequest(client: "bench", first: NewTask(.script)))
        else { throw Servers.Failure(description: "a job was not admitted") }
    }

    private static func waitUntilDone(_ queue: JobQueue, seconds: Int) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            let open = try await queue.store.rows("SELECT 1 AS one FROM jobs WHERE state = 'open' LIMIT 1")
            if open.isEmpty { return }
            guard ContinuousClock.now < end else {
                throw Servers.Failure(description: "jobs are still open after \(seconds) s")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func withServices(_ counter: Countdown, _ body: () async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "bench-queue-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let services = ["script", "audio"].map { key in
            StageService(
                NoOp(counter: counter),
                settings: WorkerSettings(
                    service: "bench-\(key)", instance: "bench-\(key)-\(UUID().uuidString)", routingKey: key,
                    slots: Self.slots),
                queue: JobQueue(Store(self.servers.database, sessions: min(Self.slots + 4, 12))),
                objects: DirectoryStore(root: folder), address: self.servers.broker,
                logger: Logger(label: "bench-\(key)"))
        }
        let group = ServiceGroup(services: services, logger: Logger(label: "bench"))
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            do { try await body() } catch {
                tasks.cancelAll()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}

/// The work of both stages.
private struct NoOp: StageHandler {
    let counter: Countdown

    func run(_ task: TaskContext) async throws -> TaskResult {
        var result = TaskResult()
        if task.lease.task.stage == .script {
            result.next = [NewTask(.audio)]
        } else {
            self.counter.count()
        }
        return result
    }
}

/// Lets one task wait for many, without a look at the database that is measured.
final class Countdown: Sendable {
    private let left: Mutex<Int>
    private let bell = Bell()

    init(_ count: Int) { self.left = Mutex(count) }

    func count() {
        let isZero = self.left.withLock { left in
            left -= 1
            return left <= 0
        }
        if isZero { self.bell.ring() }
    }

    func reachesZero() async {
        while self.left.withLock({ $0 > 0 }) { await self.bell.wait(atMost: .seconds(1)) }
    }
}
