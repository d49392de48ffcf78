// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Store
internal import Testing
internal import Worker

@Suite struct `Reading a message` {
    private static let id = "0197a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"

    private func read(_ text: String) -> TaskMessage { TaskMessage(body: Array(text.utf8)) }

    private func reason(_ text: String) -> String? {
        guard case .malformed(let reason) = self.read(text) else { return nil }
        return reason
    }

    @Test func `ours names a task, whatever else it says`() throws {
        let job = try #require(UUID(uuidString: Self.id))
        for stage in Stage.allCases {
            let text =
                #"{"gen":2,"job":"\#(Self.id)","part":7,"stage":"\#(stage)","schema":1,"more":{"a":[null]}}"#
            let task = TaskReference(job: job, stage: stage, part: 7, generation: 2)
            #expect(self.read(text) == .task(task))
        }
        let upper = #"{"gen":0,"job":"\#(Self.id.uppercased())","part":0,"stage":"script","schema":1}"#
        #expect(self.read(upper) == .task(TaskReference(job: job, stage: .script)))
    }

    @Test func `a newer schema is told from nonsense`() throws {
        let job = try #require(UUID(uuidString: Self.id))
        let text = #"{"gen":0,"job":"\#(Self.id)","part":0,"stage":"script","schema":2}"#
        #expect(self.read(text) == .newerSchema(TaskReference(job: job, stage: .script), schema: 2))
    }

    @Test(arguments: [
        ("", "JSON"), ("{", "JSON"), ("[1]", "kind"), ("{}", "no schema"),
        (#"{"schema":1}"#, "no job"),
        (#"{"schema":"1","job":"\#(id)","stage":"script","part":0,"gen":0}"#, "schema"),
        (#"{"schema":1,"job":7,"stage":"script","part":0,"gen":0}"#, "job"),
        (#"{"schema":1,"job":"\#(id)","stage":"script","part":null,"gen":0}"#, "part"),
        (#"{"schema":1,"job":"\#(id)","stage":"script","part":0.5,"gen":0}"#, "JSON"),
        (#"{"schema":1,"job":"\#(id)","stage":"script","part":-1,"gen":0}"#, "below"),
        (#"{"schema":1,"job":"\#(id)","stage":"script","part":0,"gen":-1}"#, "below"),
        (#"{"schema":0,"job":"\#(id)","stage":"script","part":0,"gen":0}"#, "below"),
        (#"{"schema":1,"job":"\#(id)","stage":"dream","part":0,"gen":0}"#, "dream"),
    ]) func `what is wrong with it is said`(text: String, word: String) throws {
        let reason = try #require(self.reason(text))
        #expect(reason.contains(word), "\(reason)")
    }

    @Test func `its size is bounded before it is read, and so is what is repeated of it`() throws {
        let long = String(repeating: "x", count: 4_097)
        #expect(self.reason(long)?.contains("4097 bytes") == true)
        let stage = String(repeating: "y", count: 2_000)
        let text = #"{"gen":0,"job":"\#(Self.id)","part":0,"stage":"\#(stage)","schema":1}"#
        #expect(try #require(self.reason(text)).count < 150)
    }

    @Test(arguments: ["[", #"{"a":"#, #"["#, #"{"schema":["#])
    func `a nest as deep as it may be long is refused`(
        opening: String
    ) {
        let text = String(repeating: opening, count: 4_096 / opening.utf8.count)
        #expect(self.reason(text) != nil)
    }
}
