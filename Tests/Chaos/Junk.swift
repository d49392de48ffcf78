// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Store

/// Messages that no service of ours would send, by what is wrong with each.
enum Junk: String, CaseIterable, Sendable {
    case malformed, oversized, nestedBomb, unknownStage
    /// Of a service that is newer than those that run.
    case futureSchema
    case unknownTask
    /// Of a task that an operator has replayed, or is going to.
    case otherGeneration

    enum End: Hashable, Sendable {
        /// Kept for an operator, with a reason that holds these words.
        case deadLetter(words: String)
        /// Acknowledged, and counted by `moviegen_skipped_total` with this reason.
        case dropped(reason: String)
    }

    var end: End {
        switch self {
        case .malformed: .deadLetter(words: "not JSON of the kind expected")
        case .oversized: .deadLetter(words: "is over 4096")
        case .nestedBomb: .deadLetter(words: "not JSON of the kind expected")
        case .unknownStage: .deadLetter(words: "no stage is called dream")
        case .futureSchema: .dropped(reason: "newerSchema")
        case .unknownTask: .dropped(reason: "unknown")
        case .otherGeneration: .dropped(reason: "staleGeneration")
        }
    }

    /// - Parameter task: One that is over.
    func body(_ task: TaskReference) -> String {
        switch self {
        case .malformed: "junk"
        case .oversized: Self.pointer(task) + String(repeating: " ", count: 4_096)
        case .nestedBomb: String(repeating: #"{"a":"#, count: 800)
        case .unknownStage: Self.pointer(task, stage: "dream")
        case .futureSchema: Self.pointer(task, schema: 999)
        case .unknownTask: Self.pointer(TaskReference(job: UUID(), stage: task.stage))
        case .otherGeneration: Self.pointer(task, generation: task.generation + 1)
        }
    }

    /// The body of a message as the relay writes it.
    static func pointer(
        _ task: TaskReference, schema: Int = 1, stage: String? = nil, generation: Int? = nil
    ) -> String {
        let job = task.job.uuidString.lowercased()
        let stage = stage ?? task.stage.rawValue
        let generation = generation ?? task.generation
        return
            #"{"schema":\#(schema),"job":"\#(job)","stage":"\#(stage)","part":\#(task.part),"gen":\#(generation)}"#
    }
}
