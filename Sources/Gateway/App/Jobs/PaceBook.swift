// SPDX-License-Identifier: Apache-2.0
internal import Store
internal import Synchronization

/// The ``Pace``, looked up again when it is no longer fresh: everybody who watches a job asks for it.
final class PaceBook: Sendable {
    private let queue: JobQueue
    private let freshness: Duration
    private let page = Mutex<(pace: Pace, until: ContinuousClock.Instant)?>(nil)

    init(queue: JobQueue, freshness: Duration = .seconds(20)) {
        self.queue = queue
        self.freshness = freshness
    }

    /// Two who find it stale both look; neither waits for the other.
    func pace() async throws -> Pace {
        let known = self.page.withLock { page in
            page.flatMap { ContinuousClock.now < $0.until ? $0.pace : nil }
        }
        if let known { return known }
        let pace = try await self.queue.pace()
        let until = ContinuousClock.now + self.freshness
        self.page.withLock { $0 = (pace, until) }
        return pace
    }
}
