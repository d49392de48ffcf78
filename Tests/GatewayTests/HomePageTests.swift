// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import HTTPTypes
internal import Store
internal import Testing

@testable internal import GatewayApp

@Suite(.rig, .timeLimit(.minutes(1))) struct `The first page` {
    private let rig: Rig

    init() throws { self.rig = try Rig.current }

    @Test func `says nothing of time or a queue where nobody has made a film`() async throws {
        var browser = Browser(try self.rig.gateway())
        let page = try await browser.get("/").text
        #expect(!page.contains("で完成") && !page.contains("作成中・待機中"))
    }

    @Test func `tells how long films took lately, and how many are before the next`() async throws {
        for video in [50, 60, 700] { try await self.rig.pastFilm(video: video) }
        _ = try await self.rig.claimedJob()
        _ = try await self.rig.scriptedJob()
        var browser = Browser(try self.rig.gateway())
        let page = try await browser.get("/").text
        #expect(page.contains("最近の動画は約1分50秒で完成") && page.contains("先に2本が作成中・待機中です"))
        #expect(try await browser.get("/?lang=en").text.contains("2 films are ahead of yours"))
    }

    @Test func `tells a network what it has left today, and another network its own`() async throws {
        let gateway = try self.rig.gateway { $0.dailyJobLimit = 2 }
        var browser = Browser(gateway)
        #expect(try await browser.get("/").text.contains("今日はあと2本作れます"))
        for left in ["今日はあと1本作れます", "今日の分は使い切りました"] {
            var fields = Browser.hidden(try await browser.get("/"))
            fields["url"] = "https://example.com/"
            #expect(try await browser.post("/jobs/create", fields).status == 303)
            #expect(try await browser.get("/").text.contains(left))
        }
        let other = try await gateway.send(
            .get, "/", headers: [.accept: "text/html", .acceptLanguage: "ja"], peer: "203.0.113.9")
        #expect(other.text.contains("今日はあと2本作れます"))
    }

    @Test func `shows the visitor's films with picture and title`() async throws {
        let film = try await self.rig.filmedJob()
        let open = try await self.rig.scriptedJob()
        let (done, going) = (film.uuidString.lowercased(), open.uuidString.lowercased())
        var browser = Browser(try self.rig.gateway())
        browser.cookies["moviegen_films"] = "\(going).\(UUID()).\(done)"
        let page = try await browser.get("/").text
        #expect(page.contains("<img class=\"picture\" src=\"/api/jobs/\(done)/thumbnail\" alt=\"\""))
        #expect(page.contains("<a href=\"/jobs/\(done)\">待ち行列 &lt;b&gt;</a> <span>✅ 完了"))
        #expect(page.contains("<a href=\"/jobs/\(going)\">待ち行列 &lt;b&gt;</a> <span>🔄 処理中"))
        #expect(!page.contains("/api/jobs/\(going)/thumbnail"))
    }

    @Test func `keeps every choice when something is wrong`() async throws {
        var browser = Browser(try self.rig.gateway())
        var fields = Browser.hidden(try await browser.get("/"))
        fields.merge(["url": "nothing", "language": "en", "size": "720x1280", "seconds": "180"]) { $1 }
        let page = try await browser.post("/jobs/create", fields).text
        for value in ["en", "720x1280", "180"] {
            #expect(page.contains("<option value=\"\(value)\" selected>"), "\(value)")
        }
        #expect(page.contains("<details open><summary>オプション"))
        #expect(page.contains("aria-invalid=\"true\" aria-describedby=\"problem\""))
    }

    @Test func `asks again by itself while the database is away`() async throws {
        let away = Store(Endpoint("postgresql://a:b@127.0.0.1:1/none"), sessions: 1)
        var browser = Browser(try self.rig.gateway(store: away))
        let page = try await browser.get("/")
        #expect(page.status == 503 && page.headers[.retryAfter] == "5")
        #expect(page.text.contains("<h1>いまは利用できません</h1>"))
        #expect(page.text.contains("<meta http-equiv=\"refresh\" content=\"10\">"))
        #expect(page.text.contains("/assets/gateway.css") && page.text.contains("?lang=en"))
    }
}
