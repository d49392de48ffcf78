// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Foundation

/// The artifact store of a laptop: a directory.
///
/// `objects/ab/<id>` holds bytes, `index/ab/<recipe>` the id they gave. Files appear by rename, so a reader never sees
/// half of one, and two processes may share the directory.
package struct DirectoryStore: ArtifactStore {
    package let root: URL
    /// Whether recipes already made are forgotten: `--force`.
    private let forgetsRecipes: Bool

    package init(root: URL, forgetsRecipes: Bool = false) {
        self.root = root
        self.forgetsRecipes = forgetsRecipes
    }

    package func object(for recipe: Recipe) async throws -> ObjectID? {
        guard !self.forgetsRecipes else { return nil }
        // A missing or torn index entry means the object is to be made; nothing else depends on it.
        guard let text = try? String(contentsOf: self.path("index", recipe.key), encoding: .utf8),
            let id = ObjectID(hexadecimal: text)
        else { return nil }
        return self.isWhole(id) ? id : nil
    }

    @discardableResult
    package func store(_ bytes: Data, for recipe: Recipe?) async throws -> ObjectID {
        let id = ContentHash.id(of: bytes)
        if self.forgetsRecipes || !self.isWhole(id) || !self.touch(id) {
            try self.write(bytes, to: self.path("objects", id))
        }
        if let recipe { try self.write(Data(id.hexadecimal.utf8), to: self.path("index", recipe.key)) }
        return id
    }

    package func bytes(of id: ObjectID) async throws -> Data {
        let url = try await self.file(of: id)
        do {
            return try Data(contentsOf: url, options: .alwaysMapped)
        } catch {
            throw JobFailure(.sourceUnreadable, url.path)
        }
    }

    package func file(of id: ObjectID) async throws -> URL {
        let url = self.path("objects", id)
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw JobFailure(.sourceNotFound, url.path)
        }
        return url
    }

    func path(_ kind: String, _ id: ObjectID) -> URL {
        self.root.appending(path: kind).appending(path: id.hexadecimal.prefix(2)).appending(
            path: id.hexadecimal)
    }

    /// Whether the object is there and still what its name says. A film's objects are hashed in less than a tenth of a
    /// second; a damaged one that is believed costs the film.
    func isWhole(_ id: ObjectID) -> Bool {
        guard let bytes = try? Data(contentsOf: self.path("objects", id), options: .alwaysMapped) else {
            return false
        }
        return ContentHash.id(of: bytes) == id
    }

    private func write(_ bytes: Data, to url: URL) throws {
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try bytes.write(to: url, options: .atomic)
        } catch {
            throw JobFailure(writing: url.path, error)
        }
    }
}

extension JobFailure {
    /// Tells a full disk from a place one may not write to.
    package init(writing path: String, _ error: any Error) {
        let cocoa = error as? CocoaError
        let code = (cocoa?.underlying as? POSIXError)?.code ?? (error as? POSIXError)?.code
        switch (cocoa?.code, code) {
        case (.fileWriteOutOfSpace, _), (_, .ENOSPC), (_, .EDQUOT): self.init(.diskFull, path)
        default: self.init(.outputUnwritable, path)
        }
    }
}
