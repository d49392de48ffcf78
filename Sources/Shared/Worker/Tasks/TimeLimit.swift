// SPDX-License-Identifier: Apache-2.0

/// Runs `body`, and cancels it when the time is over: what is good to say at the end, and not worth waiting for.
func atMost(_ limit: Duration, _ body: @escaping @Sendable () async -> Void) async {
    await withTaskGroup { group in
        group.addTask { await body() }
        // Cancelled: the body has ended.
        group.addTask { try? await Task.sleep(for: limit) }
        await group.next()
        group.cancelAll()
    }
}
