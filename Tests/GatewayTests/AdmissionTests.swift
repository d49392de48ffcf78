// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import Foundation
internal import HTTPTypes
internal import Store
internal import Testing

@testable internal import GatewayApp

@Suite(.rig, .timeLimit(.minutes(1))) struct `Asking for a film` {
    private let rig: Rig

    init() throws { self.rig = try Rig.current }

    @Test func `is answered 202 with where it is and the reference's fields`() async throws {
        let gateway = try self.rig.gateway { $0.dailyJobLimit = 5 }
        let reply = try await gateway.post(#"{"url": "https://example.com/a?b=c"}"#)
        #expect(reply.status == 202)
        let json = try reply.json()
        let id = try #require(json["id"] as? String)
        #expect(reply.headers[.location] == "/api/jobs/\(id)")
        #expect(json["url"] as? String == "https://example.com/a?b=c")
        #expect(json["status"] as? String == "pending" && json["progress"] as? Int == 0)
        #expect(json["progress_message"] as? String == "待機中（1番目）")
        let reference = [
            "id", "url", "status", "progress", "progress_message", "current_step", "video_size",
            "error_message",
            "started_at", "completed_at", "expires_at", "created", "updated", "completed", "video_available",
        ]
        #expect(reference.filter { json[$0] == nil } == [])
        #expect(json["video_path"] == nil && json["client_ip"] == nil)
        #expect(!String(decoding: reply.body, as: UTF8.self).contains("198.51.100.7"))
        #expect(reply.headers[.rateLimitLimit] == "5" && reply.headers[.rateLimitRemaining] == "4")
        #expect(reply.headers[.rateLimitReset].flatMap { Int($0) }.map { (1...86_400).contains($0) } == true)
        let shown = try await gateway.send(.get, "/api/jobs/\(id)")
        #expect(try shown.status == 200 && (shown.json()["id"] as? String) == id)
        #expect(try await self.rig.count("SELECT count(*) AS count FROM outbox") == 1)
    }

    @Test func `keeps every wish with the job`() async throws {
        let gateway = try self.rig.gateway()
        let reply = try await gateway.post(
            """
            {"markdown": "# 見出し\\n\\n本文", "language": "ja", "size": "720p", "fps": 24,
             "seed": 18446744073709551615, "target_seconds": 60}
            """)
        #expect(reply.status == 202)
        let job = try #require((try reply.json()["id"] as? String).flatMap(UUID.init(uuidString:)))
        let text = try #require(try await self.rig.queue.request(of: job))
        let film = try JSONDecoder().decode(FilmRequest.self, from: Data(text.utf8))
        #expect(film.source == .document(name: "text.md", text: "# 見出し\n\n本文"))
        #expect(film.language == .japanese && film.size == .hd720 && film.framesPerSecond == 24)
        #expect(film.seed == .max && film.targetSeconds == 60 && !film.allowsPrivateAddresses)
        #expect(try film.makeSettings().script.targetSeconds == 60)
        #expect(try reply.json()["url"] is NSNull)
    }

    @Test(arguments: [
        (#"{"url": "ftp://example.com"}"#, 422, "addressInvalid"),
        (#"{"url": "not a url"}"#, 422, "addressInvalid"),
        (#"{"url": "http://user:secret@example.com"}"#, 422, "addressInvalid"),
        (#"{"url": "http://169.254.169.254/latest/meta-data"}"#, 422, "addressRefused"),
        (#"{"url": "http://0x7f.1/"}"#, 422, "addressRefused"),
        (#"{"url": "http://[::ffff:10.0.0.1]/"}"#, 422, "addressRefused"),
        (#"{"url": "http://example.com:22/"}"#, 422, "addressRefused"),
        (#"{}"#, 422, "requestInvalid"), (#"{"url": null}"#, 422, "requestInvalid"),
        (#"{"url": 1}"#, 422, "requestInvalid"),
        (#"{"url": "https://a.jp", "text": "b"}"#, 422, "requestInvalid"),
        (#"{"url": "https://a.jp", "langauge": "ja"}"#, 422, "requestInvalid"),
        (#"{"url": "https://a.jp", "language": "fr"}"#, 422, "requestInvalid"),
        (#"{"url": "https://a.jp", "size": "1x1"}"#, 422, "requestInvalid"),
        (#"{"url": "https://a.jp", "fps": 0}"#, 422, "requestInvalid"),
        (#"{"url": "https://a.jp", "fps": 29.97}"#, 422, "requestInvalid"),
        (#"{"url": "https://a.jp", "fps": true}"#, 422, "requestInvalid"),
        (#"{"url": "https://a.jp", "seed": -1}"#, 422, "requestInvalid"),
        (#"{"url": "https://a.jp", "target_seconds": 5}"#, 422, "requestInvalid"),
        (#"{"url": "https://a.jp", "theme": "sepia"}"#, 422, "requestInvalid"),
        (#"{"url": "https://a.jp", "speakers": "kohaku"}"#, 422, "requestInvalid"),
        (#"{"url": "https://a.jp", "speakers": []}"#, 422, "requestInvalid"),
        (#"{"url": "https://a.jp", "speakers": ["kohaku", 1]}"#, 422, "requestInvalid"),
        (#"{"url": "https://a.jp", "speakers": ["sora", "sora"]}"#, 422, "requestInvalid"),
        (#"{"url": "https://a.jp", "speakers": ["zundamon"]}"#, 422, "requestInvalid"),
        (#"{"text": " \n\t "}"#, 422, "sourceEmpty"), (#"{"text": "a\u0000b"}"#, 422, "requestInvalid"),
        (#"{"script": "title: only"}"#, 422, "scriptInvalid"),
        ("", 400, "bodyInvalid"), ("[]", 400, "bodyInvalid"), (#"{"url": "#, 400, "bodyInvalid"),
        (#""https://example.com""#, 400, "bodyInvalid"), ("\u{FEFF}nonsense", 400, "bodyInvalid"),
    ])
    func `with a mistake is refused with its code, and costs nothing`(
        body: String, status: Int, code: String
    ) async throws {
        let reply = try await self.rig.gateway().post(body)
        #expect(reply.status == status && reply.code == code)
        #expect(reply.headers[.contentType] == "application/problem+json; charset=utf-8")
        let json = try reply.json()
        #expect(json["status"] as? Int == status && json["instance"] as? String == "/api/jobs")
        #expect((json["title"] as? String)?.isEmpty == false && (json["detail"] as? String)?.isEmpty == false)
        #expect(!String(decoding: reply.body, as: UTF8.self).contains("secret"))
        #expect(try await self.rig.count("SELECT count(*) AS count FROM jobs") == 0)
        #expect(try await self.rig.count("SELECT count(*) AS count FROM quotas") == 0)
    }

    @Test func `names the field that is wrong and the one that was meant`() async throws {
        let reply = try await self.rig.gateway().post(
            #"{"url": "https://a.jp", "langauge": "ja"}"#, headers: [.acceptLanguage: "en"])
        #expect(try reply.json()["field"] as? String == "langauge")
        #expect(try reply.json()["detail"] as? String == "There is no field langauge; did you mean language?")
    }

    @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
    func `in a type that a foreign page's form can send is refused`(type: String) async throws {
        let reply = try await self.rig.gateway().post("{}", headers: [.contentType: type])
        #expect(reply.status == 415 && reply.headers[.acceptPost] == "application/json")
    }

    @Test func `in a coding that is not read is refused`() async throws {
        let reply = try await self.rig.gateway().post(#"{"text": "文"}"#, headers: [.contentEncoding: "gzip"])
        #expect(reply.status == 415 && reply.headers[.acceptEncoding] == "identity")
    }

    @Test func `takes a charset beside its type`() async throws {
        let headers: HTTPFields = [.contentType: "Application/JSON; charset=utf-8"]
        #expect(try await self.rig.gateway().post(#"{"text": "文章。"}"#, headers: headers).status == 202)
    }

    @Test func `with too much text is refused, whatever its length header says`() async throws {
        let gateway = try self.rig.gateway { $0.bodyLimitBytes = 1_000 }
        let body = #"{"text": ""# + String(repeating: "a", count: 1_000) + #""}"#
        #expect(try await gateway.post(body).status == 413)
        #expect(try await gateway.post("{}", headers: [.contentLength: "1001"]).status == 413)
        #expect(try await gateway.post("{}", headers: [.contentLength: "1001"]).code == "bodyTooLarge")
        let text = #"{"text": ""# + String(repeating: "a", count: FilmRequest.maximumBytes + 1) + #""}"#
        let reply = try await self.rig.gateway().post(text)
        #expect(reply.status == 422 && reply.code == "sourceTooLarge")
    }

    @Test(
        arguments: [
            (nil, "ja"), ("en", "en"), ("en-US,en;q=0.9,ja;q=0.8", "en"), ("ja;q=0.5, en;q=0.4", "ja"),
            ("fr, en;q=0.1", "en"), ("*", "ja"), ("en;q=0, ja", "ja"), ("de", "ja"), ("en;q=x", "ja"),
        ] as [(String?, String)])
    func `is answered in the language the sender likes`(header: String?, language: String) async throws {
        var headers = HTTPFields()
        headers[.acceptLanguage] = header
        let reply = try await self.rig.gateway().post("{}", headers: headers)
        #expect(reply.headers[.contentLanguage] == language)
        let title = try reply.json()["title"] as? String
        #expect(title == (language == "ja" ? "入力内容に誤りがあります" : "The request is not valid"))
    }
}

@Suite(.rig, .timeLimit(.minutes(2))) struct `The limits` {
    private let rig: Rig

    init() throws { self.rig = try Rig.current }

    @Test func `admit exactly as many of 200 at once from one IPv6 network`() async throws {
        let store = Store(self.rig.endpoint, sessions: 12)
        // As two processes would.
        let gateways = try [
            self.rig.gateway(store: store) { $0.dailyJobLimit = 7 },
            self.rig.gateway { $0.dailyJobLimit = 7 },
        ]
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let host = String(number * 7 + 1, radix: 16)
                    return try await gateways[number % 2].post(
                        #"{"url": "https://example.com/\#(number)"}"#, peer: "2001:db8:1:2:\(host)::1"
                    ).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.filter { $0 == 202 }.count == 7)
        #expect(statuses.filter { $0 == 429 }.count == 193)
        #expect(try await self.rig.count("SELECT count(*) AS count FROM jobs") == 7)
        #expect(try await self.rig.count("SELECT used AS count FROM quotas") == 7)
        let neighbour = try await gateways[0].post(#"{"text": "別の利用者"}"#, peer: "2001:db8:1:3::1")
        #expect(neighbour.status == 202)
    }

    @Test func `begin anew when the day does, and tell when that is`() async throws {
        let gateway = try self.rig.gateway { $0.dailyJobLimit = 1 }
        #expect(try await gateway.post(#"{"text": "一"}"#).status == 202)
        let refused = try await gateway.post(#"{"text": "二"}"#)
        #expect(refused.status == 429 && refused.code == "dailyLimitReached")
        #expect(
            try refused.json()["detail"] as? String == "1日の利用制限に達しました。明日またお試しください。（上限: 1回）")
        #expect(refused.headers[.rateLimitRemaining] == "0")
        let seconds = try #require(refused.headers[.retryAfter].flatMap { Int($0) })
        #expect(refused.headers[.rateLimitReset] == "\(seconds)" && (1...86_400).contains(seconds))
        try await self.rig.store.rows("UPDATE quotas SET day = day - 1")
        #expect(try await gateway.post(#"{"text": "三"}"#).status == 202)
    }

    @Test func `cannot be passed with a header that nobody trusts`() async throws {
        let gateway = try self.rig.gateway {
            $0.dailyJobLimit = 1
            $0.trustedProxies = [IPNetwork("10.0.0.0/8")!]
        }
        #expect(try await gateway.post(#"{"text": "一"}"#).status == 202)
        let forged = try await gateway.post(#"{"text": "二"}"#, headers: [.xForwardedFor: "203.0.113.77"])
        #expect(forged.status == 429)
        for host in 1...2 {
            let proxied = try await gateway.post(
                #"{"text": "三"}"#, headers: [.xForwardedFor: "192.0.2.99, 203.0.113.\(host)"],
                peer: "10.1.1.1")
            #expect(proxied.status == 202)
        }
    }

    @Test func `keep a blocked network out, by the address behind the proxy`() async throws {
        _ = try await self.rig.queue.block(network: "203.0.113.0/24", reason: "abuse", actor: "test")
        let gateway = try self.rig.gateway { $0.trustedProxies = [IPNetwork("10.0.0.0/8")!] }
        let reply = try await gateway.post(
            #"{"text": "文"}"#, headers: [.xForwardedFor: "203.0.113.5"], peer: "10.1.1.1")
        #expect(reply.status == 403 && reply.code == "blocked")
        #expect(!String(decoding: reply.body, as: UTF8.self).contains("abuse"))
    }

    @Test func `refuse more open jobs than there may be, and count nothing for it`() async throws {
        let gateway = try self.rig.gateway { $0.openJobLimit = 2 }
        for _ in 0..<2 { #expect(try await gateway.post(#"{"text": "文"}"#).status == 202) }
        let reply = try await gateway.post(#"{"text": "文"}"#)
        #expect(reply.status == 503 && reply.code == "queueFull" && reply.headers[.retryAfter] == "60")
        #expect(try await self.rig.count("SELECT used AS count FROM quotas") == 2)
    }

    @Test func `refuse jobs while the artifacts' disk is short`() async throws {
        let gateway = try self.rig.gateway { $0.diskFloorBytes = .max }
        #expect(try await gateway.post(#"{"text": "文"}"#).code == "diskShort")
        #expect(try await gateway.send(.get, "/readyz").status == 503)
    }

    @Test func `count a job once for one Idempotency-Key`() async throws {
        let gateway = try self.rig.gateway()
        let headers: HTTPFields = [.idempotencyKey: "film-1"]
        let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
            for _ in 0..<20 { group.addTask { try await gateway.post(#"{"text": "文"}"#, headers: headers) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(replies.allSatisfy { $0.status == 202 })
        #expect(Set(replies.map { $0.headers[.location] }).count == 1)
        #expect(replies.filter { $0.headers[.idempotentReplayed] == "true" }.count == 19)
        #expect(try await self.rig.count("SELECT used AS count FROM quotas") == 1)
        let other = try await gateway.post(#"{"text": "別の文"}"#, headers: headers)
        #expect(other.status == 422 && other.code == "idempotencyKeyReused")
        // Another client's key of the same name is another key.
        #expect(
            try await gateway.post(#"{"text": "別の文"}"#, headers: headers, peer: "192.0.2.1").status == 202)
        #expect(try await gateway.post("{}", headers: [.idempotencyKey: "鍵"]).code == "idempotencyKeyInvalid")
    }
}
