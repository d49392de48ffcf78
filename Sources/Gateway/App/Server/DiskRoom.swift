// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// The room on the artifacts' disk.
struct DiskRoom: Sendable {
    let folder: URL
    let floorBytes: Int64

    /// Of the whole disk; nil when the folder cannot be looked at.
    var totalBytes: Int64? { self.bytes(.systemSize) }

    /// Nil when the folder cannot be looked at.
    var freeBytes: Int64? {
        self.bytes(.systemFreeSize)
    }

    private func bytes(_ key: FileAttributeKey) -> Int64? {
        // Another service may not have made it yet.
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: self.folder.path)
        return (attributes?[key] as? NSNumber)?.int64Value
    }

    var isEnough: Bool { self.freeBytes.map { $0 >= self.floorBytes } ?? false }
}
