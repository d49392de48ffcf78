// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Operations
internal import Store
internal import Worker

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
