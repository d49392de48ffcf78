// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Logging
internal import Telemetry

/// Watches the room on the artifacts' disk: a worker that cannot store what it makes should not make it.
struct DiskGuard: Sendable {
    private let folder: URL
    private let floorBytes: Int64
    private let logger: Logger

    init(folder: URL, floorBytes: Int64, logger: Logger) {
        self.folder = folder
        self.floorBytes = floorBytes
        self.logger = logger
    }

    /// Bytes that we may still write; nil when the folder cannot be asked.
    var freeBytes: Int64? {
        var status = statvfs()
        guard statvfs(self.folder.path, &status) == 0 else { return nil }
        return Int64(status.f_bavail) * Int64(status.f_frsize)
    }

    /// A folder that cannot be asked counts as full: nothing could be stored there either.
    func hasRoom() async -> Bool { (self.freeBytes ?? -1) >= self.floorBytes }

    /// - Returns: True when the disk is full, false when the caller was cancelled first.
    func waitUntilFull() async -> Bool {
        while true {
            if await !self.hasRoom() {
                self.logger.error(
                    "The disk is nearly full: no more work is taken",
                    metadata: [
                        LogKey.errorDetail: "\(self.freeBytes ?? -1) bytes free, \(self.floorBytes) wanted"
                    ])
                return true
            }
            guard (try? await Task.sleep(for: .seconds(2))) != nil else { return false }
        }
    }
}
