// SPDX-License-Identifier: Apache-2.0
import Artifacts
import Domain
import Foundation
import Testing

/// The Python service never deleted a file (defect 11).
@Suite struct `Removing what nobody uses` {
    private func withStore(_ body: (DirectoryStore) async throws -> Void) async throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "sweep-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        try await body(DirectoryStore(root: root))
    }

    /// Makes an object look as if nobody had used it for a day.
    private func age(_ id: ObjectID, in store: DirectoryStore) async throws {
        let path = try await store.file(of: id).path
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -86_400)], ofItemAtPath: path)
    }

    @Test func `only what was not used for so long is named and removed`() async throws {
        try await self.withStore { store in
            let old = try await store.store(Data("old".utf8), for: nil)
            let new = try await store.store(Data("new".utf8), for: nil)
            try await self.age(old, in: store)
            #expect(try store.objects(unusedFor: .seconds(3_600)) == [old])
            #expect(try store.remove(old, unusedFor: .seconds(3_600)))
            #expect(try !store.remove(new, unusedFor: .seconds(3_600)))
            #expect(try await store.holds(new))
            #expect(try await !store.holds(old))
        }
    }

    @Test func `storing or finding an object again counts as use`() async throws {
        try await self.withStore { store in
            let stored = try await store.store(Data("stored".utf8), for: nil)
            let found = try await store.store(Data("found".utf8), for: nil)
            try await self.age(stored, in: store)
            try await self.age(found, in: store)
            try await store.store(Data("stored".utf8), for: nil)
            #expect(try await store.holds(found))
            #expect(try store.objects(unusedFor: .seconds(3_600)).isEmpty)
            #expect(try !store.remove(stored, unusedFor: .seconds(3_600)))
        }
    }

    @Test func `files that are no objects are left alone`() async throws {
        try await self.withStore { store in
            let id = try await store.store(Data("x".utf8), for: nil)
            let stranger = try await store.file(of: id).deletingLastPathComponent().appending(
                path: "notes.txt")
            try Data("mine".utf8).write(to: stranger)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -86_400)], ofItemAtPath: stranger.path)
            #expect(try store.objects(unusedFor: .seconds(3_600)).isEmpty)
        }
    }
}
