// SPDX-License-Identifier: Apache-2.0
internal import Logging
internal import ServiceLifecycle
internal import Store
internal import Synchronization
internal import Telemetry

/// Tells the others that this service is alive, and hears when an operator wants it to drain.
struct Presence: Service {
    let queue: JobQueue
    let record: WorkerRecord
    let drainRequested: @Sendable () -> Void
    let isDraining: @Sendable () -> Bool
    let logger: Logger

    private static let interval = Duration.seconds(2)

    func run() async throws {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.hold() }
            await self.beatUntilStopped()
            group.cancelAll()
        }
        // Shielded from the cancellation that ended the loop.
        await Task {
            await atMost(.seconds(1)) {
                // One that cannot say goodbye is missed.
                try? await self.queue.forget(self.record)
            }
        }.value
    }

    /// The lock that the server lets go when this process dies: its tasks are taken over at once.
    private func hold() async {
        while !Task.isCancelled {
            // What it throws is seen by the heartbeat as well; until it holds again, leases run out by themselves.
            try? await self.queue.holdPresence(of: self.record.instance)
            try? await Task.sleep(for: Self.interval)
        }
    }

    private func beatUntilStopped() async {
        var isTold = false
        while !Task.isCancelled {
            var record = self.record
            record.isDraining = self.isDraining()
            do {
                if try await self.queue.beat(record), !isTold {
                    isTold = true
                    self.logger.notice("An operator asked this service to drain")
                    self.drainRequested()
                }
            } catch {
                // Others see the silence; the loop that works tells of the database.
                self.logger.debug("No heartbeat was written", metadata: [LogKey.errorDetail: "\(error)"])
            }
            try? await Task.sleep(for: Self.interval)
        }
    }
}
