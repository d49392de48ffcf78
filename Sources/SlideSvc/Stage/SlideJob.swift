// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Canvas
internal import Domain
internal import Foundation

/// What the slides of one script have in common.
struct SlideJob: Sendable {
    let store: any ArtifactStore
    let loader: FigureLoader
    let size: FrameSize
    let theme: FilmFormat.Theme
    let language: Language

    /// Raised whenever a slide looks different for the same inputs.
    private static let version = 1

    private struct Inputs: Encodable {
        let brief: SlideBrief
        let size: FrameSize
        let theme: FilmFormat.Theme
        let language: Language
        /// The picture's bytes; nil when there is none to be had.
        let picture: ObjectID?
        let drawnWith = Drawing.version
    }

    /// The section's slide, and whether it was already there.
    func slide(for section: Section) async throws -> (slide: Slide, reused: Bool) {
        try Task.checkCancellation()
        let brief = Self.named(section)
        let bytes = try await self.pictureBytes(for: brief)
        let inputs = Inputs(
            brief: brief, size: self.size, theme: self.theme, language: self.language,
            picture: bytes.map { ContentHash.id(of: $0) })
        let pictureRecipe = try Recipe(step: "slide", version: Self.version, inputs: inputs)
        let notesRecipe = try Recipe(step: "slide.notes", version: Self.version, inputs: inputs)
        if let id = try await self.store.object(for: pictureRecipe),
            let notes = try await self.notes(notesRecipe)
        {
            return (Slide(picture: id, notes: notes), true)
        }
        try Task.checkCancellation()
        let (file, notes) = try self.draw(brief, bytes)
        // Notes first: a picture that is found without them is drawn again.
        try await self.store.store(try JSONEncoder().encode(notes), for: notesRecipe)
        return (Slide(picture: try await self.store.store(file, for: pictureRecipe), notes: notes), false)
    }

    /// A figure without any words takes the section's, should its picture be missing.
    private static func named(_ section: Section) -> SlideBrief {
        guard case .figure(let heading, let figure) = section.slide, heading.isEmpty,
            figure.caption?.isEmpty ?? true, figure.alternativeText.isEmpty
        else { return section.slide }
        return .figure(heading: section.title, figure: figure)
    }

    private func pictureBytes(for brief: SlideBrief) async throws -> Data? {
        guard case .figure(_, let figure) = brief else { return nil }
        return try await self.loader.bytes(of: figure.source)
    }

    private func notes(_ recipe: Recipe) async throws -> [String]? {
        guard let id = try await self.store.object(for: recipe) else { return nil }
        // Unreadable notes are no notes: the slide is drawn again, and its notes with it.
        return try? JSONDecoder().decode([String].self, from: await self.store.bytes(of: id))
    }

    private func draw(_ brief: SlideBrief, _ bytes: Data?) throws -> (file: Data, notes: [String]) {
        let drawer = SlideDrawer(size: self.size, theme: self.theme, language: self.language)
        guard case .figure = brief else { return try drawer.draw(brief) }
        do {
            guard let bytes else { throw FigureProblem.missing }
            return try drawer.draw(brief, picture: try PictureReader.read(bytes))
        } catch {
            var (file, notes) = try drawer.draw(brief)
            notes.append(drawer.context.note(on: error))
            return (file, notes)
        }
    }
}

private enum FigureProblem: Error { case missing }

extension SlideContext {
    fileprivate func note(on error: any Error) -> String {
        switch error {
        case FigureProblem.missing:
            self.localized("図を取得できないため、文字で示しました", "figure not available, shown in words")
        case PictureReader.Refusal.tooSmall:
            self.localized("図が小さすぎるため、文字で示しました", "figure too small, shown in words")
        default:
            self.localized("図を読めないため、文字で示しました", "figure not readable, shown in words")
        }
    }
}
