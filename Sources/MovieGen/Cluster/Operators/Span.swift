// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Foundation

/// A length of time as a person writes it: `90s`, `15m`, `24h`, `7d`.
struct Span: ExpressibleByArgument, Hashable {
    let seconds: Int

    var duration: Duration { .seconds(self.seconds) }

    init?(argument: String) {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let unit = argument.last.flatMap({ units[$0] }), let count = Int(argument.dropLast()),
            (0...100_000).contains(count)
        else { return nil }
        self.seconds = count * unit
    }
}

/// Times as tables show them.
enum Clock {
    /// `12s`, `3m20s`, `2h05m`, `3d04h`.
    static func age(_ seconds: Double) -> String {
        let whole = Int(max(0, seconds).rounded(.down))
        func pair(_ unit: Int, _ large: String, _ small: String, _ smallUnit: Int) -> String {
            let rest = whole % unit / smallUnit
            return "\(whole / unit)\(large)\(rest < 10 ? "0" : "")\(rest)\(small)"
        }
        return switch whole {
        case ..<60: "\(whole)s"
        case ..<3_600: pair(60, "m", "s", 1)
        case ..<86_400: pair(3_600, "h", "m", 60)
        default: pair(86_400, "d", "h", 3_600)
        }
    }

    static func age(since date: Date) -> String { Self.age(-date.timeIntervalSinceNow) }

    /// `2026-01-31T12:00:00Z`
    static func stamp(_ date: Date) -> String { date.formatted(.iso8601) }

    /// `1.5 GB`, decimal as disks are sold.
    static func bytes(_ count: Int) -> String {
        switch count {
        case ..<1_000_000: "\(count / 1_000) kB"
        case ..<1_000_000_000: "\(count / 1_000_000) MB"
        default: "\(count / 1_000_000_000).\(count / 100_000_000 % 10) GB"
        }
    }
}
