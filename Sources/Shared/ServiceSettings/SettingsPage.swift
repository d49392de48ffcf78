// SPDX-License-Identifier: Apache-2.0
package import Domain

/// The settings, laid out for a reader.
package enum SettingsPage {
    /// One table for each group, in Markdown; docs/services.md holds the English one.
    package static func markdown(in language: Language) -> String {
        SettingKey.Group.allCases.map { group in
            let head =
                switch language {
                case .english: "| setting | default | range | unit | meaning |"
                case .japanese: "| 設定 | 既定値 | 範囲 | 単位 | 意味 |"
                }
            let rows = SettingKey.all.filter { $0.group == group }.map { self.row($0, language) }
            return (["## \(group.title[language])", "", head, "|---|---|---|---|---|"] + rows)
                .joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    private static func row(_ key: SettingKey, _ language: Language) -> String {
        let aliases = key.aliases.map { "<br>`\($0)`" }.joined()
        let notes = key.isSecret ? Localized(ja: "。ログに出ない", en: "; never logged")[language] : ""
        let cells = [
            "`\(key.name)`\(aliases)", self.standard(key, language, quote: "`"), key.range[language],
            key.unit,
            key.meaning[language] + notes,
        ]
        return "| \(cells.joined(separator: " | ")) |"
    }

    /// Every setting with its default, range and meaning, for a terminal.
    package static func listing(in language: Language) -> String {
        SettingKey.Group.allCases.map { group in
            let entries = SettingKey.all.filter { $0.group == group }.map { key in
                let range = [key.range[language], key.unit].filter { !$0.isEmpty }.joined(separator: " ")
                let also = key.aliases.isEmpty ? "" : " = \(key.aliases.joined(separator: ", "))"
                let standard = self.standard(key, language, quote: "")
                return "  \(key.name)\(also)\n      \(key.meaning[language])\n      [\(standard)] \(range)"
            }
            return ([group.title[language]] + entries).joined(separator: "\n")
        }.joined(separator: "\n\n") + "\n"
    }

    private static func standard(_ key: SettingKey, _ language: Language, quote: String) -> String {
        switch key.standard {
        case .value(let text): "\(quote)\(text)\(quote)"
        case .computed(let words): words[language]
        case .none: Localized(ja: "必須", en: "must be set")[language]
        }
    }
}
