// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain
internal import FilmSettings
internal import FilmTasks
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore
internal import Store

/// The pages and their forms. Everything works without a script.
struct PageDesk: Sendable {
    let desk: JobDesk
    let shelf: FilmShelf
    let paces: PaceBook

    private var settings: GatewaySettings { self.desk.settings }

    /// `GET /`
    @Sendable func home(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let visitor = Visitor(request)
        let page = try await self.home(visitor, self.desk.client(request, context))
        return Self.page(page.html, visitor)
    }

    /// `POST /jobs/create`, as the reference's form.
    @Sendable func create(_ request: Request, _ context: GatewayContext) async throws -> Response {
        var visitor = Visitor(request)
        let client = self.desk.client(request, context)
        let fields = try await self.desk.fields(of: request)
        let entries = HomeForm.Entries(fields)
        do {
            guard visitor.mayPost(request, token: fields["form"]) else { throw Problem(.formForeign) }
            let json = try entries.json()
            // Who comes back to the form and asks for something else with it means another film.
            let key = fields["once"].flatMap {
                $0.utf8.count == 32 ? "form-\($0)-\(ContentHash.id(of: json).hexadecimal)" : nil
            }
            let taken = try await self.desk.take(
                json, key: key, from: client, language: visitor.language)
            visitor.add(film: taken.job, keptSeconds: self.settings.retentionHours * 3_600)
            return Self.redirect(to: "/jobs/\(taken.job.uuidString.lowercased())", visitor)
        } catch let problem as Problem where problem.status != .internalServerError {
            return try await self.refuse(entries, problem, visitor, client)
        } catch let failure as JobFailure {
            return try await self.refuse(entries, Problem(failure), visitor, client)
        }
    }

    /// `GET` of where a form is sent to, as by a reload of what it answered: the page that has the form.
    @Sendable static func back(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let visitor = Visitor(request)
        guard context.parameters.get("id") != nil else { return self.redirect(to: "/", visitor) }
        return self.redirect(to: "/jobs/\(try JobDesk.job(context).uuidString.lowercased())", visitor)
    }

    private func refuse(
        _ entries: HomeForm.Entries, _ problem: Problem, _ visitor: Visitor, _ client: ClientAddress?
    ) async throws -> Response {
        var page = try await self.home(visitor, client)
        page.entries = entries
        page.problem = problem.detail[visitor.language]
        return Self.page(page.html, visitor, status: problem.status)
    }

    private func home(_ visitor: Visitor, _ client: ClientAddress?) async throws -> HomePage {
        var page = HomePage(
            language: visitor.language, settings: await self.desk.currentSettings(),
            formToken: visitor.formToken)
        page.cast = self.cast(visitor.language)
        for job in visitor.films {
            // One that has expired is forgotten.
            guard let status = try await self.desk.queue.status(of: job) else { continue }
            page.films.append(try await self.recentFilm(status))
        }
        page.remainingCount = try await self.desk.remainingFilmCount(of: client)
        page.usualSeconds = try await self.paces.pace().usualSeconds
        page.openJobCount = try await self.desk.queue.openJobCount()
        return page
    }

    /// Everybody who can be asked to speak.
    private func cast(_ language: Language) -> [Persona] {
        var settings = self.settings.house ?? .defaults(for: .japanese)
        settings.speakers = settings.personaIDs
        return settings.cast(for: language)
    }

    private func recentFilm(_ status: JobStatus) async throws -> HomePage.RecentFilm {
        let film = FilmJobResult(of: status)
        let title =
            if let film { film.title } else { try await self.shelf.scriptResult(of: status.id)?.title }
        let url = title == nil ? try await self.desk.url(of: status.id) : nil
        return HomePage.RecentFilm(
            status: status, url: url, title: title, hasPicture: film?.files["jpg"] != nil)
    }
}
