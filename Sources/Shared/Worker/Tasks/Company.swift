// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// Lets the tasks of a process run side by side, and one under suspicion by itself.
///
/// A task that kills its process takes the others along. They are begun again together with it, may meet it again each
/// time, and would end as guilty as it is.
final class Company: Sendable {
    private struct State {
        var runningCount = 0
        var isOccupied = false
        var nextWaiter: UInt64 = 0
        /// In their order: nobody overtakes the one who waits for everybody's end.
        var waiters: [(id: UInt64, isAlone: Bool, continuation: CheckedContinuation<Bool, Never>)] = []

        mutating func admits(_ isAlone: Bool) -> Bool {
            guard !self.isOccupied, !isAlone || self.runningCount == 0 else { return false }
            self.runningCount += 1
            self.isOccupied = isAlone
            return true
        }

        mutating func admitWaiters() -> [CheckedContinuation<Bool, Never>] {
            var admitted: [CheckedContinuation<Bool, Never>] = []
            while let first = self.waiters.first, self.admits(first.isAlone) {
                admitted.append(self.waiters.removeFirst().continuation)
            }
            return admitted
        }
    }

    private let state = Mutex(State())

    /// Runs `body` when its turn has come.
    ///
    /// - Throws: `CancellationError` when the caller is cancelled before that.
    func join<Value: Sendable>(alone isAlone: Bool, _ body: () async throws -> Value) async throws -> Value {
        try await self.enter(isAlone)
        defer { self.leave() }
        return try await body()
    }

    private func enter(_ isAlone: Bool) async throws {
        let id = self.state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        let isIn = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isIn: Bool? = self.state.withLock { state in
                    if Task.isCancelled { return false }
                    if state.waiters.isEmpty, state.admits(isAlone) { return true }
                    state.waiters.append((id, isAlone, continuation))
                    return nil
                }
                if let isIn { continuation.resume(returning: isIn) }
            }
        } onCancel: {
            self.giveUp(id)
        }
        if !isIn { throw CancellationError() }
    }

    private func giveUp(_ id: UInt64) {
        let (waiter, admitted) = self.state.withLock { state in
            let waiter = state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
            // Those behind it may have waited for it alone.
            return (waiter, state.admitWaiters())
        }
        waiter?.continuation.resume(returning: false)
        admitted.forEach { $0.resume(returning: true) }
    }

    private func leave() {
        let admitted = self.state.withLock { state in
            state.runningCount -= 1
            state.isOccupied = false
            return state.admitWaiters()
        }
        admitted.forEach { $0.resume(returning: true) }
    }
}
