// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// A fixed number of sessions, each on its own thread, lent to one caller at a time in the order they asked.
final class SessionPool: Sendable {
    private struct Waiter {
        let id: UInt64
        let continuation: CheckedContinuation<Session, any Error>
    }

    private struct State {
        var idle: [Session]
        var waiters: [Waiter] = []
        var lastID: UInt64 = 0
    }

    private let state: Mutex<State>
    /// A waiter costs some hundred bytes; more than this many mean that the database does not keep up.
    private let waiterLimit: Int

    init(_ endpoint: Endpoint, size: Int, waiterLimit: Int) {
        precondition(size >= 1, "a pool of \(size) sessions")
        self.waiterLimit = waiterLimit
        self.state = Mutex(State(idle: (0..<size).map { Session(endpoint, name: "pg-\($0)") }))
    }

    func withSession<Value: Sendable>(_ body: (Session) async throws -> Value) async throws -> Value {
        let session = try await self.take()
        defer { self.giveBack(session) }
        return try await body(session)
    }

    private func take() async throws -> Session {
        let id = self.state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                self.settle(Waiter(id: id, continuation: continuation))
            }
        } onCancel: {
            let waiter = self.state.withLock { state in
                state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
            }
            waiter?.continuation.resume(throwing: Self.cancelled)
        }
    }

    private static var cancelled: StoreError {
        StoreError(.cancelled, "cancelled while it waited for a session")
    }

    /// Gives the newcomer a session, a place in the line, or an error.
    private func settle(_ waiter: Waiter) {
        // A cancellation that came before the waiter was in line has found nobody: it is seen here.
        let isCancelled = Task.isCancelled
        let result: Result<Session, StoreError>? = self.state.withLock { state in
            if isCancelled { return .failure(Self.cancelled) }
            if let session = state.idle.popLast() { return .success(session) }
            guard state.waiters.count < self.waiterLimit else {
                return .failure(StoreError(.busy, "\(self.waiterLimit) callers wait for a session already"))
            }
            state.waiters.append(waiter)
            return nil
        }
        if let result { waiter.continuation.resume(with: result) }
    }

    private func giveBack(_ session: Session) {
        let next = self.state.withLock { state -> Waiter? in
            guard state.waiters.isEmpty else { return state.waiters.removeFirst() }
            state.idle.append(session)
            return nil
        }
        next?.continuation.resume(returning: session)
    }
}
