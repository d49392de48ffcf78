// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Store
internal import Worker

extension JobDesk {
    /// `PUT /api/jobs/{id}/script`: the film again, from this script; what did not change is not made again.
    @Sendable func editScript(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let job = try Self.job(context)
        let body = try await self.body(of: request, type: "application/yaml")
        guard let yaml = String(validating: body, as: UTF8.self), !yaml.utf8.contains(0) else {
            throw Problem(
                JobFailure(
                    .scriptInvalid, "script",
                    detail: Localized(ja: "UTF-8の文字列ではありません", en: "it is not UTF-8 text")), field: "script")
        }
        try await self.edit(job, script: yaml, from: self.client(request, context))
        return try await self.answer(
            job, .accepted, to: request, headers: [.location: "/api/jobs/\(job.uuidString.lowercased())"])
    }

    /// Makes a film that is over again, from a script.
    ///
    /// - Throws: ``Problem`` or ``JobFailure`` when it is refused; then nothing has changed.
    func edit(_ job: UUID, script yaml: String, from client: ClientAddress?) async throws {
        guard let text = try await self.queue.request(of: job) else { throw Problem(.jobUnknown) }
        guard yaml.utf8.count <= FilmRequest.maximumBytes else {
            throw Problem(JobFailure(.sourceTooLarge, "script"), field: "script")
        }
        var film = try JSONDecoder().decode(FilmRequest.self, from: Data(text.utf8))
        let settings = try film.makeSettings(house: self.settings.house)
        let cast = settings.cast(for: settings.languages.first ?? .japanese, seed: settings.script.seed)
        guard !(try ScriptFile.decode(yaml: yaml, name: "script", cast: cast).script.sections.isEmpty) else {
            throw Problem(
                JobFailure(
                    .scriptInvalid, "script", detail: Localized(ja: "シーンが1つもありません", en: "no sections")),
                field: "script")
        }
        guard self.disk.isEnough else { throw Problem(.diskShort, headers: [.retryAfter: "60"]) }
        film.editedScript = yaml
        let outcome = try await self.queue.remake(
            job, request: try TaskResult.json(film), limit: self.settings.editLimit,
            openJobLimit: self.settings.openJobLimit, address: client.map { "\($0.address)" },
            actor: "visitor")
        switch outcome {
        case .begun: return
        case .open: throw Problem(.jobOpen, headers: [.retryAfter: "5"])
        case .spent: throw Problem(.editsSpent)
        case .blocked: throw Problem(.blocked)
        case .full: throw self.queueFull(limit: await self.currentSettings().openJobLimit)
        case .unknown: throw Problem(.jobUnknown)
        }
    }
}
