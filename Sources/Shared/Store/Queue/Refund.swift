// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// Which failures are nobody's fault but ours.
package enum Refund {
    /// Codes of failed jobs whose count goes back to who asked for them.
    package static let codes: Set<String> = [
        "internalFailure", "engineFailed", "diskFull", "attemptsExhausted", "deadlineExceeded",
        "artifactVanished",
        "undeliverable", "schemaUnknown",
    ]
}

extension Transaction {
    /// Gives back what a failed job was counted against, once, when its user could not help it.
    ///
    /// The job's row is locked by the caller. A job that an operator replays is not counted again.
    func giveBackQuotas(of job: UUID, code: String) throws {
        guard Refund.codes.contains(code) else { return }
        let counted = try self.row(
            """
            UPDATE jobs j SET quotas = '[]'
            FROM (SELECT id, quotas FROM jobs WHERE id = \(job)) old
            WHERE j.id = old.id AND old.quotas <> '[]' RETURNING old.quotas
            """)
        guard let counted else { return }
        let quotas = try counted.get("quotas", as: String.self)
        let kept = try JSONDecoder().decode([CountedQuota].self, from: Data(quotas.utf8))
        // In one order for everyone, as they were counted.
        for quota in kept.sorted(by: { ($0.scope, $0.subject) < ($1.scope, $1.subject) }) {
            try self.rows(
                """
                UPDATE quotas SET used = greatest(0, used - \(quota.cost))
                WHERE scope = \(quota.scope) AND subject = \(quota.subject) AND day = \(quota.day)::text::date
                """)
        }
    }
}

private struct CountedQuota: Decodable {
    let scope: String
    let subject: String
    let cost: Int
    /// `2026-01-31`, UTC.
    let day: String
}
