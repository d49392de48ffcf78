// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import HTTPTypes
internal import Logging
internal import Store
internal import Testing

@testable internal import GatewayApp

@Suite(.rig, .timeLimit(.minutes(1))) struct `The administration's door` {
    private let rig: Rig

    init() throws { self.rig = try Rig.current }

    private func gateway() throws -> Gateway { try self.rig.gateway { $0.openAdministration() } }

    @Test(arguments: [
        "/admin", "/admin/login", "/admin/jobs", "/admin/events", "/api/admin/jobs", "/api/admin/overview",
        "/assets/admin.css",
    ])
    func `is not there without a token`(path: String) async throws {
        let gateway = try self.rig.gateway()
        #expect(try await gateway.send(.get, path).code == "routeUnknown")
        let headers: HTTPFields = [.authorization: "Bearer ", .accept: "text/html"]
        #expect(try await gateway.send(.get, path, headers: headers).status == 404)
    }

    @Test func `leads those who are not inside to the login, and then to where they wanted`() async throws {
        var browser = AdminBrowser(try self.gateway())
        let reply = try await browser.get("/admin/dead")
        #expect(reply.status == 303 && reply.headers[.location] == "/admin/login?to=/admin/dead")
        let login = try await browser.logIn(AdminBrowser.token, to: "/admin/login?to=/admin/dead")
        #expect(login.status == 303 && login.headers[.location] == "/admin/dead")
        #expect(try await browser.get("/admin/dead").status == 200)
        for foreign in ["//evil.example", "https://evil.example/admin", "/admin/../x", "/admin%2f%2fx"] {
            let login = try await browser.logIn(AdminBrowser.token, to: "/admin/login?to=\(foreign)")
            #expect(login.headers[.location] == "/admin")
        }
    }

    @Test func `opens with a cookie that only its pages get`() async throws {
        var browser = try await AdminBrowser.loggedIn(try self.gateway())
        let cookie = try #require(browser.newCookies.first { $0.hasPrefix("moviegen_admin=") })
        #expect(cookie.hasSuffix("; Path=/admin; HttpOnly; SameSite=Strict; Max-Age=43200"))
        #expect(!cookie.contains(AdminBrowser.token))
        #expect(try await browser.get("/admin").status == 200)
        #expect(
            try await self.rig.count(
                "SELECT count(*) AS count FROM audit WHERE (actor, action) = ('admin', 'logIn')") == 1)
    }

    @Test(arguments: [
        ("https", "10.1.1.1", true), ("http", "10.1.1.1", false), ("https", "192.0.2.1", false),
    ])
    func `keeps the cookie to TLS when a trusted proxy had it`(
        scheme: String, peer: String, isSecure: Bool
    ) async throws {
        let gateway = try self.rig.gateway {
            $0.openAdministration()
            $0.trustedProxies = [IPNetwork("10.0.0.0/8")!]
        }
        var browser = AdminBrowser(gateway)
        browser.headers[.xForwardedProto] = scheme
        browser.peer = peer
        _ = try await browser.logIn(AdminBrowser.token)
        #expect(browser.newCookies.contains { $0.hasSuffix("; Secure") } == isSecure)
    }

    @Test func `stays closed to a wrong token, and says nothing of it in the log`() async throws {
        let lines = Locked<[String]>([])
        let logger = Logger(label: "test") { _ in LogCollector(lines: lines) }
        let gateway = try self.rig.gateway(logger: logger) { $0.openAdministration() }
        var browser = AdminBrowser(gateway)
        let reply = try await browser.logIn("correct-horse-battery-stapl")
        #expect(reply.status == 401 && reply.text.contains("Check the administration token."))
        #expect(!reply.text.contains("correct-horse"))
        #expect(browser.cookies["moviegen_admin"] == nil)
        let bearer: HTTPFields = [.authorization: "Bearer correct-horse-battery-stapl"]
        #expect(try await gateway.send(.get, "/api/admin/jobs", headers: bearer).status == 401)
        _ = try await browser.logIn(AdminBrowser.token)
        let written = lines.withLock { $0 }
        #expect(written.filter { $0.contains("refused") && $0.contains("198.51.100.7/32") }.count == 2)
        #expect(!written.contains { $0.contains("correct-horse") })
    }

    @Test func `makes a network that guesses wait, even with the right token, and no other`() async throws {
        var browser = AdminBrowser(try self.gateway())
        for _ in 0..<5 { #expect(try await browser.logIn("a wrong token").status == 401) }
        let refused = try await browser.logIn(AdminBrowser.token)
        #expect(refused.status == 429 && refused.headers[.retryAfter].flatMap { Int($0) } != nil)
        let bearer: HTTPFields = [.authorization: "Bearer \(AdminBrowser.token)"]
        let program = try await browser.gateway.send(.get, "/api/admin/jobs", headers: bearer)
        #expect(program.code == "loginsLimited")
        browser.peer = "198.51.100.8"
        #expect(try await browser.logIn(AdminBrowser.token).status == 303)
    }

    @Test func `takes no login form of another site`() async throws {
        var browser = AdminBrowser(try self.gateway())
        _ = try await browser.get("/admin/login")
        let reply = try await browser.post("/admin/login", ["token": AdminBrowser.token, "form": "x"])
        #expect(reply.status == 403 && browser.cookies["moviegen_admin"] == nil)
    }

    @Test func `closes behind who logs out, for the old cookie too`() async throws {
        var browser = try await AdminBrowser.loggedIn(try self.gateway())
        let before = browser.cookies
        #expect(try await browser.post("/admin/logout").headers[.location] == "/admin/login")
        #expect(browser.cookies["moviegen_admin"] == nil)
        browser.cookies = before
        #expect(try await browser.get("/admin").status == 303)
    }

    @Test func `closes when the session's time is over, and with another token`() async throws {
        var browser = try await AdminBrowser.loggedIn(try self.gateway())
        // Another gateway with the same token knows the session.
        var other = AdminBrowser(try self.gateway())
        other.cookies = browser.cookies
        #expect(try await other.get("/admin").status == 200)
        var changed = AdminBrowser(
            try self.rig.gateway { $0.adminToken = AdminToken("another-token-0123456789") })
        changed.cookies = browser.cookies
        #expect(try await changed.get("/admin").status == 303)
        try await self.rig.store.rows("UPDATE admin_sessions SET expires_at = now() - interval '1 second'")
        #expect(try await browser.get("/admin").status == 303)
    }

    @Test func `is the token alone for programs, and no cookie`() async throws {
        var browser = try await AdminBrowser.loggedIn(try self.gateway())
        browser.headers[.accept] = "application/json"
        let reply = try await browser.get("/api/admin/overview")
        #expect(reply.code == "tokenInvalid" && reply.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
        browser.headers[.authorization] = "bearer \(AdminBrowser.token)"
        #expect(try await browser.get("/api/admin/overview").status == 200)
    }

    @Test func `does not print its token`() {
        let token = AdminToken(AdminBrowser.token)
        var settings = GatewaySettings()
        settings.adminToken = token
        var dumped = ""
        dump(settings, to: &dumped)
        for text in ["\(token)", String(reflecting: token), "\(settings)", dumped] {
            #expect(!text.contains(AdminBrowser.token))
        }
    }
}

