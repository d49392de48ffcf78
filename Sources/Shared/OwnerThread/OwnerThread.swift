// SPDX-License-Identifier: Apache-2.0
internal import Glibc

/// One named thread that runs jobs in the order they came: the home of a C object that may be used by one thread only.
///
/// An actor names it as its `unownedExecutor` and keeps it alive, since `UnownedSerialExecutor` does not.
/// A job may block: it holds up this thread and no other. Dropping the last reference ends the thread after
/// the jobs it already has.
package final class OwnerThread: SerialExecutor {
    private let line: WorkLine
    /// As tools show it; cut to the 15 bytes the kernel keeps.
    package let name: String

    /// - Parameter stackBytes: At least 64 KiB. The default holds librabbitmq's recursion into nested tables,
    ///   which overflows a stack of 1 MiB.
    /// - Precondition: The kernel gives a thread. A process that gets none cannot do its work.
    package init(name: String, stackBytes: Int = 16 << 20) {
        precondition(
            stackBytes >= 64 << 10, "OwnerThread \(name): a stack of \(stackBytes) bytes is too small.")
        self.name = name
        self.line = WorkLine()
        ThreadStart.begin(self.line, name: name, stackBytes: stackBytes)
    }

    deinit { self.line.close() }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        self.line.append(.job(job, self.asUnownedSerialExecutor()), owner: self.name)
    }

    /// Runs `work` on the thread after what is queued. Traps after ``stop()``.
    package func perform(_ work: @escaping @Sendable () -> Void) {
        self.line.append(.closure(work), owner: self.name)
    }

    /// Ends the thread once the jobs it has are done; a job that comes later traps, for it would never run.
    /// Returns at once; may be called again, and from the thread itself.
    package func stop() {
        self.line.close()
    }

    /// Returns when the thread runs nothing any more: after ``stop()`` and the last job.
    package func waitUntilStopped() async {
        await withCheckedContinuation { waiter in self.line.atEnd { waiter.resume() } }
    }

    /// True on the thread itself.
    package var isCurrent: Bool { self.line.isCurrent }

    package func isIsolatingCurrentContext() -> Bool? { self.isCurrent }

    package func checkIsolated() {
        precondition(self.isCurrent, "OwnerThread \(self.name): called from another thread.")
    }
}

extension OwnerThread {
    /// Runs `body` on the thread and gives its result to a caller that waits without blocking.
    package func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { caller in
            self.perform { caller.resume(with: Result(catching: body)) }
        }
    }
}
