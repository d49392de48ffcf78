// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Operations
internal import Store

enum LetterTable {
    private static let columns = [
        Table.Column(title: Localized(ja: "失敗の記録", en: "LETTER")),
        Table.Column(title: Localized(ja: "ジョブ", en: "JOB")),
        Table.Column(title: Localized(ja: "タスク", en: "TASK")),
        Table.Column(title: Localized(ja: "時刻", en: "SEEN")),
        Table.Column(title: Localized(ja: "種類", en: "REASON")),
        Table.Column(title: Localized(ja: "対処", en: "RESOLVED")),
        Table.Column(title: Localized(ja: "エラー", en: "ERROR")),
    ]

    static func text(_ letters: [DeadLetter], in language: Language) -> String {
        guard !letters.isEmpty else { return OperatorMessages.noLetters[language] + "\n" }
        var table = Table(Self.columns)
        for letter in letters {
            table.rows.append([
                letter.id.short, letter.job?.short ?? "-", letter.place, Clock.stamp(letter.firstSeenAt),
                letter.reason, letter.resolution.map { "\($0) (\(letter.actor ?? "?"))" } ?? "-",
                letter.error.map { ErrorText.told($0)[language] } ?? "",
            ])
        }
        return table.text(in: language)
    }

    /// One, with what its message was.
    static func lines(_ letter: DeadLetter, in language: Language) -> String {
        var lines: [(Localized, String)] = [
            (Localized(ja: "失敗の記録", en: "letter"), letter.id.id),
            (Localized(ja: "ジョブ", en: "job"), letter.job?.id ?? "-"),
            (Localized(ja: "タスク", en: "task"), letter.place),
            (Localized(ja: "時刻", en: "seen"), Clock.stamp(letter.firstSeenAt)),
            (Localized(ja: "種類", en: "reason"), "\(letter.reason) (\(letter.source))"),
            (Localized(ja: "エラー", en: "error"), letter.error.map { ErrorText.told($0)[language] } ?? "-"),
            (Localized(ja: "見出し", en: "headers"), letter.headers),
        ]
        if let body = letter.body {
            let text = String(decoding: body.prefix(2_000), as: UTF8.self)
            lines.append((Localized(ja: "本文", en: "body"), text))
        }
        if let resolution = letter.resolution {
            lines.append((Localized(ja: "対処", en: "resolved"), "\(resolution) (\(letter.actor ?? "?"))"))
        }
        return Table.pairs(lines, in: language)
    }
}
