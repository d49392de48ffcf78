// SPDX-License-Identifier: Apache-2.0

/// Slows down who guesses the token: after some failures each one closes the door to its network for twice as long.
struct LoginAttempts {
    private struct Record {
        var failureCount = 0
        var closedUntil: ContinuousClock.Instant
        var forgottenAt: ContinuousClock.Instant
    }

    /// Somebody who mistypes a long token is not kept waiting.
    private static let freeFailures = 5
    private static let longest = Duration.seconds(900)
    private static let memory = Duration.seconds(3_600)
    /// More networks than this at once are an attack, and the one that may soonest try again is forgotten.
    private static let recordLimit = 10_000

    private var records: [String: Record] = [:]

    /// Nil when the network may try now.
    func wait(of network: String, now: ContinuousClock.Instant) -> Duration? {
        guard let record = self.records[network], record.closedUntil > now else { return nil }
        return record.closedUntil - now
    }

    mutating func fail(_ network: String, now: ContinuousClock.Instant) {
        var record = self.records[network] ?? Record(closedUntil: now, forgottenAt: now)
        if record.forgottenAt < now { record.failureCount = 0 }
        record.failureCount += 1
        let beyond = record.failureCount - Self.freeFailures
        if beyond >= 0 { record.closedUntil = now + min(Self.longest, .seconds(10 << min(beyond, 20))) }
        record.forgottenAt = now + Self.memory
        if self.records[network] == nil, self.records.count >= Self.recordLimit { self.makeRoom(now) }
        self.records[network] = record
    }

    var networkCount: Int { self.records.count }

    mutating func succeed(_ network: String) { self.records[network] = nil }

    private mutating func makeRoom(_ now: ContinuousClock.Instant) {
        self.records = self.records.filter { $0.value.forgottenAt > now }
        guard self.records.count >= Self.recordLimit,
            let soonest = self.records.min(by: { $0.value.closedUntil < $1.value.closedUntil })
        else { return }
        self.records[soonest.key] = nil
    }
}
