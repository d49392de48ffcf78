// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Store

/// The page on which a film begins: one field, and the rest folded away.
struct HomePage {
    /// What somebody typed, kept when it is refused.
    struct Form {
        var url = ""
        var text = ""
        var language = ""
        var size = ""
        var seconds = ""
    }

    let language: Language
    let settings: GatewaySettings
    let formToken: String
    var form = Form()
    var problem: String?
    /// The visitor's own, newest first.
    var films: [JobStatus] = []

    private func say(_ ja: String, _ en: String) -> String { Localized(ja: ja, en: en)[self.language] }

    var html: HTML {
        let heading = self.say("記事のURLから解説動画を作ります", "An explainer film from an article")
        let frame = PageFrame(
            title: self.say("動画ジェネレーター", "Movie Generator"), language: self.language, path: "/")
        return frame.page("<h1>\(heading)</h1>\(self.alert)\(self.fields)\(self.recent)\(self.limits)")
    }

    private var alert: HTML {
        self.problem.map { "<p class=\"problem\" role=\"alert\" id=\"problem\">\($0)</p>" } ?? ""
    }

    private var fields: HTML {
        // A form that is sent twice, by a double click or a reload, makes one film.
        let once = Visitor.makeToken()
        let wrong: HTML = self.problem == nil ? "" : " aria-invalid=\"true\" aria-describedby=\"problem\""
        return """
            <form method="post" action="/jobs/create">
            <input type="hidden" name="form" value="\(self.formToken)">
            <input type="hidden" name="once" value="\(once)">
            <label for="url">URL</label>
            <div class="row"><input id="url" name="url" type="text" inputmode="url" autocomplete="off" spellcheck="false" \
            maxlength="8192" placeholder="https://" value="\(self.form.url)"\(wrong)>
            <button>\(self.say("動画を作成", "Make the film"))</button></div>
            <details\(self.form.text.isEmpty ? "" : " open" as HTML)>
            <summary>\(self.say("URLの代わりに文章を貼り付ける", "Paste text instead"))</summary>
            <label for="text">\(self.say("文章（Markdown可）", "Text, Markdown if you like"))</label>
            <textarea id="text" name="text" rows="10">
            \(self.form.text)</textarea></details>
            <details><summary>\(self.say("オプション", "Options"))</summary>\(self.options)</details>
            </form>
            """
    }

    private var options: HTML {
        let own = self.say("記事と同じ", "As the article")
        let usual = self.say("標準", "Usual")
        let minute = self.say("分", "min")
        return """
            <label for="language">\(self.say("動画の言語", "Language of the film"))</label>
            \(self.select("language", self.form.language, [("", own), ("ja", "日本語"), ("en", "English")]))
            <label for="size">\(self.say("画面の大きさ", "Picture size"))</label>
            \(self.select("size", self.form.size, [
                ("", usual), ("1280x720", "1280×720"), ("1920x1080", "1920×1080"), ("720x1280", "720×1280"),
                ("1080x1080", "1080×1080"),
            ]))
            <label for="seconds">\(self.say("長さの目安", "About how long"))</label>
            \(self.select("seconds", self.form.seconds, [
                ("", usual), ("60", "1 \(minute)"), ("180", "3 \(minute)"), ("300", "5 \(minute)"),
            ]))
            """
    }

    private func select(_ name: String, _ chosen: String, _ choices: [(value: String, label: String)]) -> HTML
    {
        let options = HTML(
            joining: choices.map { choice -> HTML in
                let mark: HTML = choice.value == chosen ? " selected" : ""
                return "<option value=\"\(choice.value)\"\(mark)>\(choice.label)</option>"
            })
        return "<select id=\"\(name)\" name=\"\(name)\">\(options)</select>"
    }

    private var recent: HTML {
        guard !self.films.isEmpty else { return "" }
        let items = HTML(
            joining: self.films.map { status -> HTML in
                let id = status.id.uuidString.lowercased()
                let title = JobPage.title(status, self.language)
                return
                    "<li><a href=\"/jobs/\(id)\">\(title)</a> <span>\(JobPage.badge(status, self.language))</span></li>"
            })
        return
            "<section><h2>\(self.say("最近の動画", "Your recent films"))</h2><ul class=\"films\">\(items)</ul></section>"
    }

    private var limits: HTML {
        let hours = self.settings.retentionHours
        return """
            <section><h2>\(self.say("利用制限", "Limits"))</h2><ul>
            <li>\(self.say("1日\(self.settings.dailyJobLimit)回まで（毎日0時UTCに戻ります）", "\(self.settings.dailyJobLimit) films a day, counted anew at 00:00 UTC"))</li>
            <li>\(self.say("動画は\(hours)時間後に自動削除されます", "Films are deleted after \(hours) hours"))</li>
            </ul></section>
            """
    }
}
