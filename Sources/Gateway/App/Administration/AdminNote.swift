// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// What the page after a form says was done: a word in its address, so that only these sentences can be said.
enum AdminNote: String, CaseIterable, Codable, Sendable {
    case cancelled, stopping, clientCancelled, retried, deleted, cleaned, kicked, draining
    case replayed, discarded, limitsChanged, blocked, unblocked

    func text(_ count: Int?) -> Localized {
        let number = count ?? 0
        return switch self {
        case .cancelled: Localized(ja: "中止しました。", en: "Cancelled.")
        case .stopping:
            Localized(
                ja: "中止しています（実行中のタスク\(number)件は数秒で止まります）。", en: "Stopping; tasks that still run: \(number).")
        case .clientCancelled: Localized(ja: "ジョブ\(number)件を中止しました。", en: "Jobs cancelled: \(number).")
        case .retried: Localized(ja: "再試行します（タスク\(number)件）。", en: "Tried again; tasks: \(number).")
        case .deleted: Localized(ja: "削除しました。", en: "Deleted.")
        case .cleaned: Localized(ja: "終わったジョブ\(number)件を削除しました。", en: "Finished jobs deleted: \(number).")
        case .kicked: Localized(ja: "すぐに送り直します（\(number)件）。", en: "Published again at once: \(number).")
        case .draining:
            Localized(ja: "実行中のタスクを終えて停止します。", en: "It finishes what it has and leaves.")
        case .replayed: Localized(ja: "ジョブ\(number)件を再試行します。", en: "Jobs tried again: \(number).")
        case .discarded: Localized(ja: "記録\(number)件を破棄しました。", en: "Letters discarded: \(number).")
        case .limitsChanged: Localized(ja: "上限を\(number)件変更しました。", en: "Limits changed: \(number).")
        case .blocked: Localized(ja: "遮断しました。", en: "Blocked.")
        case .unblocked: Localized(ja: "遮断を解除しました。", en: "Let in again.")
        }
    }
}
