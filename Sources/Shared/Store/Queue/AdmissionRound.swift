// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// What the database knows of requests that ask to be let in together.
struct AdmissionFacts {
    struct Candidate {
        var blockReason: String?
        /// The job that the same client's same key was admitted as, and whether it was made from the same request.
        var existing: (job: UUID, isSameRequest: Bool)?
    }

    /// In the requests' order.
    var candidates: [Candidate]
    /// What was used of each quota before this round, which has been counted as if all were let in. One that is spent is
    /// not here, and was not counted.
    var usedBefore: [QuotaKey: Int]
    var openCount: Int
    /// Tasks that wait, by stage.
    var waitingCounts: [String: Int]
    var time: Date
    var secondsToReset: Int
    /// What operators keep.
    var keptLimits: [KeptLimit: Int] = [:]
}

struct QuotaKey: Hashable {
    let scope: String
    let subject: String
}

/// Decides about requests in their order, as if each had come alone.
struct AdmissionRound {
    private let requests: [AdmissionRequest]
    private let facts: AdmissionFacts
    private var used: [QuotaKey: Int]
    private var openCount: Int

    init(_ requests: [AdmissionRequest], _ facts: AdmissionFacts) {
        self.requests = requests
        self.facts = facts
        self.used = facts.usedBefore
        self.openCount = facts.openCount
    }

    mutating func decide(_ index: Int) -> AdmissionReceipt {
        let request = self.requests[index]
        let candidate = self.facts.candidates[index]
        let outcome = self.outcome(of: request, candidate)
        var status: JobStatus?
        if case .admitted = outcome {
            self.openCount += 1
            for quota in request.quotas { self.used[quota.key, default: 0] += quota.cost }
            status = self.newStatus(of: request)
        }
        return AdmissionReceipt(
            outcome: outcome,
            quotas: request.quotas.map {
                QuotaStanding(scope: $0.scope, limit: $0.limit, usedCount: self.used[$0.key] ?? $0.limit)
            },
            secondsToReset: self.facts.secondsToReset, openJobLimit: request.openJobLimit,
            isSameRequest: candidate.existing?.isSameRequest ?? true, status: status)
    }

    /// As ``JobQueue/status(of:)`` would find it.
    private func newStatus(of request: AdmissionRequest) -> JobStatus {
        let time = self.facts.time
        return JobStatus(
            id: request.id, client: request.client, state: .open, isCancelRequested: false, percent: 0,
            step: .queued,
            donePartCount: 0, partCount: 1, createdAt: time, begunAt: time, startedAt: nil, finishedAt: nil,
            deadlineAt: time.addingTimeInterval(request.deadline.inSeconds), movedAt: time, expiresAt: nil,
            errorCode: nil, errorText: nil, result: nil,
            queuePosition: self.position(in: request.first.stage),
            isFarBack: self.position(in: request.first.stage) == nil)
    }

    /// Nil in a long queue, until somebody looks at the job.
    private func position(in stage: Stage) -> Int? {
        let count = self.facts.waitingCounts[stage.rawValue] ?? 0
        return count < JobStatus.countedPositions ? 1 + count : nil
    }

    private func outcome(
        of request: AdmissionRequest, _ candidate: AdmissionFacts.Candidate
    ) -> AdmissionOutcome {
        if let reason = candidate.blockReason { return .blocked(reason: reason) }
        if let existing = candidate.existing { return .existing(existing.job) }
        if self.openCount >= request.openJobLimit { return .full }
        for quota in request.quotas {
            guard let used = self.used[quota.key], used + quota.cost <= quota.limit else {
                return .quotaSpent(scope: quota.scope, secondsToReset: self.facts.secondsToReset)
            }
        }
        return .admitted(request.id)
    }

    /// What those quotas are to be whose count was not for all who asked.
    var corrections: [QuotaKey: Int] {
        let asked = Self.costs(of: self.requests)
        return self.used.filter { key, used in
            used != (self.facts.usedBefore[key] ?? 0) + (asked[key]?.cost ?? 0)
        }
    }

    /// What all would cost together, and the greatest limit.
    static func costs(of requests: [AdmissionRequest]) -> [QuotaKey: (cost: Int, limit: Int)] {
        requests.flatMap(\.quotas).reduce(into: [:]) { costs, quota in
            let sum = costs[quota.key] ?? (0, 0)
            costs[quota.key] = (sum.cost + quota.cost, max(sum.limit, quota.limit))
        }
    }
}

extension DailyQuota {
    var key: QuotaKey { QuotaKey(scope: self.scope, subject: self.subject) }
}
