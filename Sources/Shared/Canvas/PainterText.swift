// SPDX-License-Identifier: Apache-2.0
internal import CCanvas

/// Text.
extension Painter {
    /// Draws with the layout's left upper corner at `point`.
    package func draw(_ layout: TextLayout, at point: Point) {
        for line in layout.lines {
            for run in line.runs {
                self.fill(run, from: line.origin.moved(by: point), run.color ?? layout.style.color)
            }
        }
    }

    /// Draws with a line around every character, under all of them.
    ///
    /// - Parameter width: How far the outline reaches beyond the character, in pixels.
    package func draw(_ layout: TextLayout, at point: Point, outline: Color, width: Double) {
        guard width > 0 else { return self.draw(layout, at: point) }
        cairo_set_line_join(self.context, CAIRO_LINE_JOIN_ROUND)
        cairo_set_line_cap(self.context, CAIRO_LINE_CAP_ROUND)
        // Half of a stroke lies inside the character, where the fill covers it.
        cairo_set_line_width(self.context, 2 * width)
        self.setSource(outline)
        for line in layout.lines {
            cairo_new_path(self.context)
            for run in line.runs where !run.font.hasColor {
                self.addPath(of: run, from: line.origin.moved(by: point))
            }
            cairo_stroke(self.context)
        }
        self.draw(layout, at: point)
    }

    /// Outlines are filled rather than glyphs shown: cairo 1.16 shows glyphs at whole pixels only, which makes Latin
    /// letters unevenly spaced and moving text tremble. Emoji have no outlines.
    private func fill(_ run: GlyphRun, from origin: Point, _ color: Color) {
        self.setSource(color)
        if run.font.hasColor {
            cairo_set_scaled_font(self.context, run.font.pointer)
            run.withGlyphs(from: origin) { cairo_show_glyphs(self.context, $0.baseAddress, Int32($0.count)) }
        } else {
            cairo_new_path(self.context)
            self.addPath(of: run, from: origin)
            cairo_fill(self.context)
        }
    }

    private func addPath(of run: GlyphRun, from origin: Point) {
        cairo_set_scaled_font(self.context, run.font.pointer)
        run.withGlyphs(from: origin) { cairo_glyph_path(self.context, $0.baseAddress, Int32($0.count)) }
    }
}

extension GlyphRun {
    fileprivate func withGlyphs(from origin: Point, _ body: (UnsafeBufferPointer<cairo_glyph_t>) -> Void) {
        let glyphs = self.glyphs.map {
            cairo_glyph_t(index: $0.index, x: origin.x + $0.x, y: origin.y + $0.y)
        }
        glyphs.withUnsafeBufferPointer(body)
    }
}

extension Point {
    package func moved(by other: Point) -> Point { Point(x: self.x + other.x, y: self.y + other.y) }
}
