// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// Times as tables show them.
package enum Clock {
    /// `12s`, `3m20s`, `2h05m`, `3d04h`.
    package static func age(_ seconds: Double) -> String {
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

    package static func age(since date: Date) -> String { Self.age(-date.timeIntervalSinceNow) }

    /// `2026-01-31T12:00:00Z`
    package static func stamp(_ date: Date) -> String { date.formatted(.iso8601) }

    /// `1.5 GB`, decimal as disks are sold.
    package static func bytes(_ count: Int) -> String {
        switch count {
        case ..<1_000_000: "\(count / 1_000) kB"
        case ..<1_000_000_000: "\(count / 1_000_000) MB"
        default: "\(count / 1_000_000_000).\(count / 100_000_000 % 10) GB"
        }
    }
}
