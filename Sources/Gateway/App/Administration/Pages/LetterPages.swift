// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Operations
internal import Store

/// Which letters a list is to have, as its address says.
struct LetterQuery: Sendable {
    static let pageSize = 100
    static let choices = ["queue", "resolved"]
    static let queues = ["script", "audio", "slide", "render"]

    let queue: String
    let reason: String
    let showsAll: Bool
    private(set) var filter = DeadLetterFilter()

    init(_ wish: AdminWish) throws(Problem) {
        self.queue = try wish.text("queue")
        self.reason = try wish.text("reason")
        self.showsAll = wish["resolved"] == "all"
        guard self.showsAll || wish["resolved"].isEmpty else {
            throw Problem(.requestInvalid, field: "resolved")
        }
        self.filter.limit = Self.pageSize
        self.filter.isOpenOnly = !self.showsAll
        if !self.queue.isEmpty {
            guard Self.queues.contains(self.queue) else {
                throw Problem(.requestInvalid, field: "queue")
            }
            self.filter.queue = self.queue
        }
        if !self.reason.isEmpty { self.filter.reason = self.reason }
        self.filter.after = try ListPosition(wish)
    }

    fileprivate var fields: [(String, String)] {
        [("queue", self.queue), ("reason", self.reason), ("resolved", self.showsAll ? "all" : "")]
    }

    func next(after position: ListPosition) -> String {
        "/admin/dead?" + JobQuery.query(self.fields + [("after", position.text)])
    }
}

/// What failed for good, and what is to become of it.
struct LetterListPage {
    let frame: AdminFrame
    let query: LetterQuery
    let letters: [DeadLetter]

    private func say(_ ja: String, _ en: String) -> String { self.frame.say(ja, en) }

    var html: HTML {
        self.frame.page(
            self.say("失敗の記録", "Dead letters"), path: "/admin/dead",
            "\(self.filters)<form method=\"post\" action=\"/admin/dead/replay\">\(self.frame.hidden(self.query.fields))\(LetterTable(frame: self.frame, letters: self.letters, mayChoose: true).html)\(self.buttons)</form>\(self.more)"
        )
    }

    private var filters: HTML {
        let queues = ([""] + LetterQuery.queues).map {
            (value: $0, label: $0.isEmpty ? self.say("すべて", "Any") : $0)
        }
        let kinds = [
            (value: "", label: self.say("対処していないもの", "Not dealt with")),
            (value: "all", label: self.say("すべて", "All")),
        ]
        return """
            <form method="get" action="/admin/dead" class="filters">
            \(self.frame.select("queue", self.say("キュー", "Queue"), self.query.queue, queues))
            \(self.frame.field("reason", self.say("種類", "Reason"), self.query.reason, hint: "permanent"))
            \(self.frame.select("resolved", self.say("対処", "Dealt with"), self.query.showsAll ? "all" : "", kinds))
            <button>\(self.say("絞り込む", "Filter"))</button> <a href="/admin/dead">\(self.say("解除", "Clear"))</a></form>
            """
    }

    private var buttons: HTML {
        guard self.letters.contains(where: { $0.resolvedAt == nil }) else { return "" }
        return """
            <p><label class="box"><input type="checkbox" name="all" value="1"> \(self.say("この条件の記録すべて（1,000件まで）", "Every letter of this filter, 1,000 at most"))</label></p>
            <div class="deeds"><button>\(self.say("選んだものを再試行", "Try the chosen again"))</button>
            <button class="quiet" formaction="/admin/dead/discard">\(self.say("選んだものを破棄", "Discard the chosen"))</button></div>
            """
    }

    private var more: HTML {
        guard self.letters.count == self.query.filter.limit, let last = self.letters.last else { return "" }
        return
            "<p><a rel=\"next\" href=\"\(self.query.next(after: last.position))\">\(self.say("次のページ", "Next page"))</a></p>"
    }
}

struct LetterTable {
    let frame: AdminFrame
    let letters: [DeadLetter]
    let mayChoose: Bool

    var html: HTML {
        let frame = self.frame
        var titles = [
            ("記録", "Letter"), ("ジョブ", "Job"), ("タスク", "Task"), ("時刻", "Seen"), ("種類", "Reason"),
            ("対処", "Dealt with"),
            ("エラー", "Error"),
        ]
        if self.mayChoose { titles.append(("選択", "Choose")) }
        let rows = self.letters.map { letter -> [HTML] in
            let id = letter.id.uuidString.lowercased()
            let label = frame.say("記録 \(id.prefix(8)) を選ぶ", "Choose letter \(id.prefix(8))")
            return [
                "<a href=\"/admin/dead/\(id)\"><code>\(String(id.prefix(8)))</code></a>",
                letter.job.map { frame.link($0) } ?? "–", "\(letter.place)", frame.time(letter.firstSeenAt),
                "\(letter.reason)", "\(letter.resolution.map { "\($0) (\(letter.actor ?? "?"))" } ?? "–")",
                "\(letter.error.map { ErrorText.told($0)[frame.language] } ?? "")",
                letter.resolvedAt == nil
                    ? "<input type=\"checkbox\" name=\"letter-\(id)\" value=\"1\" aria-label=\"\(label)\">"
                    : "",
            ]
        }
        return frame.table(
            frame.say("失敗の記録", "Dead letters"),
            titles.map { AdminFrame.Column(title: frame.say($0.0, $0.1)) }, rows,
            none: frame.say("失敗の記録はありません。", "There are no dead letters."))
    }
}

/// One letter, with what its message was.
struct LetterPage {
    let frame: AdminFrame
    let letter: DeadLetter

    var html: HTML {
        let (frame, letter) = (self.frame, self.letter)
        let id = letter.id.uuidString.lowercased()
        var facts: [(String, HTML)] = [
            (frame.say("ジョブ", "Job"), letter.job.map { frame.link($0) } ?? "–"),
            (frame.say("タスク", "Task"), "\(letter.place)"),
            (frame.say("時刻", "Seen"), frame.time(letter.firstSeenAt)),
            (frame.say("種類", "Reason"), "\(letter.reason) (\(letter.source))"),
            (frame.say("エラー", "Error"), "\(letter.error.map { ErrorText.told($0)[frame.language] } ?? "–")"),
        ]
        if let resolved = letter.resolvedAt {
            facts.append(
                (
                    frame.say("対処", "Dealt with"),
                    "\(letter.resolution ?? "?") (\(letter.actor ?? "?")) \(frame.time(resolved))"
                ))
        }
        let chosen = [("letter-\(id)", "1")]
        let deeds: HTML =
            letter.resolvedAt == nil
            ? "<div class=\"deeds\">\(frame.button("/admin/dead/replay", frame.say("再試行", "Try again"), chosen))\(frame.button("/admin/dead/discard", frame.say("破棄", "Discard"), chosen))</div>"
            : ""
        // It may be anything: shown as text, cut where nobody reads on.
        let body = letter.body.map { String(decoding: $0.prefix(4_000), as: UTF8.self) } ?? "–"
        return frame.page(
            frame.say("失敗の記録 \(id)", "Dead letter \(id)"), path: "/admin/dead/\(id)",
            """
            \(frame.pairs(facts))\(deeds)
            <h2>\(frame.say("見出し", "Headers"))</h2><pre>\(letter.headers)</pre>
            <h2>\(frame.say("本文", "Body"))</h2><pre>\(body)</pre>
            """)
    }
}
