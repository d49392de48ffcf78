// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
package import Domain
package import FilmSettings
internal import Foundation
package import Store
package import Worker

extension TaskContext {
    /// What the job's person asked for.
    ///
    /// - Throws: `DecodingError` for a request of another version: admission takes no others.
    package func filmRequest() throws -> FilmRequest {
        try JSONDecoder().decode(FilmRequest.self, from: Data(self.request.utf8))
    }

    /// A value that another task stored.
    ///
    /// - Throws: ``JobFailure`` with `artifactVanished`, also for an object that is something else.
    package func value<Value: Decodable>(of id: ObjectID, as type: Value.Type = Value.self) async throws
        -> Value
    {
        let bytes = try await self.artifacts.bytes(of: id)
        do {
            return try JSONDecoder().decode(type, from: bytes)
        } catch {
            throw JobFailure(.artifactVanished, id.hexadecimal, detail: "it holds no \(type)")
        }
    }

    /// Stores a value for another task.
    package func keep(_ value: some Encodable) async throws -> ObjectID {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try await self.artifacts.store(try encoder.encode(value), for: nil)
    }

    /// The results of a stage's tasks, by part.
    package func results<Value: Decodable>(of stage: Stage, as type: Value.Type = Value.self) async throws
        -> [Value]
    {
        try await self.queue.results(of: self.lease.task.job, stage: stage).map {
            try JSONDecoder().decode(type, from: Data($0.result.utf8))
        }
    }
}

extension Script {
    /// The script of one section alone: what its tasks work on.
    ///
    /// - Throws: ``JobFailure`` with `internalFailure` for a section the script does not have.
    package func part(of section: Int?) throws -> Script {
        guard let section, self.sections.indices.contains(section) else {
            throw JobFailure(
                .internalFailure, "section \(section ?? -1)", detail: "the script has \(self.sections.count)")
        }
        var part = self
        part.sections = [self.sections[section]]
        return part
    }
}
