// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import HTTPTypes
internal import Testing

@testable internal import GatewayApp

/// A browser without a script: it keeps cookies and sends the forms it was shown.
struct Browser {
    let gateway: Gateway
    var cookies: [String: String] = [:]
    var headers: HTTPFields = [.accept: "text/html", .acceptLanguage: "ja"]

    init(_ gateway: Gateway) { self.gateway = gateway }

    mutating func get(_ path: String) async throws -> Reply { try await self.send(.get, path, nil) }

    mutating func post(_ path: String, _ fields: [String: String]) async throws -> Reply {
        let allowed = CharacterSet.alphanumerics.intersection(
            CharacterSet(charactersIn: Unicode.Scalar(0)..."\u{7F}"))
        let body = fields.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")"
        }.joined(separator: "&")
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
            method, path, headers: headers, body: body.map { Data($0.utf8) })
        for cookie in reply.headers[values: .setCookie] {
            #expect(cookie.contains("; HttpOnly; SameSite=Lax"))
            let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
            self.cookies[String(pair[0])] = String(pair[1])
        }
        return reply
    }

    /// The hidden fields of a page's first form.
    static func hidden(_ reply: Reply) -> [String: String] {
        var fields: [String: String] = [:]
        for match in reply.text.matches(of: /<input type="hidden" name="(\w+)" value="(\w+)">/) {
            fields[String(match.1)] = fields[String(match.1)] ?? String(match.2)
        }
        return fields
    }
}

extension Reply {
    var text: String { String(decoding: self.body, as: UTF8.self) }
}
