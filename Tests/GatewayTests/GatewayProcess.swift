// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Synchronization
internal import TestServers
internal import Testing

/// The gateway's program as a process of its own, on a port of its own, without a broker.
final class GatewayProcess: Sendable {
    let port: Int
    private let id: Int32
    private let endings: AsyncStream<Int32>

    /// Starts some, and ends them after `body`.
    ///
    /// - Parameter database: Where the tables are already.
    static func with<Value: Sendable>(
        _ count: Int, database: String, settings: [String: String],
        _ body: ([GatewayProcess]) async throws -> Value
    ) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "gateways-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let environment = settings.merging([
            "RABBITMQ_URL": "amqp://nobody:nothing@127.0.0.1:1", "DATABASE_URL": database,
            "MOVIEGEN_ARTIFACTS": folder.path, "MOVIEGEN_HTTP_PORT": "0", "MOVIEGEN_DISK_FLOOR_MB": "0",
        ]) { setting, _ in setting }
        var gateways: [GatewayProcess] = []
        let result: Result<Value, any Error>
        do {
            for number in 0..<count {
                gateways.append(
                    try await GatewayProcess(environment, log: folder.appending(path: "\(number).log")))
            }
            result = .success(try await body(gateways))
        } catch { result = .failure(error) }
        for gateway in gateways { #expect(await gateway.stop() == 0) }
        return try result.get()
    }

    /// Returns when it is open.
    private init(_ environment: [String: String], log: URL) async throws {
        try Data().write(to: log)
        let output = try FileHandle(forWritingTo: log)
        let process = Process()
        process.executableURL = try Self.program
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        let (endings, continuation) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = { ended in
            continuation.yield(ended.terminationStatus)
            continuation.finish()
        }
        try process.run()
        try output.close()
        (self.id, self.endings) = (process.processIdentifier, endings)
        // The port is any free one: the log names it.
        var port: Int?
        while port == nil {
            try await Task.sleep(for: .milliseconds(50))
            let text = try String(contentsOf: log, encoding: .utf8)
            port = text.firstMatch(of: /"The gateway is open".*?"port":"?(\d+)/).flatMap { Int($0.1) }
            guard process.isRunning else { throw ServerScript.Failure(description: text) }
        }
        self.port = port ?? 0
    }

    /// Beside the tests, as `swift build` puts it.
    private static var program: URL {
        get throws {
            var folder = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            while folder.path != "/" {
                folder.deleteLastPathComponent()
                let program = folder.appending(path: "gateway")
                if FileManager.default.isExecutableFile(atPath: program.path) { return program }
            }
            throw ServerScript.Failure(description: "the gateway is not built. Run: make test")
        }
    }

    /// - Returns: Its exit code.
    private func stop() async -> Int32? {
        kill(self.id, SIGTERM)
        return await self.endings.first { _ in true }
    }
}
