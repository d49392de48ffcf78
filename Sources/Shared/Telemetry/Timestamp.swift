// SPDX-License-Identifier: Apache-2.0
internal import FoundationEssentials
internal import Glibc

/// An instant of the wall clock for a log line.
struct Timestamp {
    let seconds: Int
    let milliseconds: Int

    static var now: Timestamp {
        // Not clock_gettime: in a release build the compiler takes timespec for a type of NIO's own C module.
        let milliseconds = Int((Date().timeIntervalSince1970 * 1000).rounded(.down))
        return Timestamp(seconds: milliseconds / 1000, milliseconds: milliseconds % 1000)
    }

    /// RFC 3339 in UTC, like `2026-01-31T09:05:00.007Z`.
    var text: String {
        var time = self.seconds
        var parts = tm()
        gmtime_r(&time, &parts)
        let date = [
            Self.digits(Int(parts.tm_year) + 1900, 4), Self.digits(Int(parts.tm_mon) + 1, 2),
            Self.digits(Int(parts.tm_mday), 2),
        ].joined(separator: "-")
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { Self.digits(Int($0), 2) }
            .joined(separator: ":")
        return "\(date)T\(clock).\(Self.digits(self.milliseconds, 3))Z"
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
}
