// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Foundation

/// Objects under the hash of their bytes, and an index from recipes to the objects they gave.
///
/// Every method may throw ``JobFailure`` with `diskFull`, `outputUnwritable` or `sourceUnreadable`.
package protocol ArtifactStore: Sendable {
    /// The object this recipe gave before; nil when it never did, or the object is gone or damaged.
    func object(for recipe: Recipe) async throws -> ObjectID?
    /// Keeps `bytes` and, with a recipe, remembers what made them. Storing twice is harmless.
    @discardableResult
    func store(_ bytes: Data, for recipe: Recipe?) async throws -> ObjectID
    /// The object's bytes.
    func bytes(of id: ObjectID) async throws -> Data
    /// A file holding the object, to be read and never written.
    func file(of id: ObjectID) async throws -> URL
}

extension ArtifactStore {
    /// The object of a recipe, made now if it never was.
    ///
    /// - Returns: The object, and whether it was already there.
    package func object(
        for recipe: Recipe, orMake make: () async throws -> Data
    ) async throws -> (id: ObjectID, reused: Bool) {
        if let id = try await self.object(for: recipe) { return (id, true) }
        return (try await self.store(try await make(), for: recipe), false)
    }
}
