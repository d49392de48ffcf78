// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// What was measured, in the order it came up.
struct Report {
    enum Measure: CaseIterable {
        case publishingBare, publishing, stagesCelery, stages, hopCelery, hop, lateHopCelery, lateHop

        fileprivate var title: String {
            switch self {
            case .publishingBare: "publishing, bare C loop on librabbitmq"
            case .publishing: "publishing, our Publisher"
            case .stagesCelery: "tasks through two stages, Celery"
            case .stages: "tasks through two stages, ours"
            case .hopCelery: "idle hop, median, Celery"
            case .hop: "idle hop, median, ours"
            case .lateHopCelery: "idle hop, 95th percentile, Celery"
            case .lateHop: "idle hop, 95th percentile, ours"
            }
        }

        fileprivate var unit: String {
            switch self {
            case .publishingBare, .publishing: "messages/s"
            case .stagesCelery, .stages: "tasks/s"
            case .hopCelery, .hop, .lateHopCelery, .lateHop: "ms"
            }
        }

        /// What it is held against.
        fileprivate var peer: Measure? {
            switch self {
            case .publishing: .publishingBare
            case .stages: .stagesCelery
            case .hop: .hopCelery
            case .lateHop: .lateHopCelery
            case .publishingBare, .stagesCelery, .hopCelery, .lateHopCelery: nil
            }
        }
    }

    private var figures: [Measure: [Double]] = [:]

    mutating func add(_ figure: Double, to measure: Measure) {
        self.figures[measure, default: []].append(figure)
        print("  \(measure.title): \(Self.text(figure)) \(measure.unit)")
        fflush(nil)
    }

    /// Markdown; least, median and greatest of the rounds.
    var table: String {
        var lines = [
            "| | least | median | greatest | | beside the other | goal |", "|---|---|---|---|---|---|---|",
        ]
        for measure in Measure.allCases {
            guard let figures = self.figures[measure]?.sorted(), !figures.isEmpty else { continue }
            let median = Self.median(figures)
            let cells = [
                measure.title, Self.text(figures[0]), Self.text(median),
                Self.text(figures[figures.count - 1]),
                measure.unit, self.comparison(measure), self.goal(measure, median),
            ]
            lines.append("| \(cells.joined(separator: " | ")) |")
        }
        return lines.joined(separator: "\n")
    }

    /// The ratio of the medians.
    private func comparison(_ measure: Measure) -> String {
        guard let peer = measure.peer, let theirs = self.median(of: peer), let ours = self.median(of: measure)
        else { return "" }
        return switch measure {
        case .publishing: "\(Int((100 * ours / theirs).rounded())) %"
        case .hop, .lateHop: "\(String(format: "%.1f", theirs / ours))x as fast"
        default: "\(String(format: "%.1f", ours / theirs))x"
        }
    }

    private func goal(_ measure: Measure, _ median: Double) -> String {
        switch measure {
        case .publishing:
            guard let bare = self.median(of: .publishingBare) else { return ">= 80 %" }
            return ">= 80 %: \(Self.verdict(median >= 0.8 * bare))"
        case .stages: return ">= 800: \(Self.verdict(median >= 800))"
        case .hop: return "< 10: \(Self.verdict(median < 10))"
        default: return ""
        }
    }

    private static func verdict(_ isMet: Bool) -> String { isMet ? "met" : "missed" }

    private func median(of measure: Measure) -> Double? { self.figures[measure].map { Self.median($0) } }

    static func median(_ figures: [Double]) -> Double { self.quantile(0.5, of: figures) }

    /// Between the two nearest where none is at the place itself.
    static func quantile(_ share: Double, of figures: [Double]) -> Double {
        let sorted = figures.sorted()
        let place = share * Double(sorted.count - 1)
        let lower = Int(place)
        let upper = min(lower + 1, sorted.count - 1)
        return sorted[lower] + (place - Double(lower)) * (sorted[upper] - sorted[lower])
    }

    private static func text(_ figure: Double) -> String {
        figure < 100 ? String(format: "%.1f", figure) : "\(Int(figure.rounded()))"
    }
}
