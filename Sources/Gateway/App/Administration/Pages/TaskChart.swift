// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Operations
internal import Store

/// A job's tasks on a line of time: how long each waited and ran. Attributes and classes only, as the pages' policy asks.
struct TaskChart {
    let frame: AdminFrame
    let tasks: [TaskReport]
    let begin: Date
    let end: Date

    /// More than that nobody reads; the table has them all.
    private static let rowLimit = 200
    private static let (left, width, rowHeight, head) = (120, 880, 18, 22)

    private func say(_ ja: String, _ en: String) -> String { self.frame.say(ja, en) }

    var html: HTML {
        guard !self.tasks.isEmpty else { return "" }
        let shown = self.tasks.prefix(Self.rowLimit)
        let height = Self.head + shown.count * Self.rowHeight + 4
        let rows = HTML(joining: shown.enumerated().map { self.row($1, y: Self.head + $0 * Self.rowHeight) })
        let title = self.say("タスクの時間", "The tasks' times")
        let description = self.say(
            "受付から\(Clock.age(self.end.timeIntervalSince(self.begin)))。同じ数字が下の表にあります。",
            "\(Clock.age(self.end.timeIntervalSince(self.begin))) from the admission. The table below has the same numbers."
        )
        return """
            <figure><figcaption>\(title)</figcaption>
            <div class="scroll" role="region" aria-label="\(title)" tabindex="0">
            <svg class="chart" role="img" viewBox="0 0 \(Self.left + Self.width) \(height)" \
            width="\(Self.left + Self.width)" height="\(height)"><title>\(title)</title><desc>\(description)</desc>
            \(self.scale(height))\(rows)</svg></div>
            <p class="legend"><span class="key waits"></span>\(self.say("待ち", "waited"))
            <span class="key runs"></span>\(self.say("実行", "ran"))
            <span class="key dead"></span>\(self.say("失敗", "died"))</p></figure>
            """
    }

    /// Lines at round times, six at most.
    private func scale(_ height: Int) -> HTML {
        let seconds = max(0.001, self.end.timeIntervalSince(self.begin))
        let step = Self.steps.first { seconds / $0 <= 5 } ?? seconds / 5
        return HTML(
            joining: (0...Int(seconds / step)).map { count -> HTML in
                let time = Double(count) * step
                let x = Self.left + Int(time / seconds * Double(Self.width))
                // The last one is not cut off.
                let anchor: HTML = x > Self.left + Self.width - 40 ? "end" : "start"
                let label = step < 1 ? "\(time.formatted(.number.locale(Self.plain)))s" : Clock.age(time)
                return """
                    <line class="line" x1="\(x)" y1="16" x2="\(x)" y2="\(height)"/>\
                    <text x="\(x)" y="12" text-anchor="\(anchor)">\(label)</text>
                    """
            })
    }

    private static let plain = Locale(identifier: "en_US_POSIX")
    /// Seconds that people count in.
    private static let steps: [Double] = [
        0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 28_800,
        86_400,
    ]

    private func row(_ report: TaskReport, y: Int) -> HTML {
        let name = "\(report.task.stage.rawValue) \(report.task.part)"
        // A replayed task waits again, and its start is of another life.
        let started = report.startedAt.flatMap { $0 < report.enqueuedAt ? nil : $0 }
        let ended = report.finishedAt ?? self.end
        let waits = self.bar(report.enqueuedAt, started ?? ended, y, "waits")
        let runs = started.map { start in
            self.bar(
                start, ended, y,
                report.state == .dead ? "dead" : report.state == .retryWait ? "waits" : "runs")
        }
        let state = StateWords.task(report.state)[self.frame.language]
        return """
            <g><title>\(name): \(state)</title><text x="0" y="\(y + 13)">\(name)</text>\(waits)\(runs ?? "")</g>
            """
    }

    private func bar(_ from: Date, _ to: Date, _ y: Int, _ name: HTML) -> HTML {
        let (start, end) = (self.x(from), self.x(to))
        // An instant is seen too.
        return """
            <rect class="\(name)" x="\(start)" y="\(y + 3)" width="\(max(1, end - start))" height="\(Self.rowHeight - 6)"/>
            """
    }

    private func x(_ date: Date) -> Int {
        let whole = max(0.001, self.end.timeIntervalSince(self.begin))
        let share = min(1, max(0, date.timeIntervalSince(self.begin) / whole))
        return Self.left + Int(share * Double(Self.width))
    }
}
