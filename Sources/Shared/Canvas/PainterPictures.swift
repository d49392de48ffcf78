// SPDX-License-Identifier: Apache-2.0
internal import CCanvas

/// How pixels are found between the pixels of a picture.
package enum BitmapFilter: Hashable, Sendable {
    /// The nearest one: for pixel art and for pictures drawn at their own size.
    case nearest
    case bilinear
    /// Averages what one pixel covers, so that pictures much reduced stay clean.
    case best
}

/// Pictures.
extension Painter {
    /// Draws all of `bitmap` into `rectangle`, `alpha` (0...1) strong; what `cover` cuts off is not drawn.
    package func draw(
        _ bitmap: Bitmap, in rectangle: Rectangle, fit: Fit = .stretch, filter: BitmapFilter = .best,
        alpha: Double = 1
    ) {
        guard rectangle.width > 0, rectangle.height > 0, alpha > 0 else { return }
        let place = fit.place(bitmap.size, in: rectangle)
        bitmap.withSurface { surface in
            self.saved { painter in
                cairo_rectangle(
                    painter.context, max(place.x, rectangle.x), max(place.y, rectangle.y),
                    min(place.width, rectangle.width), min(place.height, rectangle.height))
                cairo_clip(painter.context)
                painter.translate(x: place.x, y: place.y)
                painter.scale(x: place.width / bitmap.size.width, y: place.height / bitmap.size.height)
                painter.setSource(surface, filter)
                cairo_paint_with_alpha(painter.context, alpha)
            }
        }
    }

    /// Draws `bitmap` at its own size with its left upper corner at `point`.
    package func draw(_ bitmap: Bitmap, at point: Point, alpha: Double = 1) {
        bitmap.withSurface { surface in
            cairo_set_source_surface(self.context, surface, point.x, point.y)
            cairo_paint_with_alpha(self.context, alpha)
            // The context would otherwise keep the surface beyond the loan of its pixels.
            cairo_set_source_rgba(self.context, 0, 0, 0, 1)
        }
    }

    /// Without padding, cairo mixes transparent black into the outermost pixels of a scaled picture.
    private func setSource(_ surface: OpaquePointer, _ filter: BitmapFilter) {
        cairo_set_source_surface(self.context, surface, 0, 0)
        let pattern = cairo_get_source(self.context)
        cairo_pattern_set_extend(pattern, CAIRO_EXTEND_PAD)
        switch filter {
        case .nearest: cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST)
        case .bilinear: cairo_pattern_set_filter(pattern, CAIRO_FILTER_BILINEAR)
        case .best: cairo_pattern_set_filter(pattern, CAIRO_FILTER_GOOD)
        }
    }
}
