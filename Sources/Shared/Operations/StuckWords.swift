// SPDX-License-Identifier: Apache-2.0
package import Domain
internal import Foundation
package import Store

extension StuckReason {
    /// Stable, for programs.
    package var code: String {
        switch self {
        case .noOpenTask: "noOpenTask"
        case .stopping: "stopping"
        case .leaseExpired: "leaseExpired"
        case .runningWithoutProgress: "runningWithoutProgress"
        case .neverPublished: "neverPublished"
        case .noWorkerAlive: "noWorkerAlive"
        case .messageLost: "messageLost"
        case .retrying: "retrying"
        case .waitingInQueue: "waitingInQueue"
        }
    }

    /// Why it does not move, and what helps.
    package var sentence: Localized {
        switch self {
        case .noOpenTask:
            Localized(
                ja: "進められるタスクがありません。本来ありえない状態です。moviegen jobs cancel で止めて報告してください。",
                en:
                    "nothing of it is left to do, which must never be; cancel it with moviegen jobs cancel and report it."
            )
        case .stopping(let owner):
            Localized(
                ja: "中止を待っています。\(owner) が次の更新で止めます。",
                en: "it is being cancelled; \(owner) stops it at its next renewal.")
        case .leaseExpired(let owner, let since):
            Localized(
                ja: "\(owner) が \(Clock.stamp(since)) から応答していません。ほかのワーカーがまもなく引き継ぎます。動いているサービスがあるか確かめてください。",
                en:
                    "\(owner) has not renewed it since \(Clock.stamp(since)); another takes it over soon, if any service runs."
            )
        case .runningWithoutProgress(let owner):
            Localized(
                ja: "\(owner) が実行中ですが、1分以上進んでいません。待つか、そのプロセスを止めると別のワーカーが引き継ぎます。",
                en:
                    "\(owner) runs it and has reported no progress for a minute; wait, or end that process and another takes over."
            )
        case .neverPublished(let error):
            Localized(
                ja:
                    "メッセージをまだ送れていません\(error.map { "（\($0)）" } ?? "")。RabbitMQを確かめ、moviegen outbox kick を実行してください。",
                en:
                    "its message is not published yet\(error.map { " (\($0))" } ?? ""); check RabbitMQ, then moviegen outbox kick."
            )
        case .noWorkerAlive(let queue):
            Localized(
                ja: "\(queue)-svc が1つも動いていません。起動してください（手元では make up）。",
                en: "no \(queue)-svc is alive; start one (here: make up).")
        case .messageLost:
            Localized(
                ja: "RabbitMQがメッセージを失ったようです。数分で自動的に送り直されます。",
                en: "RabbitMQ seems to have lost its message; it is sent again by itself within minutes.")
        case .retrying(let until, let error):
            Localized(
                ja: "失敗したため \(Clock.stamp(until)) に再試行します（\(ErrorText.told(error)[.japanese])）。",
                en:
                    "it failed and is tried again at \(Clock.stamp(until)) (\(ErrorText.told(error)[.english]))."
            )
        case .waitingInQueue(0):
            Localized(ja: "順番を待っています（次に始まります）。", en: "it waits for a free worker, and is the next.")
        case .waitingInQueue(let ahead):
            Localized(
                ja: "順番を待っています（前に\(ahead)件）。急ぐならワーカーを増やしてください。",
                en: "it waits its turn behind \(ahead); more workers would help.")
        }
    }
}
