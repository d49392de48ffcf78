// SPDX-License-Identifier: Apache-2.0
internal import CCanvas

/// Draws on a bitmap, inside ``Bitmap/paint(_:)``.
package struct Painter: ~Copyable {
    let context: OpaquePointer
    private let surface: OpaquePointer

    /// `pixels` are the bitmap's, and outlive this value.
    init(on pixels: UnsafeMutableRawPointer, width: Int, height: Int) {
        let surface = cairo_image_surface_create_for_data(
            pixels.assumingMemoryBound(to: UInt8.self), CAIRO_FORMAT_ARGB32, Int32(width), Int32(height),
            Int32(width * 4))
        guard let surface, let context = cairo_create(surface) else {
            preconditionFailure("cairo made no context")
        }
        self.surface = surface
        self.context = context
        cairo_set_antialias(context, CAIRO_ANTIALIAS_GRAY)
    }

    deinit {
        cairo_destroy(self.context)
        cairo_surface_destroy(self.surface)
    }

    /// cairo may hold drawing back until it is flushed. Its errors stick to the context: a bug of ours, or no memory.
    func finish() {
        cairo_surface_flush(self.surface)
        let status = cairo_status(self.context)
        precondition(
            status == CAIRO_STATUS_SUCCESS, "cairo: \(String(cString: cairo_status_to_string(status)))")
    }

    func replace(with source: OpaquePointer) {
        cairo_save(self.context)
        cairo_set_operator(self.context, CAIRO_OPERATOR_SOURCE)
        cairo_set_source_surface(self.context, source, 0, 0)
        cairo_paint(self.context)
        cairo_restore(self.context)
    }

    func setSource(_ color: Color) {
        cairo_set_source_rgba(self.context, color.red, color.green, color.blue, color.alpha)
    }
}

/// The state: transformation and clip.
extension Painter {
    package func save() { cairo_save(self.context) }
    package func restore() { cairo_restore(self.context) }

    /// What `body` does to the transformation and the clip is undone after it.
    package func saved<R>(_ body: (borrowing Painter) throws -> R) rethrows -> R {
        self.save()
        defer { self.restore() }
        return try body(self)
    }

    package func translate(x: Double, y: Double) { cairo_translate(self.context, x, y) }
    /// Neither factor may be 0.
    package func scale(x: Double, y: Double) { cairo_scale(self.context, x, y) }
    /// Clockwise.
    package func rotate(radians: Double) { cairo_rotate(self.context, radians) }

    package func clip(to rectangle: Rectangle, radius: Double = 0) {
        self.path(rectangle, radius: radius)
        cairo_clip(self.context)
    }

    /// Draws what `body` draws as one picture, `alpha` (0...1) strong.
    package func group<R>(alpha: Double, _ body: (borrowing Painter) throws -> R) rethrows -> R {
        cairo_push_group(self.context)
        defer {
            cairo_pop_group_to_source(self.context)
            cairo_paint_with_alpha(self.context, alpha)
        }
        return try body(self)
    }
}

/// Shapes.
extension Painter {
    /// Makes everything this colour, alpha included.
    package func clear(_ color: Color = .clear) {
        self.saved { painter in
            cairo_set_operator(painter.context, CAIRO_OPERATOR_SOURCE)
            painter.setSource(color)
            cairo_paint(painter.context)
        }
    }

    package func fill(_ rectangle: Rectangle, radius: Double = 0, _ color: Color) {
        self.path(rectangle, radius: radius)
        self.setSource(color)
        cairo_fill(self.context)
    }

    /// Fills with a linear gradient from one point to another; colours are evenly spaced, at least two.
    package func fill(
        _ rectangle: Rectangle, radius: Double = 0, gradient colors: [Color], from start: Point, to end: Point
    ) {
        let gradient = cairo_pattern_create_linear(start.x, start.y, end.x, end.y)
        defer { cairo_pattern_destroy(gradient) }
        self.fill(rectangle, radius: radius, colors, gradient)
    }

    /// Fills with a gradient that spreads from `center` to `reach` pixels away.
    package func fill(
        _ rectangle: Rectangle, radius: Double = 0, radialGradient colors: [Color], center: Point,
        reach: Double
    ) {
        let gradient = cairo_pattern_create_radial(center.x, center.y, 0, center.x, center.y, reach)
        defer { cairo_pattern_destroy(gradient) }
        self.fill(rectangle, radius: radius, colors, gradient)
    }

    private func fill(_ rectangle: Rectangle, radius: Double, _ colors: [Color], _ gradient: OpaquePointer?) {
        for (index, color) in colors.enumerated() {
            cairo_pattern_add_color_stop_rgba(
                gradient, Double(index) / Double(max(1, colors.count - 1)), color.red, color.green,
                color.blue,
                color.alpha)
        }
        self.path(rectangle, radius: radius)
        cairo_set_source(self.context, gradient)
        cairo_fill(self.context)
    }

    /// A line of `width` pixels, centred on the edge.
    package func stroke(_ rectangle: Rectangle, radius: Double = 0, _ color: Color, width: Double) {
        self.path(rectangle, radius: radius)
        self.stroke(color, width: width)
    }

    /// Joins the points with round caps and joins.
    package func stroke(_ points: [Point], _ color: Color, width: Double) {
        cairo_new_path(self.context)
        for point in points { cairo_line_to(self.context, point.x, point.y) }
        self.stroke(color, width: width)
    }

    package func fillCircle(at center: Point, radius: Double, _ color: Color) {
        self.circle(at: center, radius: radius)
        self.setSource(color)
        cairo_fill(self.context)
    }

    package func strokeCircle(at center: Point, radius: Double, _ color: Color, width: Double) {
        self.circle(at: center, radius: radius)
        self.stroke(color, width: width)
    }

    private func circle(at center: Point, radius: Double) {
        cairo_new_path(self.context)
        cairo_arc(self.context, center.x, center.y, max(0, radius), 0, 2 * .pi)
        cairo_close_path(self.context)
    }

    private func stroke(_ color: Color, width: Double) {
        cairo_set_line_width(self.context, width)
        cairo_set_line_join(self.context, CAIRO_LINE_JOIN_ROUND)
        cairo_set_line_cap(self.context, CAIRO_LINE_CAP_ROUND)
        self.setSource(color)
        cairo_stroke(self.context)
    }

    /// A rectangle whose corners are quarter circles of at most half its shorter side.
    func path(_ rectangle: Rectangle, radius: Double) {
        let radius = min(radius, rectangle.width / 2, rectangle.height / 2)
        cairo_new_path(self.context)
        guard radius > 0 else {
            return cairo_rectangle(self.context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
        }
        let quarter = Double.pi / 2
        cairo_arc(self.context, rectangle.maxX - radius, rectangle.y + radius, radius, -quarter, 0)
        cairo_arc(self.context, rectangle.maxX - radius, rectangle.maxY - radius, radius, 0, quarter)
        cairo_arc(self.context, rectangle.x + radius, rectangle.maxY - radius, radius, quarter, 2 * quarter)
        cairo_arc(self.context, rectangle.x + radius, rectangle.y + radius, radius, 2 * quarter, 3 * quarter)
        cairo_close_path(self.context)
    }
}
