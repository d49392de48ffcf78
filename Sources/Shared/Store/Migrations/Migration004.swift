// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Whom to tell when a job is over.
    static let webhooks = Migration(
        version: 4, name: "webhooks",
        sql: """
            CREATE TABLE webhooks (
                job_id uuid PRIMARY KEY REFERENCES jobs ON DELETE CASCADE,
                address text NOT NULL,
                -- Base64 of what messages are signed with.
                secret text NOT NULL,
                language text NOT NULL,
                -- The job's generation whose end was told, or given up on.
                told_generation integer NOT NULL DEFAULT -1,
                -- Of the generation that is to be told.
                attempts integer NOT NULL DEFAULT 0,
                due_at timestamptz NOT NULL DEFAULT now(),
                last_error text
            );
            CREATE INDEX webhooks_due ON webhooks (due_at);
            """)
}
