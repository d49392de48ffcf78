// SPDX-License-Identifier: Apache-2.0
internal import Canvas
internal import Domain
internal import Foundation
internal import Media

/// What is behind everything, and the card a slide lies on.
struct Backdrop: Sendable {
    /// The frame's background, of the frame's size.
    let picture: Bitmap

    /// The slide's rectangle and as far as its shadow reaches.
    func cardArea(in layout: FilmLayout) -> PixelRectangle {
        let margin = (Int(Double(layout.frame.height) * 0.03) + 1) & ~1
        return PixelRectangle(
            x: layout.slide.x - margin, y: layout.slide.y - margin, width: layout.slide.width + 2 * margin,
            height: layout.slide.height + 2 * margin
        ).intersection(PixelRectangle(x: 0, y: 0, width: layout.frame.width, height: layout.frame.height))
    }

    func makePlate(slide: Bitmap, layout: FilmLayout) throws -> PlanarFrame {
        let canvas = Bitmap(width: layout.frame.width, height: layout.frame.height)
        let card = Rectangle(layout.slide)
        let unit = Double(layout.frame.height)
        canvas.paint { painter in
            painter.draw(self.picture, at: Point(x: 0, y: 0))
            painter.shadow(
                of: card, radius: unit * 0.018, blur: unit * 0.016, offsetY: unit * 0.006,
                Color(0x0B1020, alpha: 0.34))
            painter.saved { painter in
                painter.clip(to: card, radius: unit * 0.018)
                painter.draw(slide, in: card)
            }
        }
        return PlanarFrame(canvas)
    }
}

extension Rectangle {
    init(_ pixels: PixelRectangle) {
        self.init(
            x: Double(pixels.x), y: Double(pixels.y), width: Double(pixels.width),
            height: Double(pixels.height))
    }
}

extension PlanarFrame {
    /// An opaque picture of even sides.
    convenience init(_ bitmap: Bitmap) {
        self.init(width: bitmap.width, height: bitmap.height)
        bitmap.withBytes { source in
            let pixels = source.bindMemory(to: UInt8.self)
            let rowBytes = bitmap.bytesPerRow
            for pairY in 0..<self.chromaHeight {
                for pairX in 0..<self.chromaWidth {
                    var sum = (red: 0, green: 0, blue: 0)
                    for corner in 0..<4 {
                        let column = pairX * 2 + corner % 2
                        let row = pairY * 2 + corner / 2
                        let at = row * rowBytes + column * 4
                        let (red, green, blue) = (Int(pixels[at + 2]), Int(pixels[at + 1]), Int(pixels[at]))
                        self.luma[row * self.width + column] = BT709.luma(red, green, blue, alpha: 255)
                        sum = (sum.red + red, sum.green + green, sum.blue + blue)
                    }
                    let at = pairY * self.chromaWidth + pairX
                    self.blueChroma[at] = BT709.blueChroma(sum.red, sum.green, sum.blue, alpha: 4 * 255)
                    self.redChroma[at] = BT709.redChroma(sum.red, sum.green, sum.blue, alpha: 4 * 255)
                }
            }
        }
    }
}
