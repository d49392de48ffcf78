// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Operations
internal import Store

/// Who may make how many films, and who none.
struct LimitsPage {
    let frame: AdminFrame
    let kept: [KeptLimit: KeptLimitReport]
    let blocked: [BlockedNetwork]
    let used: [QuotaUse]
    let settings: GatewaySettings
    /// What somebody typed, kept when it is refused.
    let wish: AdminWish

    private func say(_ ja: String, _ en: String) -> String { self.frame.say(ja, en) }

    var html: HTML {
        self.frame.page(
            self.say("利用制限", "Limits"), path: "/admin/limits",
            "\(self.limits)\(self.blocks)\(self.blocking)\(self.uses)")
    }

    private var limits: HTML {
        let fields = HTML(
            joining: KeptLimit.allCases.map { limit -> HTML in
                let (label, setting) =
                    switch limit {
                    case .dailyJobs:
                        (
                            self.say("1つのネットワークが1日に作れる動画", "Films a network may make a day"),
                            self.settings.dailyJobLimit
                        )
                    case .openJobs:
                        (self.say("同時に受け付けるジョブ", "Jobs that may be open at once"), self.settings.openJobLimit)
                    }
                let value = self.wish.fields[limit.name] ?? self.kept[limit].map { "\($0.value)" } ?? ""
                let since = self.kept[limit].map { report -> HTML in
                    "<p class=\"notice\">\(report.actor), \(self.frame.time(report.changedAt))</p>"
                }
                return """
                    \(self.frame.field(limit.name, label, value, hint: self.say("設定値 \(setting)", "\(setting), as configured")))
                    \(since ?? "")
                    """
            })
        return """
            <section><h2>\(self.say("上限", "Limits"))</h2>
            <p>\(self.say("次のジョブから、すべてのgatewayに効きます。空にすると設定値に戻り、0にすると誰も作れなくなります。", "Every gateway obeys them from the next job on. Empty is the setting; 0 lets nobody make one."))</p>
            <form method="post" action="/admin/limits/change">\(self.frame.hidden())\(fields)
            <button>\(self.say("変更", "Change"))</button></form></section>
            """
    }

    private var blocks: HTML {
        let rows = self.blocked.map { network -> [HTML] in
            [
                "<code>\(network.network)</code>", network.expiresAt.map { self.frame.time($0) } ?? "–",
                "\(network.actor)", "\(network.reason)",
                self.frame.button(
                    "/admin/limits/unblock", self.say("解除", "Unblock"), [("network", network.network)]),
            ]
        }
        let titles = [("ネットワーク", "Network"), ("期限", "Until"), ("操作者", "By"), ("理由", "Reason"), ("操作", "Do")]
        return self.frame.table(
            self.say("遮断しているネットワーク", "Blocked networks"),
            titles.map { AdminFrame.Column(title: self.say($0.0, $0.1)) }, rows,
            none: self.say("遮断しているネットワークはありません。", "No network is blocked."))
    }

    private var blocking: HTML {
        """
        <section><h2>\(self.say("ネットワークを遮断", "Block a network"))</h2>
        <form method="post" action="/admin/limits/block">\(self.frame.hidden())
        \(self.frame.field("network", self.say("アドレスまたはネットワーク", "Address or network"), self.wish["network"], hint: "198.51.100.0/24"))
        \(self.frame.field("reason", self.say("理由（相手には見えません）", "Reason; who is refused does not see it"), self.wish["reason"]))
        \(self.frame.field("hours", self.say("時間（空なら解除するまで）", "Hours; until it is unblocked if empty"), self.wish["hours"]))
        <button>\(self.say("遮断", "Block"))</button></form></section>
        """
    }

    private var uses: HTML {
        let rows = self.used.map { use -> [HTML] in
            [
                "<a href=\"/admin/jobs?client=\(JobQuery.encoded(use.subject))\">\(use.subject)</a>",
                "\(use.scope)", "\(use.usedCount)",
                "<a href=\"/admin/limits?network=\(JobQuery.encoded(use.subject))\">\(self.say("遮断…", "Block…"))</a>",
            ]
        }
        return self.frame.table(
            self.say("今日（UTC）の利用", "Used today, in UTC"),
            [
                AdminFrame.Column(title: self.say("相手", "Who")),
                AdminFrame.Column(title: self.say("種類", "Kind")),
                AdminFrame.Column(title: self.say("利用", "Used"), isNumber: true),
                AdminFrame.Column(title: self.say("操作", "Do")),
            ], rows, none: self.say("まだありません。", "Nothing yet."))
    }
}
