// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import Metrics
internal import NIOCore
internal import Store
internal import Telemetry

/// Around every route: whatever is thrown becomes a problem in the sender's language, and every answer says what a
/// browser may do with it.
struct AnswerMiddleware: RouterMiddleware {
    typealias Context = GatewayContext

    let logger: Logger

    func handle(
        _ request: Request, context: GatewayContext,
        next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response: Response
        do {
            guard Resource.methods.contains(request.method) else { throw Problem(.methodUnknown) }
            response =
                request.method == .options && request.uri.path == "*"
                ? Response(status: .noContent, headers: [.allow: Resource.usedMethods])
                : try await next(request, context)
        } catch {
            let problem = self.problem(error, request)
            response =
                request.wantsPage
                ? PageDesk.page(of: problem, request)
                : problem.response(in: request.language, path: request.uri.path)
            if request.method == .head { response = response.createHeadResponse() }
        }
        Self.secure(&response.headers)
        self.count(request, context, response.status, ContinuousClock.now - start)
        return response
    }

    private func problem(_ error: any Error, _ request: Request) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let failure as JobFailure: return Problem(failure)
        case is NIOTooManyBytesError: return Problem(.bodyTooLarge)
        case let error as HTTPError where error.status == .notFound: return Problem(.routeUnknown)
        case let error as StoreError where error.mayPass:
            self.logger.warning("The database did not answer", metadata: [LogKey.errorDetail: "\(error)"])
            return Problem(.databaseUnavailable, headers: [.retryAfter: "5"])
        case is CancellationError: return Problem(.databaseUnavailable, headers: [.retryAfter: "5"])
        default:
            // The detail is for our log alone.
            self.logger.error(
                "A request failed",
                metadata: [
                    LogKey.errorDetail: "\(error)", LogKey.route: "\(request.method) \(request.uri.path)",
                ])
            return Problem(.internalFailure)
        }
    }

    private static func secure(_ headers: inout HTTPFields) {
        headers[.xContentTypeOptions] = "nosniff"
        headers[.referrerPolicy] = "same-origin"
        headers[.frameOptions] = "DENY"
        headers[.permissionsPolicy] = "camera=(), microphone=(), geolocation=()"
        if headers[.contentSecurityPolicy] == nil {
            headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
        }
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
    }

    private func count(
        _ request: Request, _ context: GatewayContext, _ status: HTTPResponse.Status, _ time: Duration
    ) {
        // The route's pattern, never the path: a job's id is no label.
        let route = context.endpointPath ?? "none"
        let method = Resource.methods.contains(request.method) ? request.method.rawValue : "other"
        Timer(
            label: MetricName.httpSeconds,
            dimensions: [("route", route), ("method", method), ("status", "\(status.code / 100)xx")]
        ).recordNanoseconds(Int64(time / .nanoseconds(1)))
        self.logger.debug(
            "Answered", metadata: [LogKey.route: "\(method) \(route)", LogKey.status: "\(status.code)"])
    }
}

extension Request {
    /// A browser's navigation outside of the API.
    fileprivate var wantsPage: Bool {
        let path = self.uri.path
        return path != "/api" && !path.hasPrefix("/api/")
            && self.headers[.accept]?.contains("text/html") == true
    }

    /// Of the answer: what `?lang=` says, for an EventSource cannot send a header of its own, or Accept-Language.
    var language: Language {
        self.uri.queryParameters["lang"].flatMap { Language(rawValue: String($0)) }
            ?? Language(acceptLanguage: self.headers[.acceptLanguage])
    }
}

extension StoreError {
    /// True when the same may go well a little later.
    var mayPass: Bool {
        switch self.code {
        case .unreachable, .connectionLost, .outcomeUnknown, .timedOut, .lockTimedOut, .conflict, .busy,
            .cancelled:
            true
        // A table that is not there yet: the first migration is under way.
        case .server: self.sqlState == "42P01" || self.sqlState?.hasPrefix("53") == true
        case .constraint, .valueInvalid, .rowUnexpected, .migrationChanged: false
        }
    }
}
