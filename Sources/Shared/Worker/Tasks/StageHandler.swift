// SPDX-License-Identifier: Apache-2.0
package import Artifacts
package import Domain
internal import Foundation
package import Store
internal import Synchronization

/// What a service does with a task: a stage's pure function, and what comes after it.
///
/// It may run twice for one task, or beside another run of it: whatever it stores is found by what made it, and only
/// one run's result is recorded.
package protocol StageHandler: Sendable {
    /// - Throws: ``JobFailure`` for what its user can see or mend; `CancellationError` soon after it is cancelled, with
    ///   every child process ended.
    func run(_ task: TaskContext) async throws -> TaskResult
}

/// One attempt of a task: what it is about, and what it may use.
package struct TaskContext: Sendable {
    package let lease: Lease
    /// The job's request, JSON.
    package var request: String { self.lease.request }
    package let queue: JobQueue
    package let artifacts: any ArtifactStore
    private let percent: Percent

    init(lease: Lease, queue: JobQueue, artifacts: any ArtifactStore, percent: Percent) {
        self.lease = lease
        self.queue = queue
        self.artifacts = artifacts
        self.percent = percent
    }

    /// How much of the task is done, 0...100. Told to the database from time to time.
    package func report(percent: Int) { self.percent.raise(to: percent) }

    /// The same, by a stage's own count.
    package var progress: ProgressHandler {
        { step in self.report(percent: step.total > 0 ? 100 * step.done / step.total : 0) }
    }

    /// The task's own input.
    package func input<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(self.lease.input.utf8))
    }
}

/// What a task made and what begins now.
package struct TaskResult: Sendable {
    /// JSON, small: how later tasks find it.
    package var result: String?
    /// Objects that live as long as the job's row does.
    package var objects: [ObjectID] = []
    package var fanOuts: [FanOut] = []
    package var next: [NewTask] = []

    package init(result: String? = nil) { self.result = result }

    package init(encoding value: some Encodable) throws {
        self.result = try Self.json(value)
    }

    /// Keys in order, so that equal values are equal texts.
    package static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

/// A task's progress between the one who works and the one who renews.
final class Percent: Sendable {
    private let value = Mutex(0)

    var current: Int { self.value.withLock { $0 } }

    func raise(to percent: Int) { self.value.withLock { $0 = max($0, min(100, max(0, percent))) } }
}
