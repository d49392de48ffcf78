// SPDX-License-Identifier: Apache-2.0
import Foundation
import Store
import Testing

@Suite(.migratedDatabase, .timeLimit(.minutes(2))) struct `The index of artifacts` {
    private static func recipe(_ digit: Character) -> String { String(repeating: digit, count: 64) }

    private func age(_ fixture: QueueFixture, hours: Int) async throws {
        try await fixture.store.rows(
            "UPDATE artifacts SET used_at = now() - make_interval(hours => \(hours)::integer)")
    }

    @Test func `a recipe gives what its lease's holder recorded, the latest of it`() async throws {
        let fixture = try QueueFixture()
        let lease = try await fixture.claim(try await fixture.admit())
        #expect(try await fixture.queue.artifact(for: Self.recipe("a")) == nil)
        for object in ["x", "y"] {
            #expect(
                try await fixture.queue.recordArtifact(
                    recipe: Self.recipe("a"), object: object, bytes: 7, by: lease))
        }
        #expect(try await fixture.queue.artifact(for: Self.recipe("a")) == "y")
    }

    @Test func `a zombie changes nothing, neither of an older lease nor of an older generation`() async throws
    {
        let fixture = try QueueFixture()
        let old = try await fixture.claim(try await fixture.admit())
        try await fixture.expireLeases(of: old.task.job)
        let new = try await fixture.claim(old.task)
        func record(_ object: String, _ lease: Lease) async throws -> Bool {
            try await fixture.queue.recordArtifact(
                recipe: Self.recipe("b"), object: object, bytes: 1, by: lease)
        }
        #expect(try await record("right", new))
        #expect(try await record("zombie", old) == false)
        #expect(try await fixture.queue.startOver(new, reason: "test"))
        #expect(try await record("zombie", new) == false)
        // Its token is the old one's again; the generation tells them apart.
        let again = TaskReference(job: old.task.job, stage: .script, generation: 1)
        #expect(try await fixture.claim(again).token == old.token)
        #expect(try await record("zombie", old) == false)
        #expect(try await fixture.queue.artifact(for: Self.recipe("b")) == "right")
    }

    @Test func `what is used stays, what nothing refers to is given back, a film stays with its job`()
        async throws
    {
        let fixture = try QueueFixture()
        let lease = try await fixture.claim(try await fixture.admit())
        for (recipe, object) in [("a", "film"), ("b", "shared"), ("c", "shared"), ("d", "alone")] {
            _ = try await fixture.queue.recordArtifact(
                recipe: Self.recipe(Character(recipe)), object: object, bytes: 1, by: lease)
        }
        _ = try await fixture.queue.complete(lease, result: "film", objects: ["film", "film"])
        try await self.age(fixture, hours: 25)
        // Used now: its object stays, whatever else named it.
        #expect(try await fixture.queue.artifact(for: Self.recipe("c")) == "shared")
        #expect(try await fixture.queue.expireArtifacts(unusedFor: .seconds(86_400), limit: 100) == ["alone"])
        #expect(try await fixture.queue.artifact(for: Self.recipe("b")) == nil)
        #expect(try await fixture.queue.isReferenced(object: "film"))
        #expect(try await fixture.queue.isReferenced(object: "shared"))
        #expect(try await fixture.queue.isReferenced(object: "alone") == false)
        try await fixture.store.rows("DELETE FROM jobs")
        #expect(try await fixture.queue.isReferenced(object: "film") == false)
    }

    @Test func `a cancelled completion holds nothing`() async throws {
        let fixture = try QueueFixture()
        let lease = try await fixture.claim(try await fixture.admit())
        _ = try await fixture.queue.cancel(lease.task.job, actor: "test")
        #expect(try await fixture.queue.complete(lease, objects: ["film"]) == .cancelled)
        #expect(try await fixture.queue.isReferenced(object: "film") == false)
    }

    @Test func `a recipe that is no SHA-256 is refused`() async throws {
        let fixture = try QueueFixture()
        let lease = try await fixture.claim(try await fixture.admit())
        let refusal = await code {
            _ = try await fixture.queue.recordArtifact(recipe: "../x", object: "o", bytes: 1, by: lease)
        }
        #expect(refusal == .constraint)
    }
}
