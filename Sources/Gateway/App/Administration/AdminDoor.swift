// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import Store
internal import Synchronization
internal import Telemetry

/// Lets an administrator in: by a session's cookie on the pages, by the token itself under `/api/admin`.
final class AdminDoor: Sendable {
    static let actor = "admin"
    private static let cookie = "moviegen_admin"
    private static let lifetime = Duration.seconds(12 * 3_600)

    private let token: AdminToken
    private let desk: JobDesk
    private let logger: Logger
    private let attempts = Mutex(LoginAttempts())

    init(token: AdminToken, desk: JobDesk, logger: Logger) {
        self.token = token
        self.desk = desk
        self.logger = logger
    }

    // MARK: - Who is inside

    /// A page's handler, for those who are logged in; others are asked to.
    func page(
        _ handler: @escaping @Sendable (Request, GatewayContext, Visitor) async throws -> Response
    ) -> Resource.Handler {
        { request, context in
            guard try await self.hasSession(request) else {
                return PageDesk.redirect(to: "/admin/login?to=\(request.uri.path)", Visitor(request))
            }
            return try await handler(request, context, Visitor(request))
        }
    }

    /// Whether a request's cookie is that of a session that has not ended.
    func hasSession(_ request: Request) async throws -> Bool {
        guard let digest = self.digest(request) else { return false }
        return try await self.desk.queue.hasSession(digest)
    }

    /// A handler of the API, for those who send the token.
    func bearer(_ handler: @escaping Resource.Handler) -> Resource.Handler {
        { request, context in
            let header = request.headers[.authorization] ?? ""
            guard header.prefix(7).lowercased() == "bearer " else { throw Self.refusal }
            try self.judge(String(header.dropFirst(7)), self.network(request, context))
            return try await handler(request, context)
        }
    }

    private static var refusal: Problem {
        Problem(.tokenInvalid, headers: [.wwwAuthenticate: "Bearer realm=\"moviegen\""])
    }

    private func judge(_ guess: String, _ network: String) throws(Problem) {
        let wait = self.attempts.withLock { attempts -> Duration? in
            let now = ContinuousClock.now
            if let wait = attempts.wait(of: network, now: now) { return wait }
            if self.token.matches(guess) {
                attempts.succeed(network)
                return nil
            }
            attempts.fail(network, now: now)
            return .zero
        }
        guard let wait else { return }
        if wait == .zero {
            // Never what was typed: it may be the token but for a letter.
            self.logger.warning(
                "A wrong administration token was refused", metadata: [LogKey.clientNetwork: "\(network)"])
            throw Self.refusal
        }
        throw Problem(.loginsLimited, headers: [.retryAfter: "\(wait.components.seconds + 1)"])
    }

    private func network(_ request: Request, _ context: GatewayContext) -> String {
        self.desk.client(request, context).map { "\($0.network)" } ?? "local"
    }

    private func digest(_ request: Request) -> String? {
        guard let secret = request.cookies[Self.cookie]?.value, Visitor.isToken(secret) else { return nil }
        return self.token.digest(ofSession: secret)
    }

    // MARK: - Coming and going

    /// `GET /admin/login`
    @Sendable func show(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let visitor = Visitor(request)
        let page = LoginPage(frame: AdminFrame(visitor), destination: Self.destination(request))
        return PageDesk.page(page.html, visitor)
    }

    /// `POST /admin/login`
    @Sendable func logIn(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let visitor = Visitor(request)
        let fields = try await self.desk.fields(of: request)
        let network = self.network(request, context)
        do throws(Problem) {
            guard visitor.mayPost(request, token: fields["form"]) else { throw Problem(.formForeign) }
            try self.judge(fields["token"] ?? "", network)
        } catch {
            var frame = AdminFrame(visitor)
            frame.problem = error.detail[visitor.language]
            let page = LoginPage(frame: frame, destination: Self.destination(request))
            var response = PageDesk.page(page.html, visitor, status: error.status)
            response.headers.append(contentsOf: error.headers)
            return response
        }
        let secret = Visitor.makeToken()
        try await self.desk.queue.beginSession(
            self.token.digest(ofSession: secret), lifetime: Self.lifetime, actor: Self.actor, from: network)
        var response = PageDesk.redirect(to: Self.destination(request), visitor)
        self.set(secret, Self.lifetime.components.seconds, &response, request, context)
        return response
    }

    /// `POST /admin/logout`
    @Sendable func logOut(_ request: Request, _ context: GatewayContext, _ visitor: Visitor) async throws
        -> Response
    {
        let fields = try await self.desk.fields(of: request)
        guard visitor.mayPost(request, token: fields["form"]) else { throw Problem(.formForeign) }
        if let digest = self.digest(request) {
            try await self.desk.queue.endSession(
                digest, actor: Self.actor, from: self.network(request, context))
        }
        var response = PageDesk.redirect(to: "/admin/login", visitor)
        self.set("", 0, &response, request, context)
        return response
    }

    private func set(
        _ secret: String, _ seconds: Int64, _ response: inout Response, _ request: Request,
        _ context: GatewayContext
    ) {
        var cookie =
            "\(Self.cookie)=\(secret); Path=/admin; HttpOnly; SameSite=Strict; Max-Age=\(seconds)"
        if self.cameByTLS(request, context) { cookie += "; Secure" }
        response.headers.append(HTTPField(name: .setCookie, value: cookie))
    }

    /// A gateway speaks no TLS itself: a proxy that is trusted says that it did.
    private func cameByTLS(_ request: Request, _ context: GatewayContext) -> Bool {
        guard let peer = context.peer,
            self.desk.settings.trustedProxies.contains(where: { $0.contains(peer) })
        else { return false }
        return request.headers[.xForwardedProto]?.split(separator: ",").first?
            .trimmingCharacters(in: .whitespaces).lowercased() == "https"
    }

    /// Where somebody wanted to go; a page of the administration, whatever the address says.
    private static func destination(_ request: Request) -> String {
        let asked = request.uri.queryParameters["to"].map { String($0) } ?? ""
        return asked.wholeMatch(of: #/\/admin(\/(jobs|dead|limits)(\/[0-9A-Fa-f-]{36})?)?/#) == nil
            ? "/admin" : asked
    }
}
