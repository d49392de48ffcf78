// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// Says whether a loop still turns: the loop beats, the liveness probe asks.
package final class Pulse: Sendable {
    private let limit: Duration
    private let last: Mutex<ContinuousClock.Instant>

    /// - Parameter limit: How long the loop may take for one turn; choose several times what it should.
    package init(limit: Duration) {
        self.limit = limit
        self.last = Mutex(.now)
    }

    package func beat() { self.last.withLock { $0 = .now } }

    /// Why the loop counts as stopped; nil while it turns.
    package func stopReason(now: ContinuousClock.Instant = .now) -> String? {
        let silence = self.last.withLock(\.self).duration(to: now)
        return silence > self.limit ? "the loop has not turned for \(silence.components.seconds) s" : nil
    }
}
