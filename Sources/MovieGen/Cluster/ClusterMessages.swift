// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Store

/// What is said of jobs; the database keeps codes, and here they become sentences.
enum ClusterMessages {
    static func accepted(_ job: UUID) -> Localized {
        let id = job.uuidString.lowercased()
        return Localized(ja: "✓ 受け付けました: \(id)", en: "✓ Accepted: \(id)")
    }

    static func step(_ status: JobStatus) -> Localized {
        let count = status.partCount > 0 ? " \(status.donePartCount)/\(status.partCount)" : ""
        return switch status.step {
        case .queued:
            if let position = status.queuePosition {
                Localized(ja: "順番待ち（\(position)番目）", en: "Waiting, number \(position)")
            } else {
                Localized(ja: "順番待ち", en: "Waiting")
            }
        case .script: Localized(ja: "台本を作成中", en: "Writing the script")
        case .audio: Localized(ja: "音声を作成中\(count)", en: "Speaking\(count)")
        case .slides: Localized(ja: "スライドを作成中\(count)", en: "Drawing slides\(count)")
        case .video: Localized(ja: "動画を作成中\(count)", en: "Rendering\(count)")
        case .done: Localized(ja: "完成", en: "Done")
        case .failed: Localized(ja: "失敗", en: "Failed")
        case .cancelled: Localized(ja: "中止", en: "Cancelled")
        }
    }
}
