// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import Domain
internal import Foundation
internal import Operations
internal import Store
internal import Worker

/// How the whole of it stands, at one look.
struct AdminPicture: Sendable {
    let overview: PipelineOverview
    let queues: [QueueDepth]
    /// By the broker's names; nil while it does not answer.
    let broker: BrokerPicture.Counts?
    let brokerState: String
    let workers: [WorkerReport]
    let stuck: [StuckJob]
    let freeBytes: Int64?
    let totalBytes: Int64?
    let floorBytes: Int64
    let audit: [AuditEntry]

    func isServed(_ queue: String) -> Bool { self.workers.contains { $0.isAlive && $0.queue == queue } }
    var isDiskShort: Bool { (self.freeBytes ?? 0) < self.floorBytes }
}

struct OverviewPage {
    let frame: AdminFrame
    let picture: AdminPicture

    private func say(_ ja: String, _ en: String) -> String { self.frame.say(ja, en) }
    private func column(_ ja: String, _ en: String, isNumber: Bool = false) -> AdminFrame.Column {
        AdminFrame.Column(title: self.say(ja, en), isNumber: isNumber)
    }

    var html: HTML {
        self.frame.page(
            self.say("管理の概要", "Overview"), path: "/admin", isLive: true,
            """
            \(self.attention)<div class="sides">\(self.jobs)\(self.failures)</div>
            \(self.queues)\(self.workers)\(self.storage)\(self.audit)
            """)
    }

    /// What somebody should do something about.
    private var attention: HTML {
        let picture = self.picture
        var items: [HTML] = []
        if picture.broker == nil {
            items.append(
                "\(self.say("RabbitMQに接続できません。ジョブは受け付け、つながり次第始めます。", "RabbitMQ is not reached. Jobs are taken, and begin when it is.")) (\(picture.brokerState))"
            )
        }
        for depth in picture.queues where !picture.isServed(depth.queue) {
            items.append(
                "\(self.say("\(depth.queue)-svc が1つも動いていません。起動してください。", "No \(depth.queue)-svc is alive. Start one."))"
            )
        }
        if picture.isDiskShort {
            items.append(
                "\(self.say("ディスクの空きが足りず、新しいジョブを受け付けていません。", "The disk is short: no job is taken."))")
        }
        if !picture.stuck.isEmpty {
            items.append(
                "<a href=\"/admin/jobs?stuck=2m\">\(self.say("2分以上動いていないジョブ: \(picture.stuck.count)件", "Jobs that have not moved for two minutes: \(picture.stuck.count)"))</a>"
            )
        }
        if picture.overview.openLetterCount > 0 {
            let count = picture.overview.openLetterCount
            items.append(
                "<a href=\"/admin/dead\">\(self.say("対処していない失敗の記録: \(count)件", "Dead letters that nobody has dealt with: \(count)"))</a>"
            )
        }
        if let due = picture.overview.outboxDueSeconds, due > 60 {
            items.append(
                "\(self.say("送信できていないメッセージがあります（\(Clock.age(due))）。", "Messages have been waiting to be published for \(Clock.age(due))."))"
            )
        }
        let list: HTML =
            items.isEmpty
            ? "<p>✓ \(self.say("問題は見つかりません。", "Nothing needs attention."))</p>"
            : "<ul class=\"attention\">\(HTML(joining: items.map { "<li>⚠ \($0)</li>" as HTML }))</ul>"
        return
            "<section id=\"attention\" data-live><h2>\(self.say("対処が必要なこと", "Needs attention"))</h2>\(list)</section>"
    }

    private var jobs: HTML {
        let overview = self.picture.overview
        let rows = JobState.allCases.map { state -> [HTML] in
            [
                "<a href=\"/admin/jobs?state=\(state.rawValue)\">\(StateWords.job(state)[self.frame.language])</a>",
                "\(overview.jobCounts[state] ?? 0)",
            ]
        }
        return self.frame.table(
            self.say("ジョブ", "Jobs"),
            [self.column("状態", "State"), self.column("件数", "Count", isNumber: true)],
            rows, id: "jobs", none: "")
    }

