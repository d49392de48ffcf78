// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Operations
internal import Store

/// Limits, uses and networks under headings.
enum LimitTables {
    static func text(_ report: LimitsReport, in language: Language) -> String {
        [
            self.limits(report, in: language), self.used(report.used, in: language),
            self.blocked(report.blocked, in: language),
        ].joined(separator: "\n")
    }

    private static func limits(_ report: LimitsReport, in language: Language) -> String {
        var table = Table([
            Table.Column(title: Localized(ja: "上限", en: "LIMIT")),
            Table.Column(title: Localized(ja: "現在", en: "NOW"), isNumber: true),
            Table.Column(title: Localized(ja: "設定値", en: "SETTING"), isNumber: true),
            Table.Column(title: Localized(ja: "操作者", en: "BY")),
            Table.Column(title: Localized(ja: "変更", en: "SINCE")),
        ])
        for name in KeptLimit.allCases {
            let limit = report[name]
            table.rows.append([
                name.name, "\(limit.value)", "\(limit.configured)", limit.actor ?? "-",
                limit.changedAt.map(Clock.stamp) ?? "-",
            ])
        }
        return table.text(in: language)
    }

    private static func used(_ uses: [QuotaUse], in language: Language) -> String {
        guard !uses.isEmpty else {
            return Localized(ja: "この日の利用はありません", en: "Nothing was counted on this day")[language] + "\n"
        }
        var table = Table([
            Table.Column(title: Localized(ja: "日", en: "DAY")),
            Table.Column(title: Localized(ja: "種類", en: "KIND")),
            Table.Column(title: Localized(ja: "利用", en: "USED"), isNumber: true),
            Table.Column(title: Localized(ja: "相手", en: "WHO")),
        ])
        for use in uses { table.rows.append([use.day, use.scope, "\(use.usedCount)", use.subject]) }
        return table.text(in: language)
    }

    private static func blocked(_ networks: [BlockedNetwork], in language: Language) -> String {
        guard !networks.isEmpty else {
            return Localized(ja: "遮断しているネットワークはありません", en: "No network is blocked")[language] + "\n"
        }
        var table = Table([
            Table.Column(title: Localized(ja: "遮断", en: "BLOCKED")),
            Table.Column(title: Localized(ja: "期限", en: "UNTIL")),
            Table.Column(title: Localized(ja: "操作者", en: "BY")),
            Table.Column(title: Localized(ja: "理由", en: "REASON")),
        ])
        for network in networks {
            let until = network.expiresAt.map(Clock.stamp) ?? "-"
            table.rows.append([network.network, until, network.actor, network.reason])
        }
        return table.text(in: language)
    }
}
