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

    package init(client: String, idempotencyKey: String? = nil, request: String = "{}", first: NewTask) {
        self.client = client
        self.idempotencyKey = idempotencyKey
        self.request = request
        self.first = first
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
    /// False when an existing job was made from another request: the key was used twice for different wishes.
    package let isSameRequest: Bool
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
        try await self.store.transaction { try Self.settle(request, $0) }
    }

    /// Like ``admit(_:)``, with what the one who asks is told of his quotas.
    package func admitWithReceipt(_ request: AdmissionRequest) async throws -> AdmissionReceipt {
        try await self.store.transaction { transaction in
            let outcome = try Self.settle(request, transaction)
            let isSame =
                if case .existing(let job) = outcome {
                    try transaction.isRequest(of: job, request.request)
                } else { true }
            return AdmissionReceipt(
                outcome: outcome, quotas: try request.quotas.map { try transaction.standing(of: $0) },
                secondsToReset: try transaction.secondsToReset(), isSameRequest: isSame)
        }
    }

    private static func settle(
        _ request: AdmissionRequest, _ transaction: Transaction
    ) throws -> AdmissionOutcome {
        let outcome = try Self.admit(request, transaction)
        // Quotas that were counted before the refusal are given back.
        if case .admitted = outcome {} else { transaction.abandon() }
        return outcome
    }

    private static func admit(
        _ request: AdmissionRequest, _ transaction: Transaction
    ) throws -> AdmissionOutcome {
        if let reason = try transaction.blockReason(for: request.address) { return .blocked(reason: reason) }
        if let existing = try transaction.existingJob(for: request) { return .existing(existing) }
        if try transaction.isFull(request.openJobLimit) { return .full }
        // In one order for everyone, so that two admissions never wait for each other's rows.
        for quota in request.quotas.sorted(by: { ($0.scope, $0.subject) < ($1.scope, $1.subject) }) {
            if let refusal = try transaction.count(quota) { return refusal }
        }
        guard try transaction.insert(request) else {
            // Another admission with this key committed meanwhile.
            return try transaction.existingJob(for: request).map { .existing($0) } ?? .full
        }
        try transaction.create([request.first], of: request.id)
        if let webhook = request.webhook { try transaction.keep(webhook, of: request.id) }
        return .admitted(request.id)
    }
}

extension Transaction {
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

    fileprivate func existingJob(for request: AdmissionRequest) throws -> UUID? {
        guard let key = request.idempotencyKey else { return nil }
        return try self.row(
            "SELECT id FROM jobs WHERE client = \(request.client) AND idempotency_key = \(key)"
        )?.get("id")
    }

    /// Counts only what fits; the first of the day must fit as well.
    fileprivate func count(_ quota: DailyQuota) throws -> AdmissionOutcome? {
        let counted = try self.row(
            """
            INSERT INTO quotas AS q (scope, subject, day, used)
            SELECT \(quota.scope), \(quota.subject), (now() AT TIME ZONE 'UTC')::date, \(quota.cost)
            WHERE \(quota.cost) <= \(quota.limit)
            ON CONFLICT (scope, subject, day)
                DO UPDATE SET used = q.used + \(quota.cost) WHERE q.used + \(quota.cost) <= \(quota.limit)
            RETURNING used
            """)
        guard counted == nil else { return nil }
        return .quotaSpent(scope: quota.scope, secondsToReset: try self.secondsToReset())
    }

    fileprivate func secondsToReset() throws -> Int {
        try self.row(
            """
            SELECT ceil(extract(epoch FROM date_trunc('day', now() AT TIME ZONE 'UTC') + interval '1 day'
                - (now() AT TIME ZONE 'UTC')))::integer AS seconds
            """
        )?.get("seconds") ?? 86_400
    }

    fileprivate func standing(of quota: DailyQuota) throws -> QuotaStanding {
        let row = try self.row(
            """
            SELECT used FROM quotas WHERE scope = \(quota.scope) AND subject = \(quota.subject)
                AND day = (now() AT TIME ZONE 'UTC')::date
            """)
        return QuotaStanding(scope: quota.scope, limit: quota.limit, usedCount: try row?.get("used") ?? 0)
    }

    fileprivate func isRequest(of job: UUID, _ request: String) throws -> Bool {
        try self.row(
            "SELECT coalesce(first_request, request) = \(SQLValue.json(request)) AS same FROM jobs WHERE id = \(job)"
        )?.get("same") ?? false
    }

    fileprivate func insert(_ request: AdmissionRequest) throws -> Bool {
        try self.rows(
            """
            INSERT INTO jobs (id, client, idempotency_key, request, first_task, time_limit, deadline_at, quotas)
            VALUES (\(request.id), \(request.client), \(request.idempotencyKey.sqlValue),
                \(SQLValue.json(request.request)), \(try Self.json(request.first)),
                make_interval(secs => \(request.deadline)), now() + make_interval(secs => \(request.deadline)),
                (SELECT coalesce(jsonb_agg(q || jsonb_build_object('day', (now() AT TIME ZONE 'UTC')::date)), '[]')
                    FROM jsonb_array_elements(\(try Self.json(request.quotas))) q))
            ON CONFLICT (client, idempotency_key) DO NOTHING
            """
        ).affectedCount == 1
    }
}
