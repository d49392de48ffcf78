// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Operations
internal import Store
internal import Worker

/// Whether every stage has somebody who works.
struct StageChecks {
    /// Nil when the database is away.
    let workers: [WorkerReport]?
    /// By routing key; nil when the broker is away.
    let consumers: [String: Int]?
    let now: Date

    func run() -> [Finding] {
        guard let workers = self.workers else { return [] }
        return PipelineTopology.routingKeys.map { self.finding($0, workers) }
    }

    private func finding(_ key: String, _ workers: [WorkerReport]) -> Finding {
        let service = "\(key)-svc"
        let alive = workers.filter { $0.service == service && $0.isAlive && !$0.isDraining }.count
        guard alive > 0 else {
            return .outage(
                .workers, Localized(ja: "\(service) が動いていません", en: "No \(service) is alive"),
                Localized(
                    ja: "起動してください（手元では make up）。止まった理由はそのログ（.local/log/\(service)*.log）にあります。",
                    en: "Start one (here: make up). Its log says why it ended (.local/log/\(service)*.log)."))
        }
        if let consumers = self.consumers, consumers[key] ?? 0 == 0 {
            return self.idle(service, workers)
        }
        return .fine(.workers, Localized(ja: "\(service): \(alive)個が稼働", en: "\(service): \(alive) alive"))
    }

    /// Alive, and without a consumer on the broker. A beat comes every two seconds while a process runs.
    private func idle(_ service: String, _ workers: [WorkerReport]) -> Finding {
        let newest = workers.filter { $0.service == service }.map(\.heartbeatAt).max() ?? .distantPast
        let silence = self.now.timeIntervalSince(newest)
        if silence > 6 {
            return .outage(
                .workers,
                Localized(
                    ja: "\(service) は \(Clock.age(silence)) 前から応答していません",
                    en: "\(service) has been silent for \(Clock.age(silence))"),
                Localized(
                    ja: "終了していれば起動してください（手元では make up）。実行中だったタスクは引き継がれます。",
                    en: "If it has ended, start it (here: make up); what it was doing is taken over."))
        }
        return .problem(
            .consumers,
            Localized(ja: "\(service) は動いていますが、仕事を受けていません", en: "\(service) is alive and takes no work"),
            Localized(
                ja: "ディスクの空きとRabbitMQへの接続を確かめてください。理由はログにあります。",
                en: "Check its disk's room and its way to RabbitMQ; its log says which."))
    }
}

/// The room for what is made.
struct DiskCheck {
    let access: ClusterAccess

    func run() -> Finding {
        guard let folder = self.access.artifacts, let free = Self.freeBytes(folder) else {
            return .warning(
                .disk,
                Localized(ja: "生成物のフォルダーはこのマシンにありません", en: "The artifacts' folder is not on this machine"),
                Localized(
                    ja: "サービスのマシンで調べるか、MOVIEGEN_ARTIFACTS を設定してください。",
                    en: "Look on the services' machine, or set MOVIEGEN_ARTIFACTS."))
        }
        let floor = self.access.diskFloorBytes
        let words = Localized(
            ja: "生成物のディスクの空き \(Clock.bytes(free))（下限 \(Clock.bytes(floor))）",
            en:
                "Room on the artifacts' disk: \(Clock.bytes(free)) (no work is taken below \(Clock.bytes(floor)))"
        )
        let remedy = Localized(
            ja: "moviegen cleanup か moviegen cleanup --all-finished で空けるか、ディスクを増やしてください。",
            en: "Make room with moviegen cleanup, or moviegen cleanup --all-finished, or add disk.")
        if free < floor { return .problem(.disk, words, remedy) }
        return free < 2 * floor ? .warning(.disk, words, remedy) : .fine(.disk, words)
    }

    private static func freeBytes(_ folder: String) -> Int? {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return nil }
        return Int(status.f_bavail) * Int(status.f_frsize)
    }
}
