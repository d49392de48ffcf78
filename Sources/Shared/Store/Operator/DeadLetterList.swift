// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// A task that died, or a message that nobody could use.
package struct DeadLetter: Hashable, Codable, Sendable {
    package let id: UUID
    /// Nil for a task that we ended ourselves.
    package let messageID: String?
    package let queue: String?
    package let job: UUID?
    package let stage: Stage?
    package let part: Int?
    package let generation: Int?
    package let reason: String
    /// `app` or `broker`.
    package let source: String
    /// A JSON object.
    package let headers: String
    package let body: [UInt8]?
    package let firstSeenAt: Date
    package let resolvedAt: Date?
    package let resolution: String?
    package let actor: String?

    package var position: ListPosition { ListPosition(at: self.firstSeenAt, id: self.id) }
}

package struct DeadLetterFilter: Sendable {
    /// Its stage's queue.
    package var queue: String?
    package var reason: String?
    package var job: UUID?
    package var id: UUID?
    package var since: Date?
    /// Those that nobody has dealt with; false lists all.
    package var isOpenOnly = true
    package var limit = 100
    /// The last letter of the page before; for lists only.
    package var after: ListPosition?

    package init() {}
}

/// What became of the letters that a filter named, oldest first.
package struct ReplayReport: Hashable, Codable, Sendable {
    /// Each job that began again; in a dry run, that would.
    package var jobs: [UUID] = []
    /// Letters dealt with.
    package var replayed: [UUID] = []
    /// Letters without a task, or whose job has not failed or is gone.
    package var skipped: [UUID] = []

    package init() {}

    package mutating func add(_ other: ReplayReport) {
        self.jobs += other.jobs
        self.replayed += other.replayed
        self.skipped += other.skipped
    }
}

extension JobQueue {
    /// Newest first.
    package func deadLetters(_ filter: DeadLetterFilter = DeadLetterFilter()) async throws -> [DeadLetter] {
        try await self.store.transaction { try $0.deadLetters(filter, order: .newestFirst) }
    }

    package func deadLetter(_ id: UUID) async throws -> DeadLetter? {
        var filter = DeadLetterFilter()
        filter.id = id
        filter.isOpenOnly = false
        return try await self.deadLetters(filter).first
    }

    /// Replays the jobs of open letters, oldest first. Doing it twice replays once.
    ///
    /// - Parameter limit: Letters at most.
    package func replayDeadLetters(
        _ filter: DeadLetterFilter, limit: Int, actor: String, dryRun: Bool = false
    ) async throws -> ReplayReport {
        var report = ReplayReport()
        for letter in try await self.openLetters(filter, limit: limit) {
            guard let job = letter.job else {
                report.skipped.append(letter.id)
                continue
            }
            if report.jobs.contains(job) {
                report.replayed.append(letter.id)
                continue
            }
            let isReplayed = try await self.store.transaction { transaction in
                if dryRun { return try transaction.lockJob(job)?.state == .failed }
                return try transaction.replay(job, actor: actor) > 0
            }
            if isReplayed { report.jobs.append(job) }
            if isReplayed { report.replayed.append(letter.id) } else { report.skipped.append(letter.id) }
        }
        return report
    }

    /// Marks open letters as dealt with, oldest first; their jobs stay failed.
    ///
    /// - Returns: The letters; in a dry run, those that would be.
    package func discardDeadLetters(
        _ filter: DeadLetterFilter, limit: Int, actor: String, dryRun: Bool = false
    ) async throws -> [UUID] {
        let letters = try await self.openLetters(filter, limit: limit).map(\.id)
        guard !dryRun, !letters.isEmpty else { return letters }
        let ids = try Transaction.json(letters.map(\.uuidString))
        return try await self.store.transaction { transaction in
            let discarded: [UUID] = try transaction.rows(
                """
                UPDATE dead_letters SET resolved_at = now(), resolution = 'discarded', actor = \(actor)
                WHERE id IN (SELECT id::uuid FROM jsonb_array_elements_text(\(ids)) AS ids (id))
                    AND resolved_at IS NULL
                RETURNING id
                """
            ).map { try $0.get("id") }
            for id in discarded {
                try transaction.record(
                    actor: actor, action: "discard", target: id.uuidString.lowercased())
            }
            return discarded
        }
    }

    private func openLetters(_ filter: DeadLetterFilter, limit: Int) async throws -> [DeadLetter] {
        var filter = filter
        filter.isOpenOnly = true
        filter.limit = limit
        filter.after = nil
        let chosen = filter
        return try await self.store.transaction { try $0.deadLetters(chosen, order: .oldestFirst) }
    }
}

extension Transaction {
    enum LetterOrder { case newestFirst, oldestFirst }

    func deadLetters(_ filter: DeadLetterFilter, order: LetterOrder) throws -> [DeadLetter] {
        let sequence: StaticString =
            order == .newestFirst ? "d.first_seen DESC, d.id DESC" : "d.first_seen, d.id"
        return try self.rows(
            """
            SELECT id, message_id, queue, job_id, stage, part, generation, reason, source, headers, body,
                extract(epoch FROM first_seen) AS first_seen, extract(epoch FROM resolved_at) AS resolved_at,
                resolution, actor
            FROM (SELECT d.*, coalesce(d.queue, \(literal: Fragment.queue)) AS home FROM dead_letters d) d
            WHERE (\(filter.queue == nil) OR home = \(filter.queue ?? ""))
                AND reason = coalesce(\(filter.reason.sqlValue)::text, reason)
                AND (\(filter.job == nil) OR job_id = \(filter.job ?? UUID()))
                AND id = coalesce(\(filter.id.sqlValue)::uuid, id)
                AND first_seen >= coalesce(to_timestamp(\(filter.since.sqlValue)::double precision), '-infinity')
                AND (NOT \(filter.isOpenOnly) OR resolved_at IS NULL)
                AND (\(filter.after == nil) OR (first_seen, id)
                    < (to_timestamp(\(filter.after?.at ?? .distantPast)), \(filter.after?.id ?? UUID())))
            ORDER BY \(literal: sequence) LIMIT \(filter.limit)
            """
        ).map(DeadLetter.init)
    }

    func deadLetters(of job: UUID) throws -> [DeadLetter] {
        var filter = DeadLetterFilter()
        filter.job = job
        filter.isOpenOnly = false
        filter.limit = 1_000
        return try self.deadLetters(filter, order: .oldestFirst)
    }
}

extension DeadLetter {
    fileprivate init(_ row: Row) throws {
        self.id = try row.get("id")
        self.messageID = try row.find("message_id")
        self.queue = try row.find("queue")
        self.job = try row.find("job_id")
        self.stage = try row.find("stage")
        self.part = try row.find("part")
        self.generation = try row.find("generation")
        self.reason = try row.get("reason")
        self.source = try row.get("source")
        self.headers = try row.get("headers")
        self.body = try row.find("body")
        self.firstSeenAt = try row.get("first_seen")
        self.resolvedAt = try row.find("resolved_at")
        self.resolution = try row.find("resolution")
        self.actor = try row.find("actor")
    }
}
