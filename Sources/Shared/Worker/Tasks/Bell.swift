// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// Wakes one waiter. Rings that nobody waits for are kept as one.
package final class Bell: Sendable {
    private struct State {
        var isRung = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    package init() {}

    package func ring() {
        let waiter = self.state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard let waiter = state.waiter else {
                state.isRung = true
                return nil
            }
            state.waiter = nil
            return waiter
        }
        waiter?.resume()
    }

    /// Until the next ring, the time is over, or the caller's task is cancelled. One waiter at a time.
    package func wait(atMost limit: Duration) async {
        let timer = Task {
            // Cancelled: the waiter is up already.
            if (try? await Task.sleep(for: limit)) != nil { self.ring() }
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let isUp = self.state.withLock { state in
                    precondition(state.waiter == nil, "a bell has one waiter")
                    if state.isRung || Task.isCancelled {
                        state.isRung = false
                        return true
                    }
                    state.waiter = waiter
                    return false
                }
                if isUp { waiter.resume() }
            }
        } onCancel: {
            self.ring()
        }
        timer.cancel()
    }
}
