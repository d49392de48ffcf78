// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Media

/// The inner loops. Rectangles are even and inside the frame; the caller has seen to that.
extension PlanarFrame {
    /// Takes over a rectangle of a frame of the same size.
    func copy(_ rectangle: PixelRectangle, from other: PlanarFrame) {
        Self.eachPlane(rectangle, self, other) { target, source, width, offset, count in
            var at = offset
            for _ in 0..<count {
                target.advanced(by: at).update(
                    from: source.advanced(by: at), count: rectangle.width * width / self.width)
                at += width
            }
        }
    }

    /// Mixes two frames of the same size: `weight` of 256 parts are `over`.
    func mix(_ rectangle: PixelRectangle, from under: PlanarFrame, over: PlanarFrame, weight: Int) {
        let near = UInt16(weight)
        let far = UInt16(256 - weight)
        let planes:
            [(UnsafeMutablePointer<UInt8>, UnsafeMutablePointer<UInt8>, UnsafeMutablePointer<UInt8>, Int)] = [
                (self.luma, under.luma, over.luma, 1),
                (self.blueChroma, under.blueChroma, over.blueChroma, 2),
                (self.redChroma, under.redChroma, over.redChroma, 2),
            ]
        for (target, below, above, division) in planes {
            let width = self.width / division
            let count = rectangle.width / division
            for row in rectangle.y / division..<rectangle.maxY / division {
                let at = row * width + rectangle.x / division
                let (target, below, above) = (target + at, below + at, above + at)
                for column in 0..<count {
                    let sum = UInt16(below[column]) &* far &+ UInt16(above[column]) &* near &+ 128
                    target[column] = UInt8(truncatingIfNeeded: sum &>> 8)
                }
            }
        }
    }

    /// Draws the part of a sprite at (`x`, `y`) that lies in `clip`.
    func blend(_ sprite: Sprite, x: Int, y: Int, clip: PixelRectangle) {
        let area = clip.intersection(PixelRectangle(x: x, y: y, width: sprite.width, height: sprite.height))
        guard !area.isEmpty else { return }
        sprite.withPlanes { luma, alpha, blueChroma, redChroma, chromaAlpha in
            for pair in (area.y - y) / 2..<(area.maxY - y) / 2 {
                let span = sprite.spans[pair]
                let first = max(span.lowerBound, area.x - x)
                let last = min(span.upperBound, area.maxX - x)
                guard first < last else { continue }
                for row in [pair * 2, pair * 2 + 1] {
                    let from = row * sprite.width + first
                    let to = (y + row) * self.width + x + first
                    Self.blend(self.luma + to, luma + from, alpha + from, last - first)
                }
                let from = pair * sprite.width / 2 + first / 2
                let to = (y / 2 + pair) * self.chromaWidth + (x + first) / 2
                Self.blend(self.blueChroma + to, blueChroma + from, chromaAlpha + from, (last - first) / 2)
                Self.blend(self.redChroma + to, redChroma + from, chromaAlpha + from, (last - first) / 2)
            }
        }
    }

    /// `target = source + target * (255 - alpha) / 255`, rounded; 16-bit lanes, so that the compiler makes vectors of it.
    @inline(__always)
    private static func blend(
        _ target: UnsafeMutablePointer<UInt8>, _ source: UnsafePointer<UInt8>, _ alpha: UnsafePointer<UInt8>,
        _ count: Int
    ) {
        for index in 0..<count {
            let product = UInt16(target[index]) &* UInt16(255 &- alpha[index]) &+ 128
            let scaled = (product &+ (product &>> 8)) &>> 8
            target[index] = UInt8(truncatingIfNeeded: UInt16(source[index]) &+ scaled)
        }
    }

    @inline(__always)
    private static func eachPlane(
        _ rectangle: PixelRectangle, _ target: PlanarFrame, _ source: PlanarFrame,
        _ body: (UnsafeMutablePointer<UInt8>, UnsafeMutablePointer<UInt8>, Int, Int, Int) -> Void
    ) {
        let offset = rectangle.y * target.width + rectangle.x
        body(target.luma, source.luma, target.width, offset, rectangle.height)
        let chroma = rectangle.y / 2 * target.chromaWidth + rectangle.x / 2
        body(target.blueChroma, source.blueChroma, target.chromaWidth, chroma, rectangle.height / 2)
        body(target.redChroma, source.redChroma, target.chromaWidth, chroma, rectangle.height / 2)
    }
}

extension Sprite {
    @inline(__always)
    func withPlanes(
        _ body: (
            UnsafePointer<UInt8>, UnsafePointer<UInt8>, UnsafePointer<UInt8>, UnsafePointer<UInt8>,
            UnsafePointer<UInt8>
        ) -> Void
    ) {
        self.luma.withUnsafeBufferPointer { luma in
            self.alpha.withUnsafeBufferPointer { alpha in
                self.blueChroma.withUnsafeBufferPointer { blue in
                    self.redChroma.withUnsafeBufferPointer { red in
                        self.chromaAlpha.withUnsafeBufferPointer { chromaAlpha in
                            guard let luma = luma.baseAddress, let alpha = alpha.baseAddress,
                                let blue = blue.baseAddress, let red = red.baseAddress,
                                let chromaAlpha = chromaAlpha.baseAddress
                            else { return }
                            body(luma, alpha, blue, red, chromaAlpha)
                        }
                    }
                }
            }
        }
    }
}
