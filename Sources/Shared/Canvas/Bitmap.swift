// SPDX-License-Identifier: Apache-2.0
internal import CCanvas
internal import Domain
package import Foundation
internal import Synchronization

/// A picture in memory: premultiplied BGRA, 8 bits a component, rows from the top without padding.
///
/// This is cairo's ARGB32 on a little-endian machine, and what encoders call BGRA.
///
/// - Note: `@unchecked Sendable`: painting and reading exclude each other. `uses` is taken by every access and traps on
///   a paint that overlaps another use, so a bitmap is painted by one task and then read by any number.
package final class Bitmap: @unchecked Sendable {
    package let width: Int
    package let height: Int
    private let pixels: UnsafeMutableRawPointer
    /// Readers at work, or -1 while somebody paints.
    private let uses = Atomic<Int>(0)

    /// cairo refuses image surfaces of more pixels a side.
    package static let maximumSide = 32_767

    /// All clear. `width` and `height` are 1...``maximumSide``; anything else traps.
    package init(width: Int, height: Int) {
        precondition(
            (1...Self.maximumSide).contains(width) && (1...Self.maximumSide).contains(height),
            "a bitmap of \(width)x\(height)")
        self.width = width
        self.height = height
        self.pixels = .allocate(byteCount: width * height * 4, alignment: 64)
        self.pixels.initializeMemory(as: UInt8.self, repeating: 0, count: width * height * 4)
    }

    /// A copy of premultiplied BGRA `pixels`, `width * height * 4` of them; another count traps.
    package convenience init(pixels: [UInt8], width: Int, height: Int) {
        self.init(width: width, height: height)
        precondition(pixels.count == width * height * 4, "\(pixels.count) bytes for \(width)x\(height)")
        pixels.withUnsafeBytes { self.pixels.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
    }

    deinit { self.pixels.deallocate() }

    package var bytesPerRow: Int { self.width * 4 }
    package var size: Size { Size(width: Double(self.width), height: Double(self.height)) }
    package var bounds: Rectangle {
        Rectangle(x: 0, y: 0, width: Double(self.width), height: Double(self.height))
    }

    /// Lends the pixels; they must not leave `body`.
    package func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        self.beginReading()
        defer { self.uses.subtract(1, ordering: .acquiringAndReleasing) }
        return try body(UnsafeRawBufferPointer(start: self.pixels, count: self.width * self.height * 4))
    }

    /// Lends the pixels to be changed; they must not leave `body`.
    package func withMutableBytes<R>(_ body: (UnsafeMutableRawBufferPointer) throws -> R) rethrows -> R {
        self.beginPainting()
        defer { self.uses.store(0, ordering: .releasing) }
        return try body(
            UnsafeMutableRawBufferPointer(start: self.pixels, count: self.width * self.height * 4))
    }

    /// Draws on the picture.
    package func paint<R>(_ body: (borrowing Painter) throws -> R) rethrows -> R {
        try self.withMutableBytes { bytes in
            let painter = Painter(on: bytes.baseAddress!, width: self.width, height: self.height)
            defer { painter.finish() }
            return try body(painter)
        }
    }

    /// Lends a surface that reads these pixels.
    ///
    /// Every use makes its own: a `cairo_surface_t` is not to be shared between threads, its pixels may be.
    func withSurface<R>(_ body: (OpaquePointer) throws -> R) rethrows -> R {
        try self.withBytes { bytes in
            let surface = cairo_image_surface_create_for_data(
                UnsafeMutablePointer(mutating: bytes.assumingMemoryBound(to: UInt8.self).baseAddress!),
                CAIRO_FORMAT_ARGB32, Int32(self.width), Int32(self.height), Int32(self.bytesPerRow))
            guard let surface else { preconditionFailure("cairo made no surface") }
            defer { cairo_surface_destroy(surface) }
            return try body(surface)
        }
    }

    private func beginReading() {
        let before = self.uses.add(1, ordering: .acquiringAndReleasing).oldValue
        precondition(before >= 0, "a bitmap was read while it was painted")
    }

    private func beginPainting() {
        let (exchanged, _) = self.uses.compareExchange(
            expected: 0, desired: -1, ordering: .acquiringAndReleasing)
        precondition(exchanged, "a bitmap was painted while it was in use")
    }
}

extension Bitmap {
    /// The picture as a PNG file, with alpha.
    ///
    /// - Throws: ``JobFailure`` with `internalFailure` when cairo runs out of memory.
    package func encodePNG() throws -> Data {
        var file = Data()
        let status = self.withSurface { surface in
            withUnsafeMutablePointer(to: &file) { file in
                // Called on this thread, before the function returns; `file` is this frame's.
                cairo_surface_write_to_png_stream(
                    surface,
                    { context, bytes, count in
                        guard let bytes, let file = context?.assumingMemoryBound(to: Data.self) else {
                            return CAIRO_STATUS_WRITE_ERROR
                        }
                        file.pointee.append(bytes, count: Int(count))
                        return CAIRO_STATUS_SUCCESS
                    }, file)
            }
        }
        guard status == CAIRO_STATUS_SUCCESS else {
            throw JobFailure(.internalFailure, "PNG", detail: String(cString: cairo_status_to_string(status)))
        }
        return file
    }

    /// Reads one of our own PNG files back; pictures of strangers go through `Media`, which bounds their size.
    ///
    /// - Throws: ``JobFailure`` with `sourceUnreadable` for bytes that are no PNG.
    package static func decodePNG(_ file: Data) throws -> Bitmap {
        var reader = Reader(bytes: [UInt8](file))
        let surface = withUnsafeMutablePointer(to: &reader) { reader in
            cairo_image_surface_create_from_png_stream(
                { context, bytes, count in
                    guard let bytes, let reader = context?.assumingMemoryBound(to: Reader.self) else {
                        return CAIRO_STATUS_READ_ERROR
                    }
                    return reader.pointee.read(into: bytes, count: Int(count))
                        ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_READ_ERROR
                }, reader)
        }
        defer { cairo_surface_destroy(surface) }
        guard let surface, cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS else {
            throw JobFailure(.sourceUnreadable, "PNG")
        }
        return Bitmap.copy(of: surface)
    }

    /// A PNG without alpha is read as RGB24, so the surface is drawn rather than copied byte by byte.
    private static func copy(of surface: OpaquePointer) -> Bitmap {
        let width = cairo_image_surface_get_width(surface)
        let bitmap = Bitmap(width: Int(width), height: Int(cairo_image_surface_get_height(surface)))
        bitmap.paint { $0.replace(with: surface) }
        return bitmap
    }

    private struct Reader {
        let bytes: [UInt8]
        var offset = 0

        mutating func read(into target: UnsafeMutablePointer<UInt8>, count: Int) -> Bool {
            guard self.bytes.count - self.offset >= count else { return false }
            self.bytes.withUnsafeBufferPointer { source in
                target.update(from: source.baseAddress! + self.offset, count: count)
            }
            self.offset += count
            return true
        }
    }
}
