// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation

/// Where things are on this machine.
struct Places {
    let cache: URL
    private let assets: String?

    /// - Parameters: Folders a person named; nil looks in the usual ones.
    init(cache: String?, assets: String?) {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? "."
        let usual = environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? home + "/.cache"
        self.cache = URL(fileURLWithPath: cache ?? usual + "/moviegen")
        self.assets = assets
    }

    /// The named folder, or `Assets` in a folder above the program, in the working folder, or where packages put it.
    func findAssets() throws -> URL {
        if let assets = self.assets { return URL(fileURLWithPath: assets) }
        let candidates =
            Self.roots.map { $0.appending(path: "Assets") } + [URL(fileURLWithPath: "/usr/share/moviegen")]
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
    var voices: [String] {
        Self.roots.map { $0.appending(path: ".local/voices").path }
            + ["/usr/share/moviegen/voices", "/usr/share/hts-voice"]
    }

    /// The working folder, then the folders above the program.
    private static var roots: [URL] {
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
