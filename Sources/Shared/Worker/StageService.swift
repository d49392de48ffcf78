// SPDX-License-Identifier: Apache-2.0
package import Artifacts
package import Broker
internal import Domain
internal import Foundation
package import Logging
internal import ServiceLifecycle
package import Store
package import Telemetry

/// A stage's service: its handler on its queue, and what every service does beside.
package struct StageService: Service {
    private let handler: any StageHandler
    private let settings: WorkerSettings
    private let queue: JobQueue
    private let teller: JobTeller
    private let objects: DirectoryStore
    private let address: BrokerAddress
    private let logger: Logger
    private let state = IntakeState()
    private let disk: DiskGuard
    /// The relay turns every ten seconds at the latest, and a call of the database or broker ends within half a minute.
    private let pulse = Pulse(limit: .seconds(120))

    /// - Parameters:
    ///   - objects: A directory that all services share.
    ///   - queue: Its store needs a session for each slot and a few more.
    package init(
        _ handler: any StageHandler, settings: WorkerSettings, queue: JobQueue, objects: DirectoryStore,
        address: BrokerAddress, logger: Logger
    ) {
        self.handler = handler
        self.settings = settings
        let teller = JobTeller(queue)
        self.teller = teller
        self.queue = {
            var queue = queue
            queue.jobMoved = { teller.add($0) }
            queue.stepReached = { if $0 == .completing { CrashPoint.reached(.duringComplete) } }
            return queue
        }()
        self.objects = objects
        self.address = address
        self.logger = logger
        self.disk = DiskGuard(folder: objects.root, floorBytes: settings.diskFloorBytes, logger: logger)
    }

    /// What must be so for this service to be of use, for its readiness.
    package var readinessChecks: [ReadinessCheck] {
        [
            ReadinessCheck(name: "database") {
                do {
                    try await self.queue.store.rows("SELECT 1 AS one")
                    return .ready()
                } catch {
                    return .notReady("\(error)")
                }
            },
            ReadinessCheck(name: "broker") {
                switch self.state.linkStatus {
                case .open: .ready()
                case .none: .notReady("nothing is consumed")
                case .some(let status): .notReady("\(status)")
                }
            },
            ReadinessCheck(name: "disk") {
                await self.disk.hasRoom() ? .ready() : .notReady("\(self.disk.freeBytes ?? -1) bytes free")
            },
            ReadinessCheck(name: "intake") { self.state.isStopping ? .notReady("draining") : .ready() },
        ]
    }

    /// Why the process should be restarted; nil while it is well.
    package func stopReason() -> String? { self.pulse.stopReason() }

    /// Waits for its servers, works until told to stop, finishes or hands back what runs, and returns.
    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await self.prepare() }
        } catch is CancellationError where Task.isShuttingDownGracefully {
            self.logger.notice("Service ended: its servers were not there yet")
            return
        }
        let publisher = Publisher(
            to: self.address, name: self.settings.instance, options: self.publisherOptions,
            sent: { CrashPoint.reached(.afterPublish) })
        let relayBell = Bell()
        let news = StopNews(queue: self.queue, logger: self.logger)
        let intake = self.makeIntake(relayBell, news)
        await withDiscardingTaskGroup { beside in
            for service in self.companions(publisher, relayBell) + [news] {
                beside.addTask {
                    // None of them throws: each goes on after what went wrong.
                    try? await service.run()
                }
            }
            // The one whose end ends the others: everything taken is settled when it returns.
            try? await intake.run()
            await atMost(.seconds(1)) { await self.flush() }
            beside.cancelAll()
        }
        await publisher.close()
        self.logger.notice("Service ended")
    }

    private var publisherOptions: Publisher.Options {
        var options = Publisher.Options()
        options.confirmTimeout = self.settings.confirmTimeout
        return options
    }

    private func makeIntake(_ relayBell: Bell, _ news: StopNews) -> Intake {
        let runner = TaskRunner(
            handler: self.handler, queue: self.queue, objects: self.objects, settings: self.settings,
            relayBell: relayBell, drain: DrainSignal(), news: news, disk: self.disk, logger: self.logger)
        return Intake(
            runner: runner, address: self.address, disk: self.disk, state: self.state, logger: self.logger)
    }

    private func companions(_ publisher: Publisher, _ relayBell: Bell) -> [any Service] {
        let applicationID = "\(self.settings.service)/\(ProductVersion.current)"
        let (address, instance) = (self.address, self.settings.instance)
        let reconciler = Reconciler { name in
            try await address.counts(of: [name], name: "\(instance)-reconciler")[name]?.readyCount ?? 0
        }
        return [
            Relay(
                queue: self.queue, publisher: publisher, bell: relayBell,
                batchSize: self.settings.outboxBatch,
                applicationID: applicationID, pulse: self.pulse, logger: self.logger),
            Gauges(queue: self.queue, publisher: publisher, logger: self.logger),
            self.teller,
            Upkeep(
                queue: self.queue, objects: self.objects, settings: self.settings, relayBell: relayBell,
                reconciler: reconciler, logger: self.logger),
            DeadLetterKeeper(
                queue: self.queue, address: self.address, routingKey: self.settings.routingKey,
                name: self.settings.instance, relayBell: relayBell, logger: self.logger),
            Presence(
                queue: self.queue, record: self.record, drainRequested: { self.state.stop() },
                isDraining: { self.state.isStopping }, logger: self.logger),
        ]
    }

    private var record: WorkerRecord {
        WorkerRecord(
            instance: self.settings.instance, service: self.settings.service,
            host: ProcessInfo.processInfo.hostName,
            processID: Int(getpid()), version: ProductVersion.current, slots: self.settings.slots)
    }

    /// The last messages of what was just done; what does not go out in time another service sends.
    private func flush() async {
        while !Task.isCancelled {
            guard
                let taken = try? await self.queue.store.rows(
                    "SELECT 1 AS one FROM outbox WHERE available_at <= now() LIMIT 1"),
                !taken.isEmpty
            else { return }
            try? await Task.sleep(for: .milliseconds(100))
        }
    }
}

extension StageService {
    /// Brings the schema and the topology up, however long the servers take to come.
    ///
    /// - Throws: What no waiting mends: wrong credentials stay logged and tried again, since an operator may mend them;
    ///   a queue with other arguments or a changed migration ends the start.
    private func prepare() async throws {
        try await self.persist("The database") { try await self.queue.store.migrate() }
        try await self.persist("The broker") {
            try await PipelineTopology.topology.declare(at: self.address, name: self.settings.instance)
        }
        self.logger.notice("Service started", metadata: [LogKey.queue: "\(self.settings.routingKey)"])
    }

    private func persist(_ what: String, _ body: () async throws -> Void) async throws {
        var pause = Duration.milliseconds(500)
        while true {
            do {
                return try await body()
            } catch let error as BrokerError
                where error.code == .topologyMismatch || error.code == .invalidAddress
            {
                throw error
            } catch let error as StoreError where error.code == .migrationChanged {
                throw error
            } catch {
                try Task.checkCancellation()
                guard !self.state.isStopping else { throw CancellationError() }
                self.logger.warning(
                    "\(what) is not there yet, and tried again", metadata: [LogKey.errorDetail: "\(error)"])
            }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(5))
        }
    }
}
