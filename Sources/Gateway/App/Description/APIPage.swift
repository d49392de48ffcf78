// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import HTTPTypes
internal import NIOCore

/// The page of the API, for people who write programs: what the OpenAPI document tells, and how to try it.
struct APIPage {
    let description: APIDescription
    let language: Language
    /// Where this gateway is, as the one who asks knows it: `http://host:port`.
    let address: String

    private func say(_ ja: String, _ en: String) -> String { Localized(ja: ja, en: en)[self.language] }

    var html: HTML {
        let intro = self.say(
            "記事から動画を作るHTTP APIです。断られたときの回答は application/problem+json で、code は変わりません。",
            "An HTTP API that makes films of articles. What is refused is answered with application/problem+json, "
                + "whose code never changes.")
        let machine = self.say("プログラム向けの説明（OpenAPI 3.1）:", "The same for programs, as OpenAPI 3.1:")
        let frame = PageFrame(title: "API", language: self.language, path: "/api")
        let topics = HTML(joining: APIOperation.Topic.allCases.map(self.section))
        return frame.page(
            """
            <h1>API</h1><p>\(intro)</p>
            <p>\(machine) <a href="/openapi.json">/openapi.json</a></p>
            \(topics)
            <section id="job"><h2>\(self.say("ジョブ", "A job"))</h2>\
            \(self.table(JobAnswer.Key.allCases.map(\.field)))</section>
            """)
    }

    private func section(_ topic: APIOperation.Topic) -> HTML {
        let name =
            switch topic {
            case .jobs: self.say("動画を作る", "Making films")
            case .films: self.say("できたものを受け取る", "What was made")
            case .service: self.say("このサービスについて", "The service itself")
            case .administration: self.say("管理", "Administration")
            }
        let operations = self.description.operations.filter { $0.topic == topic }
        guard !operations.isEmpty else { return "" }
        let reports = topic == .administration ? self.administration : ("", "")
        return """
            <section id="\(topic.rawValue)"><h2>\(name)</h2>\(reports.0)\
            \(HTML(joining: operations.map(self.operation)))\(reports.1)</section>
            """
    }

    /// What is to be known before, and the values that are answered.
    private var administration: (HTML, HTML) {
        let intro = self.say(
            "MOVIEGEN_ADMIN_TOKEN を Authorization ヘッダーで送ります。管理画面のCookieは使えません。間違ったトークンが続くと、しばらく待つことになります。",
            "Send MOVIEGEN_ADMIN_TOKEN in the Authorization header; the pages' cookie opens nothing here. Wrong tokens "
                + "make a network wait.")
        let values = self.description.reports.sorted { $0.key < $1.key }.map { name, schema -> HTML in
            guard case .object(let members) = schema["properties"] ?? .null else { return "" }
            let fields = members.sorted { $0.key < $1.key }.map { APIField($0, $1, ja: "", en: "") }
            return
                "<details id=\"value-\(name)\"><summary><code>\(name)</code></summary>\(self.table(fields))</details>"
        }
        return (
            "<p>\(intro)</p>",
            """
            <h3>\(self.say("回答の値", "What is answered"))</h3><p>\(self.say(
                "moviegen --json も同じものを表示します。分からない項目は含まれません。",
                "moviegen --json prints the same. What is unknown is left out."))</p>\(HTML(joining: values))
            """
        )
    }

    private func operation(_ operation: APIOperation) -> HTML {
        let detail: HTML = operation.detail.map { "<p>\($0[self.language])</p>" } ?? ""
        let parameters: HTML =
            operation.parameters.isEmpty
            ? ""
            : self.table(
                operation.parameters.map { parameter in
                    let name = parameter.place == .query ? "?\(parameter.name)=" : parameter.name
                    return APIField(
                        name, parameter.schema, ja: parameter.text.japanese, en: parameter.text.english)
                })
        let wishes: HTML =
            operation.body.map { body in
                guard case .object(let members) = body.schema["properties"] ?? .null else {
                    return body.schema == .reference("JobRequest") ? self.table(self.description.wishes) : ""
                }
                return self.table(members.sorted { $0.key < $1.key }.map { APIField($0, $1, ja: "", en: "") })
            } ?? ""
        return """
            <details id="\(operation.id)"><summary><code>\(operation.method.rawValue) \(operation.path)</code> \
            \(operation.summary[self.language])</summary>
            \(detail)<pre tabindex="0"><code>\(self.command(operation))</code></pre>
            \(parameters)\(wishes)\(self.answers(operation))</details>
            """
    }

