// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain
internal import Foundation

/// A folder for one line's files, readable by nobody else.
struct PrivateFolder: ~Copyable {
    let url: URL

    private init(adopting url: URL) { self.url = url }

    // Nobody can act on a temporary folder that would not go; the system's own cleaning takes it.
    deinit { try? FileManager.default.removeItem(at: self.url) }

    /// - Throws: `diskFull` or `outputUnwritable`.
    static func make(in parent: String) throws -> PrivateFolder {
        let url = URL(fileURLWithPath: parent).appending(path: "moviegen-speech-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(
                at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw JobFailure(writing: url.path, error)
        }
        return PrivateFolder(adopting: url)
    }
}
