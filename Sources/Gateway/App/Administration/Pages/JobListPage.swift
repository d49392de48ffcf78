// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Operations
internal import Store

/// Jobs, the newest first, and why those that are open do not move.
struct JobListPage {
    let frame: AdminFrame
    let query: JobQuery
    let jobs: [JobStatus]
    let holdUps: [UUID: StuckJob]
    /// Articles' addresses.
    let urls: [UUID: String]

    private func say(_ ja: String, _ en: String) -> String { self.frame.say(ja, en) }

    var html: HTML {
        self.frame.page(
            self.say("ジョブ一覧", "Jobs"), path: "/admin/jobs", isLive: true,
            "\(self.filters)\(self.table)\(self.more)\(self.client)")
    }

    private var filters: HTML {
        let any = [(value: "", label: self.say("すべて", "Any"))]
        let states = JobState.allCases.map {
            (value: $0.rawValue, label: StateWords.job($0)[self.frame.language])
        }
        let ages =
            JobQuery.spans.map {
                (value: "max-\($0.name)", label: self.say("\($0.name)以内", "Younger than \($0.name)"))
            }
            + JobQuery.spans.map {
                (value: "min-\($0.name)", label: self.say("\($0.name)より前", "Older than \($0.name)"))
            }
        let stages = Stage.allCases.map {
            (value: $0.rawValue, label: StateWords.stage($0)[self.frame.language])
        }
        let idle = JobQuery.spans.map {
            (value: $0.name, label: self.say("\($0.name)以上動いていない", "Has not moved for \($0.name)"))
        }
        // A code of an older version may still be asked for.
        var codes = JobFailure.Code.allCases.map { (value: $0.rawValue, label: $0.rawValue) }
        if !self.query.code.isEmpty, !codes.contains(where: { $0.value == self.query.code }) {
            codes.append((self.query.code, self.query.code))
        }
        return """
            <form method="get" action="/admin/jobs" class="filters">
            \(self.frame.field("id", self.say("ID（先頭8桁以上）", "ID, 8 digits or more"), self.query.id))
            \(self.frame.select("state", self.say("状態", "State"), self.query.state, any + states))
            \(self.frame.select("stage", self.say("終わっていない段階", "Unfinished stage"), self.query.stage, any + stages))
            \(self.frame.select("code", self.say("エラーコード", "Error code"), self.query.code, any + codes))
            \(self.frame.field("client", self.say("依頼元", "Client"), self.query.client, hint: "198.51.100.7/32"))
            \(self.frame.select("age", self.say("受付", "Created"), self.query.age, any + ages))
            \(self.frame.select("stuck", self.say("停滞", "Stuck"), self.query.stuck, any + idle))
            <button>\(self.say("絞り込む", "Filter"))</button> <a href="/admin/jobs">\(self.say("解除", "Clear"))</a>
            </form>
            """
    }

    private var table: HTML {
        let rows = self.jobs.map { status -> [HTML] in
            let reason = self.holdUps[status.id].map { hold -> HTML in
                let place = hold.task.map { "\($0.stage.rawValue) \($0.part): " } ?? ""
                return "\(place)\(hold.reason.sentence[self.frame.language])"
            }
            let failure = status.failure.map { failure -> HTML in
                "<code>\(failure.code.rawValue)</code> \(failure.message(in: self.frame.language))"
            }
            let end = status.finishedAt ?? .now
            return [
                self.frame.link(status.id), "\(StateWords.job(status.state)[self.frame.language])",
                "\(status.percent)%", "\(ProgressMessage.text(status)[self.frame.language])",
                "\(self.urls[status.id] ?? "–")",
                "<a href=\"/admin/jobs?client=\(JobQuery.encoded(status.client))\">\(status.client)</a>",
                self.frame.time(status.createdAt), "\(Clock.age(end.timeIntervalSince(status.createdAt)))",
                reason ?? failure ?? "",
            ]
        }
        let titles = [
            ("ジョブ", "Job", false), ("状態", "State", false), ("進み", "Done", true), ("段階", "Step", false),
            ("記事", "Article", false), ("依頼元", "Client", false), ("受付", "Created", false),
            ("時間", "Took", true),
            ("理由", "Why", false),
        ]
        return self.frame.table(
            self.say("ジョブ（新しい順）", "Jobs, the newest first"),
            titles.map { AdminFrame.Column(title: self.say($0.0, $0.1), isNumber: $0.2) }, rows, id: "list",
            none: self.say("該当するジョブはありません。", "There are no such jobs."))
    }

    private var more: HTML {
        guard self.jobs.count == self.query.filter.limit, let last = self.jobs.last else { return "" }
        return
            "<p><a rel=\"next\" href=\"\(self.query.next(after: last.position))\">\(self.say("次のページ", "Next page"))</a></p>"
    }

    /// What can be done with a client that floods the queue.
    private var client: HTML {
        guard !self.query.client.isEmpty else { return "" }
        let client = self.query.client
        return """
            <h2>\(self.say("この依頼元", "This client"))</h2>
            \(self.frame.heavyButton(
                "/admin/jobs/cancel", self.say("実行中のジョブをすべて中止", "Cancel all its open jobs"),
                self.say("\(client) の実行中のジョブがすべて止まります。", "Every open job of \(client) stops."), [("client", client)]))
            <p><a href="/admin/limits?network=\(JobQuery.encoded(client))">\(self.say("このネットワークを遮断…", "Block this network…"))</a></p>
            """
    }
}