    private func answers(_ operation: APIOperation) -> HTML {
        var rows = operation.answers.map { answer -> HTML in
            let type: HTML =
                answer.content.map { " <code>\($0.type)</code>\(self.link(to: $0.schema))" } ?? ""
            return self.row("\(answer.status.code)", "\(answer.text[self.language])\(type)", answer.headers)
        }
        rows += operation.refusals.map { refusal -> HTML in
            let reasons = refusal.codes.map { code -> HTML in
                let title = ProblemKind(rawValue: code)?.title[self.language] ?? ""
                return "<div><code>\(code)</code> \(title)</div>"
            }
            return self.row("\(refusal.status.code)", HTML(joining: reasons), refusal.headers)
        }
        return """
            <div class="wide" tabindex="0"><table><thead><tr><th scope="col">\(self.say("回答", "Answer"))</th>\
            <th scope="col">\(self.say("意味", "What it means"))</th>\
            <th scope="col">\(self.say("ヘッダー", "Headers"))</th></tr></thead>\
            <tbody>\(HTML(joining: rows))</tbody></table></div>
            """
    }

    /// To the table of a value that is told below.
    private func link(to schema: JSON) -> HTML {
        guard case .text(let path)? = schema["$ref"], let name = path.split(separator: "/").last,
            self.description.reports[String(name)] != nil
        else { return "" }
        return " <a href=\"#value-\(String(name))\">\(String(name))</a>"
    }

    private func row(_ name: String, _ text: HTML, _ headers: [APIHeader]) -> HTML {
        let names = HTML(joining: headers.map { "<code>\($0.name)</code> " })
        return "<tr><th scope=\"row\">\(name)</th><td>\(text)</td><td>\(names)</td></tr>"
    }

    private func table(_ fields: [APIField]) -> HTML {
        let isTold = fields.contains { !$0.text.english.isEmpty }
        let rows = fields.map { field -> HTML in
            let text: HTML = isTold ? "<td>\(field.text[self.language])</td>" : ""
            return """
                <tr><th scope="row"><code>\(field.name)</code></th>\(text)\
                <td>\(Self.values(field.schema))\(self.link(to: field.schema["items"] ?? field.schema))</td></tr>
                """
        }
        let meaning: HTML = isTold ? "<th scope=\"col\">\(self.say("意味", "What it means"))</th>" : ""
        return """
            <div class="wide" tabindex="0"><table><thead><tr><th scope="col">\(self.say("名前", "Name"))</th>\
            \(meaning)\
            <th scope="col">\(self.say("値", "Values"))</th></tr></thead>\
            <tbody>\(HTML(joining: rows))</tbody></table></div>
            """
    }

    /// A schema in a few words.
    private static func values(_ schema: JSON) -> String {
        if let choices = schema["enum"] ?? schema["items"]?["enum"] {
            return self.texts(choices).joined(separator: ", ")
        }
        let types = self.texts(schema["format"]) + self.texts(schema["type"])
        let kinds = schema["format"] == nil ? types : types.filter { $0 != "string" }
        let range: String =
            switch (schema["minimum"], schema["maximum"]) {
            case (.integer(let low)?, .integer(let high)?): " \(low)–\(high)"
            case (.integer(let low)?, .large(let high)?): " \(low)–\(high)"
            case (.integer(let low)?, _): " ≥ \(low)"
            default: ""
            }
        return (kinds.prefix(1) + [range] + kinds.dropFirst().map { ", " + $0 }).joined()
    }

    private static func texts(_ value: JSON?) -> [String] {
        switch value {
        case .text(let text): [text]
        case .list(let values): values.flatMap { self.texts($0) }
        case .null: ["null"]
        default: []
        }
    }

    /// How to try it with curl.
    private func command(_ operation: APIOperation) -> String {
        let path = operation.path.replacing("{id}", with: APIParameter.exampleJob).replacing(
            "{number}", with: "1")
        var words = ["curl -sS"]
        if operation.method != .get, operation.method != .post || operation.body == nil {
            words.append("-X \(operation.method.rawValue)")
        }
        if operation.wantsToken { words.append("-H \"Authorization: Bearer $MOVIEGEN_ADMIN_TOKEN\"") }
        if operation.path.hasSuffix("/events") { words[0] += "N" }
        if operation.path.hasSuffix("/download") || operation.path.hasSuffix("/bundle") { words[0] += "OJ" }
        if let body = operation.body {
            words.append("-H 'Content-Type: \(body.type)'")
            if let json = body.examples.first {
                words.append("-d '\(String(decoding: json.bytes.readableBytesView, as: UTF8.self))'")
            } else {
                words.append("--data-binary @script.yaml")
            }
        }
        let query = operation.parameters.filter(\.isRequired).map { "\($0.name)=\($0.example)" }
        return (words + [self.address + ([path] + query).joined(separator: "?")]).joined(separator: " ")
    }
}
