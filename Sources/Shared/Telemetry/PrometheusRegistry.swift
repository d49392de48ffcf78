// SPDX-License-Identifier: Apache-2.0
package import CoreMetrics
package import Logging
internal import Synchronization

/// Keeps the metrics of this process and writes them for Prometheus.
///
/// A counter's name ends in `_total` and a timer's in `_seconds`, whether its maker said so or not. A metric has
/// at most `maximumLabelSets` label sets; what comes after is counted, logged once a metric, and not kept, so a
/// label that was meant to be bounded cannot fill the memory. The same holds for a name used for two kinds.
package final class PrometheusRegistry: MetricsFactory {
    private struct Family {
        let description: MetricDescription
        var cells: [MetricLabels: any MetricCell] = [:]
        var droppedCount = 0
    }

    private struct State {
        var families: [String: Family] = [:]
        /// Names refused for their kind or their number, each logged once.
        var refused: Set<String> = []

        /// True the first time, and at most a thousand times in all.
        mutating func refuse(_ name: String) -> Bool {
            self.refused.count < 1000 && self.refused.insert(name).inserted
        }
    }

    private enum Drop { case kind, labelSets, names }

    private let descriptions: [String: MetricDescription]
    private let maximumLabelSets: Int
    private let state = Mutex(State())
    private let logger: Logger
    /// Far above what a service has.
    private let maximumFamilies = 500

    package init(
        descriptions: [MetricDescription] = MetricName.all, maximumLabelSets: Int = 200,
        logger: Logger = Logger(label: "metrics")
    ) {
        self.descriptions = Dictionary(descriptions.map { ($0.name, $0) }) { first, _ in first }
        self.maximumLabelSets = maximumLabelSets
        self.logger = logger
    }

    /// All metrics, by name and labels, in the text format.
    package func render() -> String {
        let families = self.state.withLock(\.families)
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            text += PrometheusText.header(
                name: name, help: family.description.help, kind: family.description.kind)
            for (labels, cell) in family.cells.sorted(by: { $0.key < $1.key }) {
                for sample in cell.samples(name: name, labels: labels) { text += PrometheusText.line(sample) }
            }
        }
        return text + self.renderDrops(families)
    }

    private func renderDrops(_ families: [String: Family]) -> String {
        let drops = families.filter { $0.value.droppedCount > 0 }.sorted { $0.key < $1.key }
        guard !drops.isEmpty else { return "" }
        let name = MetricName.droppedLabelSets
        let help = self.descriptions[name]?.help ?? ""
        return PrometheusText.header(name: name, help: help, kind: .counter)
            + drops.map {
                PrometheusText.line(
                    .init(
                        name: name, labels: MetricLabels([("metric", $0.key)]),
                        value: Double($0.value.droppedCount)))
            }.joined()
    }

    /// The cell of a metric under labels; one that nobody reads when it may not be kept.
    private func cell<Cell: MetricCell>(
        _ type: Cell.Type, _ label: String, suffix: String, _ kind: MetricDescription.Kind,
        _ dimensions: [(String, String)]
    ) -> Cell {
        let stem = MetricLabels.name(label, allowingColon: true)
        let name = stem.hasSuffix(suffix) ? stem : stem + suffix
        let labels = MetricLabels(dimensions)
        let (cell, drop): (Cell, Drop?) = self.state.withLock { state in
            let known = self.descriptions[name] ?? MetricDescription(name, kind, [], label)
            var family = state.families[name] ?? Family(description: known)
            if let cell = family.cells[labels] as? Cell { return (cell, nil) }
            let cell = Cell(buckets: known.buckets)
            guard family.description.kind == kind else { return (cell, state.refuse(name) ? .kind : nil) }
            guard state.families[name] != nil || state.families.count < self.maximumFamilies else {
                return (cell, state.refuse(name) ? .names : nil)
            }
            defer { state.families[name] = family }
            guard family.cells.count < self.maximumLabelSets else {
                family.droppedCount += 1
                return (cell, family.droppedCount == 1 ? .labelSets : nil)
            }
            family.cells[labels] = cell
            return (cell, nil)
        }
        if let drop { self.log(drop, of: name) }
        return cell
    }

    private func log(_ drop: Drop, of name: String) {
        let message: Logger.Message =
            switch drop {
            case .kind: "A metric is not kept: its name belongs to a metric of another kind"
            case .labelSets: "Label sets are not kept: the metric has too many"
            case .names: "A metric is not kept: there are too many names"
            }
        self.logger.warning(message, metadata: [LogKey.metric: "\(name)"])
    }

    private func remove(_ cell: AnyObject) {
        self.state.withLock { state in
            for (name, family) in state.families {
                guard let labels = family.cells.first(where: { $0.value === cell })?.key else { continue }
                state.families[name]?.cells[labels] = nil
                return
            }
        }
    }
}

extension PrometheusRegistry {
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        self.cell(CounterCell.self, label, suffix: "_total", .counter, dimensions)
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        self.cell(CounterCell.self, label, suffix: "_total", .counter, dimensions)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        self.cell(GaugeCell.self, label, suffix: "", .gauge, dimensions)
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        aggregate
            ? self.cell(HistogramCell.self, label, suffix: "", .histogram, dimensions)
            : self.cell(GaugeCell.self, label, suffix: "", .gauge, dimensions)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        self.cell(HistogramCell.self, label, suffix: "_seconds", .histogram, dimensions)
    }

    package func destroyCounter(_ handler: any CounterHandler) { self.remove(handler) }
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {
        self.remove(handler)
    }
    package func destroyMeter(_ handler: any MeterHandler) { self.remove(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { self.remove(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { self.remove(handler) }
}

extension MetricLabels: Comparable {
    static func < (a: MetricLabels, b: MetricLabels) -> Bool {
        a.pairs.lexicographicallyPrecedes(b.pairs) { ($0.name, $0.value) < ($1.name, $1.value) }
    }
}
