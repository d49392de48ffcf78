// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import Synchronization

/// Whether a service takes work, told to its readiness and to whoever ends it.
final class IntakeState: Sendable {
    private struct State {
        var consumer: Consumer?
        var isStopping = false
    }

    private let state = Mutex(State())
    private let bell = Bell()

    var isStopping: Bool { self.state.withLock { $0.isStopping } }

    /// The consumer's link; nil while nothing is consumed.
    var linkStatus: LinkStatus? { self.state.withLock { $0.consumer }?.status }

    /// - Returns: False when the service stops: nothing is to be consumed.
    func begin(_ consumer: Consumer) -> Bool {
        self.state.withLock { state in
            guard !state.isStopping else { return false }
            state.consumer = consumer
            return true
        }
    }

    func end() { self.state.withLock { $0.consumer = nil } }

    /// Nothing more is taken. May be called again.
    func stop() {
        let consumer = self.state.withLock { state in
            state.isStopping = true
            return state.consumer
        }
        consumer?.cancel()
        self.bell.ring()
    }

    func pause(atMost time: Duration) async { await self.bell.wait(atMost: time) }
}
