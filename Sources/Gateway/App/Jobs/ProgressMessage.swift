// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Store

/// A job's progress in the reference's words.
enum ProgressMessage {
    static func text(_ status: JobStatus) -> Localized {
        let count = status.partCount > 0 ? " (\(status.donePartCount)/\(status.partCount))" : "..."
        if status.isCancelRequested, status.state == .open {
            return Localized(ja: "キャンセルしています...", en: "Cancelling...")
        }
        return switch status.step {
        case .queued: self.waiting(status)
        case .script: Localized(ja: "スクリプトを生成中...", en: "Writing the script...")
        case .audio: Localized(ja: "音声を生成中\(count)", en: "Speaking\(count)")
        case .slides: Localized(ja: "スライドを生成中\(count)", en: "Drawing slides\(count)")
        case .video: Localized(ja: "動画をレンダリング中\(count)", en: "Rendering the video\(count)")
        case .done: Localized(ja: "動画生成完了", en: "The video is ready")
        case .failed: Localized(ja: "動画の生成に失敗しました", en: "The video could not be made")
        case .cancelled: Localized(ja: "キャンセルしました", en: "Cancelled")
        }
    }

    private static func waiting(_ status: JobStatus) -> Localized {
        if let position = status.queuePosition {
            return Localized(ja: "待機中（\(position)番目）", en: "Waiting, number \(position)")
        }
        guard status.isFarBack else { return Localized(ja: "開始中...", en: "Starting...") }
        let count = JobStatus.countedPositions.formatted(.number.locale(Locale(identifier: "en_US")))
        return Localized(ja: "待機中（前に\(count)件以上）", en: "Waiting behind \(count) others or more")
    }
}
