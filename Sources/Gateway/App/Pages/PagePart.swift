// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation

/// A piece of a page in its reader's language.
protocol PagePart {
    var language: Language { get }
}

extension PagePart {
    func say(_ ja: String, _ en: String) -> String { Localized(ja: ja, en: en)[self.language] }

    /// `n秒`, `n分n秒`, `n時間n分`, as the reference writes them.
    func span(_ interval: TimeInterval) -> String {
        let seconds = max(0, Int(interval))
        let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60)
        if hours > 0 { return self.say("\(hours)時間\(minutes)分", "\(hours) h \(minutes) min") }
        if minutes > 0 { return self.say("\(minutes)分\(seconds % 60)秒", "\(minutes) min \(seconds % 60) s") }
        return self.say("\(seconds)秒", "\(seconds) s")
    }

    /// A time that nobody knows to the second: to ten seconds below three minutes, then to minutes; always rounded up.
    func roughly(_ interval: TimeInterval) -> String {
        let seconds = max(10, interval)
        return self.span(seconds < 180 ? (seconds / 10).rounded(.up) * 10 : (seconds / 60).rounded(.up) * 60)
            .replacing(self.say("分0秒", " min 0 s"), with: self.say("分", " min"))
            .replacing(self.say("時間0分", " h 0 min"), with: self.say("時間", " h"))
    }

    /// `1:05`, `1:02:05`: a place in a film.
    func clock(_ milliseconds: Int) -> String {
        let seconds = milliseconds / 1_000
        let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let head = hours > 0 ? "\(hours):\(two(minutes))" : "\(minutes)"
        return "\(head):\(two(seconds % 60))"
    }

    func megabytes(_ bytes: Int) -> String {
        let hundredths = (bytes * 100 + 500_000) / 1_000_000
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
