// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmTasks
internal import Foundation
internal import Operations
internal import Store

/// All that is known of one job, and what can be done about it.
struct JobHistoryPage {
    let frame: AdminFrame
    let job: JobExplanation
    let url: String?
    let audit: [AuditEntry]

    /// A request may hold a whole article.
    private static let requestLimit = 4_000

    private var status: JobStatus { self.job.status }
    private var path: String { "/admin/jobs/\(self.status.id.uuidString.lowercased())" }
    private var language: Language { self.frame.language }

    private func say(_ ja: String, _ en: String) -> String { self.frame.say(ja, en) }
    private func columns(_ titles: [(String, String, Bool)]) -> [AdminFrame.Column] {
        titles.map { AdminFrame.Column(title: self.say($0.0, $0.1), isNumber: $0.2) }
    }

    var html: HTML {
        let id = self.status.id.uuidString.lowercased()
        return self.frame.page(
            self.say("ジョブ \(id)", "Job \(id)"), path: self.path, isLive: self.status.state == .open,
            """
            <section id="state" data-live>\(self.state)\(self.facts)</section>
            \(self.deeds)
            <section id="chart" data-live>\(self.chart)</section>
            \(self.tasks)\(self.barriers)\(self.messages)\(self.letters)\(self.workers)
            \(AuditTable(frame: self.frame, entries: self.audit).html)
            <details><summary>\(self.say("依頼の内容", "The request"))</summary><pre>\(self.request)</pre></details>
            """)
    }

    private var state: HTML {
        let status = self.status
        let head: HTML =
            "<p><strong>\(StateWords.job(status.state)[self.language])</strong> \(status.percent)% – \(ProgressMessage.text(status)[self.language])</p>"
        let hold = self.job.waitsFor.map { reason -> HTML in
            let place = self.job.waitingTask.map { "\($0.stage.rawValue) \($0.part): " } ?? ""
            return "<p class=\"why\">→ \(place)\(reason.sentence[self.language])</p>"
        }
        let failure = status.failure.map { failure -> HTML in
            "<p class=\"problem\"><code>\(failure.code.rawValue)</code> \(failure.message(in: self.language))</p>"
        }
        return "\(head)\(hold ?? "")\(failure ?? "")"
    }

    private var facts: HTML {
        let status = self.status
        var facts: [(String, HTML)] = [
            (self.say("題名", "Title"), "\(FilmJobResult(of: status)?.title ?? "–")"),
            (self.say("記事", "Article"), "\(self.url ?? "–")"),
            (
                self.say("依頼元", "Client"),
                "<a href=\"/admin/jobs?client=\(JobQuery.encoded(status.client))\">\(status.client)</a>"
            ),
            (self.say("受付", "Created"), self.frame.time(status.createdAt)),
            (self.say("最後の動き", "Last moved"), self.frame.time(status.movedAt)),
        ]
        if let started = status.startedAt {
            facts.append((self.say("開始", "Started"), self.frame.time(started)))
        }
        if let finished = status.finishedAt {
            let took = Clock.age(finished.timeIntervalSince(status.createdAt))
            facts.append((self.say("終了", "Finished"), "\(self.frame.time(finished)) (\(took))"))
        } else {
            facts.append((self.say("期限", "Deadline"), self.frame.time(status.deadlineAt)))
        }
        if let expires = status.expiresAt {
            facts.append((self.say("削除予定", "Kept until"), self.frame.time(expires)))
        }
        facts.append(
            (
                self.say("世代 / やり直し", "Generation / restarts"),
                "\(self.job.generation) / \(self.job.restartCount)"
            ))
        facts.append(
            (
                self.say("利用者のページ", "The visitor's page"),
                "<a href=\"/jobs/\(status.id.uuidString.lowercased())\">/jobs/…</a>"
            ))
        return self.frame.pairs(facts)
    }

    private var deeds: HTML {
        switch self.status.state {
        case .open:
            "<div class=\"deeds\">\(self.frame.button("\(self.path)/cancel", self.say("中止", "Cancel")))</div>"
        case .failed:
            "<div class=\"deeds\">\(self.frame.button("\(self.path)/retry", self.say("再試行", "Try again")))\(self.deletion)</div>"
        case .done, .cancelled: "<div class=\"deeds\">\(self.deletion)</div>"
        }
    }

    private var deletion: HTML {
        self.frame.heavyButton(
            "\(self.path)/delete", self.say("削除", "Delete"),
            self.say("ジョブと動画が消えます。", "The job and its film go."))
    }

