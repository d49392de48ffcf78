// SPDX-License-Identifier: Apache-2.0
internal import Foundation

extension Transaction {
    /// Counts the quotas of all, and looks at what else decides; one round trip.
    func facts(for requests: [AdmissionRequest]) throws -> AdmissionFacts {
        let costs = AdmissionRound.costs(of: requests)
        // What is read after the count sees who committed before it: two admissions with one key count the same quota.
        let answers = try self.rows(
            (costs.isEmpty ? [] : [try Self.counting(costs, requests.allSatisfy(\.obeysKeptLimits))]) + [
                try Self.looking(requests)
            ])
        let looks = answers[answers.count - 1]
        guard let look = looks.first, looks.count == requests.count else {
            throw StoreError(.rowUnexpected, "\(looks.count) looks at \(requests.count) requests")
        }
        let waiting: String = try look.get("waiting")
        return AdmissionFacts(
            candidates: try looks.map { row in
                AdmissionFacts.Candidate(
                    blockReason: try row.find("reason"),
                    existing: try row.find("existing", as: UUID.self).map {
                        ($0, try row.find("same") ?? false)
                    })
            },
            usedBefore: costs.isEmpty ? [:] : try Self.usedBefore(answers[0], costs),
            openCount: try look.get("open"),
            waitingCounts: try JSONDecoder().decode([String: Int].self, from: Data(waiting.utf8)),
            time: try look.get("time"), secondsToReset: try look.get("seconds"),
            keptLimits: try KeptLimit.allCases.reduce(into: [:]) { kept, limit in
                kept[limit] = try look.find(limit.rawValue, as: Int.self)
            })
    }

    /// Locks each quota's row until the commit, in one order for everyone, so that two admissions never wait for each
    /// other's. One that is spent is left alone: a flood writes nothing.
    private static func counting(
        _ costs: [QuotaKey: (cost: Int, limit: Int)], _ obeysKeptLimits: Bool
    ) throws -> Query {
        struct Count: Encodable {
            let scope, subject: String
            let cost: Int
        }
        let limit = costs.values.map(\.limit).max() ?? 0
        let counts = costs.map { Count(scope: $0.scope, subject: $0.subject, cost: $1.cost) }
        return """
            INSERT INTO quotas AS q (scope, subject, day, used)
            SELECT scope, subject, (now() AT TIME ZONE 'UTC')::date, cost
            FROM jsonb_to_recordset(\(try Self.json(counts))) AS c (scope text, subject text, cost integer)
            ORDER BY scope, subject
            ON CONFLICT (scope, subject, day) DO UPDATE SET used = q.used + excluded.used
                WHERE q.used < (SELECT CASE WHEN \(obeysKeptLimits) THEN coalesce(max(value), \(limit))
                    ELSE greatest(max(value), \(limit)) END FROM limits WHERE name = 'dailyJobs')
            RETURNING scope, subject, used
            """
    }

