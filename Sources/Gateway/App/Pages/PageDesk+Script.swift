// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Store

extension PageDesk {
    /// `GET /jobs/{id}/script`
    @Sendable func script(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let visitor = Visitor(request)
        let page = try await self.scriptPage(try JobDesk.job(context), visitor)
        return Self.page(page.html, visitor)
    }

    /// `POST /jobs/{id}/script`: adds or removes a line in the form, or makes the film of it.
    @Sendable func editScript(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let (job, visitor) = (try JobDesk.job(context), Visitor(request))
        let fields = try await self.desk.fields(of: request)
        var page = try await self.scriptPage(job, visitor)
        page.entries = ScriptEntries(fields, of: page.script)
        guard visitor.mayPost(request, token: fields["form"]) else {
            return self.refuse(page, Problem(.formForeign), visitor)
        }
        if let wish = fields["do"], wish != "make" {
            page.newLine = page.entries.apply(wish)
            return Self.page(page.html, visitor)
        }
        do {
            if let (place, count) = page.entries.tooLong {
                page.wrongLine = place
                throw Self.problem(at: place, count)
            }
            let script = page.entries.applied(to: page.script)
            guard !script.sections.isEmpty else {
                throw Problem(.requestInvalid, ja: "せりふが1つもありません。", en: "There is no line left.")
            }
            try await self.desk.edit(
                job, script: try ScriptFile.encode(script), from: self.desk.client(request, context))
        } catch let problem as Problem where problem.status != .notFound {
            return self.refuse(page, problem, visitor)
        } catch let failure as JobFailure {
            return self.refuse(page, Problem(failure), visitor)
        }
        return Self.redirect(to: "/jobs/\(job.uuidString.lowercased())", visitor)
    }

    private static func problem(at place: ScriptEntries.Place, _ count: Int) -> Problem {
        let limit = ScriptFile.maximumLineLength
        return Problem(
            .requestInvalid,
            ja:
                "シーン\(place.scene + 1)の\(place.line + 1)行目が長すぎます（\(count)文字）。\(limit)文字以内にするか、行を分けてください。",
            en:
                "Scene \(place.scene + 1), line \(place.line + 1) is too long: \(count) characters. Keep it within \(limit), or make two lines of it."
        )
    }

    private func refuse(_ page: ScriptPage, _ problem: Problem, _ visitor: Visitor) -> Response {
        var page = page
        page.problem = problem.detail[visitor.language]
        return Self.page(page.html, visitor, status: problem.status)
    }

    private func scriptPage(_ job: UUID, _ visitor: Visitor) async throws -> ScriptPage {
        let status = try await self.desk.status(of: job)
        guard status.state != .open else { throw Problem(.jobOpen, headers: [.retryAfter: "5"]) }
        guard let (script, cast) = try await self.shelf.script(of: job) else { throw Problem(.scriptMissing) }
        return ScriptPage(
            job: job, language: visitor.language, formToken: visitor.formToken, script: script, cast: cast,
            entries: ScriptEntries(script), slides: Set(try await self.shelf.slides(of: job).keys))
    }
}