    private var failures: HTML {
        let overview = self.picture.overview
        let total = { (path: KeyPath<FailureCount, Int>) in
            overview.failures.reduce(0) { $0 + $1[keyPath: path] }
        }
        let rate = { (failed: Int, done: Int) -> String in
            failed + done == 0 ? "–" : "\(failed * 100 / (failed + done))%"
        }
        let (hour, day) = (total(\.lastHourCount), total(\.lastDayCount))
        var rows: [[HTML]] = overview.failures.map { failure in
            [
                "<a href=\"/admin/jobs?code=\(failure.code)\"><code>\(failure.code)</code></a>",
                "\(failure.lastHourCount)", "\(failure.lastDayCount)",
            ]
        }
        rows.append([
            "\(self.say("失敗の割合", "Share that failed"))",
            "\(rate(hour, overview.doneLastHourCount)) (\(hour)/\(hour + overview.doneLastHourCount))",
            "\(rate(day, overview.doneLastDayCount)) (\(day)/\(day + overview.doneLastDayCount))",
        ])
        return self.frame.table(
            self.say("失敗", "Failures"),
            [
                self.column("コード", "Code"), self.column("直近1時間", "Last hour", isNumber: true),
                self.column("直近1日", "Last day", isNumber: true),
            ], rows, id: "failures", none: "")
    }

    private var queues: HTML {
        let picture = self.picture
        let rows = picture.queues.map { depth -> [HTML] in
            let counts = picture.broker?[PipelineTopology.workQueue(depth.queue)]
            let dead = picture.broker?[PipelineTopology.deadQueue(depth.queue)]
            let show = { (count: Int?) -> HTML in count.map { "\($0)" } ?? "?" }
            return [
                "\(depth.queue)", "\(depth.dueCount)", "\(depth.waitingForRetryCount)",
                "\(depth.runningCount)",
                "\(depth.oldestDueSeconds.map(Clock.age) ?? "–")", "\(depth.outboxCount)",
                show(counts?.readyCount), counts == nil ? "?" : "~\(depth.runningCount)",
                counts?.consumerCount == 0
                    ? "<strong class=\"problem\">0</strong>" : show(counts?.consumerCount),
                show(dead?.readyCount),
            ]
        }
        let table = self.frame.table(
            self.say("キュー（データベースとRabbitMQ）", "Queues, in the database and in RabbitMQ"),
            [
                self.column("キュー", "Queue"), self.column("待ち", "Due", isNumber: true),
                self.column("再試行待ち", "Retrying", isNumber: true),
                self.column("実行中", "Running", isNumber: true),
                self.column("最古", "Oldest", isNumber: true), self.column("未送信", "Outbox", isNumber: true),
                self.column("配送待ち", "Ready", isNumber: true), self.column("未確認", "Unacked", isNumber: true),
                self.column("受信者", "Consumers", isNumber: true), self.column("失敗キュー", "Dead", isNumber: true),
            ], rows, id: "queues", none: "")
        return """
            \(table)<p class="notice">\(self.say(
                "「未確認」は実行中のタスクの数です。RabbitMQに聞けないときは ? になります。",
                "Unacked is the number of running tasks. RabbitMQ's side is ? while it does not answer."))</p>
            """
    }

    private var workers: HTML {
        let rows = self.picture.workers.map { worker -> [HTML] in
            let state: HTML =
                !worker.isAlive
                ? "<strong class=\"problem\">\(self.say("応答なし", "silent"))</strong>"
                : "\(worker.isDraining ? self.say("停止中", "draining") : self.say("稼働", "alive"))"
            // A gateway consumes nothing: there is nothing to drain.
            let mayDrain = worker.isAlive && !worker.isDraining && worker.slotCount > 0
            return [
                "<code>\(worker.instance)</code>", "\(worker.service)", state,
                "\(worker.runningCount)/\(worker.slotCount)", self.frame.age(since: worker.heartbeatAt),
                self.frame.age(since: worker.startedAt), "\(worker.host) / \(worker.processID)",
                "\(worker.version)",
                mayDrain
                    ? self.frame.button(
                        "/admin/workers/drain", self.say("停止", "Drain"), [("instance", worker.instance)])
                    : "",
            ]
        }
        return self.frame.table(
            self.say("ワーカー", "Workers"),
            [
                self.column("名前", "Name"), self.column("サービス", "Service"), self.column("状態", "State"),
                self.column("実行中", "Running", isNumber: true),
                self.column("最後の応答", "Heartbeat", isNumber: true),
                self.column("稼働時間", "Up", isNumber: true), self.column("ホスト / プロセス", "Host / process"),
                self.column("版", "Version"), self.column("操作", "Do"),
            ], rows, id: "workers", none: self.say("ワーカーはありません。", "There are no workers."))
    }

