// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Hummingbird
internal import HummingbirdCore
internal import Operations

/// What the administration's pages have in common: where one can go, what was done, and how things are laid out.
struct AdminFrame: Sendable {
    let language: Language
    let formToken: String
    /// What was done, in a sentence.
    var said: String?
    /// What could not be done.
    var problem: String?

    init(_ visitor: Visitor) {
        self.language = visitor.language
        self.formToken = visitor.formToken
    }

    /// With the note that a form's redirection brought.
    init(_ visitor: Visitor, _ wish: AdminWish) {
        self.init(visitor)
        self.said = AdminNote(rawValue: wish["note"])?.text(Int(wish["count"]))[visitor.language]
    }

    func say(_ ja: String, _ en: String) -> String { Localized(ja: ja, en: en)[self.language] }

    /// - Parameters:
    ///   - path: Where the page is.
    ///   - isLive: Whether it follows what happens.
    func page(_ title: String, path: String, isLive: Bool = false, isInside: Bool = true, _ body: HTML)
        -> HTML
    {
        var frame = PageFrame(
            title: "\(title) – \(self.say("管理", "Administration"))", language: self.language, path: path,
            refreshSeconds: isLive ? 15 : nil)
        frame.head = """
            <link rel="stylesheet" href="/assets/admin.css">
            <script src="/assets/admin.js" defer></script>
            """
        let events: HTML = isLive ? " data-admin-events=\"/admin/events\"" : ""
        let said: HTML = self.said.map { "<p class=\"said\" role=\"status\">✓ \($0)</p>" } ?? ""
        let problem: HTML =
            self.problem.map { "<p class=\"problem\" role=\"alert\" id=\"problem\">\($0)</p>" } ?? ""
        return frame.page(
            """
            \(isInside ? self.navigation(path) : "")<div\(events)>
            <h1>\(title)</h1>
            \(said)\(problem)
            \(body)
            </div>
            """)
    }

    private func navigation(_ path: String) -> HTML {
        let places = [
            ("/admin", self.say("概要", "Overview")), ("/admin/jobs", self.say("ジョブ", "Jobs")),
            ("/admin/dead", self.say("失敗の記録", "Dead letters")), ("/admin/limits", self.say("制限", "Limits")),
        ]
        let items = HTML(
            joining: places.map { place, name -> HTML in
                let isHere = place == path || place != "/admin" && path.hasPrefix(place + "/")
                let mark: HTML = isHere ? " aria-current=\"page\"" : ""
                return "<li><a href=\"\(place)\"\(mark)>\(name)</a></li>"
            })
        return """
            <nav class="admin" aria-label="\(self.say("管理", "Administration"))"><ul>\(items)</ul>
            \(self.button("/admin/logout", self.say("ログアウト", "Log out")))</nav>
            """
    }

    // MARK: - Parts

    /// A form that is one button.
    func button(_ path: String, _ label: String, _ hidden: [(String, String)] = []) -> HTML {
        """
        <form method="post" action="\(path)">\(self.hidden(hidden))<button class="quiet">\(label)</button></form>
        """
    }

    /// One that asks first: the button is folded away.
    func heavyButton(_ path: String, _ label: String, _ sure: String, _ hidden: [(String, String)] = [])
        -> HTML
    {
        """
        <details class="sure"><summary>\(label)…</summary><p>\(sure)</p>\(self.button(path, label, hidden))</details>
        """
    }

    func hidden(_ fields: [(String, String)] = []) -> HTML {
        HTML(
            joining: ([("form", self.formToken)] + fields).map {
                "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">"
            })
    }

    struct Column {
        let title: String
        var isNumber = false
    }

    /// A table that can be scrolled sideways where it is too wide; the first cell of a row names the row.
    ///
    /// - Parameter id: Of a part that follows what happens; nil for one that does not.
    func table(_ caption: String, _ columns: [Column], _ rows: [[HTML]], id: String? = nil, none: String)
        -> HTML
    {
        let mark: HTML = id.map { " id=\"\($0)\" data-live" } ?? ""
        guard !rows.isEmpty else {
            return "<div\(mark)><h2>\(caption)</h2><p>\(none)</p></div>"
        }
        let heads = HTML(
            joining: columns.map { column -> HTML in
                "<th scope=\"col\"\(column.isNumber ? " class=\"number\"" as HTML : "")>\(column.title)</th>"
            })
        let body = HTML(joining: rows.map { row in self.row(row, columns) })
        return """
            <div\(mark)><div class="scroll" role="region" aria-label="\(caption)" tabindex="0">
            <table><caption>\(caption)</caption><thead><tr>\(heads)</tr></thead><tbody>\(body)</tbody></table>
            </div></div>
            """
    }

    private func row(_ cells: [HTML], _ columns: [Column]) -> HTML {
        let parts = zip(cells, columns).enumerated().map { index, pair -> HTML in
            let mark: HTML = pair.1.isNumber ? " class=\"number\"" : ""
            return index == 0 ? "<th scope=\"row\"\(mark)>\(pair.0)</th>" : "<td\(mark)>\(pair.0)</td>"
        }
        return "<tr>\(HTML(joining: parts))</tr>\n"
    }

    func pairs(_ pairs: [(String, HTML)]) -> HTML {
        "<dl>\(HTML(joining: pairs.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" }))</dl>"
    }

    func time(_ date: Date) -> HTML {
        let stamp = Clock.stamp(date)
        let shown = stamp.replacing("T", with: " ").replacing("Z", with: " UTC")
        return "<time datetime=\"\(stamp)\">\(shown)</time>"
    }

    func age(since date: Date) -> HTML {
        "<time datetime=\"\(Clock.stamp(date))\">\(Clock.age(since: date))</time>"
    }

    func link(_ job: UUID) -> HTML {
        let id = job.uuidString.lowercased()
        return "<a href=\"/admin/jobs/\(id)\"><code>\(String(id.prefix(8)))</code></a>"
    }

    func select(
        _ name: String, _ label: String, _ chosen: String, _ choices: [(value: String, label: String)]
    ) -> HTML {
        let options = HTML(
            joining: choices.map { choice -> HTML in
                let mark: HTML = choice.value == chosen ? " selected" : ""
                return "<option value=\"\(choice.value)\"\(mark)>\(choice.label)</option>"
            })
        return """
            <div><label for="\(name)">\(label)</label><select id="\(name)" name="\(name)">\(options)</select></div>
            """
    }

    func field(_ name: String, _ label: String, _ value: String, type: HTML = "text", hint: String = "")
        -> HTML
    {
        """
        <div><label for="\(name)">\(label)</label>
        <input id="\(name)" name="\(name)" type="\(type)" value="\(value)" placeholder="\(hint)" autocomplete="off" \
        spellcheck="false"></div>
        """
    }
}
