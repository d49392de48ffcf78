// SPDX-License-Identifier: Apache-2.0
internal import CPostgres
internal import Glibc
internal import Synchronization

/// Wakes a thread that waits for the server: the other half of its `poll`.
final class Wakeup: Sendable {
    let descriptor: Int32

    init() {
        self.descriptor = moviegen_eventfd()
        precondition(self.descriptor >= 0, "no file descriptor is left for an eventfd: errno \(errno)")
    }

    deinit { close(self.descriptor) }

    /// From any thread, at any moment.
    func ring() {
        var one: UInt64 = 1
        // A full counter is already rung.
        _ = write(self.descriptor, &one, 8)
    }

    func drain() {
        var count: UInt64 = 0
        _ = read(self.descriptor, &count, 8)
    }
}

/// The wish of one caller to stop the one operation it waits for.
///
/// The connection's own thread sees it and sends the cancel request, so that none can reach the next statement.
package final class Interrupt: Sendable {
    private let fired = Atomic(false)
    private let wakeup: Wakeup

    init(_ wakeup: Wakeup) { self.wakeup = wakeup }

    var isFired: Bool { self.fired.load(ordering: .acquiring) }

    /// From any thread, at any moment; never blocks.
    func fire() {
        self.fired.store(true, ordering: .releasing)
        self.wakeup.ring()
    }
}
