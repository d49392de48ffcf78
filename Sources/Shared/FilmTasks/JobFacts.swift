// SPDX-License-Identifier: Apache-2.0
package import Foundation
package import Store

extension FilmJobResult {
    /// Nil while there is none. A job that is made again has its last one.
    package init?(of status: JobStatus) {
        // Another service's result may be of a later kind.
        guard let text = status.result,
            let film = try? JSONDecoder().decode(FilmJobResult.self, from: Data(text.utf8))
        else { return nil }
        self = film
    }
}

extension JobQueue {
    /// Addresses of these jobs' articles; none for a job from a text or script.
    package func articleAddresses(of jobs: [UUID]) async throws -> [UUID: String] {
        let ids = jobs.map(\.uuidString).joined(separator: ",")
        // As FilmRequest.Source is written.
        let rows = try await self.store.rows(
            """
            SELECT id, request->'source'->'address'->>'_0' AS url FROM jobs
            WHERE id = ANY (string_to_array(\(ids), ',')::uuid[])
            """)
        var addresses: [UUID: String] = [:]
        for row in rows { addresses[try row.get("id")] = try row.find("url") }
        return addresses
    }

    /// Nil for a job from a text or script.
    package func articleAddress(of job: UUID) async throws -> String? {
        try await self.articleAddresses(of: [job])[job]
    }
}
