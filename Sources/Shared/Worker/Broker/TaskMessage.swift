// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import Foundation
package import Store

/// What a message on a work queue says: look at this task now.
package enum TaskMessage: Hashable, Sendable {
    case task(TaskReference)
    /// Of a service that is newer than this one: its task is put off until that one takes it.
    case newerSchema(TaskReference, schema: Int)
    /// Nothing can be looked up by it. The reason is for operators.
    case malformed(reason: String)

    /// The newest body this program reads.
    package static let schema = 1
    package static let maximumBytes = 4 << 10

    package init(body: [UInt8]) {
        guard body.count <= Self.maximumBytes else {
            self = .malformed(reason: "its body of \(body.count) bytes is over \(Self.maximumBytes)")
            return
        }
        do {
            let content = try JSONDecoder().decode(Content.self, from: Data(body))
            guard let stage = Stage(rawValue: content.stage) else {
                // A stage of tomorrow is no mistake of today's message when its schema says so.
                self = .malformed(reason: "no stage is called \(content.stage.prefix(64))")
                return
            }
            guard content.part >= 0, content.gen >= 0, content.schema >= 1 else {
                self = .malformed(reason: "its part, generation or schema is below what there is")
                return
            }
            let task = TaskReference(
                job: content.job, stage: stage, part: content.part, generation: content.gen)
            self =
                content.schema > Self.schema ? .newerSchema(task, schema: content.schema) : .task(task)
        } catch {
            self = .malformed(reason: "its body is no task: \(Self.reason(of: error))")
        }
    }

    private struct Content: Decodable {
        let schema: Int
        let job: UUID
        let stage: String
        let part: Int
        let gen: Int
    }

    private static func reason(of error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "no \(key.stringValue)"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "\(context.codingPath.map(\.stringValue).joined(separator: ".")) is of another kind"
        default: "not JSON of the kind expected"
        }
    }
}
