// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Foundation
internal import NoOpStages
internal import Store

/// The database as the driver sees it: the pipeline's own tables, and two of the driver's that a trigger fills. What
/// they hold cannot be told by the program under test.
struct Ledger: Sendable {
    static let schema = "chaos"

    let schema: String
    let queue: JobQueue
    var store: Store { self.queue.store }

    init(database: String, schema: String = Ledger.schema) {
        self.schema = schema
        var endpoint = Endpoint(database, schema: schema)
        endpoint.applicationName = "chaos driver"
        endpoint.statementTimeout = .seconds(20)
        self.queue = JobQueue(Store(endpoint, sessions: 4))
    }

    /// An empty schema with our tables and the trigger.
    func prepare(database: String) async throws {
        let schema = self.schema
        try await Store(Endpoint(database), sessions: 1).transaction {
            try $0.script("DROP SCHEMA IF EXISTS \(schema) CASCADE; CREATE SCHEMA \(schema)")
        }
        try await self.store.migrate()
        try await self.store.transaction {
            try $0.script(
                """
                CREATE TABLE chaos_commits (
                    job_id uuid, stage text, part integer, generation integer, at timestamptz DEFAULT clock_timestamp());
                CREATE TABLE chaos_claims (
                    job_id uuid, stage text, part integer, generation integer, attempt integer, owner text);
                CREATE SEQUENCE chaos_completions;
                CREATE FUNCTION chaos_note() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.state = 'done' AND OLD.state <> 'done' THEN
                        PERFORM nextval('chaos_completions');
                        INSERT INTO chaos_commits VALUES (NEW.job_id, NEW.stage, NEW.part, NEW.generation);
                    END IF;
                    IF NEW.lease_token <> OLD.lease_token THEN
                        INSERT INTO chaos_claims VALUES
                            (NEW.job_id, NEW.stage, NEW.part, NEW.generation, NEW.attempt, NEW.lease_owner);
                    END IF;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER chaos_note AFTER UPDATE ON tasks FOR EACH ROW EXECUTE FUNCTION chaos_note();
                """)
        }
    }

    /// Completing statements that were run, those that were rolled back included: a sequence forgets nothing.
    func begunCompletions() async throws -> Int {
        try await self.count(
            "SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS count FROM chaos_completions")
    }

    func count(_ query: Query) async throws -> Int { try await self.store.rows(query)[0].get("count") }

    /// Jobs by their key.
    func jobs() async throws -> [String: JobRow] {
        let rows = try await self.store.rows(
            """
            SELECT idempotency_key AS key, id, state, error_code, result, cancel_requested_at IS NOT NULL AS flagged
            FROM jobs
            """)
        return Dictionary(try rows.map { (try $0.get("key"), try JobRow(row: $0)) }) { first, _ in first }
    }

    /// For each dead task of a job, who ran it: what a reader of a bad verdict asks first.
    func deaths(of job: UUID) async throws -> [String] {
        try await self.store.rows(
            """
            SELECT concat(t.stage, '/', t.part, ', attempt ', t.attempt, ' of ', t.max_attempts, ', ', t.rescue_count,
                ' workers lost, ran by ', string_agg(c.owner, ' ')) AS death
            FROM tasks t LEFT JOIN chaos_claims c USING (job_id, stage, part, generation)
            WHERE t.job_id = \(job) AND t.state = 'dead' GROUP BY t.job_id, t.stage, t.part
            """
        ).map { try $0.get("death") }
    }

    /// Tasks of running and lately ended jobs, a tenth of all: their messages come again.
    func tasksToRepeat() async throws -> [TaskReference] {
        try await self.store.rows(
            """
            SELECT job_id, stage, part, generation FROM tasks
            WHERE started_at > now() - interval '2 seconds'
                AND abs(hashtext(concat_ws('/', job_id, stage, part))) % 10 = 0
            """
        ).map {
            TaskReference(
                job: try $0.get("job_id"), stage: try $0.get("stage"), part: try $0.get("part"),
                generation: try $0.get("generation"))
        }
    }

    /// One that waits for nothing any more; of render, whose queue has three stages.
    func someDoneTask() async throws -> TaskReference? {
        try await self.store.rows(
            "SELECT job_id, stage, part, generation FROM tasks WHERE state = 'done' AND stage = 'render' LIMIT 1"
        ).first.map {
            TaskReference(
                job: try $0.get("job_id"), stage: try $0.get("stage"), part: try $0.get("part"),
                generation: try $0.get("generation"))
        }
    }

    /// Why a message was kept.
    func letters(of messageID: String) async throws -> [String] {
        try await self.store.rows("SELECT reason FROM dead_letters WHERE message_id = \(messageID)").map {
            try $0.get("reason")
        }
    }

    /// Differs when any job or task does.
    func stateHash() async throws -> String {
        try await self.store.rows(
            """
            SELECT md5(concat((SELECT string_agg(j::text, '' ORDER BY id) FROM jobs j),
                (SELECT string_agg(t::text, '' ORDER BY job_id, stage, part) FROM tasks t))) AS hash
            """)[0].get("hash")
    }

    /// Tasks under way, and who has each.
    func running() async throws -> [(stage: Stage, owner: String)] {
        try await self.store.rows("SELECT stage, lease_owner FROM tasks WHERE state = 'running'").map {
            (try $0.get("stage"), try $0.get("lease_owner"))
        }
    }

    /// What the driver's own trigger saw done twice.
    func doubledTasks() async throws -> [String] {
        try await self.store.rows(
            """
            SELECT concat_ws('/', job_id, stage, part, generation) AS task FROM chaos_commits
            GROUP BY job_id, stage, part, generation HAVING count(*) > 1
            """
        ).map { try $0.get("task") }
    }

    /// Seconds from a moment until each queue whose tasks were still completed had one completed; nil when none had.
    func recovery(from moment: Date) async throws -> Double? {
        try await self.store.rows(
            """
            SELECT max(first) - \(moment.timeIntervalSince1970) AS seconds FROM (
                SELECT min(extract(epoch FROM at)) AS first FROM chaos_commits
                WHERE extract(epoch FROM at) >= \(moment.timeIntervalSince1970)
                GROUP BY CASE WHEN stage IN ('timeline', 'assemble') THEN 'render' ELSE stage END) queues
            """
        ).first?.find("seconds")
    }
}

struct JobRow: Sendable {
    let id: UUID
    let state: JobState
    let errorCode: String?
    let result: String?
    let isFlagged: Bool

    init(row: Row) throws {
        self.id = try row.get("id")
        self.state = try row.get("state")
        self.errorCode = try row.find("error_code")
        self.result = try row.find("result")
        self.isFlagged = try row.get("flagged")
    }
}
