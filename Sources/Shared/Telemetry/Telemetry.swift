// SPDX-License-Identifier: Apache-2.0
internal import CoreMetrics
package import Logging
internal import Synchronization

/// Logs and metrics of this process.
package enum Telemetry {
    private static let installed = Mutex<PrometheusRegistry?>(nil)

    /// Sends every `Logger` to standard error as JSON and every metric to the registry that is returned.
    ///
    /// A process has one log and one set of metrics: a second call changes nothing and returns the registry of the
    /// first. Call it before the first `Logger` is made.
    @discardableResult
    package static func bootstrap(
        service: String, instance: String, level: Logger.Level
    ) -> PrometheusRegistry {
        self.installed.withLock { installed in
            if let installed { return installed }
            let makeHandler: @Sendable () -> JSONLogHandler = {
                JSONLogHandler(service: service, instance: instance, level: level)
            }
            LoggingSystem.bootstrap { _ in makeHandler() }
            let registry = PrometheusRegistry(logger: Logger(label: "metrics") { _ in makeHandler() })
            MetricsSystem.bootstrap(registry)
            let labels = [("service", service), ("instance", instance)]
            Meter(label: MetricName.serviceInfo, dimensions: labels, factory: registry).set(1)
            installed = registry
            return registry
        }
    }
}
