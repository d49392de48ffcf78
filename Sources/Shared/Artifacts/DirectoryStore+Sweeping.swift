// SPDX-License-Identifier: Apache-2.0
package import Domain
internal import Foundation

extension DirectoryStore {
    /// Whether the object is there and whole; it counts as used now.
    package func holds(_ id: ObjectID) async throws -> Bool { self.isWhole(id) && self.touch(id) }

    /// Objects that nobody stored or asked for since then.
    package func objects(unusedFor age: Duration) throws -> [ObjectID] {
        let folder = self.root.appending(path: "objects")
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        let oldest = Date(timeIntervalSinceNow: -(age / .seconds(1)))
        let names = FileManager.default.enumerator(
            at: folder, includingPropertiesForKeys: [.contentModificationDateKey])
        var found: [ObjectID] = []
        while let url = names?.nextObject() as? URL {
            // What is no object is not ours to judge.
            guard let id = ObjectID(hexadecimal: url.lastPathComponent), self.lastUse(of: id) ?? .now < oldest
            else {
                continue
            }
            found.append(id)
        }
        return found
    }

    /// Removes an object unless somebody used it meanwhile.
    package func remove(_ id: ObjectID, unusedFor age: Duration) throws -> Bool {
        guard let used = self.lastUse(of: id), used < Date(timeIntervalSinceNow: -(age / .seconds(1))) else {
            return false
        }
        try FileManager.default.removeItem(at: self.path("objects", id))
        return true
    }

    private func lastUse(of id: ObjectID) -> Date? {
        // Gone meanwhile: nothing to remove.
        let attributes = try? FileManager.default.attributesOfItem(atPath: self.path("objects", id).path)
        return attributes?[.modificationDate] as? Date
    }

    /// The file's time of change tells when it was last of use.
    func touch(_ id: ObjectID) -> Bool { utimes(self.path("objects", id).path, nil) == 0 }
}
