// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Logging
internal import ServiceLifecycle
internal import Store
internal import Synchronization
internal import Telemetry

/// Hears which jobs are to stop, so that a cancelled one stops within a second or two and not at its next renewal.
///
/// A notification that is lost costs only that time: the renewal asks in any case.
final class StopNews: Service {
    private let queue: JobQueue
    private let logger: Logger
    /// Jobs of running attempts, and whether they were in the news since they last looked.
    private let watched = Mutex<[UUID: (count: Int, isNew: Bool)]>([:])

    init(queue: JobQueue, logger: Logger) {
        self.queue = queue
        self.logger = logger
    }

    func watch(_ job: UUID) {
        self.watched.withLock { $0[job] = (count: ($0[job]?.count ?? 0) + 1, isNew: $0[job]?.isNew ?? false) }
    }

    func forget(_ job: UUID) {
        self.watched.withLock { watched in
            let count = (watched[job]?.count ?? 1) - 1
            watched[job] = count > 0 ? (count: count, isNew: watched[job]?.isNew ?? false) : nil
        }
    }

    /// Whether the job was told to stop since the last call; another attempt of the same job may have taken the news.
    func hasNews(of job: UUID) -> Bool {
        self.watched.withLock { watched in
            guard let entry = watched[job], entry.isNew else { return false }
            watched[job]?.isNew = entry.count > 1
            return true
        }
    }

    func run() async throws {
        while !Task.isCancelled {
            do {
                for try await event in self.queue.store.notifications(on: JobQueue.stopsChannel) {
                    guard case .notified(let notification) = event,
                        let job = UUID(uuidString: notification.payload)
                    else { continue }
                    self.watched.withLock { $0[job]?.isNew = true }
                }
            } catch {
                self.logger.debug("Jobs are not listened to", metadata: [LogKey.errorDetail: "\(error)"])
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }
}
