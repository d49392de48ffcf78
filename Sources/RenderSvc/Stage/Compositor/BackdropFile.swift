// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Canvas
internal import Domain
internal import Foundation
internal import Media

extension Backdrop {
    /// The background a format asks for, drawn at its size, and the hash of what it was drawn from.
    ///
    /// - Throws: ``JobFailure`` with `assetMissing` for a picture that is missing or cannot be read.
    static func load(_ format: FilmFormat, from assets: AssetFolder) throws -> (Backdrop, digest: ObjectID) {
        let canvas = Bitmap(width: format.size.width, height: format.size.height)
        let digest: ObjectID
        switch format.background {
        case .color(let hex):
            canvas.paint { $0.clear(Color(hex: hex) ?? .black) }
            digest = ContentHash.id(of: hex.utf8)
        case .image(let path, let fit):
            let bytes = try AssetFolder.read(URL(fileURLWithPath: path))
            digest = ContentHash.id(of: bytes)
            try canvas.paint { painter in
                painter.clear(.black)
                try Self.draw(bytes, name: path, fit: Fit(fit), on: painter, in: canvas.bounds)
            }
        case nil:
            let url = assets.background(format.theme)
            let bytes = try AssetFolder.read(url)
            digest = ContentHash.id(of: bytes)
            try canvas.paint { painter in
                try Self.draw(bytes, name: url.path, fit: .cover, on: painter, in: canvas.bounds)
            }
        }
        return (Backdrop(picture: canvas), digest)
    }

    private static func draw(
        _ bytes: Data, name: String, fit: Fit, on painter: borrowing Painter, in rectangle: Rectangle
    ) throws {
        if name.lowercased().hasSuffix(".svg") {
            let drawing = try VectorDrawing(data: bytes, name: name)
            return try painter.draw(drawing, in: fit.place(drawing.size, in: rectangle))
        }
        do {
            let image = try ImageDecoder.decode(bytes, maximumPixels: 60_000_000)
            let bitmap = Bitmap(pixels: image.pixels, width: image.width, height: image.height)
            painter.draw(bitmap, in: rectangle, fit: fit)
        } catch {
            throw JobFailure(.assetMissing, name, detail: "\(error)")
        }
    }
}

extension Fit {
    fileprivate init(_ fit: FilmFormat.Background.Fit) {
        switch fit {
        case .cover: self = .cover
        case .contain: self = .contain
        case .fill: self = .stretch
        }
    }
}
