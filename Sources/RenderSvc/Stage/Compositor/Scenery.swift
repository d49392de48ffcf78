// SPDX-License-Identifier: Apache-2.0
internal import Canvas
internal import Domain
internal import Foundation
internal import Media
internal import Synchronization

/// Everything that can stand in a film's frames, drawn once when it is first needed; shared by all segments.
///
/// Plates (background with a slide on it), characters and subtitles each have a cache of bounded size.
final class Scenery: Sendable {
    let layout: FilmLayout
    /// What changes when the slide does: its card and the card's shadow.
    let slideArea: PixelRectangle
    private let plan: FilmPlan
    private let backdrop: Backdrop
    private let characters: [CharacterSprites]
    private let slides: @Sendable (Int) throws -> Bitmap
    private let subtitlePainter: SubtitlePainter
    private let plates: Mutex<BoundedCache<Int, PlateBox>>
    private let subtitles: Mutex<BoundedCache<Int, SubtitleBox>>

    /// - Parameter slides: Gives a section's slide, of the layout's size.
    init(
        plan: FilmPlan, packs: [CharacterPack], backdrop: Backdrop, parallelism: Int,
        slides: @escaping @Sendable (Int) throws -> Bitmap
    ) {
        let layout = FilmLayout(format: plan.format, cast: plan.cast)
        self.plan = plan
        self.layout = layout
        // A segment fades between two plates.
        self.plates = Mutex(BoundedCache(limit: 2 * parallelism))
        self.subtitles = Mutex(BoundedCache(limit: 2 * parallelism))
        self.slides = slides
        self.backdrop = backdrop
        self.subtitlePainter = SubtitlePainter(layout: layout, language: plan.language)
        self.slideArea = backdrop.cardArea(in: layout)
        let positions = FilmLayout.positions(of: plan.cast)
        self.characters = packs.enumerated().map { index, pack in
            CharacterSprites(
                actor: index, pack: pack, box: layout.characters[index], position: positions[index])
        }
    }

    /// The whole frame without anything that moves.
    func plate(ofSlide section: Int) throws -> PlanarFrame {
        if let plate = self.plates.withLock({ $0[section] }) { return plate.frame }
        let frame = try self.backdrop.makePlate(slide: try self.slides(section), layout: self.layout)
        self.plates.withLock { $0[section] = PlateBox(frame: frame) }
        return frame
    }

    /// What stands on the plate, from back to front.
    func sprites(of state: FrameState) throws -> [PlacedSprite] {
        var sprites: [PlacedSprite] = []
        for (index, character) in state.characters.enumerated() {
            sprites += try self.characters[index].sprites(of: character)
        }
        if let line = state.line, let subtitle = self.subtitle(ofLine: line) { sprites.append(subtitle) }
        return sprites
    }

    private func subtitle(ofLine index: Int) -> PlacedSprite? {
        if let box = self.subtitles.withLock({ $0[index] }) { return box.placed }
        let line = self.plan.timeline.lines[index]
        let placed = self.subtitlePainter.paint(
            line.subtitle, speaker: self.plan.cast[line.actor], line: index)
        self.subtitles.withLock { $0[index] = SubtitleBox(placed: placed) }
        return placed
    }
}

/// A plate is written once, before it is shared.
private struct PlateBox: @unchecked Sendable { let frame: PlanarFrame }
private struct SubtitleBox: Sendable { let placed: PlacedSprite? }