    private var storage: HTML {
        let picture = self.picture
        let (free, total) = (picture.freeBytes ?? 0, max(1, picture.totalBytes ?? 1))
        let text = "\(Clock.bytes(Int(free))) / \(Clock.bytes(Int(total)))"
        let outbox: HTML =
            "\(picture.overview.outboxCount)\(picture.overview.outboxDueSeconds.map { " (\(Clock.age($0)))" } ?? "")"
        return """
            <section id="storage" data-live><h2>\(self.say("ディスクと未送信", "Disk and outbox"))</h2>
            \(self.frame.pairs([
                (self.say("ディスクの空き", "Free disk"), """
                    <meter min="0" max="\(Int(total))" low="\(Int(picture.floorBytes))" value="\(Int(free))" \
                    aria-label="\(self.say("ディスクの空き", "Free disk"))">\(text)</meter> \(text)
                    """),
                (self.say("未送信のメッセージ", "Messages not published"), outbox),
            ]))</section>
            \(self.frame.button("/admin/outbox/kick", self.say("未送信をすぐに送り直す", "Publish again at once")))
            \(self.frame.heavyButton(
                "/admin/cleanup", self.say("終わったジョブをすべて削除", "Delete every finished job"),
                self.say("完了・失敗・中止したジョブと動画がすべて消えます。", "Every job that is done, failed or cancelled goes, with its film.")))
            """
    }

    private var audit: HTML { AuditTable(frame: self.frame, entries: self.picture.audit).html }
}

/// Who did what.
struct AuditTable {
    let frame: AdminFrame
    let entries: [AuditEntry]

    var html: HTML {
        let frame = self.frame
        let titles = [("時刻", "Time"), ("操作者", "Who"), ("操作", "Did"), ("対象", "To"), ("詳細", "Detail")]
        let rows = self.entries.map { entry -> [HTML] in
            [
                frame.time(entry.at), "\(entry.actor)", "\(entry.action)",
                UUID(uuidString: entry.target).map { frame.link($0) } ?? "\(entry.target)",
                entry.detail == "{}" ? "" : "<code>\(entry.detail)</code>",
            ]
        }
        return frame.table(
            frame.say("操作の記録", "What was done"),
            titles.map { AdminFrame.Column(title: frame.say($0.0, $0.1)) }, rows, id: "audit",
            none: frame.say("まだありません。", "Nothing yet."))
    }
}

/// States as operators read them.
enum StateWords {
    static func job(_ state: JobState) -> Localized {
        switch state {
        case .open: Localized(ja: "実行中", en: "Open")
        case .done: Localized(ja: "完了", en: "Done")
        case .failed: Localized(ja: "失敗", en: "Failed")
        case .cancelled: Localized(ja: "中止", en: "Cancelled")
        }
    }

    /// What a filter by it covers.
    static func stage(_ stage: Stage) -> Localized {
        switch stage {
        case .script: Localized(ja: "script（台本）", en: "script")
        case .audio: Localized(ja: "audio（音声）", en: "audio")
        case .slide: Localized(ja: "slide（スライド）", en: "slide")
        case .timeline:
            Localized(ja: "timeline（場面の時刻、render-svc）", en: "timeline (scenes' times, render-svc)")
        case .render: Localized(ja: "render（場面の映像、render-svc）", en: "render (scenes' pictures, render-svc)")
        case .assemble: Localized(ja: "assemble（仕上げ、render-svc）", en: "assemble (the whole, render-svc)")
        }
    }

    static func task(_ state: TaskState) -> Localized {
        switch state {
        case .queued: Localized(ja: "待ち", en: "Waiting")
        case .running: Localized(ja: "実行中", en: "Running")
        case .retryWait: Localized(ja: "再試行待ち", en: "Waits to be retried")
        case .done: Localized(ja: "完了", en: "Done")
        case .dead: Localized(ja: "失敗", en: "Dead")
        case .cancelled: Localized(ja: "中止", en: "Cancelled")
        }
    }
}
