// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Operations
internal import Store

/// What the administration's JSON has beside the reports that `moviegen` prints too.
struct AdminOverview: Codable {
    /// By their states.
    struct JobCounts: Codable {
        let open: Int
        let done: Int
        let failed: Int
        let cancelled: Int
    }

    let jobs: JobCounts
    let failures: [FailureCount]
    let doneLastHour: Int
    let doneLastDay: Int
    let queues: [QueueReport]
    let broker: String
    let workers: [WorkerReport]
    let stuckJobs: Int
    let openDeadLetters: Int
    let outbox: Int
    let outboxDueSeconds: Double?
    let freeBytes: Int64?
    let totalBytes: Int64?

    init(_ picture: AdminPicture) {
        let (overview, count) = (picture.overview, picture.overview.jobCounts)
        self.jobs = JobCounts(
            open: count[.open] ?? 0, done: count[.done] ?? 0, failed: count[.failed] ?? 0,
            cancelled: count[.cancelled] ?? 0)
        self.failures = overview.failures
        self.doneLastHour = overview.doneLastHourCount
        self.doneLastDay = overview.doneLastDayCount
        self.queues = picture.queues.map { QueueReport($0, counts: picture.broker) }
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

struct JobPageReport: Codable {
    let jobs: [JobReport]
    /// `after` of the next page.
    let next: String?
}

struct LetterPageReport: Codable {
    let deadLetters: [LetterReport]
    let next: String?
}

/// What was done.
struct DeedReport: Codable {
    let done: AdminNote
    /// Of what it was done to.
    let count: Int?
}
