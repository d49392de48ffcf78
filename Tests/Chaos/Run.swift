// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Broker
internal import Foundation
internal import Store
internal import Worker

/// One seed: load and faults, a quiet end, and the verdict.
struct Run {
    let seed: UInt64
    let length: Duration
    /// See ``Schedule``.
    let isShort: Bool
    let jobsPerSecond: Double
    let programs: URL
    let folder: URL
    let servers: (broker: String, database: String)

    /// How long everything may take to come to its end after the last fault.
    private static let quietLimit = Duration.seconds(120)

    func verdict() async throws -> Verdict {
        let journal = try Journal(self.folder.appending(path: "journal.jsonl"))
        let artifacts = self.folder.appending(path: "artifacts")
        try FileManager.default.createDirectory(at: artifacts, withIntermediateDirectories: true)
        let (disk, refusal) = self.smallDisk(at: artifacts)
        defer { SmallDisk.unmount(artifacts) }
        let ledger = Ledger(database: self.servers.database)
        try await ledger.prepare(database: self.servers.database)
        let fleet = try Fleet(
            programs: self.programs, logs: self.folder,
            environment: Self.environment(self.servers, artifacts: artifacts), seed: self.seed)
        let load = Load(
            ledger: ledger, address: try BrokerAddress(parsing: self.servers.broker), journal: journal)
        let injector = Injector(
            fleet: fleet, journal: journal,
            databasePort: URLComponents(string: self.servers.database)?.port ?? 0, disk: disk)
        let schedule = Schedule(
            seed: self.seed, length: self.length, jobsPerSecond: self.jobsPerSecond,
            instanceCount: await fleet.count, canFillDisk: disk != nil,
            isShort: self.isShort)
        do {
            try await fleet.startAll()
            let watch = await self.play(schedule, load, injector, fleet, ledger)
            journal.note("quiet")
            let quiet = try await self.settle(ledger, journal)
            let silent = await fleet.silent()
            let junk = JunkCheck(
                ledger: ledger, fleet: fleet, address: try BrokerAddress(parsing: self.servers.broker))
            let junkEnds = quiet == nil ? [] : try await junk.ends()
            await fleet.stopAll()
            var verdict = try await self.judge(
                schedule, load, injector, fleet, ledger, DirectoryStore(root: artifacts), watch: watch,
                quiet: quiet, silent: silent, junkEnds)
            verdict.count(
                "disk of what is made",
                disk.map { "\($0.megabytes) MB" } ?? "the machine's own, never full (\(refusal))")
            return verdict
        } catch {
            await fleet.stopAll()
            throw error
        }
    }

    /// Room for what the jobs make, several times; nil with the reason where nothing can be mounted.
    private func smallDisk(at folder: URL) -> (SmallDisk?, refusal: String) {
        let jobCount = Int(self.length / .seconds(1) * self.jobsPerSecond)
        do { return (try SmallDisk.mount(at: folder, megabytes: 64 + jobCount / 4), "") } catch {
            return (nil, "\(error)")
        }
    }

    /// What the services of a run have in common: short waits, so that every repair happens many times.
    static func environment(
        _ servers: (broker: String, database: String), artifacts: URL
    ) -> [String: String] {
        let inherited = ProcessInfo.processInfo.environment.filter { name, _ in
            ["PATH", "HOME", "LANG", "LD_LIBRARY_PATH"].contains(name)
        }
        return inherited.merging([
            "RABBITMQ_URL": servers.broker, "DATABASE_URL": servers.database,
            "MOVIEGEN_DATABASE_SCHEMA": Ledger.schema, "MOVIEGEN_ARTIFACTS": artifacts.path,
            "MOVIEGEN_STAGE_IMPLEMENTATION": "fake", "MOVIEGEN_SLOTS": "3", "MOVIEGEN_DISK_FLOOR_MB": "8",
            "MOVIEGEN_LEASE_SECONDS": "6", "MOVIEGEN_RENEW_SECONDS": "1", "MOVIEGEN_RESCUE_SECONDS": "2",
            "MOVIEGEN_RECONCILE_SECONDS": "5", "MOVIEGEN_RETRY_FIRST_SECONDS": "1",
            "MOVIEGEN_RETRY_LONGEST_SECONDS": "4", "MOVIEGEN_DRAIN_SECONDS": "3",
        ]) { $1 }
    }

    /// Load and faults, until the last of both is over.
    private func play(
        _ schedule: Schedule, _ load: Load, _ injector: Injector, _ fleet: Fleet, _ ledger: Ledger
    ) async -> Watch {
        await withTaskGroup { group in
            let watch = Task { await Watch.watch(ledger, fleet) }
            let disturbance = Task { await load.disturb() }
            group.addTask { await load.run(schedule.jobs) }
            group.addTask { await injector.run(schedule.faults) }
            await group.waitForAll()
            disturbance.cancel()
            await disturbance.value
            watch.cancel()
            return await watch.value
        }
    }

    /// Waits until nothing is left to do.
    ///
    /// - Returns: How long that took, nil when it did not come to an end.
    private func settle(_ ledger: Ledger, _ journal: Journal) async throws -> Duration? {
        let began = journal.elapsed
        while journal.elapsed - began < Self.quietLimit {
            let left = try? await ledger.count(
                """
                SELECT (SELECT count(*) FROM jobs WHERE state = 'open')
                    + (SELECT count(*) FROM outbox WHERE available_at < now() + interval '2 minutes') AS count
                """)
            if left == 0 { return journal.elapsed - began }
            try await Task.sleep(for: .milliseconds(500))
        }
        return nil
    }
}

/// What was seen while a run was under way.
struct Watch: Sendable {
    /// Rules of the design, by the most rows that broke one at a time.
    var violations: [String: Int] = [:]
    var largestMegabytes = 0
    var lookCount = 0

    /// Looks every second until its task is cancelled.
    static func watch(_ ledger: Ledger, _ fleet: Fleet) async -> Watch {
        var watch = Watch()
        while !Task.isCancelled {
            // A database that is away has nothing to tell.
            if let violations = try? await ledger.queue.invariantViolations() {
                watch.lookCount += 1
                for (name, count) in violations where count > 0 {
                    watch.violations[name] = max(watch.violations[name] ?? 0, count)
                }
            }
            watch.largestMegabytes = max(watch.largestMegabytes, await fleet.megabytes().max() ?? 0)
            try? await Task.sleep(for: .seconds(1))
        }
        return watch
    }
}
