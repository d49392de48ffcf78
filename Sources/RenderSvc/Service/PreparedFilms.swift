// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import RenderStage

/// The films whose segments are being rendered, with what was drawn for them: neighbours of one film share it.
actor PreparedFilms {
    /// Each holds its characters' sprites and a few plates: some tens of megabytes at 1080p.
    private static let limit = 2
    private var films: [(plan: ObjectID, film: PreparedFilm)] = []

    /// The prepared film of a plan, the last used ones kept. Two tasks that ask at once may both prepare it.
    func film(
        _ plan: ObjectID, prepare: @Sendable () async throws -> PreparedFilm
    ) async throws -> PreparedFilm {
        if let index = self.films.firstIndex(where: { $0.plan == plan }) {
            let known = self.films.remove(at: index)
            self.films.append(known)
            return known.film
        }
        let film = try await prepare()
        self.films.removeAll { $0.plan == plan }
        self.films.append((plan, film))
        if self.films.count > Self.limit { self.films.removeFirst() }
        return film
    }
}
