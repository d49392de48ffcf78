// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Media

/// Turns frame states into pictures, drawing again only what moved.
///
/// It keeps the last picture. For the next state it finds the sprites that came, went or moved, marks the macroblocks
/// they cover, puts the plate back there and draws what stands on it. A state equal to the last one costs nothing.
struct Compositor {
    let picture: PlanarFrame
    private let scenery: Scenery
    private var shown: FrameState?
    private var placed: [PlacedSprite] = []
    private var dirty: DirtyMap

    init(scenery: Scenery) {
        self.scenery = scenery
        self.picture = PlanarFrame(width: scenery.layout.frame.width, height: scenery.layout.frame.height)
        self.dirty = DirtyMap(frame: scenery.layout.frame)
    }

    /// Brings ``picture`` to `state`.
    ///
    /// - Returns: One byte a macroblock, 1 where the picture stayed as it was.
    mutating func draw(_ state: FrameState) throws -> [UInt8] {
        self.dirty.clear()
        guard state != self.shown else { return self.dirty.isConstant }
        let sprites = try self.scenery.sprites(of: state)
        self.markChanges(to: state, sprites)
        let under = try state.fade.map { try self.scenery.plate(ofSlide: $0.from) }
        let plate = try self.scenery.plate(ofSlide: state.slide)
        self.dirty.forEachDirtyRectangle { rectangle in
            if let under, let fade = state.fade {
                self.picture.mix(rectangle, from: under, over: plate, weight: fade.weight)
            } else {
                self.picture.copy(rectangle, from: plate)
            }
            for placed in sprites {
                self.picture.blend(placed.sprite, x: placed.x, y: placed.y, clip: rectangle)
            }
        }
        self.shown = state
        self.placed = sprites
        return self.dirty.isConstant
    }

    private mutating func markChanges(to state: FrameState, _ sprites: [PlacedSprite]) {
        guard let shown = self.shown else { return self.dirty.markAll() }
        if shown.slide != state.slide || shown.fade != state.fade { self.dirty.mark(self.scenery.slideArea) }
        for sprite in self.placed where !sprites.contains(sprite) {
            self.dirty.mark(sprite.sprite, x: sprite.x, y: sprite.y)
        }
        for sprite in sprites where !self.placed.contains(sprite) {
            self.dirty.mark(sprite.sprite, x: sprite.x, y: sprite.y)
        }
    }
}

/// A sprite and where its left upper corner is, at even coordinates.
///
/// Two are equal when they show the same thing at the same place. That is not whether they are one object: a cache may
/// have drawn it again, and when it does depends on other threads, which no byte of a film may.
struct PlacedSprite: Equatable, Sendable {
    let content: Content
    let sprite: Sprite
    let x: Int
    let y: Int

    enum Content: Hashable, Sendable {
        case body(actor: Int, lean: Int)
        case face(actor: Int, Face, lean: Int)
        case subtitle(line: Int)
    }

    static func == (left: PlacedSprite, right: PlacedSprite) -> Bool {
        left.content == right.content && left.x == right.x && left.y == right.y
    }
}
