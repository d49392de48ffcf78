// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Operations
internal import Store

struct DatabaseChecks: Sendable {
    let queue: JobQueue

    struct Outcome: Sendable {
        var findings: [Finding] = []
        /// Nil when the database is away.
        var workers: [WorkerReport]?
        /// By the database's clock, which wrote the workers' beats.
        var now = Date.now
    }

    func run() async -> Outcome {
        var outcome = Outcome()
        do {
            let began = ContinuousClock.now
            let vitals = try await self.queue.databaseVitals()
            outcome.findings += Self.server(vitals, answeredIn: ContinuousClock.now - began)
            guard vitals.migrationVersion != nil else { return outcome }
            outcome.workers = try await self.queue.workers()
            outcome.now = vitals.now
            outcome.findings.append(try await self.outbox())
            outcome.findings += try await self.invariants()
            outcome.findings += try await self.jobs()
        } catch let error as StoreError {
            outcome.findings.append(
                .outage(
                    .database,
                    Localized(
                        ja: "PostgreSQLを利用できません（\(error.message)）",
                        en: "PostgreSQL cannot be used (\(error.message))"),
                    Localized(
                        ja: "起動しているか、DATABASE_URLが正しいか確かめてください（手元では make up）。",
                        en: "Check that it runs and that DATABASE_URL is right (here: make up).")))
        } catch {
            outcome.findings.append(
                .problem(
                    .database, Localized(ja: "PostgreSQLを調べられません（\(error)）", en: "PostgreSQL: \(error)"),
                    Localized(ja: "報告してください。", en: "Please report it.")))
        }
        return outcome
    }

    private static func server(_ vitals: DatabaseVitals, answeredIn time: Duration) -> [Finding] {
        let size = Clock.bytes(vitals.databaseBytes)
        let uptime = Clock.age(vitals.uptimeSeconds)
        return [
            .fine(
                .database,
                Localized(
                    ja: "PostgreSQL \(vitals.serverVersion)（稼働 \(uptime)、\(size)）",
                    en: "PostgreSQL \(vitals.serverVersion) (up \(uptime), \(size))")),
            Self.migrations(vitals), Self.connections(vitals), Self.clock(vitals, time),
        ]
    }

    private static func migrations(_ vitals: DatabaseVitals) -> Finding {
        let newest = Schema.migrations.last?.version ?? 0
        guard let version = vitals.migrationVersion else {
            return .outage(
                .migrations, Localized(ja: "データベースに表がありません", en: "The database has none of our tables"),
                Localized(
                    ja: "サービスを起動すると作られます（手元では make up）。MOVIEGEN_DATABASE_SCHEMA も確かめてください。",
                    en:
                        "A service that starts makes them (here: make up). Check MOVIEGEN_DATABASE_SCHEMA too."
                ))
        }
        let words = Localized(
            ja: "マイグレーション \(version)（このプログラムは \(newest)）",
            en: "Migration \(version) (this program knows \(newest))")
        if version == newest { return .fine(.migrations, words) }
        return .warning(
            .migrations, words,
            version > newest
                ? Localized(ja: "moviegenを更新してください。", en: "Update moviegen.")
                : Localized(ja: "サービスを新しい版で起動し直してください。", en: "Start the services anew, in their new version.")
        )
    }

    private static func connections(_ vitals: DatabaseVitals) -> Finding {
        let words = Localized(
            ja: "PostgreSQLの接続 \(vitals.connectionCount)/\(vitals.connectionLimit)",
            en: "PostgreSQL connections: \(vitals.connectionCount) of \(vitals.connectionLimit)")
        if vitals.connectionCount * 10 < vitals.connectionLimit * 9 { return .fine(.connections, words) }
        return .warning(
            .connections, words,
            Localized(
                ja: "max_connections を増やすか、サービスを減らしてください。",
                en: "Raise max_connections, or run fewer services."))
    }

    /// - Parameter time: Until the answer was here; the clock was read somewhere within it.
    private static func clock(_ vitals: DatabaseVitals, _ time: Duration) -> Finding {
        let seconds = vitals.now.timeIntervalSinceNow + time / .seconds(2)
        let rounded = (seconds * 10).rounded() / 10
        let words = Localized(
            ja: "データベースとの時計の差 \(rounded) 秒", en: "Clock difference to the database: \(rounded) s")
        if abs(seconds) < 2 + time / .seconds(1) { return .fine(.clock, words) }
        return .warning(
            .clock, words,
            Localized(
                ja: "このマシンとデータベースの時刻を合わせてください（NTP）。ジョブの期限はデータベースの時計で決まります。",
                en: "Set both by NTP. Deadlines go by the database's clock, log lines by each machine's."))
    }

    private func outbox() async throws -> Finding {
        guard let oldest = try await self.queue.outbox(limit: 1).first, oldest.availableAt < .now else {
            return .fine(.outbox, Localized(ja: "未送信のメッセージはありません", en: "No message is due in the outbox"))
        }
        let age = Clock.age(since: oldest.availableAt)
        let words = Localized(
            ja: "最も古い未送信のメッセージ: \(age)", en: "The oldest message in the outbox is due for \(age)")
        if -oldest.availableAt.timeIntervalSinceNow < 30 { return .fine(.outbox, words) }
        let error = oldest.lastError.map { " (\($0))" } ?? ""
        return .problem(
            .outbox, Localized(ja: words[.japanese] + error, en: words[.english] + error),
            Localized(
                ja: "動いているサービスがあるか、RabbitMQに警報がないか確かめ、moviegen outbox kick を実行してください。",
                en: "Check that a service runs and that RabbitMQ has no alarm, then: moviegen outbox kick."))
    }

    private func invariants() async throws -> [Finding] {
        let broken = try await self.queue.invariantViolations().filter { $0.value > 0 }.sorted {
            $0.key < $1.key
        }
        guard !broken.isEmpty else {
            return [
                .fine(.invariants, Localized(ja: "設計上の規則はすべて守られています", en: "No rule of the design is broken"))
            ]
        }
        return broken.map { name, count in
            .problem(
                .invariants,
                Localized(
                    ja: "設計上の規則が破られています: \(name)（\(count)件）",
                    en: "A rule of the design is broken: \(name) (\(count))"),
                Localized(
                    ja: "moviegen jobs list --stuck で対象を確かめ、数分たっても続くなら報告してください。",
                    en: "See moviegen jobs list --stuck; report it if it lasts for minutes."))
        }
    }

    private func jobs() async throws -> [Finding] {
        let stuck = try await self.queue.stuckJobs(idleFor: .seconds(120), limit: 100).count
        let dead = try await self.queue.deadLetters().count
        return [
            stuck == 0
                ? .fine(.jobs, Localized(ja: "止まっているジョブはありません", en: "No job is stuck"))
                : .warning(
                    .jobs,
                    Localized(
                        ja: "2分以上進んでいないジョブ: \(stuck)件", en: "Jobs without progress for two minutes: \(stuck)"),
                    Localized(
                        ja: "moviegen jobs list --stuck で理由を確かめてください。",
                        en: "See why: moviegen jobs list --stuck.")),
            dead == 0
                ? .fine(.deadLetters, Localized(ja: "対処を待つ失敗はありません", en: "No failure waits for an operator"))
                : .warning(
                    .deadLetters,
                    Localized(ja: "対処を待つ失敗: \(dead)件", en: "Failures that wait for an operator: \(dead)"),
                    Localized(
                        ja: "moviegen dead list で確かめ、dead replay か dead discard を実行してください。",
                        en: "See moviegen dead list, then dead replay or dead discard.")),
        ]
    }
}
