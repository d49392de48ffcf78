// SPDX-License-Identifier: Apache-2.0
internal import CoreMetrics
internal import Foundation
internal import Logging
internal import Testing

@testable internal import Telemetry

@Suite struct `The metrics page` {
    private let registry = PrometheusRegistry(descriptions: [
        MetricDescription("wait_seconds", .histogram, ["stage"], "How long \\ it\nwaited", buckets: [0.1, 1])
    ])

    @Test func `shows a counter with its help, its type and its labels in order`() {
        let counter = Counter(label: "jobs", dimensions: [("b", "2"), ("a", "1")], factory: self.registry)
        counter.increment(by: 3)
        Counter(label: "jobs_total", dimensions: [("a", "1"), ("b", "2")], factory: self.registry).increment()
        #expect(
            self.registry.render() == """
                # HELP jobs_total jobs
                # TYPE jobs_total counter
                jobs_total{a="1",b="2"} 4

                """)
    }

    @Test func `shows a timer as a histogram in seconds`() {
        let timer = Timer(label: "wait", dimensions: [("stage", "audio")], factory: self.registry)
        for milliseconds in [50, 100, 500, 3000] { timer.recordMilliseconds(milliseconds) }
        #expect(
            self.registry.render() == #"""
                # HELP wait_seconds How long \\ it\nwaited
                # TYPE wait_seconds histogram
                wait_seconds_bucket{stage="audio",le="0.1"} 2
                wait_seconds_bucket{stage="audio",le="1"} 3
                wait_seconds_bucket{stage="audio",le="+Inf"} 4
                wait_seconds_sum{stage="audio"} 3.65
                wait_seconds_count{stage="audio"} 4

                """#)
    }

    @Test func `escapes what a label may hold`() {
        Meter(label: "m", dimensions: [("l", "a\"b\\c\nd猫")], factory: self.registry).set(1)
        #expect(self.registry.render().contains(#"m{l="a\"b\\c\nd猫"} 1"#))
    }

    @Test(arguments: [
        (Double.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (0.25, "0.25"), (-3, "-3"),
        (1e300, "1e+300"), (1e-7, "1e-07"),
    ])
    func `writes a gauge as the scraper reads it`(value: Double, text: String) {
        Meter(label: "m", factory: self.registry).set(value)
        #expect(self.registry.render().hasSuffix("m \(text)\n"))
    }

    @Test func `has counters that only rise and sums that stay numbers`() {
        let counter = FloatingPointCounter(label: "c", factory: self.registry)
        counter.increment(by: 1.5)
        counter.increment(by: -1)
        counter.increment(by: Double.nan)
        counter.increment(by: Double.infinity)
        let recorder = Recorder(label: "r", factory: self.registry)
        recorder.record(2)
        recorder.record(Double.nan)
        recorder.record(Double.infinity)
        let page = self.registry.render()
        #expect(page.contains("c_total 1.5\n"))
        #expect(page.contains("r_sum 2\n") && page.contains("r_count 1\n"))
    }

    @Test func `brings names into the format's alphabet`() {
        Meter(label: "9 lives-of.cats", dimensions: [("1-a", "x"), ("__b", "y")], factory: self.registry).set(
            1)
        #expect(self.registry.render().contains(#"_9_lives_of_cats{_1_a="x",exported___b="y"} 1"#))
    }

    @Test func `drops label sets over the limit, says so once and counts them`() throws {
        let file = LogFile()
        let registry = PrometheusRegistry(maximumLabelSets: 3, logger: file.makeLogger())
        for job in 0..<10 {
            Counter(label: "c", dimensions: [("job", "\(job)")], factory: registry).increment()
        }
        Counter(label: "c", dimensions: [("job", "1")], factory: registry).increment()
        let page = registry.render()
        #expect(page.count(of: "c_total{job=") == 3)
        #expect(page.contains(#"c_total{job="1"} 2"#))
        #expect(page.contains(#"moviegen_metrics_dropped_label_sets_total{metric="c_total"} 7"#))
        #expect(try file.objects().map { $0["metric"] as? String } == ["c_total"])
    }

    @Test func `keeps the first kind of a name and says so once`() throws {
        let file = LogFile()
        let registry = PrometheusRegistry(descriptions: [], logger: file.makeLogger())
        Meter(label: "x", factory: registry).set(1)
        Recorder(label: "x", factory: registry).record(5)
        Recorder(label: "x", factory: registry).record(5)
        #expect(registry.render() == "# HELP x x\n# TYPE x gauge\nx 1\n")
        #expect(try file.lines().count == 1)
    }

    @Test func `forgets a metric that was destroyed`() {
        let counter = Counter(label: "c", factory: self.registry)
        counter.increment()
        counter.destroy()
        #expect(!self.registry.render().contains("c_total 1"))
    }

    @Test func `loses no increment of many tasks`() async {
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 { Counter(label: "c", factory: self.registry).increment() }
                }
            }
        }
        #expect(self.registry.render().contains("c_total 8000\n"))
    }

    @Test func `describes every metric of ours in the docs`() throws {
        let page = try String(
            contentsOf: repository.appendingPathComponent("docs/metrics.md"), encoding: .utf8)
        #expect(page.contains(MetricName.table), "docs/metrics.md must hold this table:\n\(MetricName.table)")
    }

    @Test func `names ours by the rules of Prometheus`() {
        for metric in MetricName.all {
            #expect(metric.name.hasPrefix("moviegen_"))
            #expect(metric.name.hasSuffix("_total") == (metric.kind == .counter), "\(metric.name)")
        }
        #expect(Set(MetricName.all.map(\.name)).count == MetricName.all.count)
    }
}

extension String {
    fileprivate func count(of part: String) -> Int { self.components(separatedBy: part).count - 1 }
}
