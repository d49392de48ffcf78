// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import CBareLoop
internal import Foundation
internal import Store

/// What the figures were measured on.
enum Machine {
    static func description(_ servers: Servers, _ celery: String?) async throws -> String {
        let publisher = Publisher(to: servers.broker, name: "bench-version")
        var rabbitMQ = "?"
        for await status in publisher.statusChanges() {
            if case .open(let version) = status {
                rabbitMQ = version
                break
            }
        }
        await publisher.close()
        let store = Store(servers.database, sessions: 1)
        let postgreSQL: String? = try await store.rows(
            "SELECT current_setting('server_version') AS version"
        ).first?.get("version")
        let library = String(cString: moviegen_bare_library_version())
        let peer = celery.map { ", Celery \($0) (prefork, \(CeleryPeer.processes) processes)" } ?? ""
        return """
            \(ProcessInfo.processInfo.activeProcessorCount) cores of \(Self.processor), load \(Self.load); \
            RabbitMQ \(rabbitMQ), PostgreSQL \(postgreSQL ?? "?"), librabbitmq \(library)\(peer); \
            window \(Publishing.window), \(Publishing.messageCount) messages of \(Publishing.bodyBytes) bytes, \
            \(2 * Pipeline.jobCount) tasks, \(Pipeline.hopCount) hops a round, \(Pipeline.slots) slots a stage; \
            quorum queues throughout
            """
    }

    private static var processor: String {
        let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "?"
    }

    /// Over the last minute, this program's own included.
    private static var load: String {
        let text = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
        return text.split(separator: " ").first.map(String.init) ?? "?"
    }
}
