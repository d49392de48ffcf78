// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// A kind of work; each task of a job is one part of one stage.
package enum Stage: String, CaseIterable, Codable, Sendable {
    case script, audio, slide, timeline, render, assemble

    /// The queue's routing key: what render-svc does comes through one queue.
    package var queue: String {
        switch self {
        case .script, .audio, .slide: self.rawValue
        case .timeline, .render, .assemble: Stage.render.rawValue
        }
    }

    /// Attempts before a task is dead; those of worker deaths count.
    package var attemptLimit: Int {
        switch self {
        case .script, .audio: 6
        case .slide: 5
        case .timeline, .render, .assemble: 3
        }
    }
}

/// What a message points to: one task of one generation. An operator's replay begins a new generation.
package struct TaskReference: Hashable, Codable, Sendable {
    package let job: UUID
    package let stage: Stage
    package let part: Int
    package let generation: Int

    package init(job: UUID, stage: Stage, part: Int = 0, generation: Int = 0) {
        self.job = job
        self.stage = stage
        self.part = part
        self.generation = generation
    }

    /// As in `outbox.task_key`.
    var key: String {
        "\(self.job.uuidString.lowercased())/\(self.stage.rawValue)/\(self.part)/\(self.generation)"
    }
}

/// The right to finish a task, until the database's clock passes its end or someone else takes it.
package struct Lease: Hashable, Sendable {
    package let task: TaskReference
    /// Raised by every claim: an older one changes nothing any more.
    package let token: Int64
    /// 1 for the first run.
    package let attempt: Int
    package let attemptLimit: Int
    /// Workers that were lost with it before.
    package let lossCount: Int
    /// The task's own JSON, as its creator wrote it.
    package let input: String
    /// JSON: what the job's person asked for.
    package let request: String

    package init(
        task: TaskReference, token: Int64, attempt: Int, attemptLimit: Int, lossCount: Int = 0, input: String,
        request: String = "{}"
    ) {
        self.task = task
        self.token = token
        self.attempt = attempt
        self.attemptLimit = attemptLimit
        self.lossCount = lossCount
        self.input = input
        self.request = request
    }
}

/// A task to be made. One that exists already, by stage and part, is left as it is.
package struct NewTask: Hashable, Codable, Sendable {
    package let stage: Stage
    package let part: Int
    /// JSON, small: what the worker needs to find its own inputs.
    package let input: String
    /// The barrier that its completion counts down.
    package var barrier: String?
    package let attemptLimit: Int

    package init(
        _ stage: Stage, part: Int = 0, input: String = "{}", barrier: String? = nil, attemptLimit: Int? = nil
    ) {
        self.stage = stage
        self.part = part
        self.input = input
        self.barrier = barrier
        self.attemptLimit = attemptLimit ?? stage.attemptLimit
    }
}

/// Tasks that run side by side, and the one that begins when all are done; at once when there are none.
package struct FanOut: Sendable {
    package let barrier: String
    package let tasks: [NewTask]
    package let successor: NewTask?

    package init(barrier: String, tasks: [NewTask], successor: NewTask?) {
        self.barrier = barrier
        self.tasks = tasks.map { task in
            var task = task
            task.barrier = barrier
            return task
        }
        self.successor = successor
    }
}
