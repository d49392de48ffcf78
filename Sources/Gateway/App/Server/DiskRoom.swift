// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// The room on the artifacts' disk.
struct DiskRoom: Sendable {
    let folder: URL
    let floorBytes: Int64

    /// Nil when the folder cannot be looked at.
    var freeBytes: Int64? {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: self.folder.path)
        return (attributes?[.systemFreeSize] as? NSNumber)?.int64Value
    }

    var isEnough: Bool { self.freeBytes.map { $0 >= self.floorBytes } ?? false }
}
