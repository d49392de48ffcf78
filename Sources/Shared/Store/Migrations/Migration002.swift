// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// What a job was counted against, so that it can be given back.
    static let countedQuotas = Migration(
        version: 2, name: "counted quotas",
        sql: """
            -- [{"scope", "subject", "day", "cost"}]; emptied when the job's count is given back.
            ALTER TABLE jobs ADD COLUMN quotas jsonb NOT NULL DEFAULT '[]';
            """)
}
