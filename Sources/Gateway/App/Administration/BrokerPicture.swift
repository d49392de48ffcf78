// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import Logging
internal import Synchronization
internal import Telemetry
internal import Worker

/// The broker's side of the queues, asked every few seconds at most: pages that are followed live look often.
final class BrokerPicture: Sendable {
    typealias Counts = [String: QueueCounts]

    private struct Look {
        let counts: Counts?
        let at: ContinuousClock.Instant
    }

    private static let freshness = Duration.seconds(5)

    private let outbox: OutboxService
    private let logger: Logger
    private let last = Mutex<Look?>(nil)

    init(outbox: OutboxService, logger: Logger) {
        self.outbox = outbox
        self.logger = logger
    }

    /// By queue; nil while the broker does not answer.
    func counts() async -> Counts? {
        let last = self.last.withLock { $0 }
        if let last, ContinuousClock.now - last.at < Self.freshness { return last.counts }
        var counts: Counts?
        do {
            counts = try await self.outbox.queueCounts()
        } catch {
            self.logger.debug("The queues were not counted", metadata: [LogKey.errorDetail: "\(error)"])
        }
        let look = Look(counts: counts, at: .now)
        self.last.withLock { $0 = look }
        return counts
    }
}
