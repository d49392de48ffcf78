// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// Whom to tell when a job is over.
package struct Webhook: Hashable, Sendable {
    /// An http(s) address.
    package var address: String
    /// Signs the messages.
    package var secret: Data
    /// Of the message's sentences: `ja` or `en`.
    package var language: String

    package init(address: String, secret: Data, language: String) {
        self.address = address
        self.secret = secret
        self.language = language
    }
}

/// A webhook whose job is over, and that this caller alone may call for a while.
package struct DueWebhook: Hashable, Sendable {
    package let job: UUID
    package let generation: Int
    /// This one included, from 1.
    package let attempt: Int
    package let webhook: Webhook
}

extension JobQueue {
    /// Takes webhooks that are due. Nobody else gets them before `lease` has passed.
    package func takeWebhooks(limit: Int, lease: Duration) async throws -> [DueWebhook] {
        try await self.store.rows(
            """
            UPDATE webhooks w SET attempts = w.attempts + 1, due_at = now() + make_interval(secs => \(lease))
            FROM (SELECT w.job_id, j.generation FROM webhooks w JOIN jobs j ON j.id = w.job_id
                WHERE w.due_at <= now() AND j.state <> 'open' AND w.told_generation < j.generation
                ORDER BY w.due_at LIMIT \(limit) FOR UPDATE OF w SKIP LOCKED) due
            WHERE w.job_id = due.job_id
            RETURNING w.job_id, due.generation, w.attempts, w.address, w.secret, w.language
            """
        ).map { row in
            DueWebhook(
                job: try row.get("job_id"), generation: try row.get("generation"),
                attempt: try row.get("attempts"),
                webhook: Webhook(
                    address: try row.get("address"),
                    secret: Data(base64Encoded: try row.get("secret", as: String.self)) ?? Data(),
                    language: try row.get("language")))
        }
    }

    /// The end of this generation is told, or is not to be told any more; a later one is.
    package func settle(_ due: DueWebhook, error: String? = nil) async throws {
        try await self.store.rows(
            """
            UPDATE webhooks SET told_generation = \(due.generation), attempts = 0, due_at = now(),
                last_error = \(error.sqlValue)
            WHERE job_id = \(due.job) AND told_generation < \(due.generation)
            """)
    }

    /// Has a webhook called again.
    package func postpone(_ due: DueWebhook, by pause: Duration, error: String) async throws {
        try await self.store.rows(
            """
            UPDATE webhooks SET due_at = now() + make_interval(secs => \(pause)), last_error = \(error)
            WHERE job_id = \(due.job) AND told_generation < \(due.generation) AND attempts = \(due.attempt)
            """)
    }
}

extension Transaction {
    func keep(_ webhook: Webhook, of job: UUID) {
        self.later(
            """
            INSERT INTO webhooks (job_id, address, secret, language)
            VALUES (\(job), \(webhook.address), \(webhook.secret.base64EncodedString()),
                \(webhook.language))
            """)
    }
}
