// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Foundation
internal import NoOpStages
internal import Store
internal import Worker

/// What a run comes to: counts for the reader, and the rules that must hold.
struct Verdict: Sendable {
    private(set) var counts: [(name: String, value: String)] = []
    private(set) var broken: [String] = []

    var isGood: Bool { self.broken.isEmpty }

    mutating func count(_ name: String, _ value: some CustomStringConvertible) {
        self.counts.append((name, value.description))
    }

    /// A count that must be zero.
    mutating func none(_ name: String, _ found: [String]) {
        self.count(name, found.count)
        if !found.isEmpty {
            self.broken.append("\(name): \(found.prefix(5).joined(separator: "; "))")
        }
    }

    mutating func must(_ isSo: Bool, _ rule: String) { if !isSo { self.broken.append(rule) } }

    /// A table of all counts, what is broken, and one line that says whether all holds.
    func text(title: String) -> String {
        let width = self.counts.map(\.name.count).max() ?? 0
        var lines = [title]
        lines += self.counts.map {
            "  \($0.name.padding(toLength: width, withPad: " ", startingAt: 0))  \($0.value)"
        }
        lines += self.broken.map { "  BROKEN  \($0)" }
        lines.append(self.isGood ? "\(title): nothing lost, nothing doubled" : "\(title): NOT GOOD")
        return lines.joined(separator: "\n")
    }
}

/// Compares what became of every job with what had to.
struct Outcomes {
    let ledger: Ledger
    let objects: DirectoryStore
    /// Instances that died or stood still: attempts of theirs say nothing of a task.
    let disturbed: Set<String>

    private(set) var lost: [String] = []
    private(set) var unexpected: [String] = []
    private(set) var foreignBytes: [String] = []
    private(set) var ends: [String: Int] = [:]
    private(set) var exhaustedByFaults = 0

    init(ledger: Ledger, objects: DirectoryStore, disturbed: Set<String>) {
        self.ledger = ledger
        self.objects = objects
        self.disturbed = disturbed
    }

    mutating func compare(_ plan: [PlannedJob], accepted: Set<String>) async throws {
        let jobs = try await self.ledger.jobs()
        for planned in plan where accepted.contains(planned.key) {
            guard let job = jobs[planned.key] else {
                self.lost.append("\(planned.key) has no row")
                continue
            }
            guard job.state != .open else {
                self.lost.append("\(planned.key) \(job.id) is still open")
                continue
            }
            self.ends["\(planned.kind) \(job.state)", default: 0] += 1
            if try await !self.isExpected(job, planned) {
                self.unexpected.append(
                    "\(planned.key) \(job.id), \(planned.kind), is \(job.state) (\(job.errorCode ?? "no error"))"
                )
            }
            if job.state == .done, try await !self.isWhole(job, planned) {
                self.foreignBytes.append(planned.key)
            }
        }
    }

    private mutating func isExpected(_ job: JobRow, _ planned: PlannedJob) async throws -> Bool {
        switch (planned.kind, job.state) {
        case (.plain, .done), (.empty, .done), (.transient, .done): return true
        case (.plain, .cancelled): return job.isFlagged
        case (.permanent, .failed) where job.errorCode == "scriptInvalid": return true
        case (.poison, .failed) where job.errorCode == "attemptsExhausted": return true
        case (_, .failed):
            let deaths = try await self.ledger.deaths(of: job.id)
            let isOfFaults = !deaths.isEmpty && deaths.allSatisfy { self.isOfFaults($0, planned) }
            if isOfFaults { self.exhaustedByFaults += 1 }
            return isOfFaults
        case (_, _): return false
        }
    }

    /// Every attempt that the task did not spoil itself was one of somebody who died or stood still.
    private func isOfFaults(_ task: DeadTask, _ planned: PlannedJob) -> Bool {
        let own = planned.request.failsOncePart == task.part && task.stage == .render ? 2 : 0
        return task.owners.count { self.disturbed.contains($0) } >= task.attemptLimit - own
    }

    private func isWhole(_ job: JobRow, _ planned: PlannedJob) async throws -> Bool {
        guard let result = job.result,
            let made = try? JSONDecoder().decode(PartResult.self, from: Data(result.utf8))
        else { return false }
        return try await self.objects.bytes(of: made.object) == NoOpStage.expectedBytes(planned.request)
    }
}
