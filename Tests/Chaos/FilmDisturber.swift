// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Store
internal import TestServers

/// Kills the service that has just taken a task, once for each stage and round, and now and then a server.
struct FilmDisturber {
    let fleet: Fleet
    let ledger: Ledger
    let roundCount: Int

    /// A stage may be over before it is seen: of six, and two servers, so many must be hit.
    static let leastCount = 4

    /// Until its task is cancelled.
    ///
    /// - Returns: What it did, in words.
    func run() async throws -> [String] {
        var kills: [Stage: Int] = [:]
        var killed = Set<String>()
        var done: [String] = []
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(20))
            // The database may be on its way back.
            let running = (try? await self.ledger.running()) ?? []
            for (stage, owner) in running
            where kills[stage, default: 0] < self.roundCount && !killed.contains(owner) {
                guard await self.fleet.kill(owner) else { continue }
                killed.insert(owner)
                kills[stage, default: 0] += 1
                done.append("\(owner) killed with a task of \(stage)")
                guard kills[stage] == 1 else { continue }
                if stage == .audio { done.append(try await self.killBroker()) }
                if stage == .render { done.append(try await self.killDatabase()) }
            }
        }
        return done
    }

    private func killBroker() async throws -> String {
        try await ServerScript.run("rabbitmq.sh", "kill", Servers.name)
        try await Servers.startBroker()
        return "the broker killed"
    }

    private func killDatabase() async throws -> String {
        try await ServerScript.run("postgres.sh", "kill", Servers.name)
        try await ServerScript.run("postgres.sh", "start", Servers.name)
        return "the database killed"
    }
}
