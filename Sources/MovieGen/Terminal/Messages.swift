// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation

/// What `moviegen` says to a person, in the language of their terminal.
enum Messages {
    /// Japanese when `LC_ALL`, `LC_MESSAGES` or `LANG` (the first that is set) begins with `ja`.
    static let language: Language = {
        let environment = ProcessInfo.processInfo.environment
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first {
            !$0.isEmpty
        }
        return locale?.hasPrefix("ja") == true ? .japanese : .english
    }()

    static func stage(_ stage: FilmStep) -> Localized {
        switch stage {
        case .script: Localized(ja: "台本", en: "Script")
        case .audio: Localized(ja: "音声", en: "Audio")
        case .slides: Localized(ja: "スライド", en: "Slides")
        case .video: Localized(ja: "動画", en: "Video")
        }
    }

    static func fetched(_ title: String) -> Localized {
        Localized(ja: "✓ 記事を読みました: \(title)", en: "✓ Read: \(title)")
    }

    static func scriptWritten(_ title: String, sections: Int, lines: Int) -> Localized {
        Localized(
            ja: "✓ 台本を作りました: \(title)（\(sections)セクション、\(lines)行）",
            en: "✓ Generated script: \(title) (sections: \(sections), lines: \(lines))")
    }

    static func made(_ stage: FilmStep, made: Int, reused: Int) -> Localized {
        Localized(
            ja: "✓ \(Self.stage(stage)[.japanese]): \(made) 件作成、\(reused) 件再利用",
            en: "✓ \(Self.stage(stage)[.english]): \(made) generated, \(reused) reused")
    }

    static func ready(_ path: String, film: String, elapsed: String) -> Localized {
        Localized(
            ja: "✓ 動画ができました: \(path)（長さ \(film)、作成 \(elapsed)）",
            en: "✓ Video ready: \(path) (\(film) long, made in \(elapsed))")
    }

    static func warning(_ text: String) -> Localized {
        Localized(ja: "⚠ 注意: \(text)", en: "⚠ Warning: \(text)")
    }

    static let languageOfScript = Self.warning(
        ja: "台本の言語で作ります。--language と content.language は記事を読むときの設定です",
        en: "a script is made in its own language; --language and content.language are for articles")

    private static func warning(ja: String, en: String) -> Localized {
        Localized(ja: Self.warning(ja)[.japanese], en: Self.warning(en)[.english])
    }

    static func remaining(_ seconds: Int) -> Localized {
        Localized(ja: "残り\(seconds)秒", en: "\(seconds) s left")
    }
}
