// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Worker

/// The service processes: two of each, started again when they end.
actor Fleet {
    struct End: Sendable {
        let instance: String
        let ending: ServiceProcess.Ending
    }

    private struct Member {
        let program: String
        let name: String
        let port: Int
        var process: ServiceProcess?
        var incarnation = 0
        var instance: String { "\(self.name)-\(self.incarnation)" }
    }

    private var members: [Member]
    private let programs: URL
    private let logs: URL
    private let environment: [String: String]
    private var restartDelays: SeededGenerator
    private var isStopping = false
    private(set) var ends: [End] = []
    private(set) var slowStops: [String] = []

    var count: Int { self.members.count }

    /// - Parameters:
    ///   - programs: The folder of the services' executables.
    ///   - environment: For all of them.
    init(programs: URL, logs: URL, environment: [String: String], seed: UInt64) throws {
        self.programs = programs
        self.logs = logs
        self.environment = environment
        self.restartDelays = SeededGenerator(seed: seed &+ 1)
        let ports = try FreePorts.take(8)
        self.members = (0..<8).map { place in
            let program = "\(PipelineTopology.routingKeys[place / 2])-svc"
            return Member(program: program, name: "\(program)-\(place % 2 + 1)", port: ports[place])
        }
    }

    func startAll() throws { for place in self.members.indices { try self.start(place) } }

    private func start(_ place: Int, crashAt: String? = nil) throws {
        self.members[place].incarnation += 1
        let member = self.members[place]
        let environment = self.environment.merging([
            "MOVIEGEN_INSTANCE": member.instance, "MOVIEGEN_HEALTH_PORT": "\(member.port)",
            "MOVIEGEN_CRASH_AT": crashAt ?? "",
        ]) { $1 }
        let process = try ServiceProcess(
            self.programs.appending(path: member.program), environment: environment,
            log: self.logs.appending(path: "\(member.name).log"))
        self.members[place].process = process
        Task { await self.ended(place, End(instance: member.instance, ending: await process.end())) }
    }

    private func ended(_ place: Int, _ end: End) async {
        self.ends.append(end)
        guard self.members[place].instance == end.instance else { return }
        self.members[place].process = nil
        guard !self.isStopping else { return }
        try? await Task.sleep(for: .seconds(Double.random(in: 0...3, using: &self.restartDelays)))
        guard !self.isStopping, self.members[place].process == nil else { return }
        // A program that cannot be started shows as a service that does not answer.
        try? self.start(place)
    }

    private func hasEnded(_ instance: String) -> Bool { self.ends.contains { $0.instance == instance } }

    func kill(_ place: Int) { self.members[place].process?.send(SIGKILL) }

    /// By its name with its incarnation; false when that one does not run any more.
    func kill(_ instance: String) -> Bool {
        guard let member = self.members.first(where: { $0.instance == instance }),
            let process = member.process
        else { return false }
        process.send(SIGKILL)
        return true
    }

    func freeze(_ place: Int, for time: Duration) async {
        guard let process = self.members[place].process else { return }
        let instance = self.members[place].instance
        process.send(SIGSTOP)
        try? await Task.sleep(for: time)
        if !self.hasEnded(instance) { process.send(SIGCONT) }
    }

    /// Asks a service to end, and waits for it; the next one has `crashAt`.
    func drain(_ place: Int, crashAt: String? = nil, within limit: Duration = .seconds(25)) async {
        guard let process = self.members[place].process else { return }
        let instance = self.members[place].instance
        process.send(SIGTERM)
        let clock = ContinuousClock()
        // One that stands still hears of it when it goes on.
        let end = clock.now + limit
        while !self.hasEnded(instance), clock.now < end { try? await Task.sleep(for: .milliseconds(50)) }
        if !self.hasEnded(instance) {
            self.slowStops.append(instance)
            process.send(SIGKILL)
        }
        guard let crashAt, !self.isStopping else { return }
        // Before the one that starts by itself.
        if self.members[place].instance == instance { try? self.start(place, crashAt: crashAt) }
    }

    /// Instances that do not say that they live.
    func silent() async -> [String] {
        var silent: [String] = []
        for member in self.members where await !Self.answers(member.port) { silent.append(member.name) }
        return silent
    }

    private static func answers(_ port: Int) async -> Bool {
        await HTTPProbe.status(of: URL(string: "http://127.0.0.1:\(port)/health/live")) == 200
    }

    /// The sum of a counter over all services.
    ///
    /// - Parameter start: Of its lines, as Prometheus reads them.
    func metric(_ start: String) async -> Int {
        var sum = 0.0
        for member in self.members {
            let text = await HTTPProbe.text(of: URL(string: "http://127.0.0.1:\(member.port)/metrics"))
            for line in (text ?? "").split(separator: "\n") where line.hasPrefix(start) {
                sum += line.split(separator: " ").last.flatMap { Double($0) } ?? 0
            }
        }
        return Int(sum)
    }

    /// Resident memory of each process, in MB.
    func megabytes() -> [Int] {
        self.members.compactMap { member in
            guard let id = member.process?.id,
                let text = try? String(contentsOfFile: "/proc/\(id)/statm", encoding: .utf8),
                let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
            else { return nil }
            return pages * 4 / 1_024
        }
    }

    func stopAll() async {
        self.isStopping = true
        await withTaskGroup { group in
            for place in self.members.indices { group.addTask { await self.drain(place) } }
        }
    }
}
