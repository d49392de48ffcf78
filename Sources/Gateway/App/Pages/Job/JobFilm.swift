// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmTasks
internal import Foundation
internal import Store

/// A film that is there: the player, what can be saved, and what it owes to others.
struct JobFilm: PagePart {
    let status: JobStatus
    let path: String
    let language: Language
    let story: FilmStory?
    /// Leads to its script.
    let edit: HTML

    private var base: String { "/api\(self.path)" }

    var html: HTML {
        guard let film = FilmJobResult(of: self.status), film.files["mp4"] != nil else {
            return "<p class=\"card alarm problem\">\(ProblemKind.filmMissing.title[self.language])</p>"
        }
        return """
            \(self.player(film))
            <div class="buttons"><a class="button" href="\(self.base)/download">\(self.say("📥 動画をダウンロード", "📥 Download the film"))\
            <span class="size">\(self.megabytes(film.filmBytes)) MB</span></a>\(self.edit)</div>
            <ul class="links">\(self.links(film))</ul>
            <p class="notice">\(self.expiry)</p>
            <p class="notice">\(self.made(film))</p>
            \(self.credits)
            """
    }

    private func player(_ film: FilmJobResult) -> HTML {
        let poster: HTML = film.files["jpg"] == nil ? "" : " poster=\"\(self.base)/thumbnail\""
        let language = self.story?.language
        let code: HTML = language.map { " srclang=\"\($0.rawValue)\"" } ?? ""
        let name =
            switch language {
            case .japanese?: "日本語"
            case .english?: "English"
            case nil: self.say("字幕", "Captions")
            }
        let captions: HTML =
            film.files["vtt"] == nil
            ? "" : "<track kind=\"captions\" src=\"\(self.base)/subtitles.vtt\"\(code) label=\"\(name)\">"
        let chapters: HTML =
            self.story?.durationMilliseconds == nil
            ? ""
            : "<track kind=\"chapters\" src=\"\(self.base)/chapters.vtt\"\(code) label=\"\(self.say("章", "Chapters"))\" default>"
        return """
            <video controls preload="metadata" src="\(self.base)/video"\(poster)>\(captions)\(chapters)</video>
            """
    }

    private func links(_ film: FilmJobResult) -> HTML {
        var links: [(path: String, name: String)] = []
        if film.files["srt"] != nil {
            links.append(("subtitles.srt", self.say("字幕（SRT）", "Subtitles (SRT)")))
        }
        if film.files["vtt"] != nil {
            links.append(("subtitles.vtt", self.say("字幕（WebVTT）", "Subtitles (WebVTT)")))
        }
        if film.files["jpg"] != nil { links.append(("thumbnail", self.say("サムネイル", "Thumbnail"))) }
        links.append(("script", self.say("台本（YAML）", "Script (YAML)")))
        links.append(("bundle", self.say("全部まとめて（ZIP）", "All in one (ZIP)")))
        return HTML(
            joining: links.map { "<li><a href=\"\(self.base)/\($0.path)\">\($0.name)</a></li>" as HTML })
    }

    private func made(_ film: FilmJobResult) -> String {
        let length = self.say(
            "長さ \(self.span(film.durationSeconds))", "Length \(self.span(film.durationSeconds))")
        guard let end = self.status.finishedAt else { return length }
        let took = self.span(end.timeIntervalSince(self.status.begunAt))
        return self.say("\(length) · 所要時間: \(took)", "\(length) · It took \(took)")
    }

    private var expiry: String {
        guard let end = self.status.expiresAt else { return "" }
        let left = self.span(max(0, end.timeIntervalSinceNow))
        return self.say(
            "⚠️ この動画は\(left)後に自動削除されます。必要な場合は今すぐダウンロードしてください。",
            "⚠️ This film is deleted in \(left). Download it if you need it.")
    }

    private var credits: HTML {
        guard let credits = self.story?.credits, !credits.isEmpty else { return "" }
        let items = HTML(joining: credits.map { "<li>\($0.line)</li>" as HTML })
        return """
            <details><summary>\(self.say("クレジット", "Credits"))</summary><ul class="plain">\(items)</ul></details>
            """
    }
}
