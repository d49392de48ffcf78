// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain
internal import FilmTasks
internal import Foundation
internal import Store

/// A finished job's film: where it lies, or a copy of it.
struct JobResult: Sendable {
    let status: JobStatus
    let access: ClusterAccess

    private struct Report: Encodable {
        var job: String
        var output: String?
        var title: String
        var durationSeconds: Double
        var elapsedSeconds: Double
        var sha256: String?
    }

    /// Copies the film and what lies beside it to `output`, or says where it is.
    func report(to output: String?, _ talk: OutputOptions, _ reporter: Reporter) async throws {
        guard let film = FilmJobResult(of: self.status) else {
            throw JobFailure(
                .internalFailure, self.status.id.uuidString.lowercased(), detail: "it has no film")
        }
        let url = try await self.place(film, output)
        let elapsed = (self.status.finishedAt ?? .now).timeIntervalSince(self.status.createdAt)
        if talk.json {
            let report = Report(
                job: self.status.id.uuidString.lowercased(), output: url?.path, title: film.title,
                durationSeconds: film.durationSeconds, elapsedSeconds: elapsed,
                sha256: film.files["mp4"]?.hexadecimal)
            print(JSON.encode(report, pretty: true))
        } else if talk.quiet {
            print(url?.path ?? self.status.id.uuidString.lowercased())
        } else {
            let path = url?.relativePath ?? film.files["mp4"]?.hexadecimal ?? ""
            print(
                Messages.ready(
                    path, film: FilmResult.clock(film.durationSeconds), elapsed: FilmResult.clock(elapsed))[
                        reporter.language])
        }
    }

    /// The copy, or the object itself when nobody asked for one.
    private func place(_ film: FilmJobResult, _ output: String?) async throws -> URL? {
        guard let objects = self.access.objects else {
            guard let output else { return nil }
            throw JobFailure(.sourceNotFound, output, detail: "the artifacts' folder is not on this machine")
        }
        guard let output else {
            guard let id = film.files["mp4"] else { return nil }
            return try await objects.file(of: id)
        }
        let url = try OutputFile.prepareFilm(output)
        for (ending, id) in film.files {
            let target = ending == "mp4" ? url : url.deletingPathExtension().appendingPathExtension(ending)
            try OutputFile.write(try await objects.bytes(of: id), to: target)
        }
        return url
    }
}
