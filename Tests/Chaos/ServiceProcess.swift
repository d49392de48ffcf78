// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// A service that was started, and how it ends.
final class ServiceProcess: Sendable {
    struct Ending: Hashable, Sendable {
        /// Its exit code, or the number of the signal that ended it.
        let status: Int32
        let isSignal: Bool

        static let drained = Ending(status: 0, isSignal: false)
        static let killed = Ending(status: SIGKILL, isSignal: true)
    }

    let id: Int32
    private let endings: AsyncStream<Ending>

    /// - Parameter log: What it says is added there.
    init(_ program: URL, environment: [String: String], log: URL) throws {
        if !FileManager.default.fileExists(atPath: log.path) { try Data().write(to: log) }
        let output = try FileHandle(forUpdating: log)
        try output.seekToEnd()
        let process = Process()
        process.executableURL = program
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        let (endings, continuation) = AsyncStream<Ending>.makeStream()
        process.terminationHandler = { ended in
            continuation.yield(
                Ending(
                    status: ended.terminationStatus, isSignal: ended.terminationReason == .uncaughtSignal))
            continuation.finish()
        }
        try process.run()
        try output.close()
        self.endings = endings
        self.id = process.processIdentifier
    }

    /// Only while it has not ended: afterwards the id may be another's.
    func send(_ signal: Int32) { kill(self.id, signal) }

    /// Waits for its end, once.
    func end() async -> Ending {
        for await ending in self.endings { return ending }
        // Only for one that asks again, or was cancelled.
        return .killed
    }

    /// The same; nil when that does not come in time.
    func ending(within limit: Duration) async -> Ending? {
        await withTaskGroup { group in
            group.addTask { [endings] in await endings.first { _ in true } }
            group.addTask {
                // Cancelled: it ended first.
                try? await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    /// Asks it to end; one that does not is killed.
    func stop() async {
        self.send(SIGTERM)
        if await self.ending(within: .seconds(20)) == nil { self.send(SIGKILL) }
    }
}
