// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Broker
internal import Domain
package import FilmSettings
internal import Foundation
internal import Logging
internal import NoOpStages
internal import ServiceLifecycle
package import ServiceSettings
internal import Store
internal import Telemetry
internal import UnixSignals
package import Worker

/// What the `main` of every stage service does around its handler: settings, logs, health, signals.
package enum ServiceMain {
    /// Runs a service until SIGTERM or SIGINT, and ends the process: 0 after a drain, 78 for a setting that cannot be
    /// used, 69 for a server that cannot.
    ///
    /// - Parameters:
    ///   - routingKey: Of the queue it works on.
    ///   - slots: Tasks at once where no setting says.
    ///   - makeHandler: The stage, with what it needs: the service's settings, and how films look where no request says.
    package static func run(
        _ service: String, routingKey: String, slots: Int,
        makeHandler: (ServiceSettings, FilmSettings?) throws -> any StageHandler
    ) async -> Never {
        let language: Language =
            ProcessInfo.processInfo.environment["LANG"]?.hasPrefix("ja") == true ? .japanese : .english
        do {
            let settings = try ServiceSettings.load(environment: ProcessInfo.processInfo.environment)
            let house = try settings.filmConfiguration.map { try FilmSettings.load(file: $0) }
            try await self.run(
                service, routingKey, slots, settings, handler: try makeHandler(settings, house))
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

    private static func run(
        _ service: String, _ routingKey: String, _ slots: Int, _ settings: ServiceSettings,
        handler: any StageHandler
    ) async throws {
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
        let stage = try self.makeStage(service, routingKey, slots, settings, handler, logger)
        let health = HealthServer(
            host: settings.healthHost, port: settings.healthPort, liveness: { stage.stopReason() },
            readiness: stage.readinessChecks,
            metrics: metrics, logger: logger)
        var configuration = ServiceGroupConfiguration(
            services: [
                // The stage's end is the group's: a health port without it would lie.
                .init(
                    service: stage, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup),
                .init(service: health, failureTerminationBehavior: .gracefullyShutdownGroup),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        // Longer than the stage needs for its own orderly end.
        configuration.maximumGracefulShutdownDuration = settings.drainTimeout + .seconds(10)
        try await ServiceGroup(configuration: configuration).run()
    }

    private static func makeStage(
        _ service: String, _ routingKey: String, _ slots: Int, _ settings: ServiceSettings,
        _ handler: any StageHandler, _ logger: Logger
    ) throws -> StageService {
        let worker = WorkerSettings(settings, service: service, routingKey: routingKey, slots: slots)
        var endpoint = Endpoint(settings.database.value, schema: settings.databaseSchema)
        endpoint.applicationName = String("\(service) \(settings.instance)".prefix(63))
        // The relay's transaction waits for the broker's confirms.
        endpoint.idleInTransactionTimeout = max(.seconds(30), settings.confirmTimeout * 2)
        // Each slot claims, renews and completes; the relay, upkeep, presence and readiness want their own.
        let store = Store(endpoint, sessions: min(worker.slots + 4, 12))
        return StageService(
            settings.stageImplementation == .fake ? NoOpStage() : handler, settings: worker,
            queue: JobQueue(store, leaseDuration: settings.leaseDuration),
            objects: DirectoryStore(root: try self.artifacts(settings)),
            address: try BrokerAddress(parsing: settings.rabbitMQ.value), logger: logger)
    }

    /// The folder that all services share, made when it is not there yet.
    private static func artifacts(_ settings: ServiceSettings) throws -> URL {
        let folder = URL(fileURLWithPath: settings.artifacts)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw JobFailure(writing: folder.path, error)
        }
        return folder
    }

    private static func stop(_ service: String, _ text: String, code: Int32) -> Never {
        FileHandle.standardError.write(Data("✗ \(service): \(text)\n".utf8))
        exit(code)
    }
}