    private static func usedBefore(
        _ counted: Rows, _ costs: [QuotaKey: (cost: Int, limit: Int)]
    ) throws -> [QuotaKey: Int] {
        let pairs = try counted.map { row in
            let key = QuotaKey(scope: try row.get("scope"), subject: try row.get("subject"))
            return (key, try row.get("used", as: Int.self) - (costs[key]?.cost ?? 0))
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    private static func looking(_ requests: [AdmissionRequest]) throws -> Query {
        struct Look: Encodable {
            let client: String
            let key, request, address: String?
        }
        let looks = requests.map { request in
            let key = request.idempotencyKey
            return Look(
                client: request.client, key: key, request: key.map { _ in request.request },
                address: request.address)
        }
        let stages = Set(requests.map(\.first.stage.rawValue))
        // A house that is full for one is counted no further than the greatest limit of all.
        let openLimit = requests.map(\.openJobLimit).max() ?? 0
        return """
            SELECT blocked.reason, job.id AS existing,
                coalesce(job.first_request, job.request) = r.request::jsonb AS same, now.*
            FROM jsonb_array_elements(\(try Self.json(looks))) WITH ORDINALITY AS each (look, place)
            CROSS JOIN jsonb_to_record(look) AS r (client text, key text, request text, address text)
            LEFT JOIN LATERAL (
                SELECT reason FROM blocked_networks
                WHERE r.address::inet <<= network AND (expires_at IS NULL OR expires_at > now())
                ORDER BY masklen(network) DESC LIMIT 1) blocked ON true
            LEFT JOIN LATERAL (
                SELECT id, request, first_request FROM jobs
                WHERE client = r.client AND idempotency_key = r.key LIMIT 1) job ON true
            CROSS JOIN (
                SELECT extract(epoch FROM now()) AS time,
                    ceil(extract(epoch FROM date_trunc('day', now() AT TIME ZONE 'UTC') + interval '1 day'
                        - (now() AT TIME ZONE 'UTC')))::integer AS seconds,
                    (SELECT count(*) FROM (SELECT FROM jobs WHERE state = 'open' LIMIT (
                        SELECT greatest(max(value), \(openLimit)) FROM limits WHERE name = 'openJobs')) open) AS open,
                    (SELECT value FROM limits WHERE name = 'dailyJobs') AS "dailyJobs",
                    (SELECT value FROM limits WHERE name = 'openJobs') AS "openJobs",
                    (SELECT coalesce(jsonb_object_agg(stage, count), '{}')
                        FROM jsonb_array_elements_text(\(try Self.json(stages))) AS stages (stage)
                        CROSS JOIN LATERAL (SELECT count(*) FROM (SELECT FROM tasks t
                            WHERE t.stage = stages.stage AND t.state IN ('queued', 'retry_wait')
                            LIMIT \(JobStatus.countedPositions)) waiting) counts) AS waiting) now
            ORDER BY place
            """
    }

    func correct(_ quotas: [QuotaKey: Int]) throws {
        for (key, used) in quotas {
            self.later(
                """
                UPDATE quotas SET used = \(used)
                WHERE scope = \(key.scope) AND subject = \(key.subject) AND day = (now() AT TIME ZONE 'UTC')::date
                """)
        }
    }

    /// Jobs, their first tasks and messages; travels with COMMIT.
    func insert(_ requests: [AdmissionRequest]) throws {
        struct Job: Encodable {
            let id, client: String
            let key: String?
            let request: String
            let first: NewTask
            let seconds: Double
            let quotas: [DailyQuota]
        }
        let jobs = requests.map { request in
            Job(
                id: request.id.uuidString, client: request.client, key: request.idempotencyKey,
                request: request.request, first: request.first, seconds: request.deadline.inSeconds,
                quotas: request.quotas)
        }
        self.later(
            """
            WITH admitted AS (
                INSERT INTO jobs (id, client, idempotency_key, request, first_task, time_limit, deadline_at, quotas)
                SELECT id, client, key, request::jsonb, first, make_interval(secs => seconds),
                    now() + make_interval(secs => seconds),
                    (SELECT coalesce(jsonb_agg(q || jsonb_build_object('day', (now() AT TIME ZONE 'UTC')::date)), '[]')
                        FROM jsonb_array_elements(n.quotas) q)
                FROM jsonb_to_recordset(\(try Self.json(jobs))) AS n (id uuid, client text, key text, request text,
                    first jsonb, seconds double precision, quotas jsonb)
                RETURNING id, generation, first_task),
            moved AS (
                INSERT INTO tasks (job_id, generation, stage, part, input, barrier, max_attempts)
                SELECT id, generation, stage, part, input::jsonb, barrier, "attemptLimit"
                FROM admitted CROSS JOIN jsonb_to_record(first_task)
                    AS first (stage text, part integer, input text, barrier text, "attemptLimit" integer)
                RETURNING *)
            \(literal: Fragment.announce)
            \(literal: Fragment.ringRelays)
            """)
        for request in requests {
            if let webhook = request.webhook { self.keep(webhook, of: request.id) }
        }
    }
}
