// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// A message that ended in one of the broker's dead-letter queues.
package struct BrokerLetter: Hashable, Sendable {
    package var messageID: String?
    /// The stage's queue it died in, by its routing key.
    package var queue: String
    /// The broker's word: `delivery_limit`, `rejected`, `expired`, `maxlen`.
    package var reason: String
    /// As text, whatever their types were.
    package var headers: [String: String]
    package var body: [UInt8]

    package init(
        messageID: String? = nil, queue: String, reason: String, headers: [String: String] = [:],
        body: [UInt8]
    ) {
        self.messageID = messageID
        self.queue = queue
        self.reason = reason
        self.headers = headers
        self.body = body
    }
}

/// What became of a letter. In every case it may be acknowledged.
package enum KeepOutcome: Hashable, Sendable {
    /// Its task is open: another message comes.
    case requeued(after: Duration)
    /// Its task's third letter: the task is dead, and its job failed.
    case buried
    /// Its task needs no message: it runs, is over, or of an older generation.
    case settled
    /// It is in the table already.
    case known
    /// Nobody can tell which task it meant.
    case malformed
}

/// The body of our own messages.
private struct Pointer: Decodable {
    let job: UUID
    let stage: Stage
    let part: Int
    let gen: Int

    init?(_ body: [UInt8]) {
        // Ours are short and decode; why another does not is seen in the table.
        guard body.count <= 4_096, let pointer = try? JSONDecoder().decode(Self.self, from: Data(body))
        else { return nil }
        self = pointer
    }
}

extension JobQueue {
    /// Moves a letter from the broker into the table, and gives its task another message if it still waits for one.
    ///
    /// An outage, or an operator's purge, must not end a healthy task: it gets two more messages in a generation.
    package func keep(_ letter: BrokerLetter, retryAfter delay: Duration = .seconds(60)) async throws
        -> KeepOutcome
    {
        guard let pointer = Pointer(letter.body) else {
            try await self.keepMalformed(
                body: letter.body, headers: letter.headers, queue: letter.queue, reason: "malformed",
                messageID: letter.messageID)
            return .malformed
        }
        let task = TaskReference(
            job: pointer.job, stage: pointer.stage, part: pointer.part, generation: pointer.gen)
        return try await self.store.transaction { transaction in
            let job = try transaction.lockJob(task.job)
            if try transaction.isBuried(task) { return .known }
            guard let id = try transaction.insert(letter, of: task) else { return .known }
            guard let job, job.isGoing, let token = try transaction.tokenWhileWaiting(task) else {
                try transaction.resolve(id, "settled")
                return .settled
            }
            if try transaction.requeuedCount(task) < 2 {
                try transaction.resolve(id, "requeued")
                try transaction.announce(task, after: delay)
                return .requeued(after: delay)
            }
            try transaction.resolve(id, "buried")
            let failure = TaskFailure(
                .undeliverable, code: "undeliverable",
                text: "its messages were given up by the broker three times")
            try transaction.bury(task, token: token, failure, evenWaiting: true)
            return .buried
        }
    }

    /// Keeps a message that a worker cannot read. It is never tried again.
    package func keepMalformed(
        body: [UInt8], headers: [String: String], queue: String, reason: String, messageID: String?
    ) async throws {
        let letter = BrokerLetter(
            messageID: messageID, queue: queue, reason: reason, headers: headers, body: body)
        _ = try await self.store.transaction { try $0.insert(letter, of: nil) }
    }

    /// Puts off a task whose message has a schema that this program does not know: a newer service may take it.
    ///
    /// - Returns: False when nothing was put off: it is not waiting, or was put off so often that it is dead now.
    package func deferTask(_ task: TaskReference, by delay: Duration, limit: Int = 10) async throws -> Bool {
        try await self.store.transaction { transaction in
            guard let job = try transaction.lockJob(task.job), job.isGoing else { return false }
            guard let token = try transaction.tokenWhileWaiting(task) else { return false }
            let deferred = try transaction.rows(
                """
                UPDATE tasks SET deferrals = deferrals + 1
                WHERE job_id = \(task.job) AND stage = \(task.stage) AND part = \(task.part)
                    AND deferrals < \(limit)
                """)
            guard deferred.affectedCount == 1 else {
                let failure = TaskFailure(
                    .schema, code: "schemaUnknown", text: "no running service is new enough for this job")
                try transaction.bury(task, token: token, failure, evenWaiting: true)
                return false
            }
            try transaction.announce(task, after: delay)
            return true
        }
    }
}

