// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Foundation
internal import NoOpStages
internal import Store
internal import Worker

/// What a run comes to: counts for the reader, and the rules that must hold.
struct Verdict: Sendable {
    private(set) var counts: [(name: String, value: String)] = []
    private(set) var broken: [String] = []

    var isGood: Bool { self.broken.isEmpty }

    mutating func count(_ name: String, _ value: some CustomStringConvertible) {
        self.counts.append((name, value.description))
    }

    /// A count that must be zero.
    mutating func none(_ name: String, _ found: [String]) {
        self.count(name, found.count)
        if !found.isEmpty {
            self.broken.append("\(name): \(found.prefix(5).joined(separator: "; "))")
        }
    }

    mutating func must(_ isSo: Bool, _ rule: String) { if !isSo { self.broken.append(rule) } }

    /// A table of all counts, what is broken, and one line that says whether all holds.
    func text(title: String) -> String {
        let width = self.counts.map(\.name.count).max() ?? 0
        var lines = [title]
        lines += self.counts.map {
            "  \($0.name.padding(toLength: width, withPad: " ", startingAt: 0))  \($0.value)"
        }
        lines += self.broken.map { "  BROKEN  \($0)" }
        lines.append(self.isGood ? "\(title): nothing lost, nothing doubled" : "\(title): NOT GOOD")
        return lines.joined(separator: "\n")
    }
}
