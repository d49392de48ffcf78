// SPDX-License-Identifier: Apache-2.0
internal import Canvas
internal import Domain

/// A picture with transparency in the encoder's own pixel format: planes premultiplied by alpha, chroma halved.
///
/// Width and height are even, and so is every place it is drawn at, so that its chroma lies on the frame's.
final class Sprite: Sendable {
    let width: Int
    let height: Int
    /// `width * height` bytes.
    let luma: [UInt8]
    let alpha: [UInt8]
    /// A quarter of that.
    let blueChroma: [UInt8]
    let redChroma: [UInt8]
    let chromaAlpha: [UInt8]
    /// For every two rows the columns that are not clear, even at both ends; empty where the rows are.
    let spans: [Range<Int>]

    var byteCount: Int { self.luma.count * 2 + self.blueChroma.count * 3 }

    /// Premultiplied BGRA, cut or padded with clear pixels to even sides.
    init(_ bitmap: Bitmap) {
        let width = (bitmap.width + 1) & ~1
        let height = (bitmap.height + 1) & ~1
        var planes = Planes(width: width, height: height)
        bitmap.withBytes { planes.fill(from: $0, sourceWidth: bitmap.width, sourceHeight: bitmap.height) }
        self.width = width
        self.height = height
        self.luma = planes.luma
        self.alpha = planes.alpha
        self.blueChroma = planes.blueChroma
        self.redChroma = planes.redChroma
        self.chromaAlpha = planes.chromaAlpha
        self.spans = planes.spans
    }
}

/// The planes of a sprite while they are made.
private struct Planes {
    let width: Int
    let height: Int
    var luma: [UInt8]
    var alpha: [UInt8]
    var blueChroma: [UInt8]
    var redChroma: [UInt8]
    var chromaAlpha: [UInt8]
    var spans: [Range<Int>]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        self.luma = [UInt8](repeating: 0, count: width * height)
        self.alpha = self.luma
        self.blueChroma = [UInt8](repeating: 0, count: width * height / 4)
        self.redChroma = self.blueChroma
        self.chromaAlpha = self.blueChroma
        self.spans = [Range<Int>](repeating: 0..<0, count: height / 2)
    }

    mutating func fill(from source: UnsafeRawBufferPointer, sourceWidth: Int, sourceHeight: Int) {
        let pixels = source.bindMemory(to: UInt8.self)
        for pairY in 0..<self.height / 2 {
            var first = self.width
            var last = 0
            for pairX in 0..<self.width / 2 {
                var sum = (red: 0, green: 0, blue: 0, alpha: 0)
                for (x, y) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                    let column = pairX * 2 + x
                    let row = pairY * 2 + y
                    guard column < sourceWidth, row < sourceHeight else { continue }
                    let at = (row * sourceWidth + column) * 4
                    let alpha = Int(pixels[at + 3])
                    guard alpha > 0 else { continue }
                    let (red, green, blue) = (Int(pixels[at + 2]), Int(pixels[at + 1]), Int(pixels[at]))
                    self.luma[row * self.width + column] = BT709.luma(red, green, blue, alpha: alpha)
                    self.alpha[row * self.width + column] = UInt8(alpha)
                    sum = (sum.red + red, sum.green + green, sum.blue + blue, sum.alpha + alpha)
                }
                guard sum.alpha > 0 else { continue }
                let at = pairY * self.width / 2 + pairX
                self.blueChroma[at] = BT709.blueChroma(sum.red, sum.green, sum.blue, alpha: sum.alpha)
                self.redChroma[at] = BT709.redChroma(sum.red, sum.green, sum.blue, alpha: sum.alpha)
                self.chromaAlpha[at] = UInt8((sum.alpha + 2) / 4)
                first = min(first, pairX * 2)
                last = pairX * 2 + 2
            }
            if first < last { self.spans[pairY] = first..<last }
        }
    }
}

/// ITU-R BT.709 in limited range, 16-bit fixed point, on premultiplied components.
enum BT709 {
    /// `alpha` 255 is opaque.
    @inline(__always)
    static func luma(_ red: Int, _ green: Int, _ blue: Int, alpha: Int) -> UInt8 {
        UInt8(clamping: (11966 * red + 40254 * green + 4064 * blue + 16 * 257 * alpha + 32768) >> 16)
    }

    /// Components and alpha are sums over four pixels.
    @inline(__always)
    static func blueChroma(_ red: Int, _ green: Int, _ blue: Int, alpha: Int) -> UInt8 {
        UInt8(clamping: (-6596 * red - 22189 * green + 28784 * blue + 128 * 257 * alpha + 131072) >> 18)
    }

    @inline(__always)
    static func redChroma(_ red: Int, _ green: Int, _ blue: Int, alpha: Int) -> UInt8 {
        UInt8(clamping: (28784 * red - 26145 * green - 2639 * blue + 128 * 257 * alpha + 131072) >> 18)
    }
}
