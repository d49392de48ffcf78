// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// What the administration keeps.
    static let administration = Migration(
        version: 5, name: "administration",
        sql: """
            -- In place of the settings of the same meaning; see KeptLimit.
            CREATE TABLE limits (
                name text PRIMARY KEY,
                value integer NOT NULL CHECK (value >= 0),
                actor text NOT NULL,
                changed_at timestamptz NOT NULL DEFAULT now()
            );

            -- Who is logged in. The digest is made of the token too, so another token ends them all.
            CREATE TABLE admin_sessions (
                digest text PRIMARY KEY CHECK (digest ~ '^[0-9a-f]{64}$'),
                expires_at timestamptz NOT NULL
            );
            """)
}
