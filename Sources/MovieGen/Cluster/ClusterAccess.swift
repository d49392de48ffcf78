// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Artifacts
internal import Broker
internal import Domain
internal import FilmSettings
internal import Foundation
internal import Store

/// Where the cluster is, for commands that talk to it.
struct ClusterOptions: ParsableArguments {
    @Option(help: "PostgreSQL; $DATABASE_URL, or what `make up` started in this folder, by default.")
    var database: String?

    @Option(help: "RabbitMQ; $RABBITMQ_URL, or what `make up` started in this folder, by default.")
    var broker: String?

    @Option(help: "The artifacts' folder; $MOVIEGEN_ARTIFACTS, or that of `make up`, by default.")
    var artifacts: String?

    @Option(
        help:
            "RabbitMQ's management; $RABBITMQ_MANAGEMENT_URL, or that of `make up`, by default; may stay unknown."
    )
    var management: String?

    /// - Throws: ``JobFailure`` with `configurationInvalid` when nothing says where the database is.
    func access() throws -> ClusterAccess {
        let values = Self.values()
        guard let database = self.database ?? values["DATABASE_URL"] else {
            throw JobFailure(
                .configurationInvalid, "DATABASE_URL",
                detail: "no cluster is named; run make up here, or set it, or give --database")
        }
        var access = ClusterAccess(database: database, values: values)
        if let broker = self.broker {
            access.broker = broker
            // The management that is known is another broker's.
            access.management = nil
        }
        if let management = self.management { access.management = management }
        if let artifacts = self.artifacts { access.artifacts = artifacts }
        return access
    }

    /// The environment, on top of what `make up` wrote in a folder above.
    private static func values() -> [String: String] {
        var values: [String: String] = [:]
        for root in InstalledFiles.roots {
            let file = root.appending(path: ".local/cluster/env")
            // No file there: no cluster was started there.
            guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
            for line in text.split(separator: "\n") {
                let parts = line.split(separator: "=", maxSplits: 1)
                if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
            }
            break
        }
        return values.merging(ProcessInfo.processInfo.environment.filter { !$0.value.isEmpty }) { $1 }
    }
}

/// A cluster's database, broker and objects.
struct ClusterAccess: Sendable {
    let queue: JobQueue
    fileprivate(set) var broker: String?
    fileprivate(set) var management: String?
    fileprivate(set) var artifacts: String?
    /// The settings that the cluster's services are given, as far as they are known here.
    private let values: [String: String]

    init(database: String, values: [String: String]) {
        var endpoint = Endpoint(database, schema: values["MOVIEGEN_DATABASE_SCHEMA"])
        endpoint.applicationName = "moviegen"
        self.values = values
        self.broker = values["RABBITMQ_URL"]
        self.management = values["RABBITMQ_MANAGEMENT_URL"]
        self.artifacts = values["MOVIEGEN_ARTIFACTS"] ?? values["JOB_DATA_DIR"]
        let hours = Self.number(values, "MOVIEGEN_RETENTION_HOURS", "JOB_EXPIRATION_HOURS") ?? 24
        self.queue = JobQueue(Store(endpoint, sessions: 2), retention: .seconds(hours * 3_600))
    }

    /// Below this the services take no work.
    var diskFloorBytes: Int { (Self.number(self.values, "MOVIEGEN_DISK_FLOOR_MB") ?? 500) * 1_000_000 }

    /// Where the services' VOICEVOX engine is.
    var voicevox: String? { self.values["MOVIEGEN_VOICEVOX_URL"] ?? self.values["VOICEVOX_URL"] }
    /// Folders in which the services look for voices.
    var voices: [String] { (self.values["MOVIEGEN_VOICES"].map { [$0] } ?? []) + InstalledFiles.voices }

    /// Jobs that one address may make a day.
    var dailyJobLimit: Int { Self.number(self.values, "MOVIEGEN_DAILY_JOB_LIMIT", "RATE_LIMIT_PER_DAY") ?? 5 }

    /// Jobs that may be open at once.
    var openJobLimit: Int { Self.number(self.values, "MOVIEGEN_OPEN_JOB_LIMIT", "MAX_QUEUE_SIZE") ?? 10 }

    private static func number(_ values: [String: String], _ names: String...) -> Int? {
        names.lazy.compactMap { values[$0].flatMap(Int.init) }.first
    }

    /// - Throws: ``JobFailure`` with `configurationInvalid`.
    func brokerAddress() throws -> BrokerAddress {
        guard let broker = self.broker else {
            throw JobFailure(.configurationInvalid, "RABBITMQ_URL", detail: "no broker is named")
        }
        do {
            return try BrokerAddress(parsing: broker)
        } catch {
            throw JobFailure(.configurationInvalid, "RABBITMQ_URL", detail: error.message)
        }
    }

    /// The objects' folder; nil when nothing names it, or it is not on this machine.
    var objects: DirectoryStore? {
        guard let artifacts = self.artifacts, FileManager.default.fileExists(atPath: artifacts) else {
            return nil
        }
        return DirectoryStore(root: URL(fileURLWithPath: artifacts))
    }
}
