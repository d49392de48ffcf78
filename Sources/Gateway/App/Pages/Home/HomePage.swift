// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Store

/// The page on which a film begins.
struct HomePage: PagePart {
    /// A film of this visitor's.
    struct RecentFilm: Sendable {
        var status: JobStatus
        /// Of the article; nil for a job from a text, and once it has a title.
        var url: String?
        /// Nil until it has one.
        var title: String?
        var hasPicture: Bool
    }

    let language: Language
    let settings: GatewaySettings
    let formToken: String
    var entries = HomeForm.Entries()
    var problem: String?
    /// Newest first.
    var films: [RecentFilm] = []
    /// Films that this visitor may still make today.
    var remainingCount: Int?
    /// From a job's start to its film, of late.
    var usualSeconds: Double?
    /// Who can speak.
    var cast: [Persona] = []
    /// Jobs of anybody that are made or wait.
    var openJobCount = 0

    var html: HTML {
        let frame = PageFrame(
            title: self.say("動画ジェネレーター", "Movie Generator"), language: self.language, path: "/")
        let form = HomeForm(
            language: self.language, token: self.formToken, entries: self.entries, cast: self.cast,
            problemID: self.problem == nil ? nil : "problem", facts: self.facts)
        return frame.page(
            """
            <h1>\(self.say("記事のURLから解説動画を作ります", "An explainer film from an article"))</h1>
            <p class="lead">\(self.say("2人のキャラクターが、スライドを見せながら声で解説します。字幕と音楽もつきます。", "Two characters talk you through it over slides, with subtitles and music."))</p>
            \(self.alert)\(form.html)\(self.recent)\(self.steps)\(self.limits)
            """)
    }

    private var alert: HTML {
        self.problem.map { "<p class=\"card alarm problem\" role=\"alert\" id=\"problem\">\($0)</p>" } ?? ""
    }

    /// Only what is known.
    private var facts: HTML {
        var facts: [String] = []
        switch self.remainingCount {
        case 0?:
            facts.append(
                self.say("今日の分は使い切りました（0時UTC＝日本時間9時に戻ります）", "None left for today; counted anew at 00:00 UTC"))
        case let count?:
            facts.append(
                self.say("今日はあと\(count)本作れます", count == 1 ? "1 film left today" : "\(count) films left today")
            )
        case nil: break
        }
        if let usualSeconds = self.usualSeconds {
            let time = self.roughly(usualSeconds)
            facts.append(self.say("最近の動画は約\(time)で完成", "Recent films took about \(time)"))
        }
        if self.openJobCount > 0 {
            facts.append(
                self.say(
                    "先に\(self.openJobCount)本が作成中・待機中です",
                    self.openJobCount == 1
                        ? "1 film is ahead of yours" : "\(self.openJobCount) films are ahead of yours"))
        }
        guard !facts.isEmpty else { return "" }
        return "<ul class=\"facts\">\(HTML(joining: facts.map { "<li>\($0)</li>" as HTML }))</ul>"
    }

    private var recent: HTML {
        guard !self.films.isEmpty else { return "" }
        let items = HTML(joining: self.films.map(self.item))
        return
            "<section><h2>\(self.say("最近の動画", "Your recent films"))</h2><ul class=\"films\">\(items)</ul></section>"
    }

    private func item(_ film: RecentFilm) -> HTML {
        let id = film.status.id.uuidString.lowercased()
        let title = film.title ?? JobPage.provisionalTitle(film.status, url: film.url, self.language)
        let badge = JobPage.badge(film.status, self.language)
        let picture: HTML =
            film.hasPicture
            ? "<img class=\"picture\" src=\"/api/jobs/\(id)/thumbnail\" alt=\"\" loading=\"lazy\" width=\"320\" height=\"180\">"
            : "<div class=\"picture waiting\(film.status.state == .open ? " making" : "")\" aria-hidden=\"true\">\(badge)</div>"
        return """
            <li class="card">\(picture)<p><a href="/jobs/\(id)">\(title)</a> <span>\(badge)\(self.left(film.status))</span></p></li>
            """
    }

    private func left(_ status: JobStatus) -> String {
        guard status.state == .done, let end = status.expiresAt else { return "" }
        let left = self.roughly(max(0, end.timeIntervalSinceNow))
        return self.say(" · あと\(left)", " · \(left) left")
    }

    private var steps: HTML {
        let steps = [
            (
                self.say("記事を渡す", "Give it an article"),
                self.say("URLを貼るだけ。文章をそのまま貼り付けることもできます。", "Paste a URL. Or paste the text itself.")
            ),
            (
                self.say("できていくのを見る", "Watch it being made"),
                self.say(
                    "台本、声、スライドが、できたものから順に見えます。閉じても続きます。",
                    "Script, voices and slides appear as they are ready. It goes on when you leave.")
            ),
            (
                self.say("見る・保存する", "Play it, keep it"),
                self.say(
                    "章と字幕つきのMP4です。\(self.settings.retentionHours)時間以内に保存してください。",
                    "An MP4 with chapters and subtitles. Download it within \(self.settings.retentionHours) hours."
                )
            ),
        ]
        let items = HTML(joining: steps.map { "<li><h3>\($0.0)</h3><p>\($0.1)</p></li>" as HTML })
        return
            "<section><h2>\(self.say("使い方", "How it works"))</h2><ol class=\"steps\">\(items)</ol></section>"
    }

    private var limits: HTML {
        let (count, hours) = (self.settings.dailyJobLimit, self.settings.retentionHours)
        return """
            <section><h2>\(self.say("利用制限", "Limits"))</h2><ul class="plain">
            <li>\(self.say("1日\(count)回まで（毎日0時UTC＝日本時間9時に戻ります）", "\(count) films a day, counted anew at 00:00 UTC"))</li>
            <li>\(self.say("動画は\(hours)時間後に自動削除されます", "Films are deleted after \(hours) hours"))</li>
            </ul></section>
            """
    }
}
