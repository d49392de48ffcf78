// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// What every page has around its own part.
struct PageFrame: PagePart {
    let title: String
    let language: Language
    /// Where this page is: the language switch leads back to it.
    let path: String
    /// Seconds after which a browser without a script asks again.
    var refreshSeconds: Int?
    /// Seconds after which every browser does.
    var reloadSeconds: Int?
    /// Names under `/assets/`.
    var scripts: [String] = []
    /// Styles and scripts of its own.
    var head: HTML = ""

    func page(_ body: HTML) -> HTML {
        let name = self.say("動画ジェネレーター", "Movie Generator")
        let scripts = HTML(
            joining: self.scripts.map { "<script src=\"/assets/\($0)\" defer></script>\n" as HTML })
        return """
            <!doctype html>
            <html lang="\(self.language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            \(self.refresh)<title>\(self.title)</title>
            <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/assets/gateway.css">
            \(scripts)\(self.head)</head>
            <body>
            <a class="skip" href="#content">\(self.say("本文へ", "Skip to the content"))</a>
            <header class="bar"><a class="name" href="/"><img src="/assets/icon.svg" alt="" width="32" height="32">\
            \(name)</a>\(self.languageSwitch)<p id="news" class="unseen" role="status"></p></header>
            <main id="content" tabindex="-1">
            \(body)
            </main>
            <footer><p>\(self.say("記事から、声とスライドの解説動画を作ります。", "Makes narrated explainer films from articles.")) \
            <a href="/api">\(self.say("プログラムから使う", "For programs"))</a></p></footer>
            </body>
            </html>

            """
    }

    private var refresh: HTML {
        if let seconds = self.reloadSeconds {
            return "<meta http-equiv=\"refresh\" content=\"\(seconds)\">\n"
        }
        guard let seconds = self.refreshSeconds else { return "" }
        return "<noscript><meta http-equiv=\"refresh\" content=\"\(seconds)\"></noscript>\n"
    }

    private var languageSwitch: HTML {
        let other: (code: String, name: String) =
            self.language == .japanese ? ("en", "English") : ("ja", "日本語")
        return """
            <a href="\(self.path)?lang=\(other.code)" hreflang="\(other.code)" lang="\(other.code)">\(other.name)</a>
            """
    }
}
