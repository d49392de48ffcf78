// SPDX-License-Identifier: Apache-2.0
internal import Hummingbird
internal import HummingbirdCore
package import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import Synchronization

/// The small HTTP port of every service: `/health/live` (also `/healthz`), `/health/ready` (`/readyz`) and
/// `/metrics`. docs/metrics.md describes the answers.
package struct HealthServer: Service {
    /// How long a check may take.
    package static let checkLimit = Duration.seconds(2)
    /// How long a connection lives at most; a client that is slower than this is cut off.
    package static let connectionLifetime = Duration.seconds(10)
    /// Above what probes and a scraper open; each lives for a bounded time.
    private static let maximumConnections = 256

    private let host: String
    private let port: Int
    private let answers: HealthAnswers
    private let connectionLifetime: Duration
    private let logger: Logger
    private let onListening: @Sendable (Int) -> Void

    /// - Parameters:
    ///   - port: 0 for any free one.
    ///   - liveness: Why the process should be restarted; nil while it is well.
    ///   - onListening: Called once with the port that is open.
    package init(
        host: String, port: Int, liveness: @escaping @Sendable () async -> String? = { nil },
        readiness: [ReadinessCheck], metrics: PrometheusRegistry,
        checkLimit: Duration = HealthServer.checkLimit,
        connectionLifetime: Duration = HealthServer.connectionLifetime,
        logger: Logger = Logger(label: "health"), onListening: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.host = host
        self.port = port
        self.answers = HealthAnswers(
            liveness: liveness, readiness: readiness, metrics: metrics, limit: checkLimit)
        self.connectionLifetime = connectionLifetime
        self.logger = logger
        self.onListening = onListening
    }

    /// Answers until the graceful shutdown, which takes at most about a second.
    ///
    /// - Throws: ``HealthServerError`` when the port cannot be opened.
    package func run() async throws {
        let answers = self.answers
        let lifetime = TimeAmount(self.connectionLifetime)
        let isListening = Atomic(false)
        // Hummingbird's own lines at `info` repeat ours.
        var logger = self.logger
        logger.logLevel = max(logger.logLevel, .warning)
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in
                await answers.answer(to: request)
            },
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [ConnectionLimit(lifetime: lifetime)], idleTimeout: lifetime,
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 8192, maxHeaderListSize: 16384, maxHeaderFieldCount: 100))),
            configuration: .init(
                address: .hostname(self.host, port: self.port),
                availableConnectionsDelegate: .maximum(Self.maximumConnections, logger: logger)),
            onServerRunning: {
                [logger = self.logger, host = self.host, onListening = self.onListening] channel in
                isListening.store(true, ordering: .relaxed)
                let port = channel.localAddress?.port ?? 0
                logger.info(
                    "The health port is open", metadata: [LogKey.host: "\(host)", LogKey.port: "\(port)"])
                onListening(port)
            },
            logger: logger)
        do {
            try await application.run()
        } catch  where !isListening.load(ordering: .relaxed) && !(error is CancellationError) {
            throw HealthServerError(host: self.host, port: self.port, cause: error)
        }
    }
}

/// The health port could not be opened.
package struct HealthServerError: Error, CustomStringConvertible {
    package let host: String
    package let port: Int
    package let cause: any Error

    package var description: String {
        "The health port \(self.host):\(self.port) could not be opened: \(self.cause). "
            + "Choose another with MOVIEGEN_HEALTH_PORT."
    }
}
