// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain
internal import Foundation
internal import Store

/// The artifact store of a running task: objects in a directory that all services share, the index in the database.
///
/// Only a task that holds its lease adds to the index. One that lost it may still store objects, which changes nothing
/// that anybody refers to.
struct LeasedStore: ArtifactStore {
    let objects: DirectoryStore
    let queue: JobQueue
    let lease: Lease

    func object(for recipe: Recipe) async throws -> ObjectID? {
        guard let text = try await self.queue.artifact(for: recipe.key.hexadecimal),
            let id = ObjectID(hexadecimal: text)
        else { return nil }
        return try await self.objects.holds(id) ? id : nil
    }

    @discardableResult
    func store(_ bytes: Data, for recipe: Recipe?) async throws -> ObjectID {
        let id = try await self.objects.store(bytes, for: nil)
        CrashPoint.reached(.afterObject)
        if let recipe {
            _ = try await self.queue.recordArtifact(
                recipe: recipe.key.hexadecimal, object: id.hexadecimal, bytes: bytes.count, by: self.lease)
        }
        return id
    }

    func bytes(of id: ObjectID) async throws -> Data {
        try await self.telling(id) { try await self.objects.bytes(of: id) }
    }

    func file(of id: ObjectID) async throws -> URL {
        try await self.telling(id) { try await self.objects.file(of: id) }
    }

    /// An object that another task made must be there: its absence is a failure of its own, which can be mended.
    private func telling<Value>(_ id: ObjectID, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let failure as JobFailure
            where failure.code == .sourceNotFound || failure.code == .sourceUnreadable
        {
            throw JobFailure(.artifactVanished, id.hexadecimal)
        }
    }
}
