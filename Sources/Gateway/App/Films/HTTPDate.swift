// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// A time as HTTP has it: in whole seconds (RFC 9110, section 5.6.7).
struct HTTPDate: Comparable, Sendable {
    private let parts: DateComponents
    private let seconds: Int

    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()

    init(_ date: Date) {
        self.seconds = Int(date.timeIntervalSince1970.rounded(.down))
        self.parts = Self.calendar.dateComponents(
            [.weekday, .day, .month, .year, .hour, .minute, .second], from: date)
    }

    /// Reads `Sun, 06 Nov 1994 08:49:37 GMT` and the two older ways, `Sunday, 06-Nov-94 08:49:37 GMT` and
    /// `Sun Nov  6 08:49:37 1994`.
    ///
    /// - Parameter now: Two digits of a year are of the last fifty or the next.
    init?(_ header: String, now: Date = .now) {
        guard !header.contains("+"), !header.contains(" -") else { return nil }
        let words = header.split { " ,-".contains($0) }.dropFirst().map(String.init)
        guard words.count == 4 || words.count == 5 && words[4] == "GMT",
            words.allSatisfy({ $0.utf8.count <= 8 })
        else { return nil }
        // Day, month, year, time.
        let order = words.count == 5 ? [0, 1, 2, 3] : [1, 0, 3, 2]
        let time = words[order[3]].split(separator: ":", omittingEmptySubsequences: false).map {
            Int($0) ?? -1
        }
        guard let day = Int(words[order[0]]), let month = Self.months.firstIndex(of: words[order[1]]),
            var year = Int(words[order[2]]), year >= 0, time.count == 3, (0...23).contains(time[0]),
            (0...59).contains(time[1]), (0...60).contains(time[2])
        else { return nil }
        if words[order[2]].utf8.count == 2 {
            let thisYear = Self.calendar.component(.year, from: now)
            year += thisYear / 100 * 100
            if year > thisYear + 50 { year -= 100 }
        }
        let parts = DateComponents(
            year: year, month: month + 1, day: day, hour: time[0], minute: time[1], second: time[2])
        guard let date = Self.calendar.date(from: parts),
            Self.calendar.component(.day, from: date) == day || time[2] == 60
        else { return nil }
        self.init(date)
    }

    static func < (a: HTTPDate, b: HTTPDate) -> Bool { a.seconds < b.seconds }
    static func == (a: HTTPDate, b: HTTPDate) -> Bool { a.seconds == b.seconds }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`
    var text: String {
        func two(_ number: Int?) -> String { number.map { $0 < 10 ? "0\($0)" : "\($0)" } ?? "00" }
        let (day, month) = ((self.parts.weekday ?? 1) - 1, (self.parts.month ?? 1) - 1)
        let time = [self.parts.hour, self.parts.minute, self.parts.second].map(two).joined(separator: ":")
        return
            "\(Self.days[day]), \(two(self.parts.day)) \(Self.months[month]) \(self.parts.year ?? 1970) \(time) GMT"
    }
}
