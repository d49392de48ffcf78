// SPDX-License-Identifier: Apache-2.0
internal import Broker
package import Store
internal import Synchronization

/// Finds messages that the broker has lost, by count: tasks that wait in the database although their message was
/// published, and more of them than the broker has.
///
/// A queue must be short three looks in a row, so that a message between outbox and queue is not taken for lost.
package final class Reconciler: Sendable {
    private let depth: @Sendable (String) async throws -> Int
    private let shortLooks = Mutex<[String: Int]>([:])
    private static let patience = 3

    /// - Parameter depth: Messages of a queue that nobody has yet, by its name; throws while the broker is away.
    package init(depth: @escaping @Sendable (String) async throws -> Int) { self.depth = depth }

    /// - Returns: Messages written anew.
    package func look(at queue: JobQueue) async throws -> Int {
        var written = 0
        let published = try await queue.publishedCounts()
        for key in PipelineTopology.routingKeys {
            let waiting = published[key] ?? 0
            // The broker is asked second: what leaves its queue meanwhile is running, and was counted as waiting.
            let ready = waiting == 0 ? 0 : try await self.depth(PipelineTopology.workQueue(key))
            let looks = self.shortLooks.withLock { looks in
                looks[key] = waiting > ready ? (looks[key] ?? 0) + 1 : 0
                return looks[key] ?? 0
            }
            guard looks >= Self.patience else { continue }
            self.shortLooks.withLock { $0[key] = 0 }
            written += try await queue.republish(queue: key, limit: waiting - ready)
        }
        return written
    }
}
