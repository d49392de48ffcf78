// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// Tells everybody who works that the time to finish is over.
package final class DrainSignal: Sendable {
    private struct State {
        var isOver = false
        var nextWaiter: UInt64 = 0
        var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    package func end() {
        let waiters = self.state.withLock { state in
            state.isOver = true
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        waiters.forEach { $0.resume() }
    }

    /// Waits for ``end()`` or the caller's cancellation.
    ///
    /// - Returns: True when it was the end.
    func isOver() async -> Bool {
        let number = self.state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let isUp = self.state.withLock { state in
                    if state.isOver || Task.isCancelled { return true }
                    state.waiters[number] = waiter
                    return false
                }
                if isUp { waiter.resume() }
            }
        } onCancel: {
            self.state.withLock { $0.waiters.removeValue(forKey: number) }?.resume()
        }
        return self.state.withLock { $0.isOver }
    }
}
