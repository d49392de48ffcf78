// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Foundation
internal import NoOpStages
internal import Store

extension PlannedJob {
    /// Whether a job may end so. It fails only by what was planned for it: whatever happened to services and servers on
    /// the way is no reason.
    ///
    /// - Parameter isCancelRequested: Whether its client changed its mind.
    func mayEnd(_ state: JobState, errorCode: String?, isCancelRequested: Bool) -> Bool {
        switch (self.kind, state) {
        case (.plain, .done), (.empty, .done), (.transient, .done): errorCode == nil
        case (.plain, .cancelled): self.cancelledAfter != nil && isCancelRequested
        case (.permanent, .failed): errorCode == "scriptInvalid"
        case (.poison, .failed): errorCode == "attemptsExhausted"
        case (_, _): false
        }
    }
}

/// Compares what became of every job with what had to.
struct Outcomes {
    let ledger: Ledger
    let objects: DirectoryStore

    private(set) var lost: [String] = []
    private(set) var unexpected: [String] = []
    private(set) var foreignBytes: [String] = []
    private(set) var ends: [String: Int] = [:]

    init(ledger: Ledger, objects: DirectoryStore) {
        self.ledger = ledger
        self.objects = objects
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
            if !planned.mayEnd(job.state, errorCode: job.errorCode, isCancelRequested: job.isFlagged) {
                let deaths = try await self.ledger.deaths(of: job.id).joined(separator: ", ")
                self.unexpected.append(
                    "\(planned.key) \(job.id), \(planned.kind), is \(job.state) (\(job.errorCode ?? "no error")) \(deaths)"
                )
            }
            if job.state == .done, try await !self.isWhole(job, planned) {
                self.foreignBytes.append(planned.key)
            }
        }
    }

    private func isWhole(_ job: JobRow, _ planned: PlannedJob) async throws -> Bool {
        guard let result = job.result,
            let made = try? JSONDecoder().decode(PartResult.self, from: Data(result.utf8))
        else { return false }
        return try await self.objects.bytes(of: made.object) == NoOpStage.expectedBytes(planned.request)
    }
}
