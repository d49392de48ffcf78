// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import Domain
internal import Foundation
internal import Operations
internal import Store
internal import Worker

/// Values of the administration's JSON. Names are written in snake_case, times in ISO 8601.
struct OverviewAnswer: Encodable {
    struct Queue: Encodable {
        let database: QueueDepth
        let ready: Int?
        let consumers: Int?
        let dead: Int?
    }

    let jobs: [String: Int]
    let failures: [FailureCount]
    let doneLastHour: Int
    let doneLastDay: Int
    let queues: [Queue]
    let broker: String
    let workers: [WorkerReport]
    let stuckJobs: Int
    let openDeadLetters: Int
    let outbox: Int
    let outboxDueSeconds: Double?
    let freeBytes: Int64?
    let totalBytes: Int64?

    init(_ picture: AdminPicture) {
        let overview = picture.overview
        self.jobs = Dictionary(
            uniqueKeysWithValues: overview.jobCounts.map { ($0.key.rawValue, $0.value) })
        self.failures = overview.failures
        self.doneLastHour = overview.doneLastHourCount
        self.doneLastDay = overview.doneLastDayCount
        self.queues = picture.queues.map { depth in
            let counts = picture.broker?[PipelineTopology.workQueue(depth.queue)]
            return Queue(
                database: depth, ready: counts?.readyCount, consumers: counts?.consumerCount,
                dead: picture.broker?[PipelineTopology.deadQueue(depth.queue)]?.readyCount)
        }
        self.broker = picture.brokerState
        self.workers = picture.workers
        self.stuckJobs = picture.stuck.count
        self.openDeadLetters = overview.openLetterCount
        self.outbox = overview.outboxCount
        self.outboxDueSeconds = overview.outboxDueSeconds
        self.freeBytes = picture.freeBytes
        self.totalBytes = picture.totalBytes
    }
}

struct AdminJobAnswer: Encodable {
    let id: String
    let client: String
    let url: String?
    let state: String
    let percent: Int
    let step: String
    let cancelRequested: Bool
    let created: Date
    let moved: Date
    let started: Date?
    let finished: Date?
    let deadline: Date
    let errorCode: String?
    let errorMessage: String?
    let waitsFor: String?
    let waitsForMessage: String?

    init(_ status: JobStatus, url: String?, hold: StuckReason?, _ language: Language) {
        self.id = status.id.uuidString.lowercased()
        self.client = status.client
        self.url = url
        self.state = status.state.rawValue
        self.percent = status.percent
        self.step = status.step.rawValue
        self.cancelRequested = status.isCancelRequested
        self.created = status.createdAt
        self.moved = status.movedAt
        self.started = status.startedAt
        self.finished = status.finishedAt
        self.deadline = status.deadlineAt
        self.errorCode = status.failure?.code.rawValue
        self.errorMessage = status.failure?.message(in: language)
        self.waitsFor = hold?.code
        self.waitsForMessage = hold?.sentence[language]
    }
}

struct JobsAnswer: Encodable {
    let jobs: [AdminJobAnswer]
    /// `after` of the next page.
    let next: String?
}

struct TaskAnswer: Encodable {
    let stage: String
    let part: Int
    let state: String
    let percent: Int
    let attempt: Int
    let attemptLimit: Int
    let rescues: Int
    let worker: String?
    let queued: Date
    let started: Date?
    let finished: Date?
    let errorClass: String?
    let errorMessage: String?
    let waitsFor: String?

    init(_ task: TaskReport, _ language: Language) {
        self.stage = task.task.stage.rawValue
        self.part = task.task.part
        self.state = task.state.rawValue
        self.percent = task.percent
        self.attempt = task.attempt
        self.attemptLimit = task.attemptLimit
        self.rescues = task.rescueCount
        self.worker = task.leaseOwner
        self.queued = task.enqueuedAt
        self.started = task.startedAt
        self.finished = task.finishedAt
        self.errorClass = task.errorClass
        self.errorMessage = task.errorText.map { ErrorText.told($0)[language] }
        self.waitsFor = task.waitsFor?.code
    }
}

struct HistoryAnswer: Encodable {
    let job: AdminJobAnswer
    let generation: Int
    let restarts: Int
    let tasks: [TaskAnswer]
    let barriers: [BarrierReport]
    let outbox: [OutboxReport]
    let deadLetters: [LetterAnswer]
    let workers: [WorkerReport]
    let audit: [AuditEntry]
}

struct LetterAnswer: Encodable {
    let id: String
    let job: String?
    let stage: String?
    let part: Int?
    let reason: String
    let source: String
    let errorMessage: String?
    let seen: Date
    let resolved: Date?
    let resolution: String?
    let actor: String?

    init(_ letter: DeadLetter, _ language: Language) {
        self.id = letter.id.uuidString.lowercased()
        self.job = letter.job?.uuidString.lowercased()
        self.stage = letter.stage?.rawValue
        self.part = letter.part
        self.reason = letter.reason
        self.source = letter.source
        self.errorMessage = letter.error.map { ErrorText.told($0)[language] }
        self.seen = letter.firstSeenAt
        self.resolved = letter.resolvedAt
        self.resolution = letter.resolution
        self.actor = letter.actor
    }
}

struct LettersAnswer: Encodable {
    let deadLetters: [LetterAnswer]
    let next: String?
}

struct LimitsAnswer: Encodable {
    struct Limit: Encodable {
        let configured: Int
        /// Null: the setting holds.
        let kept: Int?
    }

    let dailyJobs: Limit
    let openJobs: Limit
    let used: [QuotaUse]
    let blocked: [BlockedNetwork]
}
