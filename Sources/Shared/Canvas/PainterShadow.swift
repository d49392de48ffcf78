// SPDX-License-Identifier: Apache-2.0
internal import CCanvas

extension Painter {
    /// The soft shadow of a rounded rectangle.
    ///
    /// - Parameter blur: How far the edge spreads to either side, in pixels, 0...512.
    package func shadow(
        of rectangle: Rectangle, radius: Double, blur: Double, offsetX: Double = 0, offsetY: Double = 0,
        _ color: Color
    ) {
        let blur = min(max(0, blur), 512)
        let place = rectangle.offset(by: offsetX, offsetY)
        guard blur >= 1 else { return self.fill(place, radius: radius, color) }
        // A blurred edge has no detail, so it is drawn small and enlarged: a quarter of the blur is one pixel.
        let reduction = max(1, blur / 4)
        let margin = blur * 1.5
        let area = place.inset(by: -margin, -margin)
        let width = Int((area.width / reduction).rounded(.up))
        let height = Int((area.height / reduction).rounded(.up))
        guard width > 0, height > 0, width < Bitmap.maximumSide, height < Bitmap.maximumSide else { return }
        let shape = Bitmap(width: width, height: height)
        shape.paint { painter in
            painter.scale(x: 1 / reduction, y: 1 / reduction)
            painter.translate(x: -area.x, y: -area.y)
            painter.fill(place, radius: radius, .white)
        }
        shape.blur(radius: Int((blur / reduction / 2).rounded()), times: 3)
        self.mask(shape, at: area.origin, scale: reduction, color)
    }

    /// Draws `color` wherever the bitmap is opaque.
    private func mask(_ bitmap: Bitmap, at origin: Point, scale: Double, _ color: Color) {
        bitmap.withSurface { surface in
            self.saved { painter in
                painter.translate(x: origin.x, y: origin.y)
                painter.scale(x: scale, y: scale)
                painter.setSource(color)
                let pattern = cairo_pattern_create_for_surface(surface)
                defer { cairo_pattern_destroy(pattern) }
                cairo_pattern_set_filter(pattern, CAIRO_FILTER_BILINEAR)
                cairo_mask(painter.context, pattern)
            }
        }
    }
}

extension Bitmap {
    /// Box blurs all four components, `times` over; three come close to a Gaussian of deviation `radius`. O(pixels).
    package func blur(radius: Int, times: Int = 3) {
        guard radius > 0 else { return }
        self.withMutableBytes { bytes in
            let pixels = bytes.bindMemory(to: UInt8.self)
            var line = [UInt8](repeating: 0, count: max(self.width, self.height) * 4)
            for _ in 0..<times {
                for y in 0..<self.height {
                    blurLine(pixels, y * self.bytesPerRow, 4, self.width, radius, &line)
                }
                for x in 0..<self.width {
                    blurLine(pixels, x * 4, self.bytesPerRow, self.height, radius, &line)
                }
            }
        }
    }
}

/// Replaces each of `count` pixels, `step` bytes apart from `start` on, by the mean of `2 * radius + 1`; beyond the
/// ends all is clear.
private func blurLine(
    _ pixels: UnsafeMutableBufferPointer<UInt8>, _ start: Int, _ step: Int, _ count: Int, _ radius: Int,
    _ line: inout [UInt8]
) {
    let window = 2 * radius + 1
    for component in 0..<4 {
        var sum = 0
        for index in 0..<min(radius, count) { sum += Int(pixels[start + index * step + component]) }
        for index in 0..<count {
            if index + radius < count { sum += Int(pixels[start + (index + radius) * step + component]) }
            line[index * 4 + component] = UInt8((sum + window / 2) / window)
            if index - radius >= 0 { sum -= Int(pixels[start + (index - radius) * step + component]) }
        }
    }
    for index in 0..<count {
        for component in 0..<4 { pixels[start + index * step + component] = line[index * 4 + component] }
    }
}
