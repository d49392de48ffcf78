// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Foundation
package import Store

/// All that is known of one job, for programs.
package struct JobHistory: Codable, Sendable {
    package let job: JobReport
    package let generation: Int
    package let restarts: Int
    package let tasks: [TaskHistory]
    package let barriers: [BarrierReport]
    package let outbox: [MessageReport]
    package let deadLetters: [LetterReport]
    /// Those that can go on with it.
    package let workers: [WorkerReport]
    package let audit: [AuditEntry]

    package init(_ job: JobExplanation, url: String?, audit: [AuditEntry], _ language: Language) {
        self.job = JobReport(job.status, url: url, hold: job.waitsFor, task: job.waitingTask, language)
        self.generation = job.generation
        self.restarts = job.restartCount
        self.tasks = job.tasks.map { TaskHistory($0, language) }
        self.barriers = job.barriers
        self.outbox = job.outbox.map(MessageReport.init)
        self.deadLetters = job.deadLetters.map { LetterReport($0, language) }
        self.workers = job.workers
        self.audit = audit
    }
}

package struct TaskHistory: Codable, Sendable {
    package let stage: Stage
    package let part: Int
    package let state: TaskState
    package let percent: Int
    package let attempt: Int
    package let attemptLimit: Int
    package let rescues: Int
    package let deferrals: Int
    package let worker: String?
    package let enqueuedAt: Date
    package let startedAt: Date?
    package let finishedAt: Date?
    package let errorClass: String?
    /// Of the last attempt that failed.
    package let errorMessage: String?
    package let waitsFor: HoldReport?

    package init(_ task: TaskReport, _ language: Language) {
        self.stage = task.task.stage
        self.part = task.task.part
        self.state = task.state
        self.percent = task.percent
        self.attempt = task.attempt
        self.attemptLimit = task.attemptLimit
        self.rescues = task.rescueCount
        self.deferrals = task.deferralCount
        self.worker = task.leaseOwner
        self.enqueuedAt = task.enqueuedAt
        self.startedAt = task.startedAt
        self.finishedAt = task.finishedAt
        self.errorClass = task.errorClass
        self.errorMessage = task.errorText.map { ErrorText.told($0)[language] }
        self.waitsFor = task.waitsFor.map { HoldReport($0, language) }
    }
}
