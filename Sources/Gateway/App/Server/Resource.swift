// SPDX-License-Identifier: Apache-2.0
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore

/// One path and what can be done with it; everything else is answered 405 with what can.
struct Resource {
    typealias Handler = @Sendable (Request, GatewayContext) async throws -> Response

    /// Those that RFC 9110, RFC 5789 and the HTTP working group's QUERY name.
    static let methods: [HTTPRequest.Method] = [
        .get, .head, .post, .put, .patch, .delete, .options, .trace, .connect, .query,
    ]

    /// What `OPTIONS *` is told: those that something here is done with.
    static let usedMethods = "DELETE, GET, HEAD, OPTIONS, POST, PUT"

    let path: RouterPath
    let handlers: [HTTPRequest.Method: Handler]

    init(_ path: RouterPath, _ handlers: [HTTPRequest.Method: Handler]) {
        self.path = path
        self.handlers = handlers
    }

    func add(to router: Router<GatewayContext>) {
        let allowed = self.allowed
        for method in Self.methods {
            router.on(self.path, method: method, use: self.handler(for: method, allowed))
        }
    }

    private var allowed: String {
        let names =
            self.handlers.keys.map(\.rawValue) + (self.handlers[.get] == nil ? [] : ["HEAD"]) + ["OPTIONS"]
        return names.sorted().joined(separator: ", ")
    }

    private func handler(for method: HTTPRequest.Method, _ allowed: String) -> Handler {
        if let handler = self.handlers[method] { return handler }
        if method == .head, let get = self.handlers[.get] {
            return { request, context in try await get(request, context).createHeadResponse() }
        }
        if method == .options { return { _, _ in Response(status: .noContent, headers: [.allow: allowed]) } }
        return { _, _ in throw Problem(.methodNotAllowed, headers: [.allow: allowed]) }
    }
}
