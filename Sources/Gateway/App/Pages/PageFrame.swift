// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// What every page has around its own part.
struct PageFrame {
    let title: String
    let language: Language
    /// Where this page is: the language switch leads back to it.
    let path: String
    /// Seconds after which a browser without a script asks again.
    var refreshSeconds: Int?
    /// Styles and scripts of its own.
    var head: HTML = ""

    func page(_ body: HTML) -> HTML {
        let name = Localized(ja: "動画ジェネレーター", en: "Movie Generator")[self.language]
        let skip = Localized(ja: "本文へ", en: "Skip to the content")[self.language]
        let other: (language: Language, name: String) =
            self.language == .japanese ? (.english, "English") : (.japanese, "日本語")
        let refresh: HTML =
            self.refreshSeconds.map {
                "<noscript><meta http-equiv=\"refresh\" content=\"\($0)\"></noscript>"
            } ?? ""
        return """
            <!doctype html>
            <html lang="\(self.language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            \(refresh)
            <title>\(self.title)</title>
            <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/assets/gateway.css">
            <script src="/assets/gateway.js" defer></script>
            \(self.head)
            </head>
            <body>
            <a class="skip" href="#content">\(skip)</a>
            <header><a class="name" href="/">\(name)</a>
            <a href="\(self.path)?lang=\(other.language.rawValue)" hreflang="\(other.language.rawValue)" \
            lang="\(other.language.rawValue)">\(other.name)</a></header>
            <main id="content">
            \(body)
            </main>
            </body>
            </html>

            """
    }
}
