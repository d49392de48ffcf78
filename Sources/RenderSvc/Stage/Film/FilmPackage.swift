// SPDX-License-Identifier: Apache-2.0
internal import Domain
package import Foundation

/// A film and what lies beside it, as bytes: what a worker stores for others to fetch.
package struct FilmPackage: Sendable {
    private let stage: RenderStage
    private let film: PreparedFilm

    package init(stage: RenderStage, film: PreparedFilm) {
        self.stage = stage
        self.film = film
    }

    /// By their endings: `mp4`, `vtt`, `srt`, `jpg`, `json`.
    ///
    /// The muxer writes to a file of its own, removed before this returns; the film's bytes stay mapped until then.
    package func make(parts: RenderStage.Parts, record: Data) async throws -> [String: Data] {
        let plan = self.film.plan
        let url = FileManager.default.temporaryDirectory.appending(path: "moviegen-\(UUID().uuidString).mp4")
        // Gone already when assembling failed at its start.
        defer { try? FileManager.default.removeItem(at: url) }
        try await self.stage.assemble(plan, parts: parts, to: url, name: plan.title)
        return [
            "mp4": try Data(contentsOf: url, options: .alwaysMapped),
            "vtt": Data(SubtitleFile.webVTT(plan)),
            "srt": Data(SubtitleFile.subRip(plan)),
            "jpg": try await self.stage.thumbnail(of: self.film),
            "json": record,
        ]
    }
}
