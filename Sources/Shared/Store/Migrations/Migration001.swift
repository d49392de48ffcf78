// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Jobs, their tasks and barriers, and what keeps them safe.
    static let pipeline = Migration(
        version: 1, name: "pipeline",
        sql: """
            CREATE TABLE jobs (
                id uuid PRIMARY KEY,
                client text NOT NULL,
                idempotency_key text,
                state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'failed', 'cancelled')),
                request jsonb NOT NULL,
                priority smallint NOT NULL DEFAULT 0,
                created_at timestamptz NOT NULL DEFAULT now(),
                -- What begins the job, and begins it again: {"stage", "part", "input", "barrier", "attemptLimit"}.
                first_task jsonb NOT NULL,
                -- That of all its tasks; messages and leases of an older one change nothing.
                generation integer NOT NULL DEFAULT 0,
                restarts integer NOT NULL DEFAULT 0,
                percent smallint NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
                started_at timestamptz,
                time_limit interval NOT NULL,
                deadline_at timestamptz NOT NULL,
                cancel_requested_at timestamptz,
                finished_at timestamptz,
                error_code text,
                error_text text CHECK (octet_length(error_text) <= 2048),
                result text,
                UNIQUE (client, idempotency_key),
                CHECK ((state = 'open') = (finished_at IS NULL))
            );
            CREATE INDEX jobs_open ON jobs (created_at) WHERE state = 'open';
            CREATE INDEX jobs_deadlines ON jobs (deadline_at) WHERE state = 'open';
            CREATE INDEX jobs_finished ON jobs (finished_at) WHERE state <> 'open';
            CREATE INDEX jobs_newest ON jobs (created_at, id);

            CREATE TABLE tasks (
                job_id uuid NOT NULL REFERENCES jobs ON DELETE CASCADE,
                stage text NOT NULL,
                part integer NOT NULL CHECK (part >= 0),
                generation integer NOT NULL,
                -- The message format that a worker must know to run it.
                schema integer NOT NULL DEFAULT 1,
                state text NOT NULL DEFAULT 'queued'
                    CHECK (state IN ('queued', 'running', 'retry_wait', 'done', 'dead', 'cancelled')),
                input jsonb NOT NULL DEFAULT '{}',
                -- The barrier that this task's completion counts down; null when none waits for it.
                barrier text,
                attempt integer NOT NULL DEFAULT 0 CHECK (attempt >= 0),
                max_attempts integer NOT NULL CHECK (max_attempts >= 1),
                run_at timestamptz NOT NULL DEFAULT now(),
                lease_owner text,
                lease_token bigint NOT NULL DEFAULT 0,
                lease_until timestamptz,
                progress smallint NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
                enqueued_at timestamptz NOT NULL DEFAULT now(),
                started_at timestamptz,
                progressed_at timestamptz,
                finished_at timestamptz,
                error_class text,
                error_text text CHECK (octet_length(error_text) <= 2048),
                result text,
                rescue_count integer NOT NULL DEFAULT 0,
                -- How often it met a worker that did not know its schema.
                deferrals integer NOT NULL DEFAULT 0,
                PRIMARY KEY (job_id, stage, part),
                CHECK ((state = 'running') = (lease_until IS NOT NULL))
            );
            CREATE INDEX tasks_leases ON tasks (lease_until) WHERE state = 'running';
            CREATE INDEX tasks_waiting ON tasks (stage, enqueued_at) WHERE state IN ('queued', 'retry_wait');

            CREATE TABLE barriers (
                job_id uuid NOT NULL REFERENCES jobs ON DELETE CASCADE,
                name text NOT NULL,
                expected integer NOT NULL CHECK (expected >= 0),
                remaining integer NOT NULL CHECK (remaining BETWEEN 0 AND expected),
                -- The task that begins when nothing remains: {"stage", "part", "input", "barrier", "attemptLimit"}.
                successor jsonb,
                PRIMARY KEY (job_id, name)
            );

            CREATE TABLE outbox (
                id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
                seq bigserial NOT NULL,
                exchange text NOT NULL,
                routing_key text NOT NULL,
                headers jsonb NOT NULL,
                body bytea NOT NULL CHECK (octet_length(body) <= 4096),
                available_at timestamptz NOT NULL DEFAULT now(),
                created_at timestamptz NOT NULL DEFAULT now(),
                attempts integer NOT NULL DEFAULT 0,
                last_error text,
                job_id uuid,
                -- job/stage/part/generation. Not unique: a relay that awaits confirms keeps its rows locked, and a
                -- unique key would make a worker's transaction wait for it. A second message is harmless.
                task_key text
            ) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01);
            CREATE INDEX outbox_due ON outbox (available_at, seq);
            CREATE INDEX outbox_tasks ON outbox (task_key) WHERE task_key IS NOT NULL;
            CREATE INDEX outbox_jobs ON outbox (job_id) WHERE job_id IS NOT NULL;

            CREATE TABLE dead_letters (
                id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
                -- The broker's message, and the queue it died in; null for a task that we ended ourselves.
                message_id text,
                queue text,
                -- Null where the message did not say.
                job_id uuid,
                stage text,
                part integer,
                generation integer,
                reason text NOT NULL,
                source text NOT NULL CHECK (source IN ('broker', 'app')),
                headers jsonb NOT NULL DEFAULT '{}',
                body bytea CHECK (octet_length(body) <= 65536),
                first_seen timestamptz NOT NULL DEFAULT now(),
                resolved_at timestamptz,
                resolution text,
                actor text
            );
            CREATE INDEX dead_letters_open ON dead_letters (stage, first_seen) WHERE resolved_at IS NULL;
            CREATE INDEX dead_letters_tasks ON dead_letters (job_id, stage, part);
            CREATE INDEX dead_letters_seen ON dead_letters (first_seen, id);
            CREATE UNIQUE INDEX dead_letters_messages ON dead_letters (message_id, coalesce(generation, -1));

            CREATE TABLE workers (
                instance_id text PRIMARY KEY,
                service text NOT NULL,
                host text NOT NULL,
                pid integer NOT NULL,
                version text NOT NULL,
                slots integer NOT NULL,
                draining boolean NOT NULL DEFAULT false,
                started_at timestamptz NOT NULL DEFAULT now(),
                heartbeat_at timestamptz NOT NULL DEFAULT now()
            );

            -- Which object a recipe gave. Objects lie in the artifact store under the SHA-256 of their bytes.
            CREATE TABLE artifacts (
                recipe text PRIMARY KEY CHECK (recipe ~ '^[0-9a-f]{64}$'),
                object text NOT NULL,
                bytes bigint NOT NULL CHECK (bytes >= 0),
                stage text NOT NULL,
                created_at timestamptz NOT NULL DEFAULT now(),
                used_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX artifacts_objects ON artifacts (object);
            CREATE INDEX artifacts_used ON artifacts (used_at);

            -- What a job's result holds: kept as long as the job.
            CREATE TABLE job_objects (
                job_id uuid NOT NULL REFERENCES jobs ON DELETE CASCADE,
                object text NOT NULL,
                PRIMARY KEY (job_id, object)
            );
            CREATE INDEX job_objects_objects ON job_objects (object);

            CREATE TABLE quotas (
                scope text NOT NULL,
                subject text NOT NULL,
                day date NOT NULL,
                used integer NOT NULL CHECK (used >= 0),
                PRIMARY KEY (scope, subject, day)
            );

            CREATE TABLE blocked_networks (
                network cidr PRIMARY KEY,
                reason text NOT NULL,
                actor text NOT NULL,
                created_at timestamptz NOT NULL DEFAULT now(),
                expires_at timestamptz
            );

            CREATE TABLE audit (
                id bigserial PRIMARY KEY,
                at timestamptz NOT NULL DEFAULT now(),
                actor text NOT NULL,
                action text NOT NULL,
                target text NOT NULL,
                detail jsonb NOT NULL DEFAULT '{}'
            );
            CREATE INDEX audit_at ON audit (at);
            """)
}
