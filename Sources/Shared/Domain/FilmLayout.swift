// SPDX-License-Identifier: Apache-2.0

/// A rectangle of whole pixels; y grows downwards.
package struct PixelRectangle: Codable, Hashable, Sendable {
    package var x: Int
    package var y: Int
    package var width: Int
    package var height: Int

    package init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    package var maxX: Int { self.x + self.width }
    package var maxY: Int { self.y + self.height }
    package var isEmpty: Bool { self.width <= 0 || self.height <= 0 }

    package func intersection(_ other: PixelRectangle) -> PixelRectangle {
        let x = max(self.x, other.x)
        let y = max(self.y, other.y)
        return PixelRectangle(
            x: x, y: y, width: max(0, min(self.maxX, other.maxX) - x),
            height: max(0, min(self.maxY, other.maxY) - y))
    }
}

/// Where everything is: one description for every size and shape of frame.
package struct FilmLayout: Hashable, Sendable {
    package let frame: FrameSize
    package let slide: PixelRectangle
    /// The box in which subtitles are set, centred, growing upwards from its bottom.
    package let subtitles: PixelRectangle
    /// One box a persona: the drawing stands in the middle of its lower edge.
    package let characters: [PixelRectangle]

    package init(frame: FrameSize, positions: [Persona.Position]) {
        self.frame = frame
        let width = Double(frame.width)
        let height = Double(frame.height)
        let aspect = width / height
        if aspect >= 1.3 {
            // The slide leaves a column at each side, where the characters stand in front of its corners.
            let slideHeight = min(height * 0.74, width * 0.70 * 9 / 16)
            let slideWidth = slideHeight * 16 / 9
            self.slide = Self.even((width - slideWidth) / 2, height * 0.035, slideWidth, slideHeight)
            let bottom = height * 0.97
            let top = height * 0.035 + slideHeight + height * 0.02
            self.subtitles = Self.even(width * 0.19, top, width * 0.62, bottom - top)
            let characterHeight = min(height * 0.56, width * 0.33)
            self.characters = Self.middles(of: positions, width: width, inset: width * 0.098).map {
                Self.character(middle: $0, baseline: height * 0.995, height: characterHeight)
            }
        } else {
            // Tall: the slide above, the words below it, the characters at the bottom.
            let slideWidth = width * 0.94
            let slideHeight = aspect < 0.8 ? min(slideWidth, height * 0.5) : height * 0.56
            let characterHeight = aspect < 0.8 ? min(height * 0.33, width * 0.64) : height * 0.36
            self.slide = Self.even(width * 0.03, height * 0.03, slideWidth, slideHeight)
            let top = height * 0.03 + slideHeight + height * 0.015
            let side = aspect < 0.8 ? 0.05 : 0.22
            let bottom = aspect < 0.8 ? height * 0.99 - characterHeight : height * 0.97
            self.subtitles = Self.even(width * side, top, width * (1 - 2 * side), bottom - top)
            let inset = aspect < 0.8 ? 0.25 : 0.12
            self.characters = Self.middles(of: positions, width: width, inset: width * inset).map {
                Self.character(middle: $0, baseline: height * 0.995, height: characterHeight)
            }
        }
    }

    package init(format: FilmFormat, cast: [Persona]) {
        self.init(frame: format.size, positions: Self.positions(of: cast))
    }

    /// The first stands left, the second right, others in the middle, unless they say otherwise.
    package static func positions(of cast: [Persona]) -> [Persona.Position] {
        cast.enumerated().map { index, persona in
            persona.position ?? (index == 0 ? .left : index == 1 ? .right : .center)
        }
    }

    /// Where each stands: those at one side or in the middle share that third of the frame.
    private static func middles(of positions: [Persona.Position], width: Double, inset: Double) -> [Double] {
        positions.enumerated().map { index, position in
            let group = positions.indices.filter { positions[$0] == position }
            let place = Double(group.firstIndex(of: index) ?? 0)
            let step = width * 0.3 / Double(max(2, group.count))
            switch position {
            case .left: return inset + place * step
            case .right: return width - inset - place * step
            case .center: return width / 2 + (place - Double(group.count - 1) / 2) * step
            }
        }
    }

    private static func character(middle: Double, baseline: Double, height: Double) -> PixelRectangle {
        let boxWidth = height * 0.72
        return self.even(middle - boxWidth / 2, baseline - height, boxWidth, height)
    }

    /// 4:2:0 wants even edges.
    private static func even(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> PixelRectangle {
        func even(_ value: Double) -> Int { Int((value / 2).rounded()) * 2 }
        return PixelRectangle(x: even(x), y: even(y), width: even(width), height: even(height))
    }
}
