// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Broker
internal import Domain
internal import Foundation
internal import Logging
internal import ServiceLifecycle
internal import Store
internal import Telemetry

/// What every service does for the whole pipeline, beside its work; any number may do it at once.
struct Upkeep: Service {
    let queue: JobQueue
    let objects: DirectoryStore
    let settings: WorkerSettings
    let relayBell: Bell
    let reconciler: Reconciler
    let logger: Logger

    func run() async throws {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.every(self.settings.rescueInterval, "rescue", self.rescue) }
            group.addTask { await self.every(self.settings.reconcileInterval, "reconcile", self.reconcile) }
            group.addTask { await self.every(self.settings.sweepInterval, "sweep", self.sweep) }
        }
    }

    /// Jittered, so that services started together do not come together. A failure waits for the next turn.
    private func every(_ interval: Duration, _ name: String, _ body: () async throws -> Void) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: interval * Double.random(in: 0.8...1.2))
            guard !Task.isCancelled else { return }
            do {
                try await body()
            } catch {
                self.logger.warning("Upkeep failed: \(name)", metadata: [LogKey.errorDetail: "\(error)"])
            }
        }
    }

    /// Tasks of workers that are gone, and jobs that are past their deadline.
    private func rescue() async throws {
        let outcomes = try await self.queue.rescue()
        PipelineMetrics.rescued(outcomes.count)
        if !outcomes.isEmpty {
            self.logger.warning(
                "Tasks were taken from dead workers", metadata: [LogKey.count: "\(outcomes.count)"])
        }
        let expired = try await self.queue.expireDeadlines(limit: 100)
        if !expired.isEmpty {
            self.logger.warning("Jobs are past their deadline", metadata: [LogKey.count: "\(expired.count)"])
        }
        if !outcomes.isEmpty || !expired.isEmpty { self.relayBell.ring() }
    }

    private func reconcile() async throws {
        let count = try await self.reconciler.look(at: self.queue)
        if count > 0 {
            self.logger.error(
                "The broker had lost messages: they are sent again", metadata: [LogKey.count: "\(count)"])
            self.relayBell.ring()
        }
        for (name, count) in try await self.queue.invariantViolations() where count > 0 {
            PipelineMetrics.violated(name, count: count)
            self.logger.error(
                "A rule of the design is broken",
                metadata: [LogKey.errorCode: "\(name)", LogKey.count: "\(count)"])
        }
    }

    /// What nobody will ask for again: rows of old jobs, recipes and objects that no job used for as long.
    private func sweep() async throws {
        let jobs = try await self.queue.deleteExpired(retention: self.settings.retention, limit: 200)
        let objects = try await self.objects.sweep(unusedFor: self.settings.retention, by: self.queue)
        if jobs + objects > 0 {
            self.logger.info(
                "Old jobs and objects were removed", metadata: [LogKey.count: "\(jobs + objects)"])
        }
    }
}

extension DirectoryStore {
    /// Removes objects that no recipe and no kept job refers to.
    ///
    /// - Returns: How many.
    func sweep(unusedFor age: Duration, by queue: JobQueue) async throws -> Int {
        _ = try await queue.expireArtifacts(unusedFor: age, limit: 1_000)
        var count = 0
        for id in try self.objects(unusedFor: age) where try await !queue.isReferenced(object: id.hexadecimal)
        {
            if try self.remove(id, unusedFor: age) { count += 1 }
        }
        return count
    }
}
