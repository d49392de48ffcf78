// SPDX-License-Identifier: Apache-2.0

/// Lets a number of tests through at once.
package actor Gate {
    private var free: Int
    private var waiters: [CheckedContinuation<Void, Never>] = []

    package init(limit: Int) { self.free = limit }

    package func enter() async {
        if self.free > 0 {
            self.free -= 1
            return
        }
        await withCheckedContinuation { self.waiters.append($0) }
    }

    package func leave() {
        if self.waiters.isEmpty { self.free += 1 } else { self.waiters.removeFirst().resume() }
    }
}
