// SPDX-License-Identifier: Apache-2.0
internal import Logging
internal import Synchronization

/// What a logger was told.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    /// True when one line has all of these words.
    func contains(_ words: String...) -> Bool {
        self.lines.withLock { lines in lines.contains { line in words.allSatisfy(line.contains) } }
    }

    fileprivate func append(_ line: String) { self.lines.withLock { $0.append(line) } }
}

private struct RecordingHandler: LogHandler {
    let lines: LogLines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.debug

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = self.metadata.merging(event.metadata ?? [:]) { $1 }
        self.lines.append("\(event.level): \(event.message) \(all)")
    }
}

extension Logger {
    static func recording() -> (Logger, LogLines) {
        let lines = LogLines()
        return (Logger(label: "test") { _ in RecordingHandler(lines: lines) }, lines)
    }
}
