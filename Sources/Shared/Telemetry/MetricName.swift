// SPDX-License-Identifier: Apache-2.0

/// The names of our metrics. docs/metrics.md is written from ``all``.
package enum MetricName {
    package static let serviceInfo = "moviegen_service_info"
    package static let taskState = "moviegen_task_state"
    package static let queueWaitSeconds = "moviegen_queue_wait_seconds"
    package static let runSeconds = "moviegen_run_seconds"
    package static let attempts = "moviegen_attempts_total"
    package static let skipped = "moviegen_skipped_total"
    package static let fenced = "moviegen_fenced_total"
    package static let rescues = "moviegen_rescues_total"
    package static let outboxOldestSeconds = "moviegen_outbox_oldest_seconds"
    package static let publishOutcome = "moviegen_publish_outcome_total"
    package static let amqpBlocked = "moviegen_amqp_blocked"
    package static let amqpReconnects = "moviegen_amqp_reconnects_total"
    package static let deadLetterOpen = "moviegen_dead_letter_open"
    package static let quotaDenied = "moviegen_quota_denied_total"
    package static let invariantViolations = "moviegen_invariant_violations_total"
    package static let httpSeconds = "moviegen_http_request_seconds"
    package static let connectionsRefused = "moviegen_connections_refused_total"
    package static let eventStreams = "moviegen_event_streams"
    package static let webhooks = "moviegen_webhooks_total"
    package static let droppedLabelSets = "moviegen_metrics_dropped_label_sets_total"

    /// Every metric a service may show, in the page's order.
    package static let all: [MetricDescription] = [
        .init(
            MetricName.serviceInfo, .gauge, ["service", "instance"], "Always 1; says which process answers"),
        .init(MetricName.taskState, .gauge, ["stage", "state"], "Tasks in the database, by stage and state"),
        .init(
            MetricName.queueWaitSeconds, .histogram, ["stage"],
            "Seconds from the moment a task was due to its claim"),
        .init(
            MetricName.runSeconds, .histogram, ["stage", "outcome"], "Seconds a stage ran, by how it ended"),
        .init(MetricName.attempts, .counter, ["stage"], "Attempts begun: tasks claimed"),
        .init(
            MetricName.skipped, .counter, ["reason"],
            "Messages acknowledged without work: duplicate, cancelled or stale"),
        .init(
            MetricName.fenced, .counter, [],
            "Results discarded because the lease had passed to another worker"),
        .init(MetricName.rescues, .counter, [], "Tasks taken back from a worker whose lease ran out"),
        .init(
            MetricName.outboxOldestSeconds, .gauge, [], "Age of the oldest message waiting to be published"),
        .init(
            MetricName.publishOutcome, .counter, ["outcome"],
            "Messages published: confirmed, nacked, unroutable or unknown"),
        .init(MetricName.amqpBlocked, .gauge, [], "1 while the broker refuses to take messages"),
        .init(MetricName.amqpReconnects, .counter, [], "Connections to the broker opened again after a loss"),
        .init(
            MetricName.deadLetterOpen, .gauge, ["stage"],
            "Dead letters that wait for an operator; what its asker alone can mend is not among them"),
        .init(MetricName.quotaDenied, .counter, [], "Jobs refused because the daily limit was reached"),
        .init(
            MetricName.httpSeconds, .histogram, ["route", "method", "status"],
            "Seconds until a request's answer began, by route and status class"),
        .init(
            MetricName.connectionsRefused, .counter, [],
            "Connections closed because their client had too many open"),
        .init(MetricName.eventStreams, .gauge, [], "Event streams that are open"),
        .init(
            MetricName.webhooks, .counter, ["outcome"],
            "Calls of webhooks: told, or refused by whoever answers there"),
        .init(
            MetricName.invariantViolations, .counter, ["name"],
            "Rules of the design found broken; any value but 0 is a defect"),
        .init(
            MetricName.droppedLabelSets, .counter, ["metric"],
            "Label sets left out because a metric had too many"),
    ]
}

/// What a metric is and means.
package struct MetricDescription: Hashable, Sendable {
    package enum Kind: String, Sendable { case counter, gauge, histogram }

    package let name: String
    package let kind: Kind
    package let labels: [String]
    /// One sentence without its full stop.
    package let help: String
    /// Upper bounds, ascending, without infinity; read for histograms only.
    package let buckets: [Double]

    package init(
        _ name: String, _ kind: Kind, _ labels: [String], _ help: String,
        buckets: [Double] = MetricDescription.durations
    ) {
        self.name = name
        self.kind = kind
        self.labels = labels
        self.help = help
        self.buckets = buckets
    }

    /// Seconds: from a hop between two stages to the longest stage deadline.
    package static let durations: [Double] = [
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 900,
    ]
}

extension MetricName {
    /// The rows of the table in docs/metrics.md.
    package static var table: String {
        let rows = self.all.map { metric in
            let labels = metric.labels.map { "`\($0)`" }.joined(separator: ", ")
            return "| `\(metric.name)` | \(metric.kind.rawValue) | \(labels) | \(metric.help) |"
        }
        return (["| metric | kind | labels | meaning |", "|---|---|---|---|"] + rows).joined(separator: "\n")
    }
}
