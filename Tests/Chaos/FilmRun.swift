// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain
internal import FilmSettings
internal import FilmTasks
internal import Foundation
internal import Store
internal import TestServers
internal import Worker

/// Real films by the real stages: once in peace, and once while services die in the middle of their work and servers with
/// them. Every file of every film must have the same bytes.
struct FilmRun {
    let count: Int
    let programs: URL
    let folder: URL
    let servers: (broker: String, database: String)

    private static let limit = Duration.seconds(600)

    func verdict() async throws -> Verdict {
        var verdict = Verdict()
        verdict.count("films", self.count)
        let clock = ContinuousClock()
        let calm = try await self.make("films_calm", isDisturbed: false, &verdict)
        let middle = clock.now
        let broken = try await self.make("films_broken", isDisturbed: true, &verdict)
        verdict.count("seconds, disturbed", Int((clock.now - middle) / .seconds(1)))
        verdict.must(calm.count == self.count, "in peace \(calm.count) of \(self.count) films were made")
        verdict.none(
            "films that were not made", calm.keys.filter { broken[$0] == nil }.sorted())
        var differing: [String] = []
        for (key, film) in calm {
            for (ending, id) in film.files where broken[key]?.files[ending] != id {
                differing.append("\(key).\(ending)")
            }
            verdict.count("SHA-256 of \(key).mp4", film.files["mp4"].map { "\($0.hexadecimal)" } ?? "none")
            verdict.must(film.files["mp4"] != nil, "\(key) has no mp4")
        }
        verdict.none("files with other bytes than in peace", differing.sorted())
        return verdict
    }

    /// - Returns: What was made, by the jobs' keys.
    private func make(
        _ name: String, isDisturbed: Bool, _ verdict: inout Verdict
    ) async throws -> [String: FilmJobResult] {
        let folder = self.folder.appending(path: name)
        let artifacts = folder.appending(path: "artifacts")
        try FileManager.default.createDirectory(at: artifacts, withIntermediateDirectories: true)
        let ledger = Ledger(database: self.servers.database, schema: name)
        try await ledger.prepare(database: self.servers.database)
        let fleet = try Fleet(
            programs: self.programs, logs: folder, environment: self.environment(name, artifacts), seed: 1)
        do {
            try await fleet.startAll()
            for number in 1...self.count { try await self.ask(number, ledger) }
            let disturber = FilmDisturber(fleet: fleet, ledger: ledger, roundCount: self.count)
            let made = isDisturbed ? Task { try await disturber.run() } : nil
            try await self.wait(ledger)
            made?.cancel()
            let faults = try await made?.value ?? []
            for fault in faults { verdict.count("  \(fault)", "while it worked") }
            if isDisturbed {
                verdict.must(
                    faults.count >= FilmDisturber.leastCount, "only \(faults.count) faults fell into the work"
                )
            }
            await fleet.stopAll()
            try await self.judge(name, ledger, fleet, &verdict)
            return try await self.results(ledger, DirectoryStore(root: artifacts), &verdict)
        } catch {
            await fleet.stopAll()
            throw error
        }
    }

    private func environment(_ schema: String, _ artifacts: URL) -> [String: String] {
        Run.environment(self.servers, artifacts: artifacts).merging([
            "MOVIEGEN_DATABASE_SCHEMA": schema, "MOVIEGEN_STAGE_IMPLEMENTATION": "real",
            "MOVIEGEN_ASSETS": ServerScript.root.appending(path: "Assets").path,
            "MOVIEGEN_VOICES": ServerScript.root.appending(path: ".local/voices").path, "MOVIEGEN_SLOTS": "1",
        ]) { $1 }
    }

    private func ask(_ number: Int, _ ledger: Ledger) async throws {
        var admission = AdmissionRequest(
            client: "chaos", idempotencyKey: "film-\(number)",
            request: try TaskResult.json(SmallFilm.request(number)), first: NewTask(.script))
        admission.deadline = .seconds(900)
        guard case .admitted = try await ledger.queue.admit(admission) else {
            throw ServerScript.Failure(description: "film \(number) was not admitted")
        }
    }

    private func wait(_ ledger: Ledger) async throws {
        let end = ContinuousClock.now + Self.limit
        while ContinuousClock.now < end {
            // The database may be away.
            let open = try? await ledger.count("SELECT count(*) AS count FROM jobs WHERE state = 'open'")
            if open == 0 { return }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    private func judge(
        _ name: String, _ ledger: Ledger, _ fleet: Fleet, _ verdict: inout Verdict
    ) async throws {
        let doubled = try await ledger.doubledTasks()
        verdict.none("\(name), DOUBLED: tasks with two completing commits", doubled)
        let letters = try await ledger.count("SELECT count(*) AS count FROM dead_letters")
        verdict.must(letters == 0, "\(name): \(letters) dead letters")
        for (rule, count) in try await ledger.queue.invariantViolations() where count > 0 {
            verdict.must(false, "\(name): \(rule) \(count)")
        }
        verdict.none("\(name), services that did not stop in time", await fleet.slowStops)
        verdict.none(
            "\(name), processes that ended otherwise",
            await fleet.ends.filter { $0.ending != .killed && $0.ending != .drained }.map(\.instance))
    }

    private func results(
        _ ledger: Ledger, _ objects: DirectoryStore, _ verdict: inout Verdict
    ) async throws -> [String: FilmJobResult] {
        var films: [String: FilmJobResult] = [:]
        for (key, job) in try await ledger.jobs() {
            guard job.state == .done, let result = job.result else {
                let deaths = try await ledger.deaths(of: job.id).joined(separator: ", ")
                verdict.must(false, "\(key) is \(job.state) (\(job.errorCode ?? "no error")) \(deaths)")
                continue
            }
            let film = try JSONDecoder().decode(FilmJobResult.self, from: Data(result.utf8))
            for id in film.files.values where ContentHash.id(of: try await objects.bytes(of: id)) != id {
                verdict.must(false, "\(key): \(id.hexadecimal) holds other bytes than its name says")
            }
            films[key] = film
        }
        return films
    }
}
