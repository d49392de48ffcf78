// SPDX-License-Identifier: Apache-2.0
package import Domain

extension FilmSettings {
    /// Those of the cast who have a line; everybody in a film nobody speaks in.
    package func actors(of script: Script, seed: UInt64) -> [Persona] {
        let cast = self.cast(for: script.language, seed: seed)
        let speakers = Set(script.sections.flatMap(\.narrations).map(\.personaID))
        let actors = cast.filter { speakers.contains($0.id) }
        return actors.isEmpty ? cast : actors
    }

    /// The size of a film's slides: what its frame leaves beside these actors.
    package func slideSize(for script: Script, seed: UInt64) -> FrameSize {
        let layout = FilmLayout(format: self.format, cast: self.actors(of: script, seed: seed))
        return FrameSize(width: layout.slide.width, height: layout.slide.height)
    }
}
