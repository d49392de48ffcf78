// SPDX-License-Identifier: Apache-2.0
internal import Canvas

/// A slide as it will be drawn: every element in its place, from back to front.
struct SlidePlan {
    var elements: [Element] = []
    /// What its reader should know about what is not on the slide.
    var notes: [String] = []

    enum Element {
        case fill(Rectangle, radius: Double, Color)
        case gradient(Rectangle, radius: Double, [Color], from: Point, to: Point)
        case border(Rectangle, radius: Double, Color, width: Double)
        case shadow(Rectangle, radius: Double, blur: Double, offsetY: Double, Color)
        case disc(Point, radius: Double, Color)
        case ring(Point, radius: Double, Color, width: Double)
        case stroke([Point], Color, width: Double)
        /// A text, and the rectangle it must not leave.
        case text(TextLayout, at: Point, within: Rectangle)
        case bitmap(Bitmap, Rectangle, radius: Double)
        case drawing(VectorDrawing, Rectangle, radius: Double)
    }

    /// Whether a text ends in "…" that does not in the brief.
    var isShortened: Bool {
        self.elements.contains { element in
            guard case .text(let layout, _, _) = element else { return false }
            return layout.isEllipsized
        }
    }

    /// - Throws: ``JobFailure`` with `sourceUnreadable` for a vector drawing that cannot be drawn.
    func draw(on bitmap: Bitmap) throws {
        try bitmap.paint { painter in
            for element in self.elements { try painter.draw(element) }
        }
    }
}

extension SlidePlan {
    /// A rounded card with a thin border and a shadow one has to look for.
    mutating func addCard(_ rectangle: Rectangle, radius: Double, in context: SlideContext) {
        let unit = context.unit
        self.elements += [
            .shadow(
                rectangle, radius: radius, blur: 18 * unit, offsetY: 5 * unit, context.palette.shadow),
            .fill(rectangle, radius: radius, context.palette.surface),
            .border(rectangle, radius: radius, context.palette.border, width: max(1, 1.5 * unit)),
        ]
    }
}

extension Painter {
    fileprivate func draw(_ element: SlidePlan.Element) throws {
        switch element {
        case .fill(let rectangle, let radius, let color): self.fill(rectangle, radius: radius, color)
        case .gradient(let rectangle, let radius, let colors, let start, let end):
            self.fill(rectangle, radius: radius, gradient: colors, from: start, to: end)
        case .border(let rectangle, let radius, let color, let width):
            self.stroke(
                rectangle.inset(by: width / 2, width / 2), radius: radius - width / 2, color, width: width)
        case .shadow(let rectangle, let radius, let blur, let offsetY, let color):
            self.shadow(of: rectangle, radius: radius, blur: blur, offsetY: offsetY, color)
        case .disc(let center, let radius, let color): self.fillCircle(at: center, radius: radius, color)
        case .ring(let center, let radius, let color, let width):
            self.strokeCircle(at: center, radius: radius, color, width: width)
        case .stroke(let points, let color, let width): self.stroke(points, color, width: width)
        case .text(let layout, let point, _): self.draw(layout, at: point)
        case .bitmap(let bitmap, let rectangle, let radius):
            self.saved { painter in
                painter.clip(to: rectangle, radius: radius)
                painter.draw(bitmap, in: rectangle)
            }
        case .drawing(let drawing, let rectangle, let radius):
            try self.saved { painter in
                painter.clip(to: rectangle, radius: radius)
                try painter.draw(drawing, in: rectangle)
            }
        }
    }
}
