// SPDX-License-Identifier: Apache-2.0
internal import CCanvas

/// A font at a size.
///
/// - Note: `@unchecked Sendable`: a `cairo_scaled_font_t` is immutable to its users and locks what it caches, its
///   reference count is atomic, and this class never does anything else with it.
final class ScaledFont: @unchecked Sendable {
    let pointer: OpaquePointer
    /// Whether its glyphs are pictures with colours of their own.
    let hasColor: Bool

    init(retaining pointer: OpaquePointer, hasColor: Bool) {
        self.pointer = cairo_scaled_font_reference(pointer)
        self.hasColor = hasColor
    }

    deinit { cairo_scaled_font_destroy(self.pointer) }
}
