// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Canvas
internal import Domain
internal import Foundation
internal import Media
internal import Yams

/// A character as it was drawn: a body, and a face for every expression, mouth and state of the eyes.
///
/// A pack is a folder with `pack.yaml` and a vector drawing whose groups have known names (docs/characters.md), or with
/// the three pictures of the reference system: `base.png`, `mouth_open.png`, `eye_close.png`.
struct CharacterPack: Sendable {
    /// Width and height of the drawing, in its own units.
    let size: Size
    /// The rectangle within which faces differ, in the same units.
    let face: Rectangle
    /// The side of the frame it is drawn for; on the other it is mirrored.
    let side: Persona.Position
    /// The hash of all its files.
    let digest: ObjectID
    private let artwork: Artwork

    private enum Artwork: Sendable {
        case vector(VectorDrawing)
        case pictures(base: Bitmap, mouthOpen: Bitmap?, eyeClose: Bitmap?)
    }

    /// - Throws: ``JobFailure`` with `assetMissing` and the file's path and fault.
    static func load(_ drawing: Persona.Drawing, from assets: AssetFolder) throws -> CharacterPack {
        switch drawing {
        case .pack(let name):
            let folder = try assets.characterPack(name)
            let manifest = folder.appending(path: "pack.yaml")
            guard FileManager.default.fileExists(atPath: manifest.path) else {
                return try Self.load(
                    .pictures(base: "base.png", mouthOpen: "mouth_open.png", eyeClose: "eye_close.png"),
                    in: folder)
            }
            return try CharacterPack(manifest: manifest)
        case .pictures:
            return try Self.load(drawing, in: nil)
        }
    }

    private init(manifest url: URL) throws {
        let manifest: PackManifest
        let text = try AssetFolder.read(url)
        do {
            manifest = try YAMLDecoder().decode(PackManifest.self, from: text)
        } catch {
            throw JobFailure(
                .assetMissing, url.path, detail: "it needs drawing, viewBox [w, h] and face [x, y, w, h]")
        }
        let file = url.deletingLastPathComponent().appending(path: manifest.drawing)
        guard manifest.face.count == 4, manifest.viewBox.count == 2, manifest.viewBox.allSatisfy({ $0 > 0 })
        else {
            throw JobFailure(.assetMissing, url.path, detail: "viewBox is [w, h] and face [x, y, w, h]")
        }
        let bytes = try AssetFolder.read(file)
        self.artwork = .vector(try VectorDrawing(data: bytes, name: file.path))
        self.size = Size(width: manifest.viewBox[0], height: manifest.viewBox[1])
        self.face = Rectangle(
            x: manifest.face[0], y: manifest.face[1], width: manifest.face[2], height: manifest.face[3])
        self.side = manifest.side ?? .left
        self.digest = ContentHash.id(of: text + bytes)
    }

    private static func load(_ drawing: Persona.Drawing, in folder: URL?) throws -> CharacterPack {
        guard case .pictures(let base, let mouthOpen, let eyeClose) = drawing else {
            preconditionFailure("a pack is loaded by its manifest")
        }
        func url(_ path: String) -> URL { folder?.appending(path: path) ?? URL(fileURLWithPath: path) }
        func picture(_ path: String?) throws -> (Bitmap, Data)? {
            guard let path else { return nil }
            // A mouth or an eye that is missing leaves the face still, as it did in the reference system.
            guard path == base || FileManager.default.fileExists(atPath: url(path).path) else { return nil }
            let bytes = try AssetFolder.read(url(path))
            do {
                let image = try ImageDecoder.decode(bytes, maximumPixels: 16_000_000)
                return (Bitmap(pixels: image.pixels, width: image.width, height: image.height), bytes)
            } catch {
                throw JobFailure(.assetMissing, url(path).path, detail: "\(error)")
            }
        }
        guard let body = try picture(base) else { throw JobFailure(.assetMissing, base) }
        return CharacterPack(base: body, mouthOpen: try picture(mouthOpen), eyeClose: try picture(eyeClose))
    }

    private init(base: (Bitmap, Data), mouthOpen: (Bitmap, Data)?, eyeClose: (Bitmap, Data)?) {
        self.size = base.0.size
        self.face = base.0.bounds
        self.side = .right
        // Each with its length, or a mouth that became an eye would be the same pack.
        let files = [base.1, mouthOpen?.1 ?? Data(), eyeClose?.1 ?? Data()]
        self.digest = ContentHash.id(of: files.flatMap { Array("\($0.count) ".utf8) + $0 })
        self.artwork = .pictures(base: base.0, mouthOpen: mouthOpen?.0, eyeClose: eyeClose?.0)
    }
}

extension CharacterPack {
    /// Draws what never changes. `rectangle` is where the whole drawing goes.
    func drawBody(on painter: borrowing Painter, in rectangle: Rectangle) throws {
        // Pictures change as a whole, so their body is part of the face.
        guard case .vector(let drawing) = self.artwork else { return }
        try painter.draw(drawing, elements: ["body"], in: rectangle)
    }

    /// Draws the face, over the body, in the same rectangle.
    func drawFace(_ face: Face, on painter: borrowing Painter, in rectangle: Rectangle) throws {
        switch self.artwork {
        case .vector(let drawing):
            try painter.draw(drawing, elements: Self.layers(of: face), in: rectangle)
        case .pictures(let base, let mouthOpen, let eyeClose):
            let isOpen = face.mouth != .closed && face.mouth != .n
            let picture = face.eyesAreClosed ? eyeClose ?? base : isOpen ? mouthOpen ?? base : base
            painter.draw(picture, in: rectangle, fit: .contain)
        }
    }

    private static func layers(of face: Face) -> [String] {
        let expression = face.expression.rawValue
        let mouth = face.mouth == .closed ? "mouth-closed-\(expression)" : "mouth-\(face.mouth.rawValue)"
        return [
            face.eyesAreClosed ? "eyes-closed" : "eyes-open-\(expression)", "brows-\(expression)", mouth,
            "front",
        ]
    }
}

/// A face in all that can vary of it.
struct Face: Hashable, Sendable {
    var expression: FacialExpression
    var mouth: MouthShape
    var eyesAreClosed: Bool
}

private struct PackManifest: Decodable {
    var drawing: String
    var viewBox: [Double]
    var face: [Double]
    var side: Persona.Position?
}
