// SPDX-License-Identifier: Apache-2.0
package import Artifacts
internal import HTTPTypes
package import Hummingbird
internal import HummingbirdCore
package import Logging
internal import NIOCore
internal import ServiceLifecycle
package import Store
internal import Synchronization
package import Telemetry
package import Worker

/// The HTTP side of the pipeline: takes jobs, shows how they are, hands out films. Any number of them serve any job.
package final class Gateway: Service {
    private let settings: GatewaySettings
    private let queue: JobQueue
    private let outbox: OutboxService
    private let newsroom: JobNewsroom
    private let disk: DiskRoom
    private let logger: Logger
    private let onListening: @Sendable (Int) -> Void
    /// Everything there is to be asked for.
    let resources: [Resource]
    /// What must be so for this gateway to be of use.
    package let readinessChecks: [ReadinessCheck]
    /// Answers requests, also those that came over no connection.
    package let responder: RouterResponder<GatewayContext>

    /// - Parameters:
    ///   - objects: The directory that all services share.
    ///   - onListening: Called once with the port that is open.
    package init(
        _ settings: GatewaySettings, queue: JobQueue, objects: DirectoryStore, outbox: OutboxService,
        metrics: PrometheusRegistry, logger: Logger, onListening: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.settings = settings
        self.queue = queue
        self.outbox = outbox
        self.logger = logger
        self.onListening = onListening
        self.newsroom = JobNewsroom(
            queue: queue, heartbeat: settings.heartbeat, limit: settings.eventStreamLimit, logger: logger)
        self.disk = DiskRoom(folder: objects.root, floorBytes: settings.diskFloorBytes)
        self.readinessChecks = Self.checks(queue, self.disk, outbox)
        let health = HealthAnswers(
            liveness: { outbox.stopReason() }, readiness: self.readinessChecks, metrics: metrics)
        let newsroom = self.newsroom
        let desk = JobDesk(
            settings: settings, queue: queue, admissions: AdmissionLine(queue), disk: self.disk)
        self.resources = Self.makeResources(
            desk, FilmShelf(desk: desk, objects: objects, logger: logger),
            EventStream(desk: desk, newsroom: newsroom), health,
            // Without a token there is none: its paths are as unknown as any.
            settings.adminToken.map {
                Administration(token: $0, desk: desk, newsroom: newsroom, outbox: outbox, logger: logger)
            })
        self.responder = Self.makeResponder(self.resources, logger)
    }

    /// Until told to stop; then it finishes the answers that have begun.
    ///
    /// - Throws: ``GatewayError`` when the port cannot be opened.
    package func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await self.newsroom.run() }
            group.addTask { try await self.relay() }
            group.addTask {
                try await WebhookCourier(queue: self.queue, settings: self.settings, logger: self.logger)
                    .run()
            }
            try await self.serve()
            group.cancelAll()
        }
        self.logger.notice("Service ended")
    }

    private func serve() async throws {
        let isListening = Atomic(false)
        // Hummingbird's own lines at `info` repeat ours.
        var logger = self.logger
        logger.logLevel = max(logger.logLevel, .warning)
        let (times, bodyLimit) = (self.settings.times, self.settings.bodyLimitBytes)
        let clients = ClientConnections(
            limit: self.settings.clientConnectionLimit, trustedProxies: self.settings.trustedProxies)
        let application = Application(
            responder: self.responder,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [
                        ClientConnectionLimit(clients), VersionRulesPlacement(bodyLimitBytes: bodyLimit),
                        ConnectionWatch(times: times),
                    ],
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 8_192, maxHeaderListSize: 16_384, maxHeaderFieldCount: 100))),
            configuration: .init(
                address: .hostname(self.settings.host, port: self.settings.port),
                availableConnectionsDelegate: .maximum(self.settings.connectionLimit, logger: logger)),
            onServerRunning: { [settings = self.settings, logger = self.logger, onListening] channel in
                isListening.store(true, ordering: .relaxed)
                let port = channel.localAddress?.port ?? settings.port
                logger.notice(
                    "The gateway is open",
                    metadata: [LogKey.host: "\(settings.host)", LogKey.port: "\(port)"])
                onListening(port)
            },
            logger: logger)
        do {
            try await application.run()
        } catch  where !isListening.load(ordering: .relaxed) && !(error is CancellationError) {
            throw GatewayError(host: self.settings.host, port: self.settings.port, cause: error)
        }
    }

    /// Requests are answered meanwhile: with 503 as long as the tables are not there.
    private func relay() async throws {
        try await cancelWhenGracefulShutdown { try await self.migrate() }
        guard !Task.isShuttingDownGracefully else { return }
        try await self.outbox.run()
    }

    private func migrate() async throws {
        var pause = Duration.milliseconds(500)
        while !Task.isCancelled {
            do {
                try await self.queue.store.migrate()
                return
            } catch let error as StoreError where error.code == .migrationChanged {
                throw error
            } catch {
                self.logger.warning(
                    "The database is not there yet, and tried again",
                    metadata: [LogKey.errorDetail: "\(error)"])
            }
            // Cancelled: the loop sees it.
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(10))
        }
    }
}

/// The gateway's port could not be opened.
package struct GatewayError: Error, CustomStringConvertible {
    package let host: String
    package let port: Int
    package let cause: any Error

    package var description: String {
        "The port \(self.host):\(self.port) could not be opened: \(self.cause). "
            + "Choose another with MOVIEGEN_HTTP_PORT."
    }
}
