// SPDX-License-Identifier: Apache-2.0
internal import CoreMetrics
internal import Synchronization

/// The value of one metric under one set of labels.
protocol MetricCell: AnyObject, Sendable {
    init(buckets: [Double])
    func samples(name: String, labels: MetricLabels) -> [PrometheusText.Sample]
}

/// Only rises: an increment that is negative, or not a number, is not counted.
final class CounterCell: MetricCell, CounterHandler, FloatingPointCounterHandler {
    private let value = Mutex(0.0)

    init(buckets: [Double]) {}

    func increment(by amount: Int64) { self.increment(by: Double(amount)) }

    func increment(by amount: Double) {
        guard amount.isFinite, amount >= 0 else { return }
        self.value.withLock { $0 += amount }
    }

    func reset() { self.value.withLock { $0 = 0 } }

    func samples(name: String, labels: MetricLabels) -> [PrometheusText.Sample] {
        [.init(name: name, labels: labels, value: self.value.withLock(\.self))]
    }
}

final class GaugeCell: MetricCell, MeterHandler, RecorderHandler {
    private let value = Mutex(0.0)

    init(buckets: [Double]) {}

    func set(_ value: Int64) { self.set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { self.value.withLock { $0 += amount } }
    func decrement(by amount: Double) { self.value.withLock { $0 -= amount } }
    func record(_ value: Int64) { self.set(Double(value)) }
    func record(_ value: Double) { self.set(value) }

    func samples(name: String, labels: MetricLabels) -> [PrometheusText.Sample] {
        [.init(name: name, labels: labels, value: self.value.withLock(\.self))]
    }
}

/// Counts values by upper bound. One that is not finite is left out: it would spoil the sum for good.
final class HistogramCell: MetricCell, RecorderHandler, TimerHandler {
    private struct State {
        /// How many values fell at or below each bound and above the one before; the last is unbounded.
        var counts: [Int]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    init(buckets: [Double]) {
        self.bounds = buckets
        self.state = Mutex(State(counts: Array(repeating: 0, count: buckets.count + 1)))
    }

    func record(_ value: Int64) { self.record(Double(value)) }

    func record(_ value: Double) {
        guard value.isFinite else { return }
        let bucket = self.bounds.firstIndex { value <= $0 } ?? self.bounds.count
        self.state.withLock {
            $0.counts[bucket] += 1
            $0.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) { self.record(Double(duration) / 1e9) }

    func samples(name: String, labels: MetricLabels) -> [PrometheusText.Sample] {
        let state = self.state.withLock(\.self)
        var total = 0
        var samples: [PrometheusText.Sample] = []
        for (bound, count) in zip(self.bounds + [.infinity], state.counts) {
            total += count
            samples.append(
                .init(name: "\(name)_bucket", labels: labels, upperBound: bound, value: Double(total)))
        }
        samples.append(.init(name: "\(name)_sum", labels: labels, value: state.sum))
        samples.append(.init(name: "\(name)_count", labels: labels, value: Double(total)))
        return samples
    }
}
