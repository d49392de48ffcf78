// SPDX-License-Identifier: Apache-2.0

/// Whether a link is up, and when it is tried again.
///
/// A machine without a clock or a socket: it takes events and says what to do. Backoff has full jitter, so that forty
/// services do not meet a restarted broker in the same instant.
struct ReconnectSchedule {
    enum Phase: Hashable {
        case connecting
        case open(since: ContinuousClock.Instant)
        case waiting(until: ContinuousClock.Instant)
        case closed
    }

    enum Action: Hashable {
        case connect
        /// Nothing before this moment.
        case wait(until: ContinuousClock.Instant)
        case serve
        case end
    }

    static let shortest = Duration.milliseconds(200)
    /// What a cluster may wait for after its broker is back, so no longer: forty services with three connections each ask
    /// a broker that is away fifty times a second.
    static let longest = Duration.seconds(5)
    /// A connection that lived this long was a good one: the next failure starts from the shortest wait again.
    static let settled = Duration.seconds(10)

    private(set) var phase = Phase.connecting
    /// Failures since the last good connection.
    private(set) var failureCount = 0

    /// What to do at `now`.
    mutating func next(at now: ContinuousClock.Instant) -> Action {
        switch self.phase {
        case .connecting: return .connect
        case .open: return .serve
        case .closed: return .end
        case .waiting(let moment):
            guard now >= moment else { return .wait(until: moment) }
            self.phase = .connecting
            return .connect
        }
    }

    mutating func opened(at now: ContinuousClock.Instant) {
        guard self.phase == .connecting else { return }
        self.phase = .open(since: now)
    }

    /// The connection could not be made, or broke.
    /// - Parameter jitter: 0-1, drawn evenly by the caller.
    mutating func failed(at now: ContinuousClock.Instant, jitter: Double) {
        switch self.phase {
        case .closed, .waiting: return
        case .open(let since): if now - since >= Self.settled { self.failureCount = 0 }
        case .connecting: break
        }
        let limit = min(Self.longest, Self.shortest * (1 << min(self.failureCount, 16)))
        self.failureCount += 1
        self.phase = .waiting(until: now + limit * min(max(jitter, 0), 1))
    }

    mutating func close() {
        self.phase = .closed
    }
}
