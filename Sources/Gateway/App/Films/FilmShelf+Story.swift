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

extension FilmShelf {
    /// `GET /api/jobs/{id}/slides/{number}`, from 1: a scene's slide as soon as it is drawn.
    @Sendable func slide(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let job = try JobDesk.job(context)
        let status = try await self.desk.status(of: job)
        guard let number = context.parameters.get("number").flatMap({ Int($0) }), number > 0 else {
            throw Problem(.slideMissing)
        }
        guard let slide = try await self.slides(of: job)[number - 1] else {
            throw status.state == .open
                ? Problem(.slideMissing, headers: [.retryAfter: "3"]) : Problem(.slideMissing)
        }
        let file = try await self.path(of: slide.picture, job)
        guard let size = try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize else {
            throw Problem(.slideMissing)
        }
        return try await StoredFile(
            path: file.path, size: size, entityTag: EntityTag(slide.picture),
            lastModified: HTTPDate(status.createdAt), contentType: "image/png"
        ).answer(to: request, context: context)
    }

    /// `GET /api/jobs/{id}/chapters.vtt`: for a player's chapter track.
    @Sendable func chapters(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let job = try JobDesk.job(context)
        let status = try await self.desk.status(of: job)
        guard status.state != .open else { throw Problem(.filmNotReady, headers: [.retryAfter: "5"]) }
        guard let story = try await self.story(of: status), let text = story.chapterFile else {
            throw Problem(.filmMissing)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: FilmFile.webVTT.contentType, .contentLanguage: story.language.rawValue,
                .cacheControl: "private, no-cache",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// What is known of a job's film; nil before its script is written, and when its objects are gone.
    func story(of status: JobStatus) async throws -> FilmStory? {
        // While it is made again, that film counts, and not the one from before.
        if status.state != .open, var story = await self.record(of: status) {
            if status.state == .done { story.show(try await self.slides(of: status.id).keys) }
            return story
        }
        guard let (script, cast) = try await self.script(of: status.id) else { return nil }
        var story = FilmStory(script, cast: cast)
        story.show(try await self.slides(of: status.id).keys)
        return story
    }

    // What is missing or unreadable is left out of a page, not the page.
    private func record(of status: JobStatus) async -> FilmStory? {
        guard let id = FilmJobResult(of: status)?.files["json"] else { return nil }
        return (try? await self.objects.bytes(of: id)).flatMap { try? FilmStory(record: $0) }
    }

    /// The script of a job as it is made now, and who can speak in it; nil while it is not there, or no longer.
    func script(of job: UUID) async throws -> (script: Script, cast: [Persona])? {
        guard let result = try await self.scriptResult(of: job),
            let bytes = try? await self.objects.bytes(of: result.script),
            let script = try? JSONDecoder().decode(Script.self, from: bytes)
        else { return nil }
        return (script, try await self.cast(of: job, script.language))
    }

    private func cast(of job: UUID, _ language: Language) async throws -> [Persona] {
        let text = try await self.desk.queue.request(of: job) ?? ""
        // A request that another version wrote: the speakers are called by their ids.
        guard let request = try? JSONDecoder().decode(FilmRequest.self, from: Data(text.utf8)),
            let settings = try? request.makeSettings(house: self.desk.settings.house)
        else { return [] }
        return settings.cast(for: language, seed: settings.script.seed)
    }

    /// Nil before the script is written.
    func scriptResult(of job: UUID) async throws -> ScriptResult? {
        try await self.desk.queue.results(of: job, stage: .script).first.flatMap {
            try? JSONDecoder().decode(ScriptResult.self, from: Data($0.result.utf8))
        }
    }

    /// By section, those that are drawn.
    func slides(of job: UUID) async throws -> [Int: SlideResult] {
        let results = try await self.desk.queue.results(of: job, stage: .slide).compactMap {
            part, result in
            (try? JSONDecoder().decode(SlideResult.self, from: Data(result.utf8))).map { (part, $0) }
        }
        return Dictionary(uniqueKeysWithValues: results)
    }
}
