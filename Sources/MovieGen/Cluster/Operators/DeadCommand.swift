// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Domain
internal import Foundation
internal import Operations
internal import Store

/// Which dead letters.
struct LetterOptions: ParsableArguments {
    @Option(help: "Of this queue: script, audio, slide or render.")
    var queue: String?

    @Option(help: "With this reason, as dead list has it.")
    var reason: String?

    @Option(help: "Of this job.")
    var job: String?

    @Option(help: "Seen within so long: 15m, 24h, 7d.")
    var since: Span?

    var isEmpty: Bool {
        self.queue == nil && self.reason == nil && self.job == nil && self.since == nil
    }

    func validate() throws {
        if let queue = self.queue, !Stage.allCases.contains(where: { $0.queue == queue }) {
            throw ValidationError("--queue is script, audio, slide or render, not \(queue)")
        }
    }

    func filter(_ queue: JobQueue) async throws -> DeadLetterFilter {
        var filter = DeadLetterFilter()
        filter.queue = self.queue
        filter.reason = self.reason
        filter.job = try await self.job.asyncMap { try await queue.job(named: $0) }
        filter.since = self.since.map { Date.now - Double($0.seconds) }
        return filter
    }
}

/// Which letters to change: some that are named, those of a filter, or all of them.
struct LetterChoice: ParsableArguments {
    @Argument(help: "The letters' ids.")
    var letters: [String] = []

    @Flag(help: "Every letter that nobody has dealt with.")
    var all = false

    @Flag(name: [.customShort("n"), .customLong("dry-run")], help: "Say what would be done, and do nothing.")
    var dryRun = false

    @OptionGroup var filters: LetterOptions
    @OptionGroup var page: PageOptions

    func validate() throws {
        let ways = [!self.letters.isEmpty, self.all, !self.filters.isEmpty].count { $0 }
        if ways != 1 { throw ValidationError("Name letters, or filters such as --job, or --all") }
    }

    /// One filter for each letter that is named.
    func chosen(_ queue: JobQueue) async throws -> [DeadLetterFilter] {
        guard !self.letters.isEmpty else { return [try await self.filters.filter(queue)] }
        var chosen: [DeadLetterFilter] = []
        for letter in self.letters {
            var filter = DeadLetterFilter()
            filter.id = try await queue.letter(named: letter)
            chosen.append(filter)
        }
        return chosen
    }
}

/// Tasks that failed for good, and messages that nobody could use.
struct DeadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead", abstract: "See what failed for good, and try it again or put it away.",
        discussion: "An id may be shortened to its first 8 digits or more.",
        subcommands: [List.self, Show.self, Replay.self, Discard.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List dead letters that nobody has dealt with, the newest first.")

        @Flag(help: "Those that somebody has dealt with too.")
        var all = false

        @OptionGroup var filters: LetterOptions
        @OptionGroup var page: PageOptions
        @OptionGroup var options: OperatorOptions

        func run() async throws {
            let queue = try self.options.cluster.access().queue
            var filter = try await self.filters.filter(queue)
            filter.isOpenOnly = !self.all
            filter.limit = self.page.limit
            let letters = try await queue.deadLetters(filter)
            self.options.print(
                letters.map { LetterReport($0, Messages.language) },
                LetterTable.text(letters, in: Messages.language))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show a dead letter and its message.")

        @Argument(help: "The letter's id.")
        var letter: String

        @OptionGroup var options: OperatorOptions

        func run() async throws {
            let queue = try self.options.cluster.access().queue
            guard let letter = try await queue.deadLetter(try await queue.letter(named: self.letter)) else {
                throw OperatorFailure(.letterUnknown, self.letter)
            }
            let language = Messages.language
            self.options.print(
                LetterReport(letter, isWhole: true, language), LetterTable.lines(letter, in: language))
        }
    }
}