@Suite struct `Guessing the token` {
    @Test func `costs twice as long after each failure beyond the fifth, a quarter of an hour at most`() {
        var attempts = LoginAttempts()
        var now = ContinuousClock.now
        var waits: [Int] = []
        for _ in 0..<20 {
            attempts.fail("a", now: now)
            let wait = attempts.wait(of: "a", now: now) ?? .zero
            waits.append(Int(wait.components.seconds))
            now += wait
            #expect(attempts.wait(of: "a", now: now) == nil)
        }
        #expect(waits == [0, 0, 0, 0, 10, 20, 40, 80, 160, 320, 640] + Array(repeating: 900, count: 9))
        #expect(attempts.wait(of: "b", now: now) == nil)
    }

    @Test func `is forgotten after an hour, or a success`() {
        var attempts = LoginAttempts()
        let now = ContinuousClock.now
        for network in ["a", "b"] { for _ in 0..<4 { attempts.fail(network, now: now) } }
        attempts.succeed("b")
        attempts.fail("b", now: now)
        attempts.fail("a", now: now + .seconds(3_601))
        #expect(attempts.wait(of: "a", now: now + .seconds(3_601)) == nil)
        #expect(attempts.wait(of: "b", now: now) == nil)
        attempts.fail("c", now: now)
        for _ in 0..<4 { attempts.fail("c", now: now) }
        #expect(attempts.wait(of: "c", now: now) == .seconds(10))
    }

    @Test func `from ever new networks takes no more memory, and frees none that must wait longest`() {
        var attempts = LoginAttempts()
        let now = ContinuousClock.now
        for _ in 0..<8 { attempts.fail("guesser", now: now) }
        for number in 0..<10_050 { attempts.fail("network \(number)", now: now) }
        #expect(attempts.wait(of: "guesser", now: now) == .seconds(80))
        #expect(attempts.networkCount == 10_000)
    }
}
