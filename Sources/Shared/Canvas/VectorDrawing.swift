// SPDX-License-Identifier: Apache-2.0
internal import CCanvas
internal import CRsvg
internal import Domain
package import Foundation
internal import Synchronization

/// An SVG drawing, drawn whole or by elements.
///
/// - Note: `@unchecked Sendable`: the handle is used only under `access`, so one drawing is drawn by one task at a time.
///   Drawings refer to nothing outside their own bytes: no base address is given, so librsvg opens no file and no host.
package final class VectorDrawing: @unchecked Sendable {
    private let handle: UnsafeMutablePointer<RsvgHandle>
    private let access = Mutex(())
    /// Its own size in pixels: of the `viewBox` where there is one, else of `width` and `height`.
    package let size: Size

    /// - Throws: ``JobFailure`` with `sourceUnreadable` for bytes that are no SVG, or one without a size.
    package init(data: Data, name: String = "SVG") throws {
        let bytes = [UInt8](data)
        guard !bytes.isEmpty, let handle = rsvg_handle_new_from_data(bytes, gsize(bytes.count), nil) else {
            throw JobFailure(.sourceUnreadable, name, detail: "not an SVG drawing")
        }
        self.handle = handle
        self.size = Self.size(of: handle)
        guard (0.5...100_000).contains(self.size.width), (0.5...100_000).contains(self.size.height) else {
            throw JobFailure(.sourceUnreadable, name, detail: "an SVG drawing without a size")
        }
    }

    /// - Throws: ``JobFailure`` with `assetMissing` when there is no such file, else as ``init(data:name:)``.
    package convenience init(file: URL) throws {
        guard let data = try? Data(contentsOf: file) else {
            // Why it cannot be read does not matter to its user: the remedy is the same.
            throw JobFailure(.assetMissing, file.path)
        }
        try self.init(data: data, name: file.path)
    }

    deinit { g_object_unref(self.handle) }

    private static func size(of handle: UnsafeMutablePointer<RsvgHandle>) -> Size {
        var (hasWidth, hasHeight, hasViewBox) = (gboolean(0), gboolean(0), gboolean(0))
        var (width, height, viewBox) = (RsvgLength(), RsvgLength(), RsvgRectangle())
        rsvg_handle_get_intrinsic_dimensions(
            handle, &hasWidth, &width, &hasHeight, &height, &hasViewBox, &viewBox)
        if hasViewBox != 0 { return Size(width: viewBox.width, height: viewBox.height) }
        var (pixelWidth, pixelHeight) = (0.0, 0.0)
        guard rsvg_handle_get_intrinsic_size_in_pixels(handle, &pixelWidth, &pixelHeight) != 0 else {
            return Size(width: 0, height: 0)
        }
        return Size(width: pixelWidth, height: pixelHeight)
    }

    /// Whether the drawing has an element of this id, written without "#".
    package func hasElement(_ id: String) -> Bool {
        self.access.withLock { _ in rsvg_handle_has_sub(self.handle, "#" + id) != 0 }
    }

    /// Draws the whole drawing, or of it the elements with these ids in this order, scaled so that the drawing's own
    /// rectangle covers `viewport`, its proportions kept. Ids that do not exist are left out.
    ///
    /// - Throws: ``JobFailure`` with `sourceUnreadable` when the drawing breaks librsvg's limits.
    func draw(on context: OpaquePointer, elements: [String]?, in viewport: Rectangle) throws {
        var area = RsvgRectangle(x: viewport.x, y: viewport.y, width: viewport.width, height: viewport.height)
        try self.access.withLock { _ in
            guard let elements else {
                return try Self.check(rsvg_handle_render_document(self.handle, context, &area, nil))
            }
            for id in elements where rsvg_handle_has_sub(self.handle, "#" + id) != 0 {
                try Self.check(rsvg_handle_render_layer(self.handle, context, "#" + id, &area, nil))
            }
        }
    }

    private static func check(_ succeeded: gboolean) throws {
        guard succeeded != 0 else { throw JobFailure(.sourceUnreadable, "SVG", detail: "it cannot be drawn") }
    }
}

extension Painter {
    /// Draws a drawing, or of it `elements` (ids without "#") in this order, with its own rectangle fitted into
    /// `rectangle`, its proportions kept.
    ///
    /// - Throws: ``JobFailure`` with `sourceUnreadable` when the drawing breaks librsvg's limits.
    package func draw(_ drawing: VectorDrawing, elements: [String]? = nil, in rectangle: Rectangle) throws {
        guard rectangle.width > 0, rectangle.height > 0 else { return }
        try self.saved { painter in
            try drawing.draw(on: painter.context, elements: elements, in: rectangle)
        }
    }
}
