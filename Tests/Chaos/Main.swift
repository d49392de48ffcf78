// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Foundation
internal import TestServers

/// Breaks the pipeline in every way that a seed tells, and looks whether anything was lost or done twice.
@main
struct Chaos: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Break the pipeline at random, and see that nothing is lost and nothing done twice.")

    @Option(help: "What happens and when: the same seed, the same schedule.") var seed: UInt64 = 1
    @Option(help: "How long load and faults last; up to two minutes more until all is quiet.") var minutes =
        2.0
    @Option(help: "Jobs a second.") var rate = 2.0
    @Option(help: "The folder of the services' programs; this program's own by default.") var programs:
        String?
    @Option(help: "Real films to make in peace and under faults.") var films = 0
    @Flag(help: "Only meet each crash point once, by its name.") var crashPoints = false
    @Flag(help: "Every crash point, and fifty seconds of seed 1 with every kind of fault.") var smoke = false
    @Flag(help: "Leave the servers running for a look at them.") var keepServers = false

    func run() async throws {
        var isGood = true
        do {
            let servers = try await Servers.start()
            if self.crashPoints || self.smoke { isGood = try await self.meetCrashPoints(servers) }
            if !self.crashPoints, isGood { isGood = try await self.play(servers) }
            let filmCount = self.smoke ? 1 : self.films
            if !self.crashPoints, isGood, filmCount > 0 {
                isGood = try await self.makeFilms(filmCount, servers)
            }
        } catch {
            print("chaos: the run could not be made: \(error)")
            isGood = false
        }
        if !self.keepServers { try await Servers.stop() }
        if !isGood { throw ExitCode(1) }
    }

    private func meetCrashPoints(_ servers: (broker: String, database: String)) async throws -> Bool {
        let folder = try Self.emptyFolder("points")
        let run = CrashPointRun(programs: self.programsFolder, folder: folder, servers: servers)
        return try await Self.report(run.verdict(), title: "chaos, every crash point", in: folder)
    }

    private func makeFilms(
        _ count: Int, _ servers: (broker: String, database: String)
    ) async throws -> Bool {
        let folder = try Self.emptyFolder("films")
        let run = FilmRun(
            count: count, programs: self.programsFolder, folder: folder, servers: servers)
        return try await Self.report(run.verdict(), title: "chaos, films", in: folder)
    }

    private func play(_ servers: (broker: String, database: String)) async throws -> Bool {
        let folder = try Self.emptyFolder("\(self.seed)")
        let length = self.smoke ? .seconds(50) : Duration.seconds(self.minutes * 60)
        let run = Run(
            seed: self.seed, length: length, isShort: self.smoke, jobsPerSecond: self.rate,
            programs: self.programsFolder,
            folder: folder, servers: servers)
        return try await Self.report(run.verdict(), title: "chaos, seed \(self.seed)", in: folder)
    }

    private var programsFolder: URL {
        self.programs.map { URL(filePath: $0) }
            ?? URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    }

    private static func emptyFolder(_ name: String) throws -> URL {
        let folder = ServerScript.root.appending(path: ".local/chaos/\(name)")
        SmallDisk.unmount(folder.appending(path: "artifacts"))
        if FileManager.default.fileExists(atPath: folder.path) {
            try FileManager.default.removeItem(at: folder)
        }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// Prints a verdict, and keeps it beside its logs.
    ///
    /// - Returns: Whether it is good.
    private static func report(_ verdict: Verdict, title: String, in folder: URL) throws -> Bool {
        let text = verdict.text(title: title)
        try Data("\(text)\n".utf8).write(to: folder.appending(path: "report.txt"))
        print(text)
        return verdict.isGood
    }
}
