// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmTasks
internal import Foundation
internal import HTTPTypes
internal import Store
internal import Testing
internal import Worker

@testable internal import GatewayApp

@Suite(.rig, .timeLimit(.minutes(1))) struct `The administration's pages` {
    private let rig: Rig
    private let gateway: Gateway

    init() throws {
        self.rig = try Rig.current
        self.gateway = try self.rig.gateway { $0.openAdministration() }
    }

    private func path(_ job: UUID, _ deed: String = "") -> String {
        "/admin/jobs/\(job.uuidString.lowercased())\(deed)"
    }

    /// What the administration did, the newest first.
    private func deeds() async throws -> [String] {
        try await self.rig.queue.audit(limit: 100).filter { $0.actor == "admin" }.map(\.action)
            .filter { $0 != "logIn" }
    }

    /// A job whose queue nobody serves, as it is ten minutes later.
    private func stuckJob(_ request: String = "{}") async throws -> UUID {
        let admission = AdmissionRequest(client: "192.0.2.9/32", request: request, first: NewTask(.render))
        guard case .admitted(let job) = try await self.rig.queue.admit(admission) else {
            throw Rig.Unexpected()
        }
        try await self.rig.store.rows("DELETE FROM outbox WHERE job_id = \(job)")
        try await self.rig.store.rows(
            "UPDATE jobs SET created_at = created_at - interval '10 minutes' WHERE id = \(job)")
        try await self.rig.store.rows(
            """
            UPDATE tasks SET enqueued_at = enqueued_at - interval '10 minutes',
                run_at = run_at - interval '10 minutes' WHERE job_id = \(job)
            """)
        return job
    }

    @Test func `find a job that does not move, and say why`() async throws {
        let job = try await self.stuckJob()
        _ = try await self.rig.claimedJob()
        var browser = try await AdminBrowser.loggedIn(self.gateway)
        let overview = try await browser.get("/admin")
        #expect(overview.text.contains("Jobs that have not moved for two minutes: 1"))
        #expect(overview.text.contains("No render-svc is alive. Start one."))
        #expect(overview.text.contains("RabbitMQ is not reached."))
        let list = try await browser.get("/admin/jobs?stuck=2m")
        #expect(list.text.contains("render 0: no render-svc is alive; start one"))
        #expect(list.text.matches(of: /<th scope="row">/).count == 1)
        #expect(list.text.contains("href=\"\(self.path(job))\""))
        let page = try await browser.get(self.path(job))
        #expect(page.text.contains("→ render 0: no render-svc is alive; start one"))
        #expect(page.text.contains("There are none.") && page.text.contains("<rect class=\"waits\""))
        let none = try await browser.get("/admin/jobs?stuck=1h")
        #expect(none.text.contains("There are no such jobs."))
    }

    @Test func `name no service that is alive, and the broker that is away`() async throws {
        for service in ["script-svc", "audio-svc", "slide-svc", "render-svc"] {
            _ = try await self.rig.queue.beat(
                WorkerRecord(
                    instance: service, service: service, host: "h", processID: 1, version: "1", slots: 2))
        }
        var browser = try await AdminBrowser.loggedIn(self.gateway)
        let text = try await browser.get("/admin").text
        #expect(!text.contains("Start one.") && !text.contains("Dead letters that"))
        #expect(text.contains("<code>render-svc</code>") && text.contains("RabbitMQ is not reached."))
        #expect(text.contains("<meter "))
    }

    @Test func `count failures by their code`() async throws {
        for _ in 0..<2 { _ = try await self.rig.failedJob(JobFailure(.engineFailed, "voice")) }
        let old = try await self.rig.failedJob(JobFailure(.diskFull, "disk"))
        try await self.rig.store.rows(
            "UPDATE jobs SET finished_at = now() - interval '2 hours' WHERE id = \(old)")
        _ = try await self.rig.finishedJob()
        var browser = try await AdminBrowser.loggedIn(self.gateway)
        let text = try await browser.get("/admin").text
        #expect(
            text.contains(
                "<code>engineFailed</code></a></th><td class=\"number\">2</td><td class=\"number\">2"))
        #expect(
            text.contains("<code>diskFull</code></a></th><td class=\"number\">0</td><td class=\"number\">1"))
        #expect(text.contains("66% (2/3)") && text.contains("75% (3/4)"))
    }

    @Test func `show markup in what strangers sent as text`() async throws {
        let url = #"https://example.com/"><script>alert(1)</script>"#
        let request = try TaskResult.json(["source": ["address": ["_0": url]]])
        let lease = try await self.rig.claimedJob(request)
        _ = try await self.rig.queue.fail(
            lease,
            TaskFailure(.permanent, JobFailure(.engineFailed, url, detail: "<img src=x onerror=alert(2)>")))
        _ = try await self.rig.queue.block(
            network: "192.0.2.0/24", reason: "<b>\"bad\"</b>", actor: "<i>x</i>")
        let letter = try #require(try await self.rig.queue.deadLetters().first)
        var browser = try await AdminBrowser.loggedIn(self.gateway)
        for path in [
            "/admin", "/admin/jobs", self.path(lease.task.job), "/admin/dead", "/admin/dead/\(letter.id)",
            "/admin/limits", "/admin/jobs?client=%22%3E%3Cscript%3E",
            "/admin/limits?network=%22%3E%3Cscript%3E",
        ] {
            let text = try await browser.get(path).text
            #expect(
                !text.contains("<script>") && !text.contains("<img src=x") && !text.contains("<b>")
                    && !text.contains("<i>"), "\(path)")
        }
        let page = try await browser.get(self.path(lease.task.job)).text
        #expect(page.contains("https://example.com/&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(page.contains("&lt;img src=x onerror=alert(2)&gt;"))
    }

    @Test func `take no form without its token, or from another site`() async throws {
        let job = try await self.rig.claimedJob().task.job
        var browser = try await AdminBrowser.loggedIn(self.gateway)
        let before = try await self.rig.queue.audit(limit: 100).count
        for path in [
            self.path(job, "/cancel"), self.path(job, "/retry"), self.path(job, "/delete"),
            "/admin/jobs/cancel",
            "/admin/dead/replay", "/admin/dead/discard", "/admin/limits/change", "/admin/limits/block",
            "/admin/limits/unblock", "/admin/outbox/kick", "/admin/workers/drain", "/admin/cleanup",
            "/admin/logout",
        ] {
            let fields = ["network": "192.0.2.0/24", "reason": "x", "daily_jobs": "0", "client": "test"]
            let forged = try await browser.post(path, fields.merging(["form": "0"]) { $1 })
            #expect(forged.status == 403, "\(path)")
            browser.headers[.secFetchSite] = "cross-site"
            #expect(try await browser.post(path, fields).status == 403, "\(path)")
            browser.headers[.secFetchSite] = nil
            var stranger = AdminBrowser(self.gateway)
            _ = try await stranger.get("/admin/login")
            #expect(
                try await stranger.post(path, fields).headers[.location]?.hasPrefix("/admin/login") == true)
        }
        #expect(try await self.rig.queue.audit(limit: 100).count == before)
        #expect(try await self.rig.queue.status(of: job)?.state == .open)
    }

    @Test func `cancel, try again and delete a job, and leave word of it`() async throws {
        var browser = try await AdminBrowser.loggedIn(self.gateway)
        let open = try await self.stuckJob()
        let cancelled = try await browser.post(self.path(open, "/cancel"))
        #expect(cancelled.headers[.location] == self.path(open) + "?note=cancelled")
        #expect(try await browser.get(self.path(open) + "?note=cancelled").text.contains("✓ Cancelled."))
        #expect(try await self.rig.queue.status(of: open)?.state == .cancelled)

        let failed = try await self.rig.failedJob(JobFailure(.engineFailed, "voice"))
        let page = try await browser.get(self.path(failed)).text
        #expect(page.contains("<code>permanent</code>") && page.contains("<code>engineFailed</code>"))
        #expect(try await browser.post(self.path(failed, "/retry")).status == 303)
        #expect(try await self.rig.queue.status(of: failed)?.state == .open)
        // Once more: it has not failed now, and its page says so.
        let again = try await browser.post(self.path(failed, "/retry"))
        #expect(again.status == 409 && again.text.contains("role=\"alert\""))
        let deleted = try await browser.post(self.path(failed, "/delete"))
        #expect(deleted.status == 409 && deleted.text.contains("Cancel it first."))
        #expect(
            try await browser.post(self.path(open, "/delete")).headers[.location]
                == "/admin/jobs?note=deleted")
        #expect(try await self.rig.queue.status(of: open) == nil)
        #expect(try await browser.post(self.path(open, "/delete")).status == 404)
        #expect(try await self.deeds() == ["delete", "replay", "cancel"])
        // Its history tells what was done to it.
        #expect(try await browser.get(self.path(failed)).text.contains("<td>replay</td>"))
    }

    @Test func `stop every job of one client`() async throws {
        var browser = try await AdminBrowser.loggedIn(self.gateway)
        let (one, two) = (try await self.stuckJob(), try await self.stuckJob())
        let other = try await self.rig.claimedJob().task.job
        let list = try await browser.get("/admin/jobs?client=192.0.2.9%2F32").text
        #expect(list.contains("<input type=\"hidden\" name=\"client\" value=\"192.0.2.9/32\">"))
        let reply = try await browser.post("/admin/jobs/cancel", ["client": "192.0.2.9/32"])
        #expect(reply.headers[.location] == "/admin/jobs?note=clientCancelled&count=2")
        for job in [one, two] { #expect(try await self.rig.queue.status(of: job)?.state == .cancelled) }
        #expect(try await self.rig.queue.status(of: other)?.state == .open)
    }

    @Test func `replay and discard dead letters, those that are chosen or all`() async throws {
        var browser = try await AdminBrowser.loggedIn(self.gateway)
        var jobs: [UUID] = []
        for _ in 0..<4 { jobs.append(try await self.rig.failedJob(JobFailure(.engineFailed, "voice"))) }
        let letters = try await self.rig.queue.deadLetters()
        #expect(
            try await browser.get("/admin/dead").text.matches(of: /type="checkbox" name="letter-/).count == 4)
        let nothing = try await browser.post("/admin/dead/replay")
        #expect(nothing.status == 422 && nothing.text.contains("Choose some letters."))
        let one = try await browser.post("/admin/dead/replay", ["letter-\(letters[0].id)": "1"])
        #expect(one.headers[.location] == "/admin/dead?note=replayed&count=1")
        let away = try await browser.post("/admin/dead/discard", ["letter-\(letters[1].id)": "1"])
        #expect(away.headers[.location] == "/admin/dead?note=discarded&count=1")
        let rest = try await browser.post("/admin/dead/replay", ["all": "1", "queue": "script"])
        #expect(rest.headers[.location] == "/admin/dead?note=replayed&count=2")
        #expect(try await self.rig.queue.deadLetters().isEmpty)
        #expect(try await self.deeds() == ["replay", "replay", "discard", "replay"])
        let history = try await browser.get("/admin/dead?resolved=all").text
        #expect(history.contains("replayed (admin)") && history.contains("discarded (admin)"))
        let letter = try await browser.get("/admin/dead/\(letters[0].id)")
        #expect(letter.status == 200 && letter.text.contains("permanent (app)"))
        #expect(try await browser.get("/admin/dead/\(UUID())").status == 404)
    }

    @Test func `hurry the outbox, send a worker away and make room`() async throws {
        var browser = try await AdminBrowser.loggedIn(self.gateway)
        _ = try await self.rig.queue.beat(
            WorkerRecord(
                instance: "w1", service: "audio-svc", host: "h", processID: 1, version: "1", slots: 2))
        let open = try await self.rig.claimedJob().task.job
        let done = try await self.rig.finishedJob()
        try await self.rig.store.rows(
            "UPDATE outbox SET attempts = 3, available_at = now() + interval '1 hour'")
        #expect(try await browser.post("/admin/outbox/kick").status == 303)
        #expect(try await self.rig.count("SELECT count(*) AS count FROM outbox WHERE attempts > 0") == 0)
        #expect(try await browser.get("/admin").text.contains("value=\"w1\""))
        #expect(try await browser.post("/admin/workers/drain", ["instance": "w1"]).status == 303)
        #expect(try await self.rig.queue.workers().first?.isDraining == true)
        #expect(try await browser.post("/admin/workers/drain", ["instance": "w2"]).status == 404)
        #expect(
            try await browser.post("/admin/cleanup").headers[.location] == "/admin?note=cleaned&count=1")
        #expect(try await self.rig.queue.status(of: done) == nil)
        #expect(try await self.rig.queue.status(of: open) != nil)
        #expect(try await self.deeds() == ["cleanup", "drain", "kick"])
    }

    @Test func `block a network and let it in again, keeping what was typed when it is wrong`() async throws {
        var browser = try await AdminBrowser.loggedIn(self.gateway)
        let wrong = try await browser.post(
            "/admin/limits/block", ["network": "999.1.1.1", "reason": "too many requests", "hours": "24"])
        #expect(wrong.status == 422 && wrong.text.contains("value=\"too many requests\""))
        #expect(wrong.text.contains("value=\"999.1.1.1\"") && wrong.text.contains("value=\"24\""))
        let timeless = try await browser.post(
            "/admin/limits/block", ["network": "198.51.100.0/24", "reason": "x", "hours": "soon"])
        #expect(timeless.status == 422)
        #expect(
            try await browser.post("/admin/limits/block", ["network": "198.51.100.0/24"]).status == 422)
        let fields = ["network": " 198.51.100.9/24 ", "reason": "flood", "hours": "24"]
        #expect(try await browser.post("/admin/limits/block", fields).status == 303)
        #expect(try await self.gateway.post(#"{"text": "文"}"#).code == "blocked")
        let page = try await browser.get("/admin/limits").text
        #expect(page.contains("<code>198.51.100.0/24</code>") && page.contains("<td>flood</td>"))
        let left = try #require(try await self.rig.queue.blockedNetworks().first?.expiresAt)
            .timeIntervalSinceNow
        #expect((86_000...86_400).contains(left))
        #expect(try await browser.post("/admin/limits/unblock", ["network": "198.51.100.0/24"]).status == 303)
        #expect(try await self.gateway.post(#"{"text": "文"}"#).status == 202)
        #expect(try await browser.post("/admin/limits/unblock", ["network": "198.51.100.0/24"]).status == 404)
        #expect(try await self.deeds() == ["unblock", "block"])
    }

    @Test func `change limits that every gateway obeys from the next job on`() async throws {
        var browser = try await AdminBrowser.loggedIn(self.gateway)
        let other = try self.rig.gateway { $0.dailyJobLimit = 5 }
        #expect(try await other.post(#"{"text": "一"}"#).headers[.rateLimitLimit] == "5")
        let wrong = try await browser.post("/admin/limits/change", ["daily_jobs": "-1", "open_jobs": ""])
        #expect(wrong.status == 422 && wrong.text.contains("value=\"-1\""))
        let changed = try await browser.post("/admin/limits/change", ["daily_jobs": "2", "open_jobs": ""])
        #expect(changed.headers[.location] == "/admin/limits?note=limitsChanged&count=1")
        let second = try await other.post(#"{"text": "二"}"#)
        #expect(second.status == 202 && second.headers[.rateLimitLimit] == "2")
        let third = try await other.post(#"{"text": "三"}"#, headers: [.acceptLanguage: "en"])
        #expect(third.code == "dailyLimitReached")
        #expect((try third.json()["detail"] as? String)?.contains("daily limit of 2") == true)
        _ = try await browser.post("/admin/limits/change", ["daily_jobs": "", "open_jobs": "2"])
        let full = try await other.post(#"{"text": "三"}"#, headers: [.acceptLanguage: "en"])
        #expect(
            try full.code == "queueFull" && (full.json()["detail"] as? String)?.contains("2 jobs") == true)
        _ = try await browser.post("/admin/limits/change", ["open_jobs": ""])
        #expect(try await other.post(#"{"text": "三"}"#).headers[.rateLimitLimit] == "5")
        _ = try await browser.post("/admin/limits/change", ["daily_jobs": "0"])
        #expect(try await other.post(#"{"text": "四"}"#).code == "dailyLimitReached")
        #expect(try await self.rig.queue.keptLimits()[.dailyJobs]?.actor == "admin")
        #expect(try await self.deeds().filter { $0 == "limit" }.count == 5)
    }

    @Test func `list the jobs that are asked for, page after page`() async throws {
        let failed = try await self.rig.failedJob(JobFailure(.diskFull, "disk"))
        let stuck = try await self.stuckJob()
        let done = try await self.rig.finishedJob()
        var browser = try await AdminBrowser.loggedIn(self.gateway)
        let jobs = [failed, stuck, done]
        for (query, wanted) in [
            ("", jobs), ("state=failed", [failed]), ("stage=render", [stuck]), ("stage=script", [failed]),
            ("code=diskFull", [failed]), ("client=192.0.2.9%2F32", [stuck]), ("age=min-2m", [stuck]),
            ("age=max-2m", [failed, done]), ("stuck=2m", [stuck]), ("state=open&stage=script", []),
        ] {
            let text = try await browser.get("/admin/jobs?\(query)").text
            let shown = jobs.filter { text.contains("href=\"\(self.path($0))\"") }
            #expect(shown == wanted, "\(query)")
        }
        for stage in Stage.allCases {
            #expect(
                try await browser.get("/admin/jobs").text.contains("<option value=\"\(stage.rawValue)\">"))
        }
        // What nobody asks for may be anything.
        #expect(try await browser.get("/admin/jobs?x=1&x=2&%C3=&=").status == 200)
        let short = try await browser.get("/admin/jobs?id=\(done.uuidString.prefix(8))")
        #expect(short.status == 303 && short.headers[.location] == self.path(done))
        for query in [
            "state=x", "stage=x", "age=5", "age=max-7h", "stuck=x", "after=x", "after=1_2", "after=",
            "code=%00",
        ] {
            #expect(try await browser.get("/admin/jobs?\(query)").status == 422, "\(query)")
        }
        for _ in 0..<(JobQuery.pageSize - 1) { _ = try await self.rig.claimedJob() }
        let first = try await browser.get("/admin/jobs").text
        let next = try #require(first.firstMatch(of: /rel="next" href="([^"]+)"/)).1
        let second = try await browser.get(String(next).replacing("&amp;", with: "&")).text
        let count = { (text: String) in text.matches(of: /<th scope="row">/).count }
        #expect(count(first) == JobQuery.pageSize && count(second) == 2)
    }

    @Test func `can be read by a screen reader, and run nothing of others`() async throws {
        let job = try await self.rig.failedJob(JobFailure(.diskFull, "disk"))
        let letter = try #require(try await self.rig.queue.deadLetters().first)
        var browser = try await AdminBrowser.loggedIn(self.gateway)
        for path in [
            "/admin", "/admin/jobs", self.path(job), "/admin/dead", "/admin/dead/\(letter.id)",
            "/admin/limits", "/admin/login",
        ] {
            for language in ["ja", "en"] {
                let reply = try await browser.get("\(path)?lang=\(language)")
                let text = reply.text
                #expect(reply.status == 200 && text.contains("<html lang=\"\(language)\">"), "\(path)")
                let policy = try #require(reply.headers[.contentSecurityPolicy])
                #expect(
                    policy.hasPrefix("default-src 'none'; script-src 'self'") && !policy.contains("unsafe"))
                #expect(reply.headers[.cacheControl] == "no-store")
                #expect(
                    text.firstMatch(
                        of: #/\sstyle=|<style|\son[a-z]+=|<script(?! src="/assets/)|(src|href)="https?:/#)
                        == nil, "\(path)")
                #expect(text.matches(of: /<table>/).count == text.matches(of: /<caption>/).count)
                #expect(text.firstMatch(of: /<th(?! scope=)[ >]/) == nil, "\(path)")
                for field in text.matches(of: /<(?:input|select) id="([\w-]+)"/) {
                    #expect(text.contains("<label for=\"\(field.1)\">"), "\(path) \(field.1)")
                }
                let ids = text.matches(of: #/ id="([\w-]+)"/#).map { String($0.1) }
                #expect(Set(ids).count == ids.count, "\(path)")
            }
        }
    }

    @Test func `tell a browser that something moved, until it is logged out`() async throws {
        let queue = self.rig.queue
        try await self.rig.withPort({
            $0.openAdministration()
            $0.heartbeat = .milliseconds(200)
        }) { port in
            let token = AdminToken(AdminBrowser.token)
            let secret = Visitor.makeToken()
            try await queue.beginSession(
                token.digest(ofSession: secret), lifetime: .seconds(60), actor: "admin", from: "test")
            let open = { (cookie: String) throws -> Wire in
                let wire = try Wire(port: port)
                wire.send(
                    "GET /admin/events HTTP/1.1\r\nHost: a\r\nConnection: close\r\nCookie: moviegen_admin=\(cookie)\r\n\r\n"
                )
                return wire
            }
            let stranger = try #require(try await open(Visitor.makeToken()).read())
            #expect(stranger.hasPrefix("HTTP/1.1 401 "))
            let wire = try open(secret)
            _ = try #require(try await wire.read { $0.contains("event: moved") })
            _ = try #require(try await wire.read { $0.contains("event: moved") })
            try await queue.endSession(token.digest(ofSession: secret), actor: "admin", from: "test")
            #expect(try await wire.read() != nil)
        }
    }
}

