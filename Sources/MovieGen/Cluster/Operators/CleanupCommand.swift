// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Artifacts
internal import Domain
internal import Foundation
internal import Operations
internal import Store

/// Makes room: what is too old goes now, and not with the next round of the services.
struct CleanupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cleanup",
        abstract: "Remove jobs that are over, recipes and objects that are too old.",
        discussion: """
            The services do the same every few minutes. An object that an open job holds stays, and so does one that was
            stored or used within 15 minutes.
            """)

    @Option(help: "What is older goes: 90m, 24h, 7d. $MOVIEGEN_RETENTION_HOURS or 24h by default.")
    var olderThan: Span?

    @Flag(help: "For a full disk: every job that is over goes, with its film, however young.")
    var allFinished = false

    @Flag(name: [.customShort("n"), .customLong("dry-run")], help: "Say what would go, and remove nothing.")
    var dryRun = false

    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: OperatorOptions

    func validate() throws {
        if self.allFinished, self.olderThan != nil {
            throw ValidationError("--all-finished goes without --older-than")
        }
    }

    func run() async throws {
        let access = try self.options.cluster.access()
        let age = self.allFinished ? .zero : self.olderThan?.duration ?? access.queue.retention
        let report = try await Cleanup(access: access, retention: age, actor: self.actor.name).run(
            dryRun: self.dryRun)
        self.options.print(report, report.words[Messages.language] + "\n")
    }
}

/// What a cleanup removed, or would.
struct CleanupReport: Encodable {
    var dryRun: Bool
    var jobs = 0
    var deadLetters = 0
    var recipes = 0
    /// Nil when the artifacts' folder is not on this machine.
    var objects: Int?
    var objectBytes: Int?

    var words: Localized {
        let objects = self.objects.map { "\($0) (\(Clock.bytes(self.objectBytes ?? 0)))" }
        return Localized(
            ja: (self.dryRun ? "削除の対象" : "✓ 削除しました")
                + ": ジョブ\(self.jobs)件、失敗の記録\(self.deadLetters)件、レシピ\(self.recipes)件、"
                + (objects.map { "生成物\($0)" } ?? "生成物のフォルダーはこのマシンにありません"),
            en: (self.dryRun ? "Would be removed" : "✓ Removed")
                + ": \(self.jobs) jobs, \(self.deadLetters) dead letters, \(self.recipes) recipes, "
                + (objects.map { "objects: \($0)" } ?? "no objects (their folder is not on this machine)"))
    }
}

struct Cleanup {
    let access: ClusterAccess
    let retention: Duration
    let actor: String

    /// A task may have stored or found an object and not said so yet.
    private static let youngest = Duration.seconds(900)
    private var unused: Duration { max(self.retention, Self.youngest) }
    private var queue: JobQueue { self.access.queue }

    func run(dryRun: Bool) async throws -> CleanupReport {
        let counts = try await self.queue.expiredCounts(retention: self.retention, unusedFor: self.unused)
        var report = CleanupReport(
            dryRun: dryRun, jobs: counts.jobCount, deadLetters: counts.deadLetterCount,
            recipes: counts.recipeCount)
        if !dryRun { try await self.removeRows(counts) }
        if let objects = self.access.objects {
            (report.objects, report.objectBytes) = try await self.sweep(objects, dryRun: dryRun)
        }
        if !dryRun {
            try await self.queue.recordCleanup(
                actor: self.actor,
                detail: [
                    "jobs": "\(report.jobs)", "objects": "\(report.objects ?? 0)",
                    "olderThanSeconds": "\(self.retention.components.seconds)",
                ])
        }
        return report
    }

    private func removeRows(_ counts: ExpiredCounts) async throws {
        while try await self.queue.deleteExpired(retention: self.retention, limit: 500) > 0 {}
        for _ in 0...(counts.recipeCount / 1_000) {
            _ = try await self.queue.expireArtifacts(unusedFor: self.unused, limit: 1_000)
        }
    }

    /// - Returns: Objects and their bytes.
    private func sweep(_ store: DirectoryStore, dryRun: Bool) async throws -> (Int, Int) {
        let old = try store.objects(unusedFor: self.unused)
        var (count, bytes) = (0, 0)
        for start in stride(from: 0, to: old.count, by: 1_000) {
            let ids = old[start..<min(start + 1_000, old.count)].map(\.hexadecimal)
            let free = try await self.queue.unreferenced(
                of: ids, retention: self.retention, unusedFor: self.unused)
            for id in free.compactMap({ ObjectID(hexadecimal: $0) }) {
                // Gone meanwhile: another swept too.
                guard let file = try? await store.file(of: id) else { continue }
                let size = (try? FileManager.default.attributesOfItem(atPath: file.path))?[.size] as? Int ?? 0
                // It may have been of use since it was listed.
                if !dryRun, try await self.queue.isReferenced(object: id.hexadecimal) { continue }
                if dryRun {
                    count += 1
                } else if try store.remove(id, unusedFor: self.unused) {
                    count += 1
                } else {
                    continue
                }
                bytes += size
            }
        }
        return (count, bytes)
    }
}
