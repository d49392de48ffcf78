// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// How often someone may do something between two midnights UTC, by the database's clock.
package struct DailyQuota: Hashable, Codable, Sendable {
    package let scope: String
    package let subject: String
    package let limit: Int
    package let cost: Int

    package init(scope: String, subject: String, limit: Int, cost: Int = 1) {
        self.scope = scope
        self.subject = subject
        self.limit = limit
        self.cost = cost
    }
}

/// A job that asks to be let in.
package struct AdmissionRequest: Sendable {
    package var id = UUID()
    /// Whose idempotency keys these are.
    package var client: String
    package var idempotencyKey: String?
    /// JSON: what the person asked for.
    package var request: String
    package var first: NewTask
    package var deadline = Duration.seconds(7_200)
    package var quotas: [DailyQuota] = []
    /// The peer's IP address, held against the blocked networks.
    package var address: String?
    package var openJobLimit = 10_000
    package var webhook: Webhook?
    /// Whether what operators keep (``KeptLimit``) takes the place of these limits.
    package var obeysKeptLimits = false

    package init(client: String, idempotencyKey: String? = nil, request: String = "{}", first: NewTask) {
        self.client = client
        self.idempotencyKey = idempotencyKey
        self.request = request
        self.first = first
    }
}

extension AdmissionRequest {
    fileprivate func limited(by kept: [KeptLimit: Int]) -> AdmissionRequest {
        guard self.obeysKeptLimits else { return self }
        var request = self
        request.openJobLimit = kept[.openJobs] ?? self.openJobLimit
        request.quotas = self.quotas.map {
            DailyQuota(
                scope: $0.scope, subject: $0.subject, limit: kept[.dailyJobs] ?? $0.limit, cost: $0.cost)
        }
        return request
    }
}

package enum AdmissionOutcome: Hashable, Sendable {
    case admitted(UUID)
    /// The same client's same key was admitted before, as this job.
    case existing(UUID)
    case quotaSpent(scope: String, secondsToReset: Int)
    case blocked(reason: String)
    case full
}

/// How an admission went, and what is left of the quotas.
package struct AdmissionReceipt: Hashable, Sendable {
    package let outcome: AdmissionOutcome
    /// In the request's order; those of today, after this admission.
    package let quotas: [QuotaStanding]
    /// To the midnight UTC that begins them anew.
    package let secondsToReset: Int
    /// The one that was obeyed.
    package let openJobLimit: Int
    /// False when an existing job was made from another request: the key was used twice for different wishes.
    package let isSameRequest: Bool
    /// Of the job that was let in; nil of any other.
    package let status: JobStatus?
}

package struct QuotaStanding: Hashable, Sendable {
    package let scope: String
    package let limit: Int
    package let usedCount: Int
    package var remainingCount: Int { max(0, self.limit - self.usedCount) }
}

extension JobQueue {
    /// Lets a job in or says why not; counts quotas, writes the job, its first task and message, all or nothing.
    ///
    /// The broker is not touched: a job is safe as soon as this returns.
    package func admit(_ request: AdmissionRequest) async throws -> AdmissionOutcome {
        try await self.admitWithReceipt(request).outcome
    }

    /// Like ``admit(_:)``, with what the one who asks is told of his quotas.
    package func admitWithReceipt(_ request: AdmissionRequest) async throws -> AdmissionReceipt {
        try await self.admit([request])[0]
    }

    /// Several in one transaction and two round trips, each with an outcome of its own.
    ///
    /// - Parameter requests: No two with the same client and idempotency key.
    /// - Returns: A receipt each, in their order.
    func admit(_ requests: [AdmissionRequest]) async throws -> [AdmissionReceipt] {
        do {
            return try await self.attempt(requests)
        } catch let error as StoreError where error.sqlState == "23505" {
            // Another admission with one of these keys committed meanwhile: now it is seen.
            return try await self.attempt(requests)
        }
    }

    private func attempt(_ requests: [AdmissionRequest]) async throws -> [AdmissionReceipt] {
        try await self.store.transaction { transaction in
            let facts = try transaction.facts(for: requests)
            let requests = requests.map { $0.limited(by: facts.keptLimits) }
            var round = AdmissionRound(requests, facts)
            let receipts = requests.indices.map { round.decide($0) }
            let admitted = zip(requests, receipts).filter { $1.outcome.isAdmission }.map { $0.0 }
            if admitted.isEmpty {
                // Quotas that were counted before the refusals are given back.
                transaction.abandon()
            } else {
                try transaction.correct(round.corrections)
                self.stepReached?(.admitting)
                try transaction.insert(admitted)
            }
            return receipts
        }
    }
}

extension AdmissionOutcome {
    fileprivate var isAdmission: Bool { if case .admitted = self { true } else { false } }
}

extension Transaction {
    /// Why an address may not make films now; nil when it may.
    func blockReason(for address: String?) throws -> String? {
        guard let address else { return nil }
        return try self.row(
            """
            SELECT reason FROM blocked_networks
            WHERE \(address)::inet <<= network AND (expires_at IS NULL OR expires_at > now())
            ORDER BY masklen(network) DESC LIMIT 1
            """
        )?.get("reason")
    }

    func isFull(_ limit: Int) throws -> Bool {
        let open = try self.row(
            "SELECT count(*) AS count FROM (SELECT FROM jobs WHERE state = 'open' LIMIT \(limit)) j")
        return try open?.get("count", as: Int.self) ?? 0 >= limit
    }
}
