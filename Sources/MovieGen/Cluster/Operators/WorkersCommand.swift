// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Domain
internal import Foundation
internal import Operations
internal import Store

/// The services' processes.
struct WorkersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workers", abstract: "See the services' processes, and send one away gently.",
        subcommands: [List.self, Drain.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List workers, those that are alive first.")

        @OptionGroup var options: OperatorOptions

        func run() async throws {
            let workers = try await self.options.cluster.access().queue.workers()
            self.options.print(workers, WorkerTable.text(workers, in: Messages.language))
        }
    }

    struct Drain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask workers to finish what they have and leave.")

        @Argument(help: "Their names, as workers list has them.")
        var instances: [String]

        @OptionGroup var actor: ActorOptions
        @OptionGroup var options: OperatorOptions

        func run() async throws {
            let queue = try self.options.cluster.access().queue
            for instance in self.instances {
                guard try await queue.requestDrain(instance: instance, actor: self.actor.name) else {
                    throw OperatorFailure(.workerUnknown, instance)
                }
            }
            let words = self.instances.map { OperatorMessages.draining($0)[Messages.language] + "\n" }
            self.options.print(["draining": self.instances], words.joined())
        }
    }
}

enum WorkerTable {
    private static let columns = [
        Table.Column(title: Localized(ja: "ワーカー", en: "WORKER")),
        Table.Column(title: Localized(ja: "サービス", en: "SERVICE")),
        Table.Column(title: Localized(ja: "状態", en: "STATE")),
        Table.Column(title: Localized(ja: "実行中", en: "RUN"), isNumber: true),
        Table.Column(title: Localized(ja: "稼働", en: "UP"), isNumber: true),
        Table.Column(title: Localized(ja: "最後の応答", en: "BEAT"), isNumber: true),
        Table.Column(title: Localized(ja: "ホスト", en: "HOST")),
        Table.Column(title: Localized(ja: "プロセス", en: "PID"), isNumber: true),
        Table.Column(title: Localized(ja: "版", en: "VERSION")),
    ]

    static func text(_ workers: [WorkerReport], in language: Language) -> String {
        guard !workers.isEmpty else { return OperatorMessages.noWorkers[language] + "\n" }
        var table = Table(Self.columns)
        for worker in workers {
            let state =
                !worker.isAlive
                ? Localized(ja: "応答なし", en: "silent")
                : worker.isDraining
                    ? Localized(ja: "停止中", en: "draining") : Localized(ja: "稼働", en: "alive")
            table.rows.append([
                worker.instance, worker.service, state[language],
                "\(worker.runningCount)/\(worker.slotCount)",
                Clock.age(since: worker.startedAt), Clock.age(since: worker.heartbeatAt), worker.host,
                "\(worker.processID)", worker.version,
            ])
        }
        return table.text(in: language)
    }
}
