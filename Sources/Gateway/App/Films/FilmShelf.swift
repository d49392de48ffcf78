// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain
internal import FilmSettings
internal import FilmTasks
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import Store
internal import Telemetry

/// Hands out what jobs made.
struct FilmShelf: Sendable {
    let desk: JobDesk
    let objects: DirectoryStore
    let logger: Logger

    /// `GET /api/jobs/{id}/video` and its neighbours.
    func show(_ kind: FilmFile) -> Resource.Handler {
        { request, context in
            let job = try JobDesk.job(context)
            return try await self.file(kind, of: job).answer(to: request, context: context)
        }
    }

    /// `GET /api/jobs/{id}/download`
    @Sendable func download(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let job = try JobDesk.job(context)
        let name = "movie_\(job.uuidString.lowercased()).mp4"
        return try await self.file(.video, of: job).answer(
            to: request, context: context,
            headers: [.contentDisposition: "attachment; filename=\"\(name)\""])
    }

    /// `GET /api/jobs/{id}/script`: as soon as it is written.
    @Sendable func script(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let job = try JobDesk.job(context)
        let status = try await self.desk.status(of: job)
        guard let result = try await self.scriptResult(of: job) else {
            throw status.state == .open
                ? Problem(.filmNotReady, headers: [.retryAfter: "3"]) : Problem(.filmMissing)
        }
        let script = try JSONDecoder().decode(
            Script.self, from: Data(contentsOf: try await self.path(of: result.script, job)))
        let name = "script_\(job.uuidString.lowercased()).yaml"
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/yaml; charset=utf-8",
                .contentDisposition: "inline; filename=\"\(name)\"",
                .contentLanguage: script.language.rawValue,
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: try ScriptFile.encode(script))))
    }

    private func file(_ kind: FilmFile, of job: UUID) async throws -> StoredFile {
        let (film, status) = try await self.film(of: job)
        guard let id = film.files[kind.ending] else { throw Problem(.filmMissing) }
        let url = try await self.path(of: id, job)
        guard let size = try? url.resourceValues(forKeys: [.fileSizeKey]).fileSize else {
            throw Problem(.filmMissing)
        }
        return StoredFile(
            path: url.path, size: size, entityTag: EntityTag(id),
            lastModified: HTTPDate(status.finishedAt ?? status.createdAt), contentType: kind.contentType)
    }

    func film(of job: UUID) async throws -> (FilmJobResult, JobStatus) {
        let status = try await self.desk.status(of: job)
        guard let film = FilmJobResult(of: status) else {
            throw status.state == .open
                ? Problem(.filmNotReady, headers: [.retryAfter: "5"]) : Problem(.filmMissing)
        }
        return (film, status)
    }

    func path(of id: ObjectID, _ job: UUID) async throws -> URL {
        do {
            return try await self.objects.file(of: id)
        } catch {
            self.logger.error(
                "An object of a job is gone",
                metadata: [LogKey.jobID: "\(job.uuidString.lowercased())", LogKey.errorDetail: "\(id)"])
            throw Problem(.filmMissing)
        }
    }
}
