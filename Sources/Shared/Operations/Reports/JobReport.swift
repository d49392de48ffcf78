// SPDX-License-Identifier: Apache-2.0
package import Domain
package import FilmTasks
package import Foundation
package import Store

/// A job as operators' programs see it.
package struct JobReport: Codable, Sendable {
    package let id: String
    package let client: String
    /// Of its article; nil for a job from a text or script.
    package let url: String?
    package let state: JobState
    package let cancelRequested: Bool
    package let percent: Int
    package let step: JobStep
    package let partsDone: Int
    package let partsTotal: Int
    /// Nil in lists.
    package let queuePosition: Int?
    package let createdAt: Date
    package let movedAt: Date
    package let startedAt: Date?
    package let finishedAt: Date?
    package let deadlineAt: Date
    package let expiresAt: Date?
    package let errorCode: String?
    package let errorMessage: String?
    package let film: FilmJobResult?
    package let waitsFor: HoldReport?

    package init(
        _ status: JobStatus, url: String?, hold: StuckReason? = nil, task: TaskReference? = nil,
        _ language: Language
    ) {
        self.id = status.id.uuidString.lowercased()
        self.client = status.client
        self.url = url
        self.state = status.state
        self.cancelRequested = status.isCancelRequested
        self.percent = status.percent
        self.step = status.step
        self.partsDone = status.donePartCount
        self.partsTotal = status.partCount
        self.queuePosition = status.queuePosition
        self.createdAt = status.createdAt
        self.movedAt = status.movedAt
        self.startedAt = status.startedAt
        self.finishedAt = status.finishedAt
        self.deadlineAt = status.deadlineAt
        self.expiresAt = status.expiresAt
        self.errorCode = status.failure?.code.rawValue
        self.errorMessage = status.failure?.message(in: language)
        self.film = FilmJobResult(of: status)
        self.waitsFor = hold.map { HoldReport($0, of: task, language) }
    }
}

/// What holds something up.
package struct HoldReport: Codable, Sendable {
    package let reason: String
    package let message: String
    /// Of a job: the task that it is about.
    package let stage: Stage?
    package let part: Int?

    package init(_ reason: StuckReason, of task: TaskReference? = nil, _ language: Language) {
        self.reason = reason.code
        self.message = reason.sentence[language]
        self.stage = task?.stage
        self.part = task?.part
    }
}
