// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// Publishes whose caller waits for all of them together. Each place is resolved exactly once.
final class PublishBatch: Sendable {
    fileprivate struct State {
        var outcomes: [PublishOutcome?]
        var openCount: Int
        var caller: CheckedContinuation<[PublishOutcome], Never>?
    }

    private let state: Mutex<State>

    init(count: Int) {
        self.state = Mutex(State(outcomes: Array(repeating: nil, count: count), openCount: count))
    }

    func resolve(_ place: Int, _ outcome: PublishOutcome) {
        let (caller, outcomes) = self.state.withLock { state in
            precondition(state.outcomes[place] == nil, "PublishBatch: place \(place) is resolved twice.")
            state.outcomes[place] = outcome
            state.openCount -= 1
            return state.openCount == 0 ? state.finish() : (nil, [])
        }
        caller?.resume(returning: outcomes)
    }

    func outcomes() async -> [PublishOutcome] {
        await withCheckedContinuation { caller in
            let outcomes = self.state.withLock { state -> [PublishOutcome]? in
                state.caller = caller
                return state.openCount == 0 ? state.finish().1 : nil
            }
            if let outcomes { caller.resume(returning: outcomes) }
        }
    }
}

extension PublishBatch.State {
    /// Whoever comes second, the last outcome or the caller, takes both; the caller is resumed once.
    fileprivate mutating func finish() -> (CheckedContinuation<[PublishOutcome], Never>?, [PublishOutcome]) {
        defer { self.caller = nil }
        return (self.caller, self.outcomes.map { $0 ?? .unknown(reason: "It was never resolved.") })
    }
}
