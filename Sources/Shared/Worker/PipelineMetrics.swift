// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import Metrics
internal import Store
internal import Telemetry

/// What is counted. Labels are few: never a job's id.
enum PipelineMetrics {
    static func published(_ outcome: PublishOutcome) {
        let name =
            switch outcome {
            case .confirmed: "confirmed"
            case .nacked: "nacked"
            case .unroutable: "unroutable"
            case .unknown: "unknown"
            }
        Counter(label: MetricName.publishOutcome, dimensions: [("outcome", name)]).increment()
    }

    static func claimed(_ stage: Stage) {
        Counter(label: MetricName.attempts, dimensions: [("stage", stage.rawValue)]).increment()
    }

    static func skipped(_ reason: SkipReason) {
        Counter(label: MetricName.skipped, dimensions: [("reason", reason.rawValue)]).increment()
    }

    static func malformed() {
        Counter(label: MetricName.skipped, dimensions: [("reason", "malformed")]).increment()
    }

    static func newerSchema() {
        Counter(label: MetricName.skipped, dimensions: [("reason", "newerSchema")]).increment()
    }

    static func fenced() { Counter(label: MetricName.fenced).increment() }

    static func rescued(_ count: Int) {
        if count > 0 { Counter(label: MetricName.rescues).increment(by: count) }
    }

    static func ran(_ stage: Stage, for time: Duration, outcome: String) {
        Timer(label: MetricName.runSeconds, dimensions: [("stage", stage.rawValue), ("outcome", outcome)])
            .recordNanoseconds(Int64(time / .nanoseconds(1)))
    }

    static func reconnected() { Counter(label: MetricName.amqpReconnects).increment() }

    static func violated(_ name: String, count: Int) {
        Counter(label: MetricName.invariantViolations, dimensions: [("name", name)]).increment(by: count)
    }
}
