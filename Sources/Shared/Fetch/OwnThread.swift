// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Glibc

/// A thread for one piece of blocking work, so that the cooperative pool never blocks.
enum OwnThread {
    static func run(named name: String, _ work: @escaping @Sendable () -> Void) {
        let thread = Thread {
            // A peer that hangs up during a TLS write raises SIGPIPE, which would end the process. The signal is sent
            // to the writing thread, so blocking it here leaves everyone else's handling as it was.
            var signals = sigset_t()
            sigemptyset(&signals)
            sigaddset(&signals, SIGPIPE)
            pthread_sigmask(SIG_BLOCK, &signals, nil)
            work()
        }
        thread.name = name
        thread.stackSize = 1 << 20
        thread.start()
    }
}
