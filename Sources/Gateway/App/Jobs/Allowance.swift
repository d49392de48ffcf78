// SPDX-License-Identifier: Apache-2.0
internal import Store

extension JobDesk {
    /// Films that a client may still make today. A look without a lock: only admission decides.
    func remainingFilmCount(of client: ClientAddress?) async throws -> Int {
        let network = Self.network(of: client)
        let used = try await self.queue.store.rows(
            """
            SELECT used FROM quotas WHERE scope = 'network' AND subject = \(network)
                AND day = (now() AT TIME ZONE 'UTC')::date
            """
        ).first?.get("used", as: Int.self)
        return max(0, await self.currentSettings().dailyJobLimit - (used ?? 0))
    }
}
