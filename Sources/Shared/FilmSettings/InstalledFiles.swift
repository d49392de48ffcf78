// SPDX-License-Identifier: Apache-2.0
internal import Domain
package import Foundation

/// Files that are part of the product: where they lie on this machine.
package enum InstalledFiles {
    /// The named folder, or `Assets` in the working folder, in a folder above the program, or where packages put it.
    ///
    /// - Throws: ``JobFailure`` with `assetMissing`.
    package static func assets(named name: String?) throws -> URL {
        if let name { return URL(fileURLWithPath: name) }
        let candidates =
            self.roots.map { $0.appending(path: "Assets") } + [URL(fileURLWithPath: "/usr/share/moviegen")]
        let found = candidates.first {
            FileManager.default.fileExists(atPath: $0.appending(path: "Characters").path)
        }
        guard let found else {
            throw JobFailure(
                .assetMissing, "Assets", detail: "no such folder beside the program; name it with --assets")
        }
        return found
    }

    /// Folders in which HTS voices are looked for.
    package static var voices: [String] {
        self.roots.map { $0.appending(path: ".local/voices").path }
            + ["/usr/share/moviegen/voices", "/usr/share/hts-voice"]
    }

    /// The working folder, then the folders above the program.
    package static var roots: [URL] {
        var roots = [URL(fileURLWithPath: FileManager.default.currentDirectoryPath)]
        guard let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        else { return roots }
        var folder = URL(fileURLWithPath: program).deletingLastPathComponent()
        while folder.path != "/" {
            roots.append(folder)
            folder.deleteLastPathComponent()
        }
        return roots
    }
}
