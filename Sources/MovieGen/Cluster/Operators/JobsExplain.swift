// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Domain
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
            guard let explanation = try await queue.explain(try await queue.job(named: self.job)) else {
                throw OperatorFailure(.jobUnknown, self.job)
            }
            let language = Messages.language
            self.options.print(
                ExplanationReport(explanation, language), ExplanationText.text(explanation, in: language))
        }
    }
}

/// A job's explanation as `--json` prints it.
private struct ExplanationReport: Encodable {
    struct Wait: Encodable {
        let reason: String
        let says: String
        let stage: Stage?
        let part: Int?
    }

    struct Part: Encodable {
        let stage: Stage
        let part: Int
        let state: TaskState
        let percent: Int
        let attempt: Int
        let attempts: Int
        let worker: String?
        let enqueuedAt: Date
        let startedAt: Date?
        let finishedAt: Date?
        let rescues: Int
        let errorClass: String?
        let error: String?
        let waitsFor: String?
    }

    let job: JobReport
    let waitsFor: Wait?
    let generation: Int
    let restarts: Int
    let tasks: [Part]
    let barriers: [BarrierReport]
    let outbox: [MessageReport]
    let deadLetters: [LetterReport]
    let workers: [WorkerReport]

    init(_ explanation: JobExplanation, _ language: Language) {
        self.job = JobReport(explanation.status, language)
        self.waitsFor = explanation.waitsFor.map {
            Wait(
                reason: $0.code, says: $0.sentence[language], stage: explanation.waitingTask?.stage,
                part: explanation.waitingTask?.part)
        }
        self.generation = explanation.generation
        self.restarts = explanation.restartCount
        self.tasks = explanation.tasks.map {
            Part(
                stage: $0.task.stage, part: $0.task.part, state: $0.state, percent: $0.percent,
                attempt: $0.attempt, attempts: $0.attemptLimit, worker: $0.leaseOwner,
                enqueuedAt: $0.enqueuedAt, startedAt: $0.startedAt, finishedAt: $0.finishedAt,
                rescues: $0.rescueCount, errorClass: $0.errorClass,
                error: $0.errorText.map { ErrorText.told($0)[language] },
                waitsFor: $0.waitsFor?.code)
        }
        self.barriers = explanation.barriers
        self.outbox = explanation.outbox.map(MessageReport.init)
        self.deadLetters = explanation.deadLetters.map(LetterReport.init)
        self.workers = explanation.workers
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

    static func text(_ explanation: JobExplanation, in language: Language) -> String {
        var text = JobLines.text(explanation.status, in: language)
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