@Suite(.rig, .timeLimit(.minutes(1))) struct `The administration for programs` {
    private let rig: Rig
    private let gateway: Gateway

    init() throws {
        self.rig = try Rig.current
        self.gateway = try self.rig.gateway { $0.openAdministration() }
    }

    private func send(_ method: HTTPRequest.Method, _ path: String, _ json: String? = nil) async throws
        -> Reply
    {
        var headers: HTTPFields = [.authorization: "Bearer \(AdminBrowser.token)", .acceptLanguage: "en"]
        if json != nil { headers[.contentType] = "application/json" }
        return try await self.gateway.send(
            method, "/api/admin" + path, headers: headers, body: json.map { Data($0.utf8) })
    }

    @Test func `tells how everything stands, and a job's whole history`() async throws {
        let job = try await self.rig.failedJob(JobFailure(.engineFailed, "voice"))
        let overview = try await self.send(.get, "/overview").json()
        #expect((overview["jobs"] as? [String: Int])?["failed"] == 1)
        #expect(
            overview["open_dead_letters"] as? Int == 1 && overview["broker"] as? String == "not reached yet")
        let list = try await self.send(.get, "/jobs?state=failed").json()
        let first = try #require((list["jobs"] as? [[String: Any]])?.first)
        #expect(first["id"] as? String == job.uuidString.lowercased())
        #expect(first["error_code"] as? String == "engineFailed")
        let history = try await self.send(.get, "/jobs/\(job)").json()
        let tasks = try #require(history["tasks"] as? [[String: Any]])
        #expect(tasks.map { $0["state"] as? String } == ["dead"])
        let letters = try #require(history["dead_letters"] as? [[String: Any]])
        #expect(letters.count == 1 && letters[0]["job"] as? String == job.uuidString.lowercased())
        let letter = try #require(letters[0]["id"] as? String)
        #expect(try await self.send(.get, "/dead/\(letter)").json()["reason"] as? String == "permanent")
        #expect(try await self.send(.get, "/dead/\(job)").code == "letterUnknown")
        #expect(try await self.send(.get, "/jobs/\(UUID())").code == "jobUnknown")
        for query in ["state=x", "state=", "code=%00", "after="] {
            #expect(try await self.send(.get, "/jobs?\(query)").code == "requestInvalid", "\(query)")
        }
        #expect(try await self.send(.post, "/jobs").status == 405)
    }

    @Test func `does the same as the pages, as admin`() async throws {
        let job = try await self.rig.failedJob(JobFailure(.engineFailed, "voice"))
        #expect(try await self.send(.post, "/jobs/\(job)/retry").json()["done"] as? String == "retried")
        #expect(try await self.send(.post, "/jobs/\(job)/retry").code == "jobNotFailed")
        #expect(try await self.send(.delete, "/jobs/\(job)").code == "jobStillOpen")
        #expect(try await self.send(.post, "/jobs/\(job)/cancel").status == 200)
        #expect(try await self.send(.delete, "/jobs/\(job)").status == 200)
        let (one, two) = (
            try await self.rig.failedJob(JobFailure(.engineFailed, "voice")),
            try await self.rig.failedJob(JobFailure(.engineFailed, "voice"))
        )
        let letters = try await self.rig.queue.deadLetters()
        #expect(letters.map(\.job) == [two, one])
        #expect(try await self.send(.post, "/dead/\(letters[0].id)/replay").status == 200)
        #expect(try await self.send(.post, "/dead/\(letters[1].id)/discard").status == 200)
        #expect(try await self.send(.post, "/dead/\(letters[1].id)/discard").code == "letterUnknown")
        #expect(try await self.send(.post, "/dead/\(UUID())/replay").code == "letterUnknown")
        #expect((try await self.send(.get, "/dead").json()["dead_letters"] as? [Any])?.isEmpty == true)

        #expect(try await self.send(.put, "/limits", #"{"daily_jobs": 3}"#).json()["count"] as? Int == 1)
        let limits = try await self.send(.get, "/limits").json()
        #expect((limits["daily_jobs"] as? [String: Any])?["kept"] as? Int == 3)
        #expect((limits["daily_jobs"] as? [String: Any])?["configured"] as? Int == 100)
        #expect(try await self.send(.put, "/limits", #"{"daily_jobs": null}"#).status == 200)
        #expect(try await self.rig.queue.keptLimits().isEmpty)
        #expect(try await self.send(.put, "/limits", #"{"daily_jobs": "many"}"#).code == "requestInvalid")
        #expect(try await self.send(.put, "/limits", #"{"daily_jobs": 5.5}"#).code == "requestInvalid")
        #expect(try await self.send(.put, "/limits", #"{"daily": 5}"#).code == "requestInvalid")
        #expect(try await self.send(.put, "/limits").code == "mediaTypeUnsupported")
        #expect(try await self.send(.put, "/limits", "[]").code == "bodyInvalid")
        let block = #"{"network": "2001:db8::/32", "reason": "flood", "hours": 1}"#
        #expect(try await self.send(.post, "/blocks", block).status == 200)
        #expect(try await self.rig.queue.blockedNetworks().map(\.network) == ["2001:db8::/32"])
        #expect(try await self.send(.delete, "/blocks?network=2001:db8::/32").status == 200)
        #expect(try await self.send(.delete, "/blocks?network=2001:db8::/32").code == "networkNotBlocked")
        let actors = try await self.rig.queue.audit(limit: 100).map(\.actor)
        #expect(actors.count == 9 && Set(actors) == ["admin"])
    }

    @Test(arguments: ["/jobs", "/overview", "/dead", "/limits"])
    func `wants the token for everything`(path: String) async throws {
        for header in [nil, "Bearer", "Bearer x", "Basic \(AdminBrowser.token)"] as [String?] {
            var headers = HTTPFields()
            headers[.authorization] = header
            let reply = try await self.gateway.send(.get, "/api/admin\(path)", headers: headers)
            #expect(reply.status == 401 && reply.code == "tokenInvalid")
        }
    }
}
