// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import HTTPTypes
internal import Store
internal import Testing

@testable internal import GatewayApp

@Suite struct `A page's markup` {
    @Test(arguments: [
        ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#39;"),
        ("\"\u{301} onfocus=alert(1)", "&quot;\u{301} onfocus=alert(1)"),
        ("<\u{338}script", "&lt;\u{338}script"), ("日本語", "日本語"), ("\r\n", "\r\n"),
    ])
    func `escapes what is put into it, also under a combining mark`(text: String, escaped: String) {
        let html: HTML = "<p title=\"\(text)\">\(text)</p>"
        #expect(
            Array(html.text.unicodeScalars) == Array("<p title=\"\(escaped)\">\(escaped)</p>".unicodeScalars))
    }
}

@Suite(.rig, .timeLimit(.minutes(1))) struct `The pages` {
    private let rig: Rig
    private let gateway: Gateway

    init() throws {
        self.rig = try Rig.current
        self.gateway = try self.rig.gateway()
    }

    @Test func `make a film without a script, from the first page to the film's own`() async throws {
        var browser = Browser(self.gateway)
        let home = try await browser.get("/")
        #expect(home.status == 200 && home.headers[.contentType] == "text/html; charset=utf-8")
        #expect(home.text.contains("<html lang=\"ja\">") && home.text.contains("1日100回まで"))
        var fields = Browser.hidden(home)
        fields["url"] = "https://example.com/記事"
        fields["size"] = "1280x720"
        fields["seconds"] = "60"
        let created = try await browser.post("/jobs/create", fields)
        #expect(created.status == 303)
        let path = try #require(created.headers[.location])
        // Sent twice, by a double click: the same film.
        #expect(try await browser.post("/jobs/create", fields).headers[.location] == path)
        #expect(try await self.rig.count("SELECT count(*) AS count FROM jobs") == 1)

        let page = try await browser.get(path)
        #expect(page.status == 200 && page.text.contains("待機中（1番目）"))
        #expect(page.text.contains("<noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>"))
        #expect(page.text.contains("data-events=\"/api\(path)/events?lang=ja\""))
        #expect(try await browser.get("/").text.contains("<a href=\"\(path)\">"))

        let cancelled = try await browser.post("\(path)/cancel", Browser.hidden(page))
        #expect(cancelled.status == 303 && cancelled.headers[.location] == path)
        #expect(try await browser.get(path).text.contains("このジョブはキャンセルされました。"))
    }

    @Test func `take a text in place of an address`() async throws {
        var browser = Browser(self.gateway)
        var fields = Browser.hidden(try await browser.get("/"))
        fields["text"] = "# 見出し\r\n\r\n本文です。"
        fields["url"] = " "
        #expect(try await browser.post("/jobs/create", fields).status == 303)
    }

    @Test func `say what is wrong and keep what was typed, as text`() async throws {
        var browser = Browser(self.gateway)
        var fields = Browser.hidden(try await browser.get("/"))
        fields["url"] = "ftp://x/\"><script>alert(1)</script>"
        fields["text"] = ""
        let reply = try await browser.post("/jobs/create", fields)
        #expect(reply.status == 422 && reply.text.contains("role=\"alert\""))
        #expect(reply.text.contains("value=\"ftp://x/&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\""))
        #expect(!reply.text.contains("<script>") && reply.text.contains("http:// または https:// で始まるURL"))
        fields["url"] = ""
        #expect(try await browser.post("/jobs/create", fields).text.contains("記事のURLか文章を入力してください。"))
        (fields["url"], fields["text"]) = ("https://example.com/", "本文です。")
        #expect(try await browser.post("/jobs/create", fields).text.contains("どちらか一方を消してください。"))
    }

    @Test func `take a form that was sent twice once, and one with something else in it again`() async throws
    {
        var browser = Browser(self.gateway)
        var fields = Browser.hidden(try await browser.get("/"))
        fields["text"] = "本文です。"
        let first = try await browser.post("/jobs/create", fields).headers[.location]
        #expect(try await browser.post("/jobs/create", fields).headers[.location] == first)
        fields["text"] = "別の本文です。"
        let other = try await browser.post("/jobs/create", fields)
        #expect(other.status == 303 && other.headers[.location] != first)
    }

    @Test func `take an address as it is typed, and one of no site for what it is`() async throws {
        var browser = Browser(self.gateway)
        var fields = Browser.hidden(try await browser.get("/"))
        fields["url"] = " example.com/article?a=1 "
        let path = try #require(try await browser.post("/jobs/create", fields).headers[.location])
        #expect(try await browser.get(path).text.contains("href=\"https://example.com/article?a=1\""))
        for wrong in ["記事", "example", "file:/etc/passwd", "javascript:alert(1)", "10.0.0.1"] {
            fields["url"] = wrong
            #expect(try await browser.post("/jobs/create", fields).status == 422, "\(wrong)")
        }
    }

    @Test func `offer something else first where what was asked for is at fault`() async throws {
        let job = try await self.rig.failedJob(
            JobFailure(
                .httpStatus, "https://x.example/", detail: Localized(ja: "HTTP 404", en: "404 Not Found")))
        var browser = Browser(self.gateway)
        let page = try await browser.get("/jobs/\(job)")
        #expect(page.text.contains("ページを取得できませんでした（HTTP 404）。"))
        #expect(page.text.contains("別のURLや文章で作る</a>") && page.text.contains("<button class=\"quiet\">もう一度試す"))
    }

    @Test func `lead back from where a form was sent to`() async throws {
        var browser = Browser(self.gateway)
        #expect(try await browser.get("/jobs/create").headers[.location] == "/")
        let job = "/jobs/00000000-0000-4000-8000-000000000000"
        for act in ["cancel", "retry"] {
            #expect(try await browser.get("\(job)/\(act)").headers[.location] == job)
        }
    }

    @Test func `refuse a form that is not theirs`() async throws {
        var browser = Browser(self.gateway)
        let fields = Browser.hidden(try await browser.get("/")).merging(["url": "https://example.com/"]) {
            $1
        }
        var stranger = Browser(self.gateway)
        #expect(try await stranger.post("/jobs/create", fields).status == 403)
        #expect(try await browser.post("/jobs/create", ["url": "https://example.com/"]).status == 403)
        browser.headers[.secFetchSite] = "cross-site"
        #expect(try await browser.post("/jobs/create", fields).status == 403)
        browser.headers[.secFetchSite] = "same-origin"
        #expect(try await browser.post("/jobs/create", fields).status == 303)
        let job = try await self.rig.failedJob(JobFailure(.engineFailed, "voice"))
        #expect(try await stranger.post("/jobs/\(job)/retry", ["form": "x"]).status == 403)
        #expect(try await self.rig.queue.status(of: job)?.state == .failed)
    }

    @Test func `show a film that is ready, with captions and what can be saved`() async throws {
        let files = ["vtt": Data("WEBVTT".utf8), "srt": Data("1".utf8), "jpg": Data([0xFF])]
        let job = try await self.rig.finishedJob(other: files)
        var browser = Browser(self.gateway)
        let page = try await browser.get("/jobs/\(job)")
        let base = "/api/jobs/\(job.uuidString.lowercased())"
        for part in [
            "<h1 id=\"title\" data-live>題名</h1>",
            "<video controls preload=\"metadata\" src=\"\(base)/video\" poster=\"\(base)/thumbnail\">",
            "<track kind=\"captions\" src=\"\(base)/subtitles.vtt\"",
            "<a class=\"button\" href=\"\(base)/download\">",
            "0.00 MB",
            "\(base)/subtitles.srt", "⚠️ この動画は23時間59分後に自動削除されます。",
        ] {
            #expect(page.text.contains(part), "\(part)")
        }
        #expect(!page.text.contains("http-equiv"))
    }

    @Test func `say why there is no film, and try again`() async throws {
        let job = try await self.rig.failedJob(
            JobFailure(.internalFailure, "/srv/x", detail: "index out of range"))
        var browser = Browser(self.gateway)
        let page = try await browser.get("/jobs/\(job)")
        #expect(page.text.contains("予期しないエラーが起きました。") && !page.text.contains("/srv/x"))
        let path = "/jobs/\(job.uuidString.lowercased())"
        #expect(try await browser.post("\(path)/retry", Browser.hidden(page)).status == 303)
        #expect(try await browser.get(path).text.contains("待機中"))
        let again = try await browser.post("\(path)/retry", Browser.hidden(page))
        #expect(again.status == 409 && again.text.contains("再試行できるのは失敗したジョブだけです。"))
    }

    @Test func `speak the language that was chosen, then and after`() async throws {
        var browser = Browser(self.gateway)
        #expect(try await browser.get("/").text.contains("href=\"/?lang=en\""))
        #expect(try await browser.get("/?lang=en").text.contains("<html lang=\"en\">"))
        #expect(try await browser.get("/").text.contains("An explainer film from an article"))
        #expect(try await browser.get("/?lang=xx").text.contains("<html lang=\"en\">"))
        let job = try await self.rig.claimedJob().task.job
        #expect(try await browser.get("/jobs/\(job)").text.contains("Writing the script..."))
    }

    @Test func `are pages for a browser where something is not there, and never under the API`() async throws
    {
        var browser = Browser(self.gateway)
        for (path, title) in [("/nothing", "ページが見つかりません"), ("/jobs/1", "ジョブが見つかりません")] {
            let reply = try await browser.get(path)
            #expect(reply.status == 404 && reply.text.contains("<h1>\(title)</h1>"))
        }
        #expect(try await browser.get("/api/jobs/1").code == "jobUnknown")
        #expect(try await browser.get("/api/nothing").code == "routeUnknown")
        #expect(try await self.gateway.send(.get, "/jobs/1").code == "jobUnknown")
    }

    @Test func `say in their own words that a job's state cannot be told now`() async throws {
        let away = Store(Endpoint("postgresql://a:hunter2@127.0.0.1:1/none"), sessions: 1)
        var browser = Browser(try self.rig.gateway(store: away))
        let reply = try await browser.get("/jobs/00000000-0000-4000-8000-000000000000")
        #expect(reply.status == 503 && reply.headers[.retryAfter] == "5")
        #expect(reply.text.contains("<html lang=\"ja\">") && reply.text.contains("<h1>いまは利用できません</h1>"))
        #expect(!reply.text.contains("127.0.0.1") && !reply.text.contains("hunter2"))
    }

    @Test func `run nothing that is not theirs, and ask nobody else for anything`() async throws {
        var browser = Browser(self.gateway)
        let job = try await self.rig.finishedJob()
        for path in ["/", "/api", "/jobs/\(job)", "/nothing"] {
            let reply = try await browser.get(path)
            let policy = try #require(reply.headers[.contentSecurityPolicy])
            #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self';"))
            #expect(
                !policy.contains("unsafe") && !reply.text.contains(" style=")
                    && !reply.text.contains("<style"))
            #expect(
                reply.text.firstMatch(of: #/\son[a-z]+=|<script(?! src="/assets/)|(src|href)="https?:/#)
                    == nil)
        }
        for asset in PageAsset.all {
            let reply = try await browser.get(asset.path)
            #expect(reply.status == 200 && !reply.body.isEmpty)
            #expect(
                reply.headers[.contentType]?.contains(
                    /^(text\/(css|javascript); charset=utf-8|image\/svg\+xml)$/) == true)
            #expect(
                reply.text.firstMatch(of: #/https?:\/\/(?!www\.w3\.org\/2000\/svg)/#) == nil, "\(asset.path)")
        }
    }

    @Test func `have a label for every field`() async throws {
        var browser = Browser(self.gateway)
        let text = try await browser.get("/").text
        let fields = text.matches(of: /<(?:input|textarea|select) id="(\w+)"/).map { String($0.1) }
        #expect(fields == ["url", "text", "language", "speakers", "size", "theme", "seconds"])
        for field in fields { #expect(text.contains("<label for=\"\(field)\">")) }
    }
}
