// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// Pieces that several statements share.
enum Fragment {
    /// Writes one message to the outbox for each task in `moved`, due at its `run_at`; ``ringRelays`` or
    /// ``ringNobody`` follows.
    ///
    /// The body repeats what the headers say, so that a message in a dead-letter queue explains itself.
    static let announce: StaticString = """
        INSERT INTO outbox (exchange, routing_key, headers, body, available_at, job_id, task_key)
        SELECT 'movie.jobs', CASE WHEN stage IN ('timeline', 'assemble') THEN 'render' ELSE stage END,
            jsonb_build_object('schema', schema, 'job', job_id, 'stage', stage, 'part', part, 'gen', generation,
                'attempt', attempt),
            convert_to(jsonb_build_object('schema', schema, 'job', job_id, 'stage', stage, 'part', part,
                'gen', generation)::text, 'UTF8'),
            run_at, job_id, concat_ws('/', job_id, stage, part, generation)
        FROM moved
        """

    static let ringRelays: StaticString = "RETURNING pg_notify('moviegen_outbox', '')"
    static let ringNobody: StaticString = "RETURNING 1 AS one"

    /// Writes a dead letter for each task in `moved`.
    static let bury: StaticString = """
        INSERT INTO dead_letters (job_id, stage, part, generation, reason, source, headers)
        SELECT job_id, stage, part, generation, error_class,
            CASE error_class WHEN 'broker_delivery_limit' THEN 'broker' ELSE 'app' END,
            jsonb_build_object('attempt', attempt, 'error', error_text)
        FROM moved
        """

    /// Sends each task in `moved` to its stage's dead-letter queue, with the reason.
    static let announceDeath: StaticString = """
        INSERT INTO outbox (exchange, routing_key, headers, body, job_id)
        SELECT 'movie.dead', CASE WHEN stage IN ('timeline', 'assemble') THEN 'render' ELSE stage END,
            jsonb_build_object('schema', schema, 'job', job_id, 'stage', stage, 'part', part, 'gen', generation,
                'attempt', attempt, 'reason', error_class),
            convert_to(jsonb_build_object('schema', schema, 'job', job_id, 'stage', stage, 'part', part,
                'gen', generation)::text, 'UTF8'),
            job_id
        FROM moved RETURNING pg_notify('moviegen_outbox', '')
        """
}

extension Transaction {
    /// Makes tasks that do not exist yet, and their messages.
    func create(_ tasks: [NewTask], of job: UUID, isQuiet: Bool = false) throws {
        guard !tasks.isEmpty else { return }
        self.later(
            """
            WITH moved AS (
                INSERT INTO tasks (job_id, generation, stage, part, input, barrier, max_attempts)
                SELECT j.id, j.generation, stage, part, input::jsonb, barrier, "attemptLimit"
                FROM jobs j, jsonb_to_recordset(\(try Self.json(tasks)))
                    AS new (stage text, part integer, input text, barrier text, "attemptLimit" integer)
                WHERE j.id = \(job)
                ON CONFLICT DO NOTHING RETURNING *)
            \(literal: Fragment.announce)
            \(literal: isQuiet ? Fragment.ringNobody : Fragment.ringRelays)
            """)
    }

    /// Makes a barrier, its tasks and their messages; without tasks, the successor at once.
    func create(_ fanOut: FanOut, of job: UUID, isQuiet: Bool) throws {
        let successor = try fanOut.successor.map { try Self.json($0) }
        let inserted = try self.rows(
            """
            INSERT INTO barriers (job_id, name, expected, remaining, successor)
            VALUES (\(job), \(fanOut.barrier), \(fanOut.tasks.count), \(fanOut.tasks.count),
                \(successor ?? SQLValue.null)::jsonb)
            ON CONFLICT DO NOTHING
            """)
        guard inserted.affectedCount == 1 else { return }
        try self.create(fanOut.tasks, of: job, isQuiet: isQuiet)
        if fanOut.tasks.isEmpty, let successor = fanOut.successor {
            try self.create([successor], of: job, isQuiet: isQuiet)
        }
    }
}

extension Transaction {
    static func json(_ value: some Encodable) throws -> SQLValue {
        .json(String(decoding: try JSONEncoder().encode(value), as: UTF8.self))
    }
}
