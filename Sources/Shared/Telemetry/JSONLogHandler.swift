// SPDX-License-Identifier: Apache-2.0
package import Logging

/// Writes each log event as one JSON object a line: `time`, `level`, `message`, `service`, `instance`, then the
/// metadata by key (``LogKey``).
package struct JSONLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?

    private let service: String
    private let instance: String
    private let sink: LineSink

    /// - Parameter fileDescriptor: Where lines go; standard error when nil. It must stay open.
    package init(
        service: String, instance: String, level: Logger.Level = .info, fileDescriptor: Int32? = nil
    ) {
        self.service = service
        self.instance = instance
        self.logLevel = level
        self.sink = fileDescriptor.map(LineSink.init) ?? .standardError
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var metadata = self.metadata
        if let provided = self.metadataProvider?.get() { metadata.merge(provided) { $1 } }
        if let error = event.error { metadata[LogKey.errorDetail] = "\(error)" }
        if let own = event.metadata { metadata.merge(own) { $1 } }
        self.sink.write(
            LogLine.bytes(
                fields: [
                    ("time", Timestamp.now.text), ("level", event.level.rawValue),
                    ("message", event.message.description), ("service", self.service),
                    ("instance", self.instance),
                ], metadata: metadata))
    }
}
