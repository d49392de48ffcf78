// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// A job that is made again from an edited script.
    static let remaking = Migration(
        version: 3, name: "remaking",
        sql: """
            ALTER TABLE jobs
                -- How often it was made again.
                ADD COLUMN edits integer NOT NULL DEFAULT 0,
                -- What was asked for first: what an idempotency key is held against. Null where nothing was edited.
                ADD COLUMN first_request jsonb,
                ADD COLUMN remade_at timestamptz;
            """)
}
