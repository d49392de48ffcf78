// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore
internal import Store

/// The pages and their forms. Everything works without a script.
struct PageDesk: Sendable {
    let desk: JobDesk

    private var settings: GatewaySettings { self.desk.settings }

    /// `GET /`
    @Sendable func home(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let visitor = Visitor(request)
        return Self.page(try await self.home(visitor, HomePage.Form(), problem: nil).html, visitor)
    }

    /// `POST /jobs/create`, as the reference's form.
    @Sendable func create(_ request: Request, _ context: GatewayContext) async throws -> Response {
        var visitor = Visitor(request)
        let fields = try await self.fields(of: request)
        let form = HomePage.Form(
            url: fields["url"] ?? "", text: fields["text"] ?? "", language: fields["language"] ?? "",
            size: fields["size"] ?? "", seconds: fields["seconds"] ?? "")
        do {
            guard visitor.mayPost(request, token: fields["form"]) else { throw Problem(.formForeign) }
            let key = fields["once"].flatMap { $0.utf8.count == 32 ? "form-\($0)" : nil }
            let taken = try await self.desk.take(
                try form.json(), key: key, from: self.desk.client(request, context),
                language: visitor.language)
            visitor.add(film: taken.job, keptSeconds: self.settings.retentionHours * 3_600)
            return Self.redirect(to: "/jobs/\(taken.job.uuidString.lowercased())", visitor)
        } catch let problem as Problem where problem.status != .internalServerError {
            return try await self.refuse(form, problem, visitor)
        } catch let failure as JobFailure {
            return try await self.refuse(form, Problem(failure), visitor)
        }
    }

    private func refuse(_ form: HomePage.Form, _ problem: Problem, _ visitor: Visitor) async throws
        -> Response
    {
        let page = try await self.home(visitor, form, problem: problem.detail[visitor.language])
        return Self.page(page.html, visitor, status: problem.status)
    }

    /// `GET /jobs/{id}`
    @Sendable func job(_ request: Request, _ context: GatewayContext) async throws -> Response {
        try await self.job(try JobDesk.job(context), Visitor(request), problem: nil)
    }

    /// `POST /jobs/{id}/cancel` and `POST /jobs/{id}/retry`
    func act(_ action: @escaping @Sendable (UUID) async throws -> Void) -> Resource.Handler {
        { request, context in
            let (job, visitor) = (try JobDesk.job(context), Visitor(request))
            let fields = try await self.fields(of: request)
            do {
                guard visitor.mayPost(request, token: fields["form"]) else { throw Problem(.formForeign) }
                try await action(job)
            } catch let problem as Problem where problem.status != .notFound {
                return try await self.job(job, visitor, problem: problem)
            }
            return Self.redirect(to: "/jobs/\(job.uuidString.lowercased())", visitor)
        }
    }

    private func job(_ job: UUID, _ visitor: Visitor, problem: Problem?) async throws -> Response {
        let page = JobPage(
            status: try await self.desk.status(of: job), url: try await self.desk.url(of: job),
            language: visitor.language, formToken: visitor.formToken,
            problem: problem?.detail[visitor.language])
        return Self.page(page.html, visitor, status: problem?.status ?? .ok)
    }

    private func home(_ visitor: Visitor, _ form: HomePage.Form, problem: String?) async throws -> HomePage {
        var page = HomePage(
            language: visitor.language, settings: await self.desk.currentSettings(),
            formToken: visitor.formToken, form: form,
            problem: problem)
        for job in visitor.films {
            // One that has expired is forgotten.
            if let status = try await self.desk.queue.status(of: job) { page.films.append(status) }
        }
        return page
    }

    func fields(of request: Request) async throws -> [String: String] {
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased()
        guard type == "application/x-www-form-urlencoded" else { throw Problem(.mediaTypeUnsupported) }
        // Percent-encoded Japanese is three times as long as in JSON.
        let body = try await request.body.collect(upTo: self.settings.bodyLimitBytes * 3)
        do {
            return try URLEncodedFormDecoder().decode([String: String].self, from: String(buffer: body))
        } catch {
            throw Problem(.bodyInvalid)
        }
    }
}

extension PageDesk {
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    static func page(_ html: HTML, _ visitor: Visitor, status: HTTPResponse.Status = .ok) -> Response {
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .contentLanguage: visitor.language.rawValue,
            .contentSecurityPolicy: self.policy,
        ]
        for cookie in visitor.newCookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: html.text)))
    }

    static func redirect(to path: String, _ visitor: Visitor) -> Response {
        var headers: HTTPFields = [.location: path]
        for cookie in visitor.newCookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
        return Response(status: .seeOther, headers: headers)
    }

    /// A page about what went wrong, for a browser that asked for a page.
    static func page(of problem: Problem, _ request: Request) -> Response {
        let visitor = Visitor(request)
        let back = Localized(ja: "トップページに戻る", en: "Back to the first page")[visitor.language]
        let title = problem.title[visitor.language]
        let frame = PageFrame(title: title, language: visitor.language, path: "/")
        var response = self.page(
            frame.page(
                "<h1>\(title)</h1><p>\(problem.detail[visitor.language])</p><p><a href=\"/\">\(back)</a></p>"),
            visitor, status: problem.status)
        response.headers.append(contentsOf: problem.headers)
        return response
    }
}

extension HomePage.Form {
    /// As the body of `POST /api/jobs`, so that one place judges both.
    fileprivate func json() throws -> Data {
        var fields: [String: String] = [:]
        if !self.url.trimmingCharacters(in: .whitespaces).isEmpty { fields["url"] = self.url }
        if !self.text.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty {
            fields["markdown"] = self.text
        }
        if !self.language.isEmpty { fields["language"] = self.language }
        if !self.size.isEmpty { fields["size"] = self.size }
        var object: [String: Any] = fields
        if !self.seconds.isEmpty { object["target_seconds"] = Int(self.seconds) ?? -1 }
        return try JSONSerialization.data(withJSONObject: object)
    }
}
