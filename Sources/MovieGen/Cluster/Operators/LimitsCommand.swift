// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Domain
internal import Foundation
internal import Operations
internal import Store

/// How much anybody may make, who has used how much, and who is kept out.
struct LimitsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "limits", abstract: "See and change how much may be made, and keep networks out.",
        subcommands: [Show.self, Set.self, Reset.self, Block.self, Unblock.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Show the limits, a day's use, the most first, and the networks that are kept out.")

        @Option(help: "The day, in UTC: 2026-01-31. Today by default.")
        var day: String?

        @OptionGroup var page: PageOptions
        @OptionGroup var options: OperatorOptions

        func validate() throws {
            if let day = self.day, day.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) == nil {
                throw ValidationError("--day is like 2026-01-31, not \(day)")
            }
        }

        func run() async throws {
            let access = try self.options.cluster.access()
            let queue = access.queue
            let report = LimitsReport(
                dailyJobs: access.dailyJobLimit, openJobs: access.openJobLimit,
                kept: try await queue.keptLimits(),
                used: try await queue.quotas(day: self.day, limit: self.page.limit),
                blocked: try await queue.blockedNetworks())
            self.options.print(report, LimitTables.text(report, in: Messages.language))
        }
    }

    struct Block: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let no job in from a network, or change why and how long.")

        @Argument(help: "An address, or a network such as 198.51.100.0/24 or 2001:db8::/32.")
        var network: String

        @Option(help: "Why; whoever is refused gets to read it.")
        var reason: String

        @Option(
            name: .customLong("for"), help: "For how long: 15m, 24h, 7d. Until it is unblocked by default.")
        var lifetime: Span?

        @OptionGroup var actor: ActorOptions
        @OptionGroup var options: OperatorOptions

        func run() async throws {
            let queue = try self.options.cluster.access().queue
            let kept = try await naming(self.network) {
                try await queue.block(
                    network: self.network, reason: self.reason, actor: self.actor.name,
                    expires: self.lifetime?.duration)
            }
            self.options.print(["blocked": kept], OperatorMessages.blocked(kept)[Messages.language] + "\n")
        }
    }

    struct Unblock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a network in again.")

        @Argument(help: "The network, as limits show has it.")
        var network: String

        @OptionGroup var actor: ActorOptions
        @OptionGroup var options: OperatorOptions

        func run() async throws {
            let queue = try self.options.cluster.access().queue
            let wasBlocked = try await naming(self.network) {
                try await queue.unblock(network: self.network, actor: self.actor.name)
            }
            guard wasBlocked else { throw OperatorFailure(.networkNotBlocked, self.network) }
            self.options.print(
                ["unblocked": self.network],
                OperatorMessages.unblocked(self.network)[Messages.language] + "\n")
        }
    }
}

private func naming<Value>(_ network: String, _ body: () async throws -> Value) async throws -> Value {
    do {
        return try await body()
    } catch let error as StoreError where error.code == .valueInvalid {
        throw OperatorFailure(.networkUnreadable, network)
    }
}
