// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import HTTPTypes
internal import Logging
internal import Testing

@testable internal import GatewayApp

/// An operator's browser without a script: it keeps cookies, by their paths, and sends the forms it was shown.
struct AdminBrowser {
    static let token = "correct-horse-battery-staple"

    let gateway: Gateway
    var cookies: [String: String] = [:]
    var headers: HTTPFields = [.accept: "text/html", .acceptLanguage: "en"]
    var peer = "198.51.100.7"
    /// As the last answer set them.
    private(set) var newCookies: [String] = []

    init(_ gateway: Gateway) { self.gateway = gateway }

    /// One that is inside.
    static func loggedIn(_ gateway: Gateway) async throws -> AdminBrowser {
        var browser = AdminBrowser(gateway)
        #expect(try await browser.logIn(Self.token).status == 303)
        return browser
    }

    mutating func logIn(_ token: String, to path: String = "/admin/login") async throws -> Reply {
        _ = try await self.get("/admin/login")
        return try await self.post(path, ["token": token])
    }

    mutating func get(_ path: String) async throws -> Reply { try await self.send(.get, path, nil) }

    /// Posts a form, with its token unless `fields` name another.
    mutating func post(_ path: String, _ fields: [String: String] = [:]) async throws -> Reply {
        var fields = fields
        if fields["form"] == nil { fields["form"] = self.cookies["moviegen_form"] ?? "" }
        let body = fields.map { "\($0)=\(JobQuery.encoded($1))" }.joined(separator: "&")
        return try await self.send(.post, path, body)
    }

    private mutating func send(_ method: HTTPRequest.Method, _ path: String, _ body: String?) async throws
        -> Reply
    {
        var headers = self.headers
        if !self.cookies.isEmpty {
            headers[.cookie] = self.cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
        }
        if body != nil { headers[.contentType] = "application/x-www-form-urlencoded" }
        let reply = try await self.gateway.send(
            method, path, headers: headers, body: body.map { Data($0.utf8) }, peer: self.peer)
        self.newCookies = reply.headers[values: .setCookie]
        for cookie in self.newCookies {
            let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
            self.cookies[String(pair[0])] = pair.count == 2 ? String(pair[1]) : nil
        }
        return reply
    }
}

extension GatewaySettings {
    mutating func openAdministration() { self.adminToken = AdminToken(AdminBrowser.token) }
}

/// Keeps every line that is logged.
struct LogCollector: LogHandler {
    let lines: Locked<[String]>
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        self.lines.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
    }
}
