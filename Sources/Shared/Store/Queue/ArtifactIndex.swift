// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// Which object a recipe gave. Objects lie under the SHA-256 of their bytes, so anyone may store one; only who holds a
/// task's lease may say here that a recipe gave it.
extension JobQueue {
    /// The object that a recipe (64 hexadecimal digits) gave before; it counts as used now.
    ///
    /// - Returns: Nil when nobody recorded it, or nobody used it for too long.
    package func artifact(for recipe: String) async throws -> String? {
        let row = try await self.store.rows(
            """
            SELECT object, used_at < now() - interval '10 minutes' AS stale FROM artifacts
            WHERE recipe = \(recipe)
            """
        ).first
        guard let row else { return nil }
        guard try row.get("stale") else { return try row.get("object") }
        // Seldom written, and gone if it expired between the two looks.
        return try await self.store.rows(
            "UPDATE artifacts SET used_at = now() WHERE recipe = \(recipe) RETURNING object"
        ).first?.get("object")
    }

    /// - Returns: False when the lease is no longer held: nothing was changed.
    package func recordArtifact(
        recipe: String, object: String, bytes: Int, by lease: Lease
    ) async throws -> Bool {
        let task = lease.task
        return try await self.store.rows(
            """
            INSERT INTO artifacts (recipe, object, bytes, stage)
            SELECT \(recipe), \(object), \(bytes), stage FROM tasks
            WHERE job_id = \(task.job) AND stage = \(task.stage) AND part = \(task.part)
                AND generation = \(task.generation) AND lease_token = \(lease.token) AND state = 'running'
            ON CONFLICT (recipe) DO UPDATE
                SET object = excluded.object, bytes = excluded.bytes, stage = excluded.stage, used_at = now()
            """
        ).affectedCount == 1
    }

    /// Forgets recipes that nobody used for so long.
    ///
    /// - Returns: Objects that nothing refers to any more. A recipe may give one again at any moment: before its bytes
    ///   are removed, ask ``isReferenced(object:)``, and leave alone what was stored lately.
    package func expireArtifacts(unusedFor age: Duration, limit: Int) async throws -> [String] {
        try await self.store.transaction { transaction in
            let deleted = try transaction.rows(
                """
                DELETE FROM artifacts WHERE recipe IN (
                    SELECT recipe FROM artifacts WHERE used_at < now() - make_interval(secs => \(age))
                    ORDER BY used_at LIMIT \(limit) FOR UPDATE SKIP LOCKED)
                RETURNING object
                """)
            let objects = Set(try deleted.map { try $0.get("object", as: String.self) }).sorted()
            return try transaction.rows(
                """
                SELECT object FROM jsonb_array_elements_text(\(try Transaction.json(objects))) AS o (object)
                WHERE NOT EXISTS (SELECT FROM artifacts a WHERE a.object = o.object)
                    AND NOT EXISTS (SELECT FROM job_objects j WHERE j.object = o.object)
                """
            ).map { try $0.get("object") }
        }
    }

    /// True while a recipe gives this object, or a job that is kept holds it.
    package func isReferenced(object: String) async throws -> Bool {
        try await self.store.rows(
            """
            SELECT EXISTS (SELECT FROM artifacts WHERE object = \(object))
                OR EXISTS (SELECT FROM job_objects WHERE object = \(object)) AS referenced
            """
        )[0].get("referenced")
    }
}

extension Transaction {
    /// Keeps objects as long as the job.
    func hold(_ objects: [String], for job: UUID) throws {
        guard !objects.isEmpty else { return }
        try self.rows(
            """
            INSERT INTO job_objects (job_id, object)
            SELECT \(job), object FROM jsonb_array_elements_text(\(try Self.json(objects))) AS o (object)
            ON CONFLICT DO NOTHING
            """)
    }
}
