// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Domain
internal import FilmTasks
internal import Foundation
internal import Operations
internal import Store

extension JobsCommand {
    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Tell all that is known of a job: what it waits for, its tasks, messages and dead letters.")

        @Argument(help: "The job's id.")
        var job: String

        @OptionGroup var options: OperatorOptions

        func run() async throws {
            let queue = try self.options.cluster.access().queue
            let job = try await queue.job(named: self.job)
            guard let explanation = try await queue.explain(job) else {
                throw OperatorFailure(.jobUnknown, self.job)
            }
            let url = try await queue.articleAddress(of: job)
            let audit = try await queue.audit(target: job.id, limit: 100)
            let language = Messages.language
            self.options.print(
                JobHistory(explanation, url: url, audit: audit, language),
                ExplanationText.text(explanation, url, in: language))
        }
    }
}

private enum ExplanationText {
    private static let columns = [
        Table.Column(title: Localized(ja: "タスク", en: "TASK")),
        Table.Column(title: Localized(ja: "状態", en: "STATE")),
        Table.Column(title: Localized(ja: "進み", en: "DONE"), isNumber: true),
        Table.Column(title: Localized(ja: "試行", en: "TRY"), isNumber: true),
        Table.Column(title: Localized(ja: "時間", en: "TOOK"), isNumber: true),
        Table.Column(title: Localized(ja: "ワーカー", en: "WORKER")),
        Table.Column(title: Localized(ja: "理由", en: "WHY")),
    ]

    static func text(_ explanation: JobExplanation, _ url: String?, in language: Language) -> String {
        var text = JobLines.text(explanation.status, url, in: language)
        if let reason = explanation.waitsFor {
            let place = explanation.waitingTask.map { "\($0.stage.rawValue) \($0.part): " } ?? ""
            text += "\n→ \(place)\(reason.sentence[language])\n"
        }
        var table = Table(Self.columns)
        for task in explanation.tasks {
            let took = task.startedAt.map {
                Clock.age((task.finishedAt ?? .now).timeIntervalSince($0))
            }
            table.rows.append([
                "\(task.task.stage.rawValue) \(task.task.part)", task.state.rawValue, "\(task.percent)%",
                "\(task.attempt)/\(task.attemptLimit)", took ?? "", task.leaseOwner ?? "",
                task.waitsFor?.sentence[language] ?? task.errorText.map { ErrorText.told($0)[language] }
                    ?? "",
            ])
        }
        text += "\n" + table.text(in: language)
        if !explanation.outbox.isEmpty { text += "\n" + MessageTable.text(explanation.outbox, in: language) }
        if !explanation.deadLetters.isEmpty {
            text += "\n" + LetterTable.text(explanation.deadLetters, in: language)
        }
        if explanation.status.state == .open {
            text += "\n" + WorkerTable.text(explanation.workers, in: language)
        }
        return text
    }
}
