// SPDX-License-Identifier: Apache-2.0
internal import Glibc

/// What a thread runs next, and the sleep between.
///
/// Unchecked: every field but the two locks is read and written with `mutex` held, and `mutex` and `wake` live as
/// long as this object, which the thread itself retains until it ends.
final class WorkLine: @unchecked Sendable {
    enum Item {
        case job(UnownedJob, UnownedSerialExecutor)
        case closure(@Sendable () -> Void)
    }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var items: [Item] = []
    private var isClosed = false
    private var hasEnded = false
    private var thread: pthread_t?
    private var endHandlers: [@Sendable () -> Void] = []

    init() {
        pthread_mutex_init(self.mutex, nil)
        pthread_cond_init(self.wake, nil)
    }

    deinit {
        pthread_cond_destroy(self.wake)
        pthread_mutex_destroy(self.mutex)
        self.wake.deallocate()
        self.mutex.deallocate()
    }

    func append(_ item: Item, owner: String) {
        let isClosed = self.locked {
            if !self.isClosed { self.items.append(item) }
            return self.isClosed
        }
        precondition(!isClosed, "OwnerThread \(owner): work came after stop.")
        pthread_cond_signal(self.wake)
    }

    func close() {
        self.locked { self.isClosed = true }
        pthread_cond_signal(self.wake)
    }

    /// Calls `handler` once the thread has run its last item; at once when it has already.
    func atEnd(_ handler: @escaping @Sendable () -> Void) {
        let hasEnded = self.locked {
            if !self.hasEnded { self.endHandlers.append(handler) }
            return self.hasEnded
        }
        if hasEnded { handler() }
    }

    var isCurrent: Bool {
        self.locked { self.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    }

    /// The thread's whole life.
    func runUntilClosed() {
        self.locked { self.thread = pthread_self() }
        while let batch = self.nextBatch() {
            for item in batch {
                switch item {
                case .job(let job, let executor): job.runSynchronously(on: executor)
                case .closure(let work): work()
                }
            }
        }
        let handlers = self.locked {
            self.hasEnded = true
            self.thread = nil
            defer { self.endHandlers = [] }
            return self.endHandlers
        }
        for handler in handlers { handler() }
    }

    /// Everything queued, in order; nil once closed and empty.
    private func nextBatch() -> [Item]? {
        self.locked {
            while self.items.isEmpty && !self.isClosed { pthread_cond_wait(self.wake, self.mutex) }
            guard !self.items.isEmpty else { return nil }
            defer { self.items = [] }
            return self.items
        }
    }

    private func locked<Value>(_ body: () -> Value) -> Value {
        pthread_mutex_lock(self.mutex)
        defer { pthread_mutex_unlock(self.mutex) }
        return body()
    }
}
