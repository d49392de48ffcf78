// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Operations
internal import Store

/// A dead letter as `--json` prints it.
struct LetterReport: Encodable {
    let id: String
    let job: String?
    let queue: String?
    let stage: Stage?
    let part: Int?
    let generation: Int?
    let reason: String
    let source: String
    let error: String?
    let messageID: String?
    let headers: String
    /// Base 64.
    let body: Data?
    let firstSeenAt: Date
    let resolvedAt: Date?
    let resolution: String?
    let actor: String?

    init(_ letter: DeadLetter) {
        self.id = letter.id.id
        self.job = letter.job?.id
        self.queue = letter.queue ?? letter.stage?.queue
        self.stage = letter.stage
        self.part = letter.part
        self.generation = letter.generation
        self.reason = letter.reason
        self.source = letter.source
        self.error = letter.error.map { ErrorText.told($0)[Messages.language] }
        self.messageID = letter.messageID
        self.headers = letter.headers
        self.body = letter.body.map { Data($0) }
        self.firstSeenAt = letter.firstSeenAt
        self.resolvedAt = letter.resolvedAt
        self.resolution = letter.resolution
        self.actor = letter.actor
    }
}

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
