// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Domain
internal import Foundation
internal import Store

/// What became of one job; a failure of one does not keep the others from being tried.
private struct ChangeReport: Encodable {
    let job: String
    /// `cancelled`, `stopping`, `queued`, `deleted`.
    let outcome: String
    /// Tasks that still stop, or begin again.
    let tasks: Int
}

extension JobsCommand {
    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop jobs: nothing more of them begins, and what runs is ended.")

        @Argument(help: "The jobs' ids.")
        var jobs: [String] = []

        @Option(help: "Every open job of this client instead.")
        var client: String?

        @OptionGroup var actor: ActorOptions
        @OptionGroup var options: OperatorOptions

        func validate() throws {
            if self.jobs.isEmpty == (self.client == nil) {
                throw ValidationError("Name the jobs, or a --client, and not both")
            }
        }

        func run() async throws {
            let queue = try self.options.cluster.access().queue
            var jobs: [UUID] = []
            for job in self.jobs { jobs.append(try await queue.job(named: job)) }
            var filter = JobFilter()
            filter.client = self.client
            filter.states = [.open]
            filter.limit = 10_000
            if self.client != nil { jobs = try await queue.jobs(filter).map(\.id) }
            try await change(jobs, self.options) { job in
                switch try await queue.cancel(job, actor: self.actor.name) {
                case .cancelled, .alreadyFinished(.cancelled):
                    (
                        ChangeReport(job: job.id, outcome: "cancelled", tasks: 0),
                        OperatorMessages.cancelled(job)
                    )
                case .stopping(let count):
                    (
                        ChangeReport(job: job.id, outcome: "stopping", tasks: count),
                        OperatorMessages.stopping(job, count)
                    )
                case .alreadyFinished(let state):
                    throw OperatorFailure(.jobNotOpen, job.id, detail: state.rawValue)
                case .unknown: throw OperatorFailure(.jobUnknown, job.id)
                }
            }
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give failed jobs another chance; what is done of them is kept.")

        @Argument(help: "The jobs' ids.")
        var jobs: [String]

        @OptionGroup var actor: ActorOptions
        @OptionGroup var options: OperatorOptions

        func run() async throws {
            let queue = try self.options.cluster.access().queue
            var jobs: [UUID] = []
            for job in self.jobs { jobs.append(try await queue.job(named: job)) }
            try await change(jobs, self.options) { job in
                let count = try await queue.replay(job, actor: self.actor.name)
                guard count > 0 else {
                    guard let status = try await queue.status(of: job) else {
                        throw OperatorFailure(.jobUnknown, job.id)
                    }
                    throw OperatorFailure(.jobNotFailed, job.id, detail: status.state.rawValue)
                }
                return (
                    ChangeReport(job: job.id, outcome: "queued", tasks: count),
                    OperatorMessages.retried(job, count)
                )
            }
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove jobs that are over, before their time.",
            discussion: "Their objects go with the next cleanup, unless another job uses them.")

        @Argument(help: "The jobs' ids.")
        var jobs: [String]

        @OptionGroup var actor: ActorOptions
        @OptionGroup var options: OperatorOptions

        func run() async throws {
            let queue = try self.options.cluster.access().queue
            var jobs: [UUID] = []
            for job in self.jobs { jobs.append(try await queue.job(named: job)) }
            try await change(jobs, self.options) { job in
                switch try await queue.deleteJob(job, actor: self.actor.name) {
                case .deleted:
                    (ChangeReport(job: job.id, outcome: "deleted", tasks: 0), OperatorMessages.deleted(job))
                case .stillOpen: throw OperatorFailure(.jobStillOpen, job.id)
                case .unknown: throw OperatorFailure(.jobUnknown, job.id)
                }
            }
        }
    }
}

/// Does it to one job after another. The reports of those that went well are printed even when another did not.
private func change(
    _ jobs: [UUID], _ options: OperatorOptions,
    _ body: (UUID) async throws -> (ChangeReport, Localized)
) async throws {
    var reports: [ChangeReport] = []
    var text = ""
    do {
        for job in jobs {
            let (report, words) = try await body(job)
            reports.append(report)
            text += words[Messages.language] + "\n"
        }
    } catch {
        if !reports.isEmpty { options.print(reports, text) }
        throw error
    }
    options.print(reports, jobs.isEmpty ? OperatorMessages.noJobs[Messages.language] + "\n" : text)
}
