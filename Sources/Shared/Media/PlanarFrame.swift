// SPDX-License-Identifier: Apache-2.0

/// A picture in the encoder's own pixel format: 8-bit 4:2:0, BT.709, limited range.
///
/// `luma` has `width * height` bytes, both chroma planes a quarter of that; rows lie without padding. Width and height
/// are even. The owner of the object is the only one who writes; it is not shared while it is drawn on.
package final class PlanarFrame {
    package let width: Int
    package let height: Int
    package let luma: UnsafeMutablePointer<UInt8>
    package let blueChroma: UnsafeMutablePointer<UInt8>
    package let redChroma: UnsafeMutablePointer<UInt8>

    /// Black.
    package init(width: Int, height: Int) {
        precondition(width.isMultiple(of: 2) && height.isMultiple(of: 2), "4:2:0 needs even sides")
        self.width = width
        self.height = height
        let count = width * height
        self.luma = .allocate(capacity: count)
        self.blueChroma = .allocate(capacity: count / 4)
        self.redChroma = .allocate(capacity: count / 4)
        self.luma.initialize(repeating: 16, count: count)
        self.blueChroma.initialize(repeating: 128, count: count / 4)
        self.redChroma.initialize(repeating: 128, count: count / 4)
    }

    deinit {
        self.luma.deallocate()
        self.blueChroma.deallocate()
        self.redChroma.deallocate()
    }

    package var chromaWidth: Int { self.width / 2 }
    package var chromaHeight: Int { self.height / 2 }
    /// Memory it holds.
    package var byteCount: Int { self.width * self.height * 3 / 2 }
}
