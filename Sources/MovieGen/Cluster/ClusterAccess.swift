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

    /// - Throws: ``JobFailure`` with `configurationInvalid` when nothing says where the database is.
    func access() throws -> ClusterAccess {
        let values = Self.values()
        guard let database = self.database ?? values["DATABASE_URL"] else {
            throw JobFailure(
                .configurationInvalid, "DATABASE_URL",
                detail: "no cluster is named; run make up here, or set it, or give --database")
        }
        return ClusterAccess(
            database: database, schema: values["MOVIEGEN_DATABASE_SCHEMA"],
            broker: self.broker ?? values["RABBITMQ_URL"],
            artifacts: self.artifacts ?? values["MOVIEGEN_ARTIFACTS"])
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
    private let broker: String?
    private let artifacts: String?

    init(database: String, schema: String?, broker: String?, artifacts: String?) {
        var endpoint = Endpoint(database, schema: schema)
        endpoint.applicationName = "moviegen"
        self.queue = JobQueue(Store(endpoint, sessions: 2))
        self.broker = broker
        self.artifacts = artifacts
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
