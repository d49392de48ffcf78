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
        // Permission bits do not tell all: a read-only disk or /proc shows itself only when written to.
        let trial = folder.appending(path: ".\(url.lastPathComponent).part")
        do {
            try Data().write(to: trial)
            try FileManager.default.removeItem(at: trial)
        } catch {
            throw JobFailure(writing: folder.path, error)
        }
        return url
    }

    /// The same, for a film: nobody should find an MP4 in a file of another name.
    static func prepareFilm(_ path: String) throws -> URL {
        guard path.lowercased().hasSuffix(".mp4") else {
            throw JobFailure(
                .outputUnwritable, path, detail: "films are MP4; give it a name that ends in .mp4")
        }
        return try self.prepare(path)
    }

    /// The same, for a file that is not overwritten unasked.
    static func prepareNew(_ path: String, force: Bool) throws -> URL {
        let url = try self.prepare(path)
        guard force || !FileManager.default.fileExists(atPath: url.path) else {
            throw JobFailure(.outputExists, path)
        }
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
