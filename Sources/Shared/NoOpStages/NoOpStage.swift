internal import Artifacts
// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Foundation
internal import Store
package import Worker

/// What a rehearsal asks for: a job's shape, how long its tasks take, and what goes wrong.
package struct RehearsalRequest: Codable, Hashable, Sendable {
    /// Sections; each has an audio and a slide task, and two render tasks.
    package var sectionCount = 3
    /// Of an audio or slide task; a render task takes three times as long.
    package var taskMilliseconds = 50
    /// The render task of this part fails, until its third attempt.
    package var failsOncePart: Int?
    /// The audio task of this part fails for good.
    package var failsForGoodPart: Int?
    /// The render task of this part kills its process, each time.
    package var poisonPart: Int?
    /// Sets jobs apart, so that their objects differ.
    package var name = ""

    package init() {}
}

/// A job without a film: the pipeline's real tasks, barriers, objects and messages, around work that only takes time.
///
/// Every task stores an object whose bytes follow from the job and the part, and the last one checks all of them: a
/// lost, doubled or foreign part is seen in the result.
package struct NoOpStage: StageHandler {
    package init() {}

    package func run(_ task: TaskContext) async throws -> TaskResult {
        let request = try JSONDecoder().decode(RehearsalRequest.self, from: Data(task.request.utf8))
        try await self.work(request, task)
        switch task.lease.task.stage {
        case .script: return try self.begin(request)
        case .audio, .slide, .render: return try await self.part(request, task)
        case .timeline: return try self.beginRendering(request)
        case .assemble: return try await self.assemble(request, task)
        }
    }

    private func work(_ request: RehearsalRequest, _ task: TaskContext) async throws {
        let part = task.lease.task.part
        switch task.lease.task.stage {
        case .render:
            if request.poisonPart == part { kill(getpid(), SIGKILL) }
            if request.failsOncePart == part, task.lease.attempt < 3 {
                throw JobFailure(.engineFailed, "rehearsal", detail: "attempt \(task.lease.attempt)")
            }
        case .audio:
            if request.failsForGoodPart == part { throw JobFailure(.scriptInvalid, "rehearsal") }
        case .script, .slide, .timeline, .assemble: break
        }
        let factor = task.lease.task.stage == .render ? 3 : 1
        for step in 1...4 {
            try await Task.sleep(for: .milliseconds(request.taskMilliseconds * factor) / 4)
            task.report(percent: 25 * step)
        }
    }

    private func begin(_ request: RehearsalRequest) throws -> TaskResult {
        var result = TaskResult(result: "{}")
        let tasks = (0..<request.sectionCount).flatMap {
            [NewTask(.audio, part: $0), NewTask(.slide, part: $0)]
        }
        result.fanOuts = [FanOut(barrier: "content", tasks: tasks, successor: NewTask(.timeline))]
        return result
    }

    private func beginRendering(_ request: RehearsalRequest) throws -> TaskResult {
        var result = TaskResult(result: "{}")
        let tasks = (0..<request.sectionCount * 2).map { NewTask(.render, part: $0) }
        result.fanOuts = [FanOut(barrier: "render", tasks: tasks, successor: NewTask(.assemble))]
        return result
    }

    private func part(_ request: RehearsalRequest, _ task: TaskContext) async throws -> TaskResult {
        let bytes = Self.bytes(request, task.lease.task.stage, part: task.lease.task.part)
        let id = try await task.artifacts.store(bytes, for: nil)
        return try TaskResult(encoding: PartResult(object: id))
    }

    /// The result is the hash of all parts, as they were read back.
    private func assemble(_ request: RehearsalRequest, _ task: TaskContext) async throws -> TaskResult {
        var all = Data()
        for stage in [Stage.audio, .slide, .render] {
            let results = try await task.queue.results(of: task.lease.task.job, stage: stage)
            let expected = stage == .render ? request.sectionCount * 2 : request.sectionCount
            guard results.map(\.part) == Array(0..<expected) else {
                throw JobFailure(
                    .scriptInvalid, "rehearsal", detail: "\(stage): parts \(results.map(\.part))")
            }
            for each in results {
                let object = try JSONDecoder().decode(PartResult.self, from: Data(each.result.utf8)).object
                all += try await task.artifacts.bytes(of: object)
            }
        }
        let id = try await task.artifacts.store(all, for: nil)
        var result = try TaskResult(encoding: PartResult(object: id))
        result.objects = [id]
        return result
    }

    /// What a job's result must be.
    package static func expectedBytes(_ request: RehearsalRequest) -> Data {
        var all = Data()
        for stage in [Stage.audio, .slide, .render] {
            let count = stage == .render ? request.sectionCount * 2 : request.sectionCount
            for part in 0..<count { all += self.bytes(request, stage, part: part) }
        }
        return all
    }

    private static func bytes(_ request: RehearsalRequest, _ stage: Stage, part: Int) -> Data {
        Data("\(request.name) \(stage.rawValue) \(part)\n".utf8)
    }
}

/// What a rehearsal's task made.
package struct PartResult: Codable, Hashable, Sendable {
    package let object: ObjectID

    package init(object: ObjectID) { self.object = object }
}
