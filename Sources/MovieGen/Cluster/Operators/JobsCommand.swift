// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Domain
internal import FilmTasks
internal import Foundation
internal import Operations
internal import Store

/// The jobs of a cluster.
struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs", abstract: "See and steer the jobs of a cluster.",
        discussion: "An id may be shortened to its first 8 digits or more.",
        subcommands: [
            List.self, Show.self, Explain.self, Cancel.self, Retry.self, Delete.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List jobs, the newest first.")

        @Option(name: .customLong("state"), help: "open, done, failed or cancelled; may be repeated.")
        var states: [JobState] = []

        @Option(help: "Of this client only.")
        var client: String?

        @Option(help: "Created at least so long ago: 90s, 15m, 24h, 7d.")
        var olderThan: Span?

        @Flag(help: "Only open jobs of which nothing moved for a while, and why.")
        var stuck = false

        @Option(help: "With --stuck: for how long nothing moved; 2m by default.")
        var idle: Span?

        @OptionGroup var page: PageOptions
        @OptionGroup var options: OperatorOptions

        func validate() throws {
            if self.idle != nil, !self.stuck { throw ValidationError("--idle belongs to --stuck") }
            if self.stuck, !self.states.isEmpty || self.client != nil || self.olderThan != nil {
                throw ValidationError("--stuck goes with --idle and --limit only")
            }
        }

        func run() async throws {
            let queue = try self.options.cluster.access().queue
            if self.stuck { return try await self.listStuck(queue) }
            var filter = JobFilter()
            filter.states = Set(self.states)
            filter.client = self.client
            filter.minimumAge = self.olderThan?.duration
            filter.limit = self.page.limit
            let jobs = try await queue.jobs(filter)
            let urls = try await queue.articleAddresses(of: jobs.map(\.id))
            let language = Messages.language
            self.options.print(
                jobs.map { JobReport($0, url: urls[$0.id], language) },
                JobTable.text(jobs.map { ($0, nil) }, in: language))
        }

        private func listStuck(_ queue: JobQueue) async throws {
            let idle = self.idle?.duration ?? .seconds(120)
            let language = Messages.language
            let stuck = try await queue.stuckJobs(idleFor: idle, limit: self.page.limit)
            let urls = try await queue.articleAddresses(of: stuck.map(\.status.id))
            let reports = stuck.map {
                JobReport(
                    $0.status, url: urls[$0.status.id], hold: $0.reason, task: $0.task, language)
            }
            self.options.print(
                reports,
                JobTable.text(stuck.map { ($0.status, $0.reason.sentence[language]) }, in: language))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show how a job stands.")

        @Argument(help: "The job's id.")
        var job: String

        @OptionGroup var options: OperatorOptions

        func run() async throws {
            let queue = try self.options.cluster.access().queue
            let job = try await queue.job(named: self.job)
            guard let status = try await queue.status(of: job) else {
                throw OperatorFailure(.jobUnknown, self.job)
            }
            let (url, language) = (try await queue.articleAddress(of: job), Messages.language)
            self.options.print(
                JobReport(status, url: url, language), JobLines.text(status, url, in: language))
        }
    }
}

extension JobState: ExpressibleByArgument {}

/// One job, a line for each thing that is known of it.
enum JobLines {
    static func text(_ status: JobStatus, _ url: String?, in language: Language) -> String {
        let film = FilmJobResult(of: status)
        let flag =
            status.isCancelRequested && status.state == .open ? OperatorMessages.stopping[language] : ""
        var lines: [(Localized, String)] = [
            (Localized(ja: "ジョブ", en: "job"), status.id.id),
            (Localized(ja: "状態", en: "state"), status.state.rawValue + flag),
            (
                Localized(ja: "進み", en: "progress"),
                "\(status.percent)%  \(ClusterMessages.step(status)[language])"
            ),
            (Localized(ja: "依頼元", en: "client"), status.client),
            (Localized(ja: "受付", en: "created"), Clock.stamp(status.createdAt)),
        ]
        func add(_ name: Localized, _ value: String?) { if let value { lines.append((name, value)) } }
        add(Localized(ja: "記事", en: "article"), url)
        add(Localized(ja: "開始", en: "started"), status.startedAt.map(Clock.stamp))
        add(
            Localized(ja: "終了", en: "finished"),
            status.finishedAt.map { "\(Clock.stamp($0)) (\(status.age))" })
        if status.state == .open { add(Localized(ja: "期限", en: "deadline"), Clock.stamp(status.deadlineAt)) }
        add(Localized(ja: "削除予定", en: "kept until"), status.expiresAt.map(Clock.stamp))
        add(
            Localized(ja: "理由", en: "failed"),
            status.failure.map { "\($0.code.rawValue): \($0.message(in: language))" })
        add(Localized(ja: "題名", en: "title"), film?.title)
        add(
            Localized(ja: "動画", en: "film"),
            film.map {
                "\(FilmResult.clock($0.durationSeconds)), \(Clock.bytes($0.filmBytes)), "
                    + ($0.files["mp4"]?.hexadecimal ?? "")
            })
        return Table.pairs(lines, in: language)
    }
}