extension Transaction {
    /// - Returns: The lease token of a task that waits for a message, its row locked; nil for any other.
    fileprivate func tokenWhileWaiting(_ task: TaskReference) throws -> Int64? {
        try self.row(
            """
            SELECT lease_token FROM tasks
            WHERE job_id = \(task.job) AND stage = \(task.stage) AND part = \(task.part)
                AND generation = \(task.generation) AND state IN ('queued', 'retry_wait') FOR NO KEY UPDATE
            """
        )?.get("lease_token")
    }

    /// Makes a task due later, and writes the message for then.
    fileprivate func announce(_ task: TaskReference, after delay: Duration) throws {
        try self.rows(
            """
            WITH moved AS (
                UPDATE tasks SET run_at = greatest(run_at, now() + make_interval(secs => \(delay)))
                WHERE job_id = \(task.job) AND stage = \(task.stage) AND part = \(task.part)
                RETURNING *)
            \(literal: Fragment.announce) \(literal: Fragment.ringRelays)
            """)
    }

    /// True when we ended this task ourselves: the letter is the one that said so.
    fileprivate func isBuried(_ task: TaskReference) throws -> Bool {
        try self.row(
            """
            SELECT 1 AS one FROM dead_letters
            WHERE job_id = \(task.job) AND stage = \(task.stage) AND part = \(task.part)
                AND generation = \(task.generation) AND message_id IS NULL LIMIT 1
            """) != nil
    }

    fileprivate func requeuedCount(_ task: TaskReference) throws -> Int {
        try self.row(
            """
            SELECT count(*) AS count FROM dead_letters
            WHERE job_id = \(task.job) AND stage = \(task.stage) AND part = \(task.part)
                AND generation = \(task.generation) AND resolution = 'requeued'
            """
        )?.get("count") ?? 0
    }

    /// - Returns: Nil when the letter is there already. One without an id is known by its contents.
    fileprivate func insert(_ letter: BrokerLetter, of task: TaskReference?) throws -> UUID? {
        let headers = letter.storedHeaders
        let body = Array(letter.body.prefix(65_536))
        return try self.row(
            """
            INSERT INTO dead_letters
                (message_id, queue, job_id, stage, part, generation, reason, source, headers, body)
            SELECT coalesce(\(letter.messageID.map(BrokerLetter.stored).sqlValue)::text, 'sha256:'
                    || encode(sha256(convert_to(headers::text, 'UTF8') || body), 'hex')),
                \(BrokerLetter.stored(letter.queue)), \((task?.job).sqlValue)::uuid,
                \((task?.stage.rawValue).sqlValue)::text, \((task?.part).sqlValue)::integer,
                \((task?.generation).sqlValue)::integer, \(BrokerLetter.stored(letter.reason)), 'broker',
                headers, body
            FROM (SELECT \(try Self.json(headers)) AS headers, \(SQLValue.bytes(body)) AS body) letter
            ON CONFLICT DO NOTHING RETURNING id
            """
        )?.get("id")
    }

    fileprivate func resolve(_ letter: UUID, _ resolution: String) throws {
        try self.rows(
            """
            UPDATE dead_letters SET resolved_at = now(), resolution = \(resolution), actor = 'keeper'
            WHERE id = \(letter)
            """)
    }
}

extension BrokerLetter {
    /// Someone else wrote it: no NUL, which a text cannot hold, and not more than tells what it was.
    fileprivate static func stored(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(500).map { $0.value == 0 ? "\u{FFFD}" : $0 }
        return String(String.UnicodeScalarView(scalars))
    }

    fileprivate var storedHeaders: [String: String] {
        Dictionary(
            self.headers.sorted { $0.key < $1.key }.prefix(64).map {
                (Self.stored($0.key), Self.stored($0.value))
            },
            uniquingKeysWith: { first, _ in first })
    }
}
