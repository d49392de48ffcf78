// SPDX-License-Identifier: Apache-2.0
internal import Canvas
internal import Domain
internal import Foundation
internal import Synchronization

/// A character's sprites at the size of its box: a body for each pose, a face for each pose and face.
///
/// Vector layers are rasterised once, upright; leaning is a turn of the raster about the feet.
final class CharacterSprites: Sendable {
    private let actor: Int
    private let pack: CharacterPack
    private let box: PixelRectangle
    private let isMirrored: Bool
    /// Where the upright drawing is inside the box.
    private let place: Rectangle
    /// Where, inside the box, faces of any pose are.
    private let faceArea: PixelRectangle
    private let bodies = Mutex(BoundedCache<Int, Sprite>(limit: 2 * Pose.steps + 1))
    private let faces: Mutex<BoundedCache<FaceKey, Sprite>>
    private let uprights: Mutex<BoundedCache<Face?, Bitmap>>

    private struct FaceKey: Hashable {
        var face: Face
        var lean: Int
    }

    /// Bytes of face sprites a character may hold: a hundred and twenty at 1080p, about what four seconds of talk show.
    private static let faceBudget = 16_000_000

    init(actor: Int, pack: CharacterPack, box: PixelRectangle, position: Persona.Position) {
        self.actor = actor
        self.pack = pack
        self.box = box
        self.isMirrored = position != .center && position != pack.side
        let local = Rectangle(x: 0, y: 0, width: Double(box.width), height: Double(box.height))
        // A leaning head reaches beyond its upright outline; 3 % of room above is for the breath.
        let room = Rectangle(
            x: local.width * 0.06, y: local.height * 0.03, width: local.width * 0.88,
            height: local.height * 0.97)
        let fitted = Fit.contain.place(pack.size, in: room)
        self.place = Rectangle(
            x: fitted.x, y: local.maxY - fitted.height, width: fitted.width, height: fitted.height)
        self.faceArea = Self.faceArea(pack: pack, place: self.place, box: box, isMirrored: self.isMirrored)
        let bytes = max(1, self.faceArea.width * self.faceArea.height * 11 / 4)
        self.faces = Mutex(BoundedCache(limit: max(24, Self.faceBudget / bytes)))
        self.uprights = Mutex(BoundedCache(limit: 48))
    }

    /// The body and the face of a state, placed in the frame.
    func sprites(of state: FrameState.CharacterState) throws -> [PlacedSprite] {
        let lift = Int(Double(state.pose.lift) * Double(self.box.height) / 1000) & ~1
        let face = Face(expression: state.expression, mouth: state.mouth, eyesAreClosed: state.eyesAreClosed)
        let lean = state.pose.lean
        return [
            PlacedSprite(
                content: .body(actor: self.actor, lean: lean), sprite: try self.body(lean: lean),
                x: self.box.x,
                y: self.box.y - lift),
            PlacedSprite(
                content: .face(actor: self.actor, face, lean: lean), sprite: try self.face(face, lean: lean),
                x: self.box.x + self.faceArea.x, y: self.box.y + self.faceArea.y - lift),
        ]
    }

    private func body(lean: Int) throws -> Sprite {
        if let sprite = self.bodies.withLock({ $0[lean] }) { return sprite }
        let whole = PixelRectangle(x: 0, y: 0, width: self.box.width, height: self.box.height)
        let sprite = try self.turn(nil, lean: lean, area: whole)
        self.bodies.withLock { $0[lean] = sprite }
        return sprite
    }

    private func face(_ face: Face, lean: Int) throws -> Sprite {
        let key = FaceKey(face: face, lean: lean)
        if let sprite = self.faces.withLock({ $0[key] }) { return sprite }
        let sprite = try self.turn(face, lean: lean, area: self.faceArea)
        self.faces.withLock { $0[key] = sprite }
        return sprite
    }

    /// The part of the drawing that lies in `area`, upright: the body for nil.
    private func upright(_ face: Face?, area: PixelRectangle) throws -> Bitmap {
        if let bitmap = self.uprights.withLock({ $0[face] }) { return bitmap }
        let drawn = Bitmap(width: self.box.width, height: self.box.height)
        try drawn.paint { painter in
            if let face {
                try self.pack.drawFace(face, on: painter, in: self.place)
            } else {
                try self.pack.drawBody(on: painter, in: self.place)
            }
        }
        let bitmap = Bitmap(width: area.width, height: area.height)
        bitmap.paint { painter in
            painter.translate(x: Double(-area.x), y: Double(-area.y))
            // The raster is mirrored, not the drawing: librsvg refuses to draw layers through a mirror.
            if self.isMirrored {
                painter.translate(x: Double(self.box.width), y: 0)
                painter.scale(x: -1, y: 1)
            }
            painter.draw(drawn, at: Point(x: 0, y: 0))
        }
        self.uprights.withLock { $0[face] = bitmap }
        return bitmap
    }

    private func turn(_ face: Face?, lean: Int, area: PixelRectangle) throws -> Sprite {
        let upright = try self.upright(face, area: area)
        let bitmap = Bitmap(width: area.width, height: area.height)
        bitmap.paint { painter in
            painter.translate(x: Double(-area.x), y: Double(-area.y))
            Self.lean(painter, lean, box: self.box)
            painter.draw(upright, in: Rectangle(area), filter: .bilinear)
        }
        return Sprite(bitmap)
    }

    /// Turns about the middle of the lower edge; the breath stretches by up to 1 % between two leans.
    private static func lean(_ painter: borrowing Painter, _ lean: Int, box: PixelRectangle) {
        let share = Double(lean) / Double(Pose.steps)
        let feet = Point(x: Double(box.width) / 2, y: Double(box.height))
        painter.translate(x: feet.x, y: feet.y)
        painter.rotate(radians: share * 2 * .pi / 180)
        painter.scale(x: 1 - 0.004 * (1 - share * share), y: 1 + 0.01 * (1 - share * share))
        painter.translate(x: -feet.x, y: -feet.y)
    }

    /// The face's rectangle, grown by what leaning and breathing move it, even, inside the box.
    private static func faceArea(
        pack: CharacterPack, place: Rectangle, box: PixelRectangle, isMirrored: Bool
    ) -> PixelRectangle {
        let scale = place.height / pack.size.height
        var left = place.x + pack.face.x * scale
        let width = pack.face.width * scale
        if isMirrored { left = Double(box.width) - left - width }
        let top = place.y + pack.face.y * scale
        let height = pack.face.height * scale
        let sideways = (Double(box.height) - top) * 0.0349 + 2
        let upwards = Double(box.height) * 0.012 + width * 0.02 + 2
        let x = Int(left - sideways) & ~1
        let y = Int(top - upwards) & ~1
        let maxX = (Int(left + width + sideways) + 2) & ~1
        let maxY = (Int(top + height + upwards) + 2) & ~1
        return PixelRectangle(x: x, y: y, width: maxX - x, height: maxY - y).intersection(
            PixelRectangle(x: 0, y: 0, width: box.width, height: box.height))
    }
}
