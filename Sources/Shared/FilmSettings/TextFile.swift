// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation

/// Reads the small text files people write for us.
enum TextFile {
    /// The file's text, without a byte order mark.
    ///
    /// - Parameters:
    ///   - kind: What messages call the file, like "Config".
    ///   - code: The failure of a file that is there but unusable.
    /// - Throws: ``JobFailure``: `sourceNotFound` for a missing file, `code` for anything else.
    static func read(_ path: String, kind: String, failing code: JobFailure.Code) throws -> String {
        guard FileManager.default.fileExists(atPath: path) else {
            throw JobFailure(.sourceNotFound, path, detail: "\(kind) file not found")
        }
        guard AssetFinder(configuration: path).find(self.absolute(path)) != nil else {
            throw JobFailure(code, path, detail: "this is not a file")
        }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw JobFailure(.sourceUnreadable, path, detail: "permission denied")
        }
        defer { try? handle.close() }  // Nothing was written: an error on closing loses nothing.
        let limit = YAMLText.maximumBytes
        let bytes: Data
        do {
            bytes = try handle.read(upToCount: limit + 1) ?? Data()
        } catch {
            throw JobFailure(.sourceUnreadable, path, detail: "it cannot be read")
        }
        guard bytes.count <= limit else {
            throw JobFailure(code, path, detail: "the file is larger than 1 MiB")
        }
        guard let text = String(data: bytes, encoding: .utf8) else {
            throw JobFailure(code, path, detail: "the file is not UTF-8 text")
        }
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }

    private static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).path }
}
