// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Store

/// What operators are told of what was done.
enum OperatorMessages {
    static let noJobs = Localized(ja: "ジョブはありません", en: "No jobs")
    static let noLetters = Localized(ja: "失敗の記録はありません", en: "No dead letters")
    static let noWorkers = Localized(ja: "ワーカーはありません", en: "No workers")
    static let noMessages = Localized(ja: "未送信のメッセージはありません", en: "No messages wait to be published")
    static let stopping = Localized(ja: "（中止しています）", en: " (stopping)")

    static func cancelled(_ job: UUID) -> Localized {
        Localized(ja: "✓ 中止しました: \(job.id)", en: "✓ Cancelled: \(job.id)")
    }

    static func stopping(_ job: UUID, _ count: Int) -> Localized {
        Localized(
            ja: "✓ 中止しています: \(job.id)（実行中のタスク\(count)件は数秒で止まります）",
            en: "✓ Stopping: \(job.id) (tasks that still run: \(count); they end within seconds)")
    }

    static func retried(_ job: UUID, _ count: Int) -> Localized {
        Localized(
            ja: "✓ 再試行します: \(job.id)（タスク\(count)件）", en: "✓ Tried again: \(job.id) (tasks: \(count))")
    }

    static func deleted(_ job: UUID) -> Localized {
        Localized(ja: "✓ 削除しました: \(job.id)", en: "✓ Deleted: \(job.id)")
    }

    static func replayed(_ report: ReplayReport, dryRun: Bool) -> Localized {
        let (jobs, skipped) = (report.jobs.count, report.skipped.count)
        return Localized(
            ja: dryRun
                ? "再試行の対象: ジョブ\(jobs)件（対象外の記録\(skipped)件）" : "✓ 再試行しました: ジョブ\(jobs)件（対象外の記録\(skipped)件）",
            en: dryRun
                ? "Would be tried again: \(jobs) jobs (letters passed over: \(skipped))"
                : "✓ Tried again: \(jobs) jobs (letters passed over: \(skipped))")
    }

    static func discarded(_ count: Int, dryRun: Bool) -> Localized {
        Localized(
            ja: dryRun ? "破棄の対象: \(count)件" : "✓ 破棄しました: \(count)件",
            en: dryRun ? "Would be discarded: \(count) letters" : "✓ Discarded: \(count) letters")
    }

    static func draining(_ instance: String) -> Localized {
        Localized(
            ja: "✓ \(instance) は実行中のタスクを終えて停止します",
            en: "✓ \(instance) finishes what it has and leaves")
    }

    static func kicked(_ count: Int) -> Localized {
        Localized(ja: "✓ すぐに送り直します: \(count)件", en: "✓ Published again at once: \(count) messages")
    }

    static func blocked(_ network: String) -> Localized {
        Localized(ja: "✓ 遮断しました: \(network)", en: "✓ Blocked: \(network)")
    }

    static func unblocked(_ network: String) -> Localized {
        Localized(ja: "✓ 遮断を解除しました: \(network)", en: "✓ Let in again: \(network)")
    }

    static func kept(_ limit: String, _ value: Int) -> Localized {
        Localized(ja: "✓ 次のジョブから \(limit) は \(value) です", en: "✓ From the next job on \(limit) is \(value)")
    }

    static func reset(_ limit: String) -> Localized {
        Localized(ja: "✓ \(limit) を設定値に戻しました", en: "✓ \(limit) is as configured again")
    }

    static let brokerAway = Localized(
        ja: "RabbitMQに聞けないため、データベースの数だけを表示しました",
        en: "RabbitMQ could not be asked: the database's side alone is shown")
}
