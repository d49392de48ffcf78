// SPDX-License-Identifier: Apache-2.0
import Artifacts
import Domain
import Foundation
import Testing

@Suite struct `Keeping what was made` {
    private struct Inputs: Encodable {
        var text: String
        var speed = 1.0
    }

    private func withStore(_ body: (DirectoryStore) async throws -> Void) async throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        try await body(DirectoryStore(root: root))
    }

    @Test func `an object's name is the SHA-256 of its bytes`() {
        // FIPS 180-2, appendix B.1.
        #expect(
            ContentHash.id(of: "abc".utf8).hexadecimal
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test(arguments: [
        "", "abc", String(repeating: "A", count: 64), "../" + String(repeating: "0", count: 61),
    ])
    func `what is no hash is never a path`(text: String) {
        #expect(ObjectID(hexadecimal: text) == nil)
    }

    @Test func `what a recipe gave is found again, by another process too`() async throws {
        try await self.withStore { store in
            let recipe = try Recipe(step: "speech", version: 1, inputs: Inputs(text: "はい"))
            #expect(try await store.object(for: recipe) == nil)
            let id = try await store.store(Data("sound".utf8), for: recipe)
            let other = DirectoryStore(root: store.root)
            #expect(try await other.object(for: recipe) == id)
            #expect(try await other.bytes(of: id) == Data("sound".utf8))
        }
    }

    /// Defect 8 of the reference system: an edited line kept its old sound.
    @Test func `any change of step, version or inputs is another recipe`() throws {
        let recipes = [
            try Recipe(step: "speech", version: 1, inputs: Inputs(text: "はい")),
            try Recipe(step: "speech", version: 2, inputs: Inputs(text: "はい")),
            try Recipe(step: "slide", version: 1, inputs: Inputs(text: "はい")),
            try Recipe(step: "speech", version: 1, inputs: Inputs(text: "はい。")),
            try Recipe(step: "speech", version: 1, inputs: Inputs(text: "はい", speed: 1.1)),
        ]
        #expect(Set(recipes).count == recipes.count)
        #expect(recipes[0] == (try Recipe(step: "speech", version: 1, inputs: Inputs(text: "はい"))))
    }

    /// Defect 3 of the reference system: a slide of no bytes broke the film.
    @Test func `an object that was emptied or lost is made again`() async throws {
        try await self.withStore { store in
            let recipe = try Recipe(step: "slide", version: 1, inputs: Inputs(text: "a"))
            let id = try await store.store(Data("png".utf8), for: recipe)
            let file = try await store.file(of: id)
            try Data().write(to: file)
            #expect(try await store.object(for: recipe) == nil)
            try FileManager.default.removeItem(at: file)
            #expect(try await store.object(for: recipe) == nil)
            let (again, reused) = try await store.object(for: recipe) { Data("png".utf8) }
            #expect(again == id && !reused)
            #expect(try await store.bytes(of: id) == Data("png".utf8))
        }
    }

    @Test func `an index entry that was torn is as if it were not there`() async throws {
        try await self.withStore { store in
            let recipe = try Recipe(step: "slide", version: 1, inputs: Inputs(text: "a"))
            try await store.store(Data("png".utf8), for: recipe)
            let key = recipe.key.hexadecimal
            try Data("0123".utf8).write(to: store.root.appending(path: "index/\(key.prefix(2))/\(key)"))
            #expect(try await store.object(for: recipe) == nil)
        }
    }

    @Test func `what was made is not made again unless recipes are forgotten`() async throws {
        try await self.withStore { store in
            let recipe = try Recipe(step: "slide", version: 1, inputs: Inputs(text: "a"))
            var count = 0
            for _ in 0..<3 {
                _ = try await store.object(for: recipe) {
                    count += 1
                    return Data("png".utf8)
                }
            }
            #expect(count == 1)
            let forgetful = DirectoryStore(root: store.root, forgetsRecipes: true)
            #expect(try await forgetful.object(for: recipe) == nil)
        }
    }

    @Test func `many writers of one object leave one whole object and nothing else`() async throws {
        try await self.withStore { store in
            let bytes = Data(repeating: 7, count: 300_000)
            let recipe = try Recipe(step: "segment", version: 1, inputs: Inputs(text: "a"))
            try await withThrowingTaskGroup(of: ObjectID.self) { group in
                for _ in 0..<40 { group.addTask { try await store.store(bytes, for: recipe) } }
                for try await id in group { #expect(try await store.bytes(of: id) == bytes) }
            }
            let files =
                FileManager.default.enumerator(atPath: store.root.path)?.compactMap { $0 as? String } ?? []
            #expect(files.filter { $0.split(separator: "/").count == 3 }.count == 2)
        }
    }

    @Test func `a place one may not write to is named`() async throws {
        let store = DirectoryStore(root: URL(fileURLWithPath: "/proc/store"))
        let failure = await #expect(throws: JobFailure.self) {
            try await store.store(Data("x".utf8), for: nil)
        }
        #expect(failure?.code == .outputUnwritable && failure?.subject.hasPrefix("/proc/store") == true)
    }
}
