// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// Whose files a configuration may name.
package enum AssetAccess: Sendable {
    /// A person's own, on their own machine.
    case besideConfiguration
    /// None: the configuration is a stranger's.
    case none
}

/// Finds the files a configuration names.
struct AssetFinder {
    /// The configuration's own folder.
    private let folder: String
    private let access: AssetAccess

    /// - Parameter configuration: The configuration file's path.
    init(configuration: String, access: AssetAccess = .besideConfiguration) {
        self.folder = (configuration as NSString).deletingLastPathComponent
        self.access = access
    }

    enum Kind { case file, folder }

    /// Where `path` is, looking beside the configuration first and then in the current folder.
    ///
    /// - Returns: nil when nothing of that kind is there. A pipe or device is not a file: reading one may
    ///   never end.
    func find(_ path: String, _ kind: Kind = .file) -> String? {
        guard self.access == .besideConfiguration else { return nil }
        let expanded = (path as NSString).expandingTildeInPath
        let isAbsolute = expanded.hasPrefix("/")
        let places =
            isAbsolute ? [expanded] : [(self.folder as NSString).appendingPathComponent(expanded), expanded]
        return places.first { self.kind(of: $0) == kind }
    }

    private func kind(of path: String) -> Kind? {
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        // An error here means that there is nothing to be found, which is the answer.
        let attributes = try? FileManager.default.attributesOfItem(atPath: target)
        switch attributes?[.type] as? FileAttributeType {
        case .typeRegular: return .file
        case .typeDirectory: return .folder
        default: return nil
        }
    }
}

extension Fields {
    /// The file `key` names, found; missing is a warning, a wrong extension a problem.
    ///
    /// - Parameters:
    ///   - kind: What messages call it, like "Background".
    ///   - extensions: Those accepted, and what they are of, like "image".
    ///   - fallback: What happens without the file, for the warning.
    func asset(
        _ key: String, kind: String, extensions: (of: String, names: [String]), assets: AssetFinder,
        fallback: String
    ) -> String? {
        guard let path = self.text(key, maximumLength: 4096) else { return nil }
        let suffix = (path as NSString).pathExtension.lowercased()
        guard extensions.names.contains(suffix) else {
            let names = extensions.names.joined(separator: ", ")
            self.problem(key, "Invalid \(extensions.of) extension '.\(suffix)'. Expected: \(names)")
            return nil
        }
        guard let found = assets.find(path) else {
            self.warning(key, "\(kind) file not found: \(path); \(fallback)")
            return nil
        }
        return found
    }
}

/// The file name extensions of the reference.
enum Extensions {
    static let image = (of: "image", names: ["png", "jpg", "jpeg", "webp"])
    static let video = (of: "video", names: ["mp4", "webm", "mov"])
    static let audio = (of: "audio", names: ["mp3", "wav", "ogg", "m4a", "aac"])
}
