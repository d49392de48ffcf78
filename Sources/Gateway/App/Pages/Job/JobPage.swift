// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmTasks
internal import Foundation
internal import Store
internal import Worker

/// A job's page: its progress, then its film, or why there is none.
struct JobPage: PagePart {
    let status: JobStatus
    /// Of the article; nil for a job from a text.
    let url: String?
    let language: Language
    let formToken: String
    var story: FilmStory?
    var stages = StageCounts()
    var remainingSeconds: Double?
    /// What a button could not do.
    var problem: String?

    private var path: String { "/jobs/\(self.status.id.uuidString.lowercased())" }

    private var title: String {
        self.story?.title ?? FilmJobResult(of: self.status)?.title
            ?? Self.provisionalTitle(self.status, url: self.url, self.language)
    }

    var html: HTML {
        let isOpen = self.status.state == .open
        let mark = isOpen ? "\(self.status.percent)%" : Self.badge(self.status, self.language)
        let frame = PageFrame(
            title: "\(mark) \(self.title)", language: self.language, path: self.path,
            refreshSeconds: isOpen ? 3 : nil,
            scripts: isOpen ? ["watch.js", "player.js"] : ["player.js"])
        let alert: HTML =
            self.problem.map { "<p class=\"card alarm problem\" role=\"alert\">\($0)</p>" } ?? ""
        return frame.page(
            """
            <h1 id="title" data-live>\(self.title)</h1>\(self.source)
            \(alert)\(self.state)
            """)
    }

    /// What a job is called until somebody has written its script.
    static func provisionalTitle(_ status: JobStatus, url: String?, _ language: Language) -> String {
        if let url {
            let address = url.replacing(#/^[a-z]+:\/\/|\/$/#.ignoresCase(), with: "")
            return address.count > 80 ? address.prefix(79) + "…" : address
        }
        let id = status.id.uuidString.prefix(8).lowercased()
        return Localized(ja: "文章から作る動画 \(id)", en: "Film of a text \(id)")[language]
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

    /// The article. Only what is surely a page on the web is a link.
    private var source: HTML {
        guard let url = self.url else { return "" }
        guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
            return "<p class=\"source\">\(url)</p>"
        }
        return "<p class=\"source\"><a href=\"\(url)\" rel=\"noopener noreferrer nofollow\">\(url)</a></p>"
    }

    private var state: HTML {
        switch self.status.state {
        case .open:
            """
            \(JobProgress(status: self.status, path: self.path, language: self.language, stages: self.stages, remainingSeconds: self.remainingSeconds).html)
            \(self.buttons(self.status.isCancelRequested ? "" : self.button("cancel", self.say("キャンセル", "Cancel"))))
            <section id="scenes" data-live>\(self.scenes.inTheMaking)</section>
            """
        case .done: "\(self.film)\(self.buttons(self.another))"
        case .failed: self.failure
        case .cancelled:
            """
            <p>\(self.say("このジョブはキャンセルされました。", "This job was cancelled."))</p>
            \(self.hasFilm ? self.film : "")\(self.buttons("\(self.edit)\(self.another)"))
            """
        }
    }

    /// Also one from before a script was edited, when the new one failed or was cancelled.
    private var hasFilm: Bool { FilmJobResult(of: self.status)?.files["mp4"] != nil }

    private var film: HTML {
        let film = JobFilm(
            status: self.status, path: self.path, language: self.language, story: self.story, edit: self.edit)
        return "\(film.html)\(self.scenes.ofTheFilm)"
    }

    private var edit: HTML {
        guard self.story != nil else { return "" }
        return
            "<a class=\"button quiet\" href=\"\(self.path)/script\">\(self.say("台本を編集", "Edit the script"))</a>"
    }

    private var scenes: JobScenes {
        JobScenes(
            path: self.path, language: self.language, story: self.story, isOpen: self.status.state == .open)
    }

    private var failure: HTML {
        let failure =
            JobFailure(code: self.status.errorCode, text: self.status.errorText)
            ?? JobFailure(.internalFailure, "job")
        let kept: HTML =
            "<p class=\"hint\">\(self.say("できたところまでは残っています。もう一度試すと、続きから作ります。", "What was made is kept: trying again goes on from there."))</p>"
        return """
            <section class="card alarm"><p class="problem">\(self.say("❌ 動画の生成に失敗しました", "❌ The film could not be made"))</p>
            <p>\(failure.visitorMessage(in: self.language))</p>
            \(self.story == nil ? "" : kept)
            \(self.buttons(self.ways(out: failure)))</section>
            \(self.hasFilm ? self.film : self.scenes.inTheMaking)
            """
    }

    /// What helps most comes first: something else, where what was asked for is at fault.
    private func ways(out failure: JobFailure) -> HTML {
        let isOurs = !failure.code.isOfItsAsker
        let retry = self.button("retry", self.say("もう一度試す", "Try again"), isQuiet: !isOurs)
        let edit: HTML = self.hasFilm ? "" : self.edit
        guard !isOurs else { return "\(retry)\(edit)\(self.another)" }
        return """
            <a class="button" href="/">\(self.say("別のURLや文章で作る", "Use another URL or text"))</a>\(edit)\(retry)
            """
    }

    private func buttons(_ buttons: HTML) -> HTML { "<div class=\"buttons\">\(buttons)</div>" }

    private var another: HTML {
        "<a class=\"button quiet\" href=\"/\">\(self.say("トップページに戻る", "Back to the first page"))</a>"
    }

    private func button(_ action: String, _ label: String, isQuiet: Bool = true) -> HTML {
        """
        <form method="post" action="\(self.path)/\(action)"><input type="hidden" name="form" value="\(self.formToken)">
        <button\(isQuiet ? " class=\"quiet\"" as HTML : "")>\(label)</button></form>
        """
    }
}
