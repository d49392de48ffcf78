// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmTasks
internal import Foundation
internal import Store
internal import Worker

/// A job's page: its progress, then its film, or why there is none.
struct JobPage {
    let status: JobStatus
    /// Of the article; nil for a job from a text.
    let url: String?
    let language: Language
    let formToken: String
    /// What a button could not do.
    var problem: String?

    private var path: String { "/jobs/\(self.status.id.uuidString.lowercased())" }

    private func say(_ ja: String, _ en: String) -> String { Localized(ja: ja, en: en)[self.language] }

    var html: HTML {
        let isOpen = self.status.state == .open
        let title = Self.title(self.status, self.language)
        let frame = PageFrame(
            title: "\(Self.badge(self.status, self.language)) \(title)", language: self.language,
            path: self.path,
            refreshSeconds: isOpen ? 3 : nil)
        let alert: HTML = self.problem.map { "<p class=\"problem\" role=\"alert\">\($0)</p>" } ?? ""
        let source: HTML = self.url.map { "<p class=\"source\">\($0)</p>" } ?? ""
        return frame.page("<h1>\(title)</h1>\(source)\(alert)\(self.state)")
    }

    static func title(_ status: JobStatus, _ language: Language) -> String {
        FilmJobResult(of: status)?.title
            ?? Localized(
                ja: "動画 \(status.id.uuidString.prefix(8).lowercased())",
                en: "Film \(status.id.uuidString.prefix(8).lowercased())")[language]
    }

    static func badge(_ status: JobStatus, _ language: Language) -> String {
        let text =
            switch status.step {
            case .queued: Localized(ja: "⏳ 待機中", en: "⏳ Waiting")
            case .script, .audio, .slides, .video: Localized(ja: "🔄 処理中", en: "🔄 Being made")
            case .done: Localized(ja: "✅ 完了", en: "✅ Ready")
            case .failed: Localized(ja: "❌ 失敗", en: "❌ Failed")
            case .cancelled: Localized(ja: "🚫 キャンセル", en: "🚫 Cancelled")
            }
        return text[language]
    }

    private var state: HTML {
        switch self.status.state {
        case .open: self.progress
        case .done: self.film
        case .failed: self.failure
        case .cancelled:
            "<p>\(self.say("このジョブはキャンセルされました。", "This job was cancelled."))</p>\(self.another)"
        }
    }

    private var progress: HTML {
        let message = ProgressMessage.text(self.status)[self.language]
        let elapsed = Self.span(Date.now.timeIntervalSince(self.status.createdAt), self.language)
        let label = self.say("進捗状況", "Progress")
        let cancel: HTML =
            self.status.isCancelRequested ? "" : self.button("cancel", self.say("キャンセル", "Cancel"))
        return """
            <section data-events="/api\(self.path)/events?lang=\(self.language.rawValue)">
            <p id="message" role="status">\(message)</p>
            <progress id="progress" max="100" value="\(self.status.percent)" aria-label="\(label)">\(self.status.percent)%</progress>
            <p><span id="percent">\(self.status.percent)</span>% · \(self.say("⏱️ 経過時間:", "⏱️ Elapsed:")) \(elapsed)</p>
            <p>\(self.say("このページは閉じてもかまいません。トップページの「最近の動画」から戻れます。", "You may close this page, and come back from your recent films on the first page."))</p>
            </section>\(cancel)
            """
    }

    private var film: HTML {
        let base = "/api\(self.path)"
        guard let film = FilmJobResult(of: self.status), film.files["mp4"] != nil else {
            return "<p>\(ProblemKind.filmMissing.title[self.language])</p>\(self.another)"
        }
        let has = { (ending: String) in film.files[ending] != nil }
        let poster: HTML = has("jpg") ? " poster=\"\(base)/thumbnail\"" : ""
        let captions: HTML =
            has("vtt")
            ? "<track kind=\"captions\" src=\"\(base)/subtitles.vtt\" label=\"\(self.say("字幕", "Captions"))\">"
            : ""
        var links: [HTML] = [
            "<li><a href=\"\(base)/download\">\(self.say("📥 動画をダウンロード", "📥 Download the film"))</a> (\(Self.megabytes(film.filmBytes)) MB)</li>"
        ]
        if has("srt") {
            links.append(
                "<li><a href=\"\(base)/subtitles.srt\">\(self.say("字幕（SRT）", "Subtitles (SRT)"))</a></li>")
        }
        if has("vtt") {
            links.append(
                "<li><a href=\"\(base)/subtitles.vtt\">\(self.say("字幕（WebVTT）", "Subtitles (WebVTT)"))</a></li>"
            )
        }
        links.append("<li><a href=\"\(base)/script\">\(self.say("台本", "Script"))</a></li>")
        let took = self.status.finishedAt.map {
            Self.span($0.timeIntervalSince(self.status.createdAt), self.language)
        }
        return """
            <video controls preload="metadata" src="\(base)/video"\(poster)>\(captions)</video>
            <ul>\(HTML(joining: links))</ul>
            <p>\(self.say("所要時間:", "It took")) \(took ?? "")</p>
            <p class="notice">\(self.expiry)</p>
            """
    }

    private var expiry: String {
        guard let end = self.status.expiresAt else { return "" }
        let left = Self.span(max(0, end.timeIntervalSinceNow), self.language)
        return self.say(
            "⚠️ この動画は\(left)後に自動削除されます。必要な場合は今すぐダウンロードしてください。",
            "⚠️ This film is deleted in \(left). Download it if you need it.")
    }

    private var failure: HTML {
        let failure =
            JobFailure(code: self.status.errorCode, text: self.status.errorText)
            ?? JobFailure(.internalFailure, "job")
        return """
            <p class="problem">\(self.say("❌ 動画の生成に失敗しました", "❌ The film could not be made"))</p>
            <p>\(failure.visitorMessage(in: self.language))</p>
            \(self.button("retry", self.say("もう一度試す", "Try again")))\(self.another)
            """
    }

    private var another: HTML {
        "<p><a href=\"/\">\(self.say("トップページに戻る", "Back to the first page"))</a></p>"
    }

    private func button(_ action: String, _ label: String) -> HTML {
        """
        <form method="post" action="\(self.path)/\(action)"><input type="hidden" name="form" value="\(self.formToken)">
        <button class="quiet">\(label)</button></form>
        """
    }

    private static func megabytes(_ bytes: Int) -> String {
        let hundredths = (bytes * 100 + 500_000) / 1_000_000
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }

    /// `n秒`, `n分n秒`, `n時間n分`, as the reference writes them.
    static func span(_ interval: TimeInterval, _ language: Language) -> String {
        let seconds = max(0, Int(interval))
        let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60)
        let text =
            if hours > 0 {
                Localized(ja: "\(hours)時間\(minutes)分", en: "\(hours) h \(minutes) min")
            } else if minutes > 0 {
                Localized(ja: "\(minutes)分\(seconds % 60)秒", en: "\(minutes) min \(seconds % 60) s")
            } else {
                Localized(ja: "\(seconds)秒", en: "\(seconds) s")
            }
        return text[language]
    }
}
