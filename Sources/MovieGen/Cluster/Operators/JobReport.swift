// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmTasks
internal import Foundation
internal import Operations
internal import Store
internal import Worker

/// A job as `--json` prints it.
struct JobReport: Encodable {
    struct Failure: Encodable {
        let code: String
        let message: String
    }

    let id: String
    let client: String
    let state: JobState
    let cancelRequested: Bool
    let percent: Int
    let step: JobStep
    let partsDone: Int
    let parts: Int
    let queuePosition: Int?
    let createdAt: Date
    let startedAt: Date?
    let finishedAt: Date?
    let deadlineAt: Date
    let expiresAt: Date?
    let error: Failure?
    let film: FilmJobResult?

    init(_ status: JobStatus, _ language: Language = Messages.language) {
        self.id = status.id.id
        self.client = status.client
        self.state = status.state
        self.cancelRequested = status.isCancelRequested
        self.percent = status.percent
        self.step = status.step
        self.partsDone = status.donePartCount
        self.parts = status.partCount
        self.queuePosition = status.queuePosition
        self.createdAt = status.createdAt
        self.startedAt = status.startedAt
        self.finishedAt = status.finishedAt
        self.deadlineAt = status.deadlineAt
        self.expiresAt = status.expiresAt
        self.error = status.failure.map { Failure(code: $0.code.rawValue, message: $0.message(in: language)) }
        // Another service's result may be of a later kind.
        self.film = status.result.flatMap {
            try? JSONDecoder().decode(FilmJobResult.self, from: Data($0.utf8))
        }
    }
}

extension JobStatus {
    /// From its admission to its end, or until now.
    var age: String { Clock.age((self.finishedAt ?? .now).timeIntervalSince(self.createdAt)) }
}

/// Jobs under headings.
struct JobTable {
    private static let columns = [
        Table.Column(title: Localized(ja: "ジョブ", en: "JOB")),
        Table.Column(title: Localized(ja: "状態", en: "STATE")),
        Table.Column(title: Localized(ja: "進み", en: "DONE"), isNumber: true),
        Table.Column(title: Localized(ja: "段階", en: "STEP")),
        Table.Column(title: Localized(ja: "受付", en: "CREATED")),
        Table.Column(title: Localized(ja: "時間", en: "TOOK"), isNumber: true),
        Table.Column(title: Localized(ja: "依頼元", en: "CLIENT")),
        Table.Column(title: Localized(ja: "理由", en: "WHY")),
    ]

    static func text(_ jobs: [(JobStatus, reason: String?)], in language: Language) -> String {
        guard !jobs.isEmpty else { return OperatorMessages.noJobs[language] + "\n" }
        var table = Table(Self.columns)
        for (status, reason) in jobs {
            table.rows.append([
                status.id.short, status.state.rawValue, "\(status.percent)%",
                ClusterMessages.step(status)[language], Clock.stamp(status.createdAt), status.age,
                status.client,
                reason ?? status.failure?.message(in: language) ?? "",
            ])
        }
        return table.text(in: language)
    }
}