    private var chart: HTML {
        TaskChart(
            frame: self.frame, tasks: self.job.tasks, begin: self.status.createdAt,
            end: self.status.finishedAt ?? .now
        ).html
    }

    private var tasks: HTML {
        let rows = self.job.tasks.map { task -> [HTML] in
            let started = task.startedAt.flatMap { $0 < task.enqueuedAt ? nil : $0 }
            let waited = (started ?? task.finishedAt ?? .now).timeIntervalSince(task.enqueuedAt)
            let ran = started.map { (task.finishedAt ?? .now).timeIntervalSince($0) }
            let why = task.waitsFor.map { "→ \($0.sentence[self.language])" as HTML } ?? ""
            let error = task.errorText.map { text -> HTML in
                "<p><code>\(task.errorClass ?? "")</code> \(ErrorText.told(text)[self.language])</p>"
            }
            let lost = [
                task.rescueCount > 0 ? self.say("救出\(task.rescueCount)", "rescued \(task.rescueCount)") : "",
                task.deferralCount > 0
                    ? self.say("延期\(task.deferralCount)", "deferred \(task.deferralCount)") : "",
            ].filter { !$0.isEmpty }.joined(separator: ", ")
            return [
                "\(task.task.stage.rawValue) \(task.task.part)",
                "\(StateWords.task(task.state)[self.language])",
                "\(task.percent)%", "\(task.attempt)/\(task.attemptLimit) \(lost)",
                self.frame.time(task.enqueuedAt), "\(Clock.age(waited))", "\(ran.map(Clock.age) ?? "–")",
                "\(task.leaseOwner ?? "–")", "\(why)\(error ?? "")",
            ]
        }
        return self.frame.table(
            self.say("タスク", "Tasks"),
            self.columns([
                ("タスク", "Task", false), ("状態", "State", false), ("進み", "Done", true),
                ("試行", "Attempts", false),
                ("登録", "Queued", false), ("待ち", "Waited", true), ("実行", "Ran", true),
                ("ワーカー", "Worker", false),
                ("理由とエラー", "Why, and errors", false),
            ]), rows, id: "tasks", none: self.say("タスクはありません。", "There are no tasks."))
    }

    private var barriers: HTML {
        let rows = self.job.barriers.map { barrier -> [HTML] in
            [
                "\(barrier.name)", "\(barrier.remainingCount) / \(barrier.expectedCount)",
                "\(barrier.openCount)",
            ]
        }
        return rows.isEmpty
            ? ""
            : self.frame.table(
                self.say("待ち合わせ", "Barriers"),
                self.columns([
                    ("名前", "Name", false), ("残り / 全部", "Left / all", true),
                    ("終わっていないタスク", "Open tasks", true),
                ]),
                rows, id: "barriers", none: "")
    }

    private var messages: HTML {
        let rows = self.job.outbox.map { message -> [HTML] in
            [
                "\(message.exchange)/\(message.routingKey)", self.frame.time(message.createdAt),
                self.frame.time(message.availableAt), "\(message.attemptCount)", "\(message.lastError ?? "")",
            ]
        }
        return rows.isEmpty
            ? ""
            : self.frame.table(
                self.say("送信できていないメッセージ", "Messages not published"),
                self.columns([
                    ("宛先", "To", false), ("作成", "Created", false), ("送信予定", "Due", false),
                    ("試行", "Attempts", true),
                    ("エラー", "Error", false),
                ]), rows, id: "messages", none: "")
    }

    private var letters: HTML {
        self.job.deadLetters.isEmpty
            ? "" : LetterTable(frame: self.frame, letters: self.job.deadLetters, mayChoose: false).html
    }

    private var workers: HTML {
        guard self.status.state == .open else { return "" }
        let rows = self.job.workers.map { worker -> [HTML] in
            [
                "<code>\(worker.instance)</code>", "\(worker.service)",
                "\(worker.runningCount)/\(worker.slotCount)", self.frame.age(since: worker.heartbeatAt),
            ]
        }
        return self.frame.table(
            self.say("このジョブを進められるワーカー", "Workers that can go on with it"),
            self.columns([
                ("名前", "Name", false), ("サービス", "Service", false), ("実行中", "Running", true),
                ("最後の応答", "Heartbeat", true),
            ]), rows, id: "workers", none: self.say("ありません。", "There are none."))
    }

    private var request: String {
        let text = self.job.request
        return text.count > Self.requestLimit ? text.prefix(Self.requestLimit) + "…" : text
    }
}
