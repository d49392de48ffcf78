// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import Logging
internal import ServiceLifecycle
internal import Telemetry

/// Takes messages while there is room for what they ask for, and runs each in a task of its own.
struct Intake: Service {
    let runner: TaskRunner
    let address: BrokerAddress
    let disk: DiskGuard
    let state: IntakeState
    let logger: Logger

    private var settings: WorkerSettings { self.runner.settings }
    private var queueName: String { PipelineTopology.workQueue(self.settings.routingKey) }

    /// Returns when nothing is taken any more and everything that was taken has been settled.
    func run() async throws {
        await withGracefulShutdownHandler {
            while !self.state.isStopping {
                guard await self.disk.hasRoom() else {
                    // Woken by the end of the service as well.
                    await self.state.pause(atMost: self.settings.diskRest)
                    continue
                }
                await self.consume()
            }
        } onGracefulShutdown: {
            self.state.stop()
            self.endDrainLater()
        }
    }

    /// One consumer, from its subscription until its end: of the service, or of the disk's room.
    private func consume() async {
        let consumer = Consumer(
            of: self.queueName, prefetch: self.settings.slots, at: self.address,
            topology: PipelineTopology.topology, name: self.settings.instance)
        guard self.state.begin(consumer) else { return await consumer.close() }
        await withDiscardingTaskGroup { group in
            group.addTask { await self.watch(consumer) }
            let guardian = Task { await self.disk.waitUntilFull() ? consumer.cancel() : () }
            await withDiscardingTaskGroup { work in
                for await delivery in consumer.deliveries {
                    work.addTask { await self.runner.process(delivery, from: self.queueName) }
                }
            }
            guardian.cancel()
            await guardian.value
            group.cancelAll()
        }
        self.state.end()
        await consumer.close()
    }

    private func watch(_ consumer: Consumer) async {
        var wasOpen = false
        for await status in consumer.statusChanges() {
            if case .open = status {
                if wasOpen { PipelineMetrics.reconnected() }
                wasOpen = true
            }
            if case .down(let error) = status {
                self.logger.warning(
                    "The broker is away, and tried again", metadata: [LogKey.errorDetail: "\(error)"])
            }
            if Task.isCancelled { return }
        }
    }

    /// Running tasks may finish for a while; then they are handed back. Not structured: it outlives the handler that
    /// begins it, and ends with the process at the latest.
    private func endDrainLater() {
        let (drain, time) = (self.runner.drain, self.settings.drainTime)
        Task {
            try? await Task.sleep(for: time)
            drain.end()
        }
    }
}
