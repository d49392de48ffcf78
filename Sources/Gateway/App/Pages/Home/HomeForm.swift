// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation

/// The form that makes a film: one field, and the rest folded away.
struct HomeForm: PagePart {
    /// What somebody typed, kept when it is refused.
    struct Entries: Sendable {
        var url = ""
        var text = ""
        var language = ""
        var size = ""
        var seconds = ""
        var speakers = ""
        var theme = ""
    }

    let language: Language
    let token: String
    let entries: Entries
    /// Who can speak, by id.
    let cast: [Persona]
    /// An element that says what is wrong.
    var problemID: String?
    /// Shown below the field.
    var facts: HTML = ""

    var html: HTML {
        // A form that is sent twice, by a double click or a reload, makes one film.
        let once = Visitor.makeToken()
        let wrong: HTML = self.problemID.map { " aria-invalid=\"true\" aria-describedby=\"\($0)\"" } ?? ""
        return """
            <form class="card" method="post" action="/jobs/create">
            <input type="hidden" name="form" value="\(self.token)">
            <input type="hidden" name="once" value="\(once)">
            <label for="url">\(self.say("記事のURL", "URL of the article"))</label>
            <div class="row"><input id="url" name="url" type="text" inputmode="url" autocomplete="off" \
            autocapitalize="none" spellcheck="false" maxlength="8192" placeholder="https://example.com/article" \
            value="\(self.entries.url)"\(wrong)>
            <button>\(self.say("動画を作成", "Make the film"))</button></div>
            \(self.facts)
            \(self.folded(self.say("URLの代わりに文章を貼り付ける", "Paste text instead"), isOpen: !self.entries.text.isEmpty, self.text))
            \(self.folded(self.say("オプション", "Options"), isOpen: self.isChosen, self.options))
            </form>
            """
    }

    private func folded(_ summary: String, isOpen: Bool, _ body: HTML) -> HTML {
        "<details\(isOpen ? " open" as HTML : "")><summary>\(summary)</summary>\(body)</details>"
    }

    private var text: HTML {
        """
        <label for="text">\(self.say("文章（Markdown可）", "Text, Markdown if you like"))</label>
        <textarea id="text" name="text" rows="10">
        \(self.entries.text)</textarea>
        <p class="hint">\(self.say("見出し（# …）があると、章に分かれた動画になります。", "Headings (# …) become the film's chapters."))</p>
        """
    }

    private var isChosen: Bool {
        let entries = self.entries
        let choices = [entries.language, entries.speakers, entries.size, entries.theme, entries.seconds]
        return !choices.allSatisfy(\.isEmpty)
    }

    private var options: HTML {
        let minute = self.say("分", "min")
        return """
            <div class="options">
            \(self.select("language", self.say("動画の言語", "Language of the film"), self.entries.language, [
                ("", self.say("記事と同じ", "As the article")), ("ja", "日本語"), ("en", "English"),
            ]))
            \(self.speakers)
            \(self.select("size", self.say("画面の大きさ", "Picture size"), self.entries.size, [
                ("", self.say("標準", "Usual")), ("1280x720", self.say("横長 1280×720", "Wide 1280×720")),
                ("1920x1080", self.say("横長 1920×1080", "Wide 1920×1080")),
                ("720x1280", self.say("縦長 720×1280", "Tall 720×1280")),
                ("1080x1080", self.say("正方形 1080×1080", "Square 1080×1080")),
            ]))
            \(self.select("theme", self.say("スライドの色", "Colours of the slides"), self.entries.theme, [
                ("", self.say("標準", "Usual")), ("light", self.say("明るい", "Light")), ("dark", self.say("暗い", "Dark")),
            ]))
            \(self.select("seconds", self.say("長さの目安", "About how long"), self.entries.seconds, [
                ("", self.say("標準", "Usual")), ("60", "1 \(minute)"), ("180", "3 \(minute)"), ("300", "5 \(minute)"),
                ("600", "10 \(minute)"),
            ]))
            </div>
            """
    }

    /// Everybody, or one alone.
    private var speakers: HTML {
        guard self.cast.count > 1 else { return "" }
        let names = self.cast.map(\.name).joined(separator: self.say("と", " and "))
        return self.select(
            "speakers", self.say("話す人", "Speakers"), self.entries.speakers,
            [(value: "", label: names)]
                + self.cast.map { (value: $0.id, label: self.say("\($0.name)だけ", "\($0.name) alone")) })
    }

    private func select(
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
}

extension HomeForm.Entries {
    init(_ fields: [String: String]) {
        self.init(
            url: fields["url"] ?? "", text: fields["text"] ?? "", language: fields["language"] ?? "",
            size: fields["size"] ?? "", seconds: fields["seconds"] ?? "", speakers: fields["speakers"] ?? "",
            theme: fields["theme"] ?? "")
    }

    /// Some leave https:// out, as their browser's address bar does.
    private var address: String {
        let text = self.url.trimmingCharacters(in: .whitespacesAndNewlines)
        let isBare = text.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9.\-]*\.[A-Za-z]{2,}(\/.*)?/) != nil
        return isBare ? "https://\(text)" : self.url
    }

    /// As the body of `POST /api/jobs`, so that one place judges both.
    ///
    /// - Throws: ``Problem`` for what only a form can get wrong, in the form's own words.
    func json() throws -> Data {
        var fields: [String: String] = [:]
        if !self.url.trimmingCharacters(in: .whitespaces).isEmpty { fields["url"] = self.address }
        if !self.text.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty {
            fields["markdown"] = self.text
        }
        guard let given = fields.first else {
            throw Problem(
                .requestInvalid, field: "url", ja: "記事のURLか文章を入力してください。",
                en: "Give the URL of an article, or paste its text.")
        }
        guard fields.count == 1 else {
            throw Problem(
                .requestInvalid, field: given.key, ja: "URLと文章の両方が入っています。どちらか一方を消してください。",
                en: "There are both a URL and a text. Remove one of them.")
        }
        if !self.language.isEmpty { fields["language"] = self.language }
        if !self.size.isEmpty { fields["size"] = self.size }
        if !self.theme.isEmpty { fields["theme"] = self.theme }
        var object: [String: Any] = fields
        if !self.speakers.isEmpty { object["speakers"] = [self.speakers] }
        if !self.seconds.isEmpty { object["target_seconds"] = Int(self.seconds) ?? -1 }
        return try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
    }
}
