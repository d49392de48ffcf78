// SPDX-License-Identifier: Apache-2.0
internal import CPostgres
internal import Glibc
internal import OwnerThread

/// One wait for the server's answer.
struct AnswerWait {
    /// A server that lives stops a statement within milliseconds.
    static let cancelLimit = Duration.seconds(1)

    var end: ContinuousClock.Instant
    /// Set once the server was asked to stop.
    var cancellation: CancelRequest?

    /// 0 when the time is over.
    var millisecondsLeft: Int32 { Int32(clamping: max(0, (self.end - .now).wholeMilliseconds)) }
}

/// A wish to stop the statement that runs, on its way to the server.
///
/// `PQcancel` waits without a limit for a server that stands still, so it has a thread of its own, which ends with it.
struct CancelRequest {
    private let done: Wakeup

    /// - Returns: One that has ended already when the library has no memory for it: the statement runs into its time-out.
    static func send(_ link: borrowing Link) -> CancelRequest {
        let done = Wakeup()
        guard let request = PQgetCancel(link.handle) else {
            done.ring()
            return CancelRequest(done: done)
        }
        // PostgreSQL allows it from any thread; nobody else has it.
        nonisolated(unsafe) let owned = request
        let thread = OwnerThread(name: "pg-cancel", stackBytes: 256 << 10)
        thread.perform {
            var message = [CChar](repeating: 0, count: 256)
            // One that fails leaves the statement to its time-out.
            _ = PQcancel(owned, &message, Int32(message.count))
            PQfreeCancel(owned)
            done.ring()
        }
        thread.stop()
        return CancelRequest(done: done)
    }

    /// Blocks until the server has had it, or the moment is past.
    func hasEnded(by end: ContinuousClock.Instant) -> Bool {
        var polled = pollfd(fd: self.done.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, AnswerWait(end: end).millisecondsLeft) > 0
    }
}
