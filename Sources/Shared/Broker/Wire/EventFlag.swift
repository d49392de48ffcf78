// SPDX-License-Identifier: Apache-2.0
internal import CRabbitMQ
internal import Glibc

/// An eventfd: lets any thread wake one that sleeps in poll().
final class EventFlag: Sendable {
    let descriptor: Int32

    init() {
        self.descriptor = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        precondition(self.descriptor >= 0, "EventFlag: the system gives no eventfd: \(errno).")
    }

    deinit { Glibc.close(self.descriptor) }

    func raise() { eventfd_write(self.descriptor, 1) }

    func lower() {
        var value: eventfd_t = 0
        eventfd_read(self.descriptor, &value)
    }

    /// Sleeps until raised, or until `deadline`; lowers the flag.
    func wait(until deadline: ContinuousClock.Instant?) {
        var set = pollfd(fd: self.descriptor, events: Int16(POLLIN), revents: 0)
        if poll(&set, 1, PollTime.milliseconds(until: deadline)) > 0 { self.lower() }
    }
}

enum PollTime {
    /// Rounded up, so that a deadline has passed when poll() returns; -1, for ever, without one.
    static func milliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
        guard let deadline else { return -1 }
        let left = deadline - ContinuousClock.now
        guard left > .zero else { return 0 }
        let (seconds, attoseconds) = left.components
        guard seconds < 3600 else { return 3_600_000 }
        return Int32(seconds) * 1000 + Int32(attoseconds / 1_000_000_000_000_000) + 1
    }
}
