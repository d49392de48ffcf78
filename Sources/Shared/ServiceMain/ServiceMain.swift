// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Broker
internal import Domain
package import FilmSettings
package import Foundation
package import Logging
internal import NoOpStages
package import ServiceLifecycle
package import ServiceSettings
package import Store
package import Telemetry
internal import UnixSignals
package import Worker

/// What the `main` of every service does around its work: settings, logs, health, signals.
package enum ServiceMain {
    /// A service that has read its settings.
    package struct Start {
        package let service: String
        package let settings: ServiceSettings
        /// How films look where no request says.
        package let house: FilmSettings?
        package let metrics: PrometheusRegistry
        package let logger: Logger
    }

    /// Runs a service until SIGTERM or SIGINT, and ends the process: 0 after a drain, 78 for a setting that cannot be
    /// used, 69 for a server that cannot.
    package static func run(_ service: String, _ body: (Start) async throws -> Void) async -> Never {
        let language: Language =
            ProcessInfo.processInfo.environment["LANG"]?.hasPrefix("ja") == true ? .japanese : .english
        do {
            let settings = try ServiceSettings.load(environment: ProcessInfo.processInfo.environment)
            let house = try settings.filmConfiguration.map { try FilmSettings.load(file: $0) }
            try await body(try self.start(service, settings, house))
            exit(0)
        } catch let error as SettingsError {
            self.stop(service, error.text(in: language), code: 78)
        } catch let error as BrokerError where error.code == .invalidAddress {
            self.stop(service, "RABBITMQ_URL: \(error.message)", code: 78)
        } catch let failure as JobFailure {
            self.stop(service, failure.message(in: language), code: failure.exitCode)
        } catch {
            self.stop(service, "\(error)", code: 69)
        }
    }

    /// Runs a stage's service; see ``run(_:_:)``.
    ///
    /// - Parameters:
    ///   - routingKey: Of the queue it works on.
    ///   - slots: Tasks at once where no setting says.
    ///   - makeHandler: The stage, with what it needs: the service's settings, and how films look where no request says.
    package static func run(
        _ service: String, routingKey: String, slots: Int,
        makeHandler: (ServiceSettings, FilmSettings?) throws -> any StageHandler
    ) async -> Never {
        await self.run(service) { start in
            let settings = start.settings
            let handler = try makeHandler(settings, start.house)
            let worker = WorkerSettings(settings, service: service, routingKey: routingKey, slots: slots)
            // Each slot claims, renews and completes; the relay, upkeep, presence and readiness want their own.
            let store = Store(self.endpoint(service, settings), sessions: min(worker.slots + 4, 12))
            let stage = StageService(
                settings.stageImplementation == .fake ? NoOpStage() : handler, settings: worker,
                queue: JobQueue(store, leaseDuration: settings.leaseDuration),
                objects: DirectoryStore(root: try self.artifacts(settings)),
                address: try BrokerAddress(parsing: settings.rabbitMQ.value), logger: start.logger)
            try await self.serve(
                stage, liveness: { stage.stopReason() }, readiness: stage.readinessChecks, start)
        }
    }

    /// Runs a service beside its health port until a signal tells it to stop.
    package static func serve(
        _ service: any Service, liveness: @escaping @Sendable () async -> String?,
        readiness: [ReadinessCheck],
        _ start: Start
    ) async throws {
        let settings = start.settings
        let health = HealthServer(
            host: settings.healthHost, port: settings.healthPort, liveness: liveness, readiness: readiness,
            metrics: start.metrics, logger: start.logger)
        var configuration = ServiceGroupConfiguration(
            services: [
                // The service's end is the group's: a health port without it would lie.
                .init(
                    service: service, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup),
                .init(service: health, failureTerminationBehavior: .gracefullyShutdownGroup),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: start.logger)
        // Longer than the service needs for its own orderly end.
        configuration.maximumGracefulShutdownDuration = settings.drainTimeout + .seconds(10)
        try await ServiceGroup(configuration: configuration).run()
    }

    /// The database, for a service whose relay's transaction waits for the broker's confirms.
    package static func endpoint(_ service: String, _ settings: ServiceSettings) -> Endpoint {
        var endpoint = Endpoint(settings.database.value, schema: settings.databaseSchema)
        endpoint.applicationName = String("\(service) \(settings.instance)".prefix(63))
        endpoint.idleInTransactionTimeout = max(.seconds(30), settings.confirmTimeout * 2)
        return endpoint
    }

    /// The folder that all services share, made when it is not there yet.
    package static func artifacts(_ settings: ServiceSettings) throws -> URL {
        let folder = URL(fileURLWithPath: settings.artifacts)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw JobFailure(writing: folder.path, error)
        }
        return folder
    }

    private static func start(
        _ service: String, _ settings: ServiceSettings, _ house: FilmSettings?
    ) throws -> Start {
        // A peer that goes away is an error of the call that finds out, not of the process.
        signal(SIGPIPE, SIG_IGN)
        let metrics = Telemetry.bootstrap(
            service: service, instance: settings.instance, level: settings.logLevel)
        let logger = Logger(label: service)
        for warning in settings.warnings {
            logger.warning("\(warning.message[.english])", metadata: [LogKey.setting: "\(warning.name)"])
        }
        guard CrashPoint.arm(settings.crashAt) else {
            throw JobFailure(
                .configurationInvalid, "MOVIEGEN_CRASH_AT", detail: "no crash point has this name")
        }
        return Start(service: service, settings: settings, house: house, metrics: metrics, logger: logger)
    }

    private static func stop(_ service: String, _ text: String, code: Int32) -> Never {
        FileHandle.standardError.write(Data("✗ \(service): \(text)\n".utf8))
        exit(code)
    }
}
