// SPDX-License-Identifier: Apache-2.0
internal import Canvas
internal import Domain
internal import Foundation
internal import Media

/// Turns the bytes of a stranger's picture into one that may be drawn.
enum PictureReader {
    /// A picture smaller than this explains nothing: an icon, a spacer, a tracking pixel.
    static let smallest = Size(width: 200, height: 120)
    private static let maximumPixels = 40_000_000

    enum Refusal: Error { case undecodable, tooSmall }

    static func read(_ bytes: Data) throws(Refusal) -> Picture {
        let picture = self.isDrawing(bytes) ? try self.drawing(bytes) : try self.bitmap(bytes)
        guard picture.size.width >= self.smallest.width, picture.size.height >= self.smallest.height else {
            throw .tooSmall
        }
        return picture
    }

    private static func isDrawing(_ bytes: Data) -> Bool {
        let head = String(decoding: bytes.prefix(1024), as: UTF8.self).lowercased()
        return head.contains("<svg") || head.trimmingPrefix("\u{FEFF}").hasPrefix("<?xml")
    }

    private static func drawing(_ bytes: Data) throws(Refusal) -> Picture {
        guard let drawing = try? VectorDrawing(data: bytes) else {
            // Whatever is wrong with it, the slide does without.
            throw .undecodable
        }
        return .drawing(drawing)
    }

    private static func bitmap(_ bytes: Data) throws(Refusal) -> Picture {
        guard self.isComplete(bytes),
            let image = try? ImageDecoder.decode(bytes, maximumPixels: self.maximumPixels),
            image.width <= Bitmap.maximumSide, image.height <= Bitmap.maximumSide,
            image.pixels.count == image.width * image.height * 4
        else {
            // As above.
            throw .undecodable
        }
        let isOpaque = image.pixels.withUnsafeBytes { pixels in
            stride(from: 3, to: pixels.count, by: 4).allSatisfy { pixels[$0] == 255 }
        }
        return .bitmap(
            Bitmap(pixels: image.pixels, width: image.width, height: image.height), isOpaque: isOpaque)
    }

    /// Decoders paint the missing half of a torn download grey; such a picture is refused instead.
    private static func isComplete(_ bytes: Data) -> Bool {
        let tail = bytes.suffix(65_536)
        if bytes.starts(with: [0xFF, 0xD8]) {
            return tail.range(of: Data([0xFF, 0xD9]), options: .backwards) != nil
        }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return tail.range(of: Data("IEND".utf8)) != nil }
        if bytes.starts(with: Data("RIFF".utf8)), bytes.count >= 12 {
            let head = [UInt8](bytes.prefix(8))
            let length = (4...7).reversed().reduce(0) { $0 << 8 | Int(head[$1]) }
            return bytes.count >= length
        }
        return !bytes.isEmpty
    }
}
