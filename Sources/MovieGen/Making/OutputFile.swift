// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain
internal import Foundation

/// Files a person asked for.
enum OutputFile {
    /// The file's URL, its folder made and found writable: known before an hour's work, not after it.
    ///
    /// - Throws: ``JobFailure`` with `outputUnwritable`.
    static func prepare(_ path: String) throws -> URL {
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw JobFailure(writing: folder.path, error)
        }
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue {
            throw JobFailure(.outputUnwritable, path, detail: "it is a folder")
        }
        guard access(folder.path, W_OK) == 0 else { throw JobFailure(.outputUnwritable, folder.path) }
        return url
    }

    /// Whole or not at all.
    static func write(_ bytes: Data, to url: URL) throws {
        do {
            try bytes.write(to: url, options: .atomic)
        } catch {
            throw JobFailure(writing: url.path, error)
        }
    }
}
