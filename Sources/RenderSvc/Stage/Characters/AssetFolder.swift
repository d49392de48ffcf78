// SPDX-License-Identifier: Apache-2.0
internal import Domain
package import Foundation

/// Where characters and backgrounds are: the folder `Assets` of this project, or one like it.
package struct AssetFolder: Sendable {
    package let root: URL

    package init(root: URL) { self.root = root }

    /// - Parameter name: A folder's path, or the name of one under `Characters`.
    func characterPack(_ name: String) throws -> URL {
        for url in [
            self.root.appending(path: "Characters").appending(path: name), URL(fileURLWithPath: name),
        ]
        where FileManager.default.fileExists(atPath: url.appending(path: "pack.yaml").path)
            || FileManager.default.fileExists(atPath: url.appending(path: "base.png").path)
        {
            return url
        }
        throw JobFailure(.assetMissing, name, detail: "no character pack of that name: pack.yaml or base.png")
    }

    func background(_ theme: FilmFormat.Theme) -> URL {
        self.root.appending(path: "Backgrounds").appending(path: theme == .light ? "study.svg" : "night.svg")
    }

    static func read(_ url: URL) throws -> Data {
        do {
            return try Data(contentsOf: url)
        } catch {
            throw JobFailure(.assetMissing, url.path)
        }
    }
}
