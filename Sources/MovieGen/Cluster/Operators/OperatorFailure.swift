// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Store

/// What `moviegen` says when it cannot do what was asked.
protocol Tellable: Error {
    /// Stable, for programs.
    var name: String { get }
    var subject: String { get }
    var detail: String { get }
    var exitCode: Int32 { get }
    func message(in language: Language) -> String
}

extension JobFailure: Tellable {
    var name: String { self.code.rawValue }
}

/// Why an operator's command was not carried out.
struct OperatorFailure: Tellable {
    enum Code: String {
        case jobUnknown, letterUnknown, workerUnknown
        case idUnreadable, idAmbiguous, networkUnreadable, networkNotBlocked
        /// Not yet: cancel it, or wait.
        case jobStillOpen
        /// It is over, so that there is nothing to do it to.
        case jobNotOpen, jobNotFailed
        case databaseBusy, outcomeUnknown, notMigrated
        /// `doctor` found something.
        case clusterUnavailable, clusterTroubled
    }

    let code: Code
    let subject: String
    var detail = ""

    init(_ code: Code, _ subject: String, detail: String = "") {
        self.code = code
        self.subject = subject
        self.detail = detail
    }

    var name: String { self.code.rawValue }

    /// After sysexits(3); docs/errors.md lists them.
    var exitCode: Int32 {
        switch self.code {
        case .idUnreadable, .idAmbiguous, .networkUnreadable: 64
        case .jobNotOpen, .jobNotFailed: 65
        case .jobUnknown, .letterUnknown, .workerUnknown, .networkNotBlocked: 66
        case .notMigrated, .clusterUnavailable: 69
        case .jobStillOpen, .databaseBusy, .outcomeUnknown, .clusterTroubled: 75
        }
    }

    func message(in language: Language) -> String {
        let detail =
            self.detail.isEmpty ? "" : language == .japanese ? "（\(self.detail)）" : " (\(self.detail))"
        let (happened, remedy) = self.sentences
        let stop = language == .japanese ? "。" : ". "
        return "\(self.subject): \(happened[language])\(detail)\(stop)\(remedy[language])"
    }

    private var sentences: (happened: Localized, remedy: Localized) {
        switch self.code {
        case .jobUnknown:
            (
                Localized(ja: "そのようなジョブはありません", en: "there is no such job"),
                Localized(
                    ja: "期限が過ぎて消えたかもしれません。moviegen jobs list で確かめてください。",
                    en: "It may have expired; see moviegen jobs list.")
            )
        case .letterUnknown:
            (
                Localized(ja: "そのような失敗の記録はありません", en: "there is no such dead letter"),
                Localized(ja: "moviegen dead list --all で確かめてください。", en: "See moviegen dead list --all.")
            )
        case .workerUnknown:
            (
                Localized(ja: "そのようなワーカーはありません", en: "there is no such worker"),
                Localized(ja: "moviegen workers list で確かめてください。", en: "See moviegen workers list.")
            )
        case .idUnreadable:
            (
                Localized(ja: "IDとして読めません", en: "this is no id"),
                Localized(
                    ja: "ID全体か、はじめの8桁以上（0-9、a-f）を指定してください。",
                    en: "Give the id, or its first 8 or more digits (0-9, a-f).")
            )
        case .idAmbiguous:
            (
                Localized(ja: "これで始まるIDが2つ以上あります", en: "more than one id begins like this"),
                Localized(ja: "もっと長く指定してください。", en: "Give more digits.")
            )
        case .networkUnreadable:
            (
                Localized(ja: "アドレスとして読めません", en: "this is no address or network"),
                Localized(
                    ja: "198.51.100.7 や 2001:db8::/32 のように指定してください。",
                    en: "Write it like 198.51.100.7 or 2001:db8::/32.")
            )
        case .networkNotBlocked:
            (
                Localized(ja: "このネットワークは遮断されていません", en: "this network is not blocked"),
                Localized(
                    ja: "moviegen limits show のとおりに指定してください。", en: "Write it as moviegen limits show has it.")
            )
        case .jobStillOpen:
            (
                Localized(ja: "まだ終わっていません", en: "it is not over yet"),
                Localized(
                    ja: "moviegen jobs cancel で止めてからにしてください。", en: "Stop it with moviegen jobs cancel first.")
            )
        case .jobNotOpen:
            (
                Localized(ja: "もう終わっているので中止できません", en: "it is over, so there is nothing to cancel"),
                Localized(ja: "moviegen jobs show で結果を確かめてください。", en: "See how it ended: moviegen jobs show.")
            )
        case .jobNotFailed:
            (
                Localized(ja: "失敗していないので再試行できません", en: "it has not failed, so there is nothing to retry"),
                Localized(
                    ja: "moviegen jobs explain で状態を確かめてください。", en: "See what it does: moviegen jobs explain.")
            )
        case .databaseBusy:
            (
                Localized(ja: "データベースが混み合っています", en: "the database is busy"),
                Localized(ja: "もう一度実行してください。", en: "Run it again.")
            )
        case .outcomeUnknown:
            (
                Localized(
                    ja: "接続が切れ、実行されたかどうか分かりません",
                    en: "the connection broke, and nobody knows whether it was done"),
                Localized(
                    ja: "もう一度実行してください。二重に実行しても結果は同じです。",
                    en: "Run it again: done twice is the same as once.")
            )
        case .notMigrated:
            (
                Localized(ja: "データベースに表がありません", en: "the database has none of our tables"),
                Localized(
                    ja: "サービスを起動すると作られます（手元では make up）。MOVIEGEN_DATABASE_SCHEMA も確かめてください。",
                    en:
                        "A service that starts makes them (here: make up). Check MOVIEGEN_DATABASE_SCHEMA too."
                )
            )
        case .clusterUnavailable:
            (
                Localized(ja: "動いていないものがあります", en: "something does not serve"),
                Localized(ja: "上の ✗ の行のとおりにしてください。", en: "Do as the lines with ✗ say.")
            )
        case .clusterTroubled:
            (
                Localized(ja: "問題があります", en: "there is trouble"),
                Localized(ja: "上の ✗ の行のとおりにしてください。", en: "Do as the lines with ✗ say.")
            )
        }
    }
}

extension StoreError {
    /// The same, for a person.
    var told: any Tellable {
        switch self.code {
        case .cancelled: JobFailure(.cancelled, "moviegen")
        case .timedOut, .lockTimedOut, .conflict, .busy:
            OperatorFailure(.databaseBusy, "PostgreSQL", detail: self.message)
        case .outcomeUnknown: OperatorFailure(.outcomeUnknown, "PostgreSQL", detail: self.message)
        case .rowUnexpected, .valueInvalid, .constraint:
            JobFailure(.internalFailure, "PostgreSQL", detail: self.message)
        // 42P01: no such table; 3F000: no such schema.
        case .server where self.sqlState == "42P01" || self.sqlState == "3F000":
            OperatorFailure(.notMigrated, "PostgreSQL", detail: self.message)
        case .unreachable, .connectionLost, .migrationChanged, .server:
            JobFailure(.clusterUnreachable, "PostgreSQL", detail: self.message)
        }
    }
}
