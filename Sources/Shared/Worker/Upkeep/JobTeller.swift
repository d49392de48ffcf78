// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import ServiceLifecycle
internal import Store
internal import Synchronization

/// Tells who follows jobs which of them moved, after the commits and several at once.
///
/// News that is lost with this process is no loss: followers look for themselves from time to time.
final class JobTeller: Service {
    private let queue: JobQueue
    private let moved = Mutex<Set<UUID>>([])
    private let bell = Bell()

    init(_ queue: JobQueue) { self.queue = queue }

    func add(_ job: UUID) {
        self.moved.withLock { _ = $0.insert(job) }
        self.bell.ring()
    }

    func run() async throws {
        while !Task.isCancelled {
            await self.tell()
            await self.bell.wait(atMost: .seconds(60))
        }
        // Shielded from the cancellation that ended the loop.
        await Task { await atMost(.seconds(1)) { await self.tell() } }.value
    }

    private func tell() async {
        let jobs = self.moved.withLock { moved in
            defer { moved.removeAll(keepingCapacity: true) }
            return Array(moved)
        }
        guard !jobs.isEmpty else { return }
        // A database that is away is told of by those who need it.
        try? await self.queue.tell(jobs)
    }
}
