// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Domain
internal import Foundation
internal import Store

extension DeadCommand {
    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Try the jobs of dead letters again, the oldest letter first.")

        @OptionGroup var choice: LetterChoice

        @Option(help: "Jobs a second, so that they do not all come at once.")
        var rate = 5.0

        @OptionGroup var actor: ActorOptions
        @OptionGroup var options: OperatorOptions

        private struct Report: Encodable {
            let dryRun: Bool
            let jobs: [String]
            let replayed: [String]
            let skipped: [String]
        }

        func validate() throws {
            if !(0.1...1_000).contains(self.rate) {
                throw ValidationError("--rate is 0.1...1000, not \(self.rate)")
            }
        }

        func run() async throws {
            let queue = try self.options.cluster.access().queue
            var total = ReplayReport()
            for filter in try await self.choice.chosen(queue) {
                let plan = try await queue.replayDeadLetters(
                    filter, limit: self.choice.page.limit, actor: self.actor.name, dryRun: true)
                total.add(self.choice.dryRun ? plan : try await self.replay(plan, queue))
            }
            let report = Report(
                dryRun: self.choice.dryRun, jobs: total.jobs.map(\.id), replayed: total.replayed.map(\.id),
                skipped: total.skipped.map(\.id))
            let words = OperatorMessages.replayed(total, dryRun: self.choice.dryRun)
            self.options.print(report, words[Messages.language] + "\n")
        }

        /// One job after the other. A job's letters are all dealt with by its replay.
        private func replay(_ plan: ReplayReport, _ queue: JobQueue) async throws -> ReplayReport {
            var done = ReplayReport()
            for job in plan.jobs {
                if !done.jobs.isEmpty { try await Task.sleep(for: .seconds(1 / self.rate)) }
                var filter = DeadLetterFilter()
                filter.job = job
                done.add(
                    try await queue.replayDeadLetters(filter, limit: 10_000, actor: self.actor.name))
            }
            var passed = ReplayReport()
            passed.skipped = plan.skipped
            done.add(passed)
            return done
        }
    }

    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put dead letters away, the oldest first; their jobs stay failed.")

        @OptionGroup var choice: LetterChoice
        @OptionGroup var actor: ActorOptions
        @OptionGroup var options: OperatorOptions

        private struct Report: Encodable {
            let dryRun: Bool
            let discarded: [String]
        }

        func run() async throws {
            let queue = try self.options.cluster.access().queue
            var discarded: [UUID] = []
            for filter in try await self.choice.chosen(queue) {
                discarded += try await queue.discardDeadLetters(
                    filter, limit: self.choice.page.limit, actor: self.actor.name, dryRun: self.choice.dryRun)
            }
            let words = OperatorMessages.discarded(discarded.count, dryRun: self.choice.dryRun)
            self.options.print(
                Report(dryRun: self.choice.dryRun, discarded: discarded.map(\.id)),
                words[Messages.language] + "\n")
        }
    }
}
