// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Domain
internal import Operations
internal import Store

extension LimitsCommand {
    private struct Report: Encodable {
        let limit: String
        /// Nil: the setting holds.
        let value: Int?
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keep a limit in place of its setting.",
            discussion: "Every gateway, and submit, obeys it from the next job on; 0 lets nobody make one.")

        @Argument(help: "daily_jobs (of one network, until midnight UTC) or open_jobs (at once).")
        var limit: KeptLimit

        @Argument(help: "How many, 0...100000.")
        var value: Int

        @OptionGroup var actor: ActorOptions
        @OptionGroup var options: OperatorOptions

        func validate() throws {
            guard KeptLimit.values.contains(self.value) else {
                throw ValidationError("A limit is 0...100000, not \(self.value)")
            }
        }

        func run() async throws {
            let queue = try self.options.cluster.access().queue
            try await queue.keep(self.limit, at: self.value, actor: self.actor.name)
            self.options.print(
                Report(limit: self.limit.name, value: self.value),
                OperatorMessages.kept(self.limit.name, self.value)[Messages.language] + "\n")
        }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Go back to a limit's setting.")

        @Argument(help: "daily_jobs or open_jobs.")
        var limit: KeptLimit

        @OptionGroup var actor: ActorOptions
        @OptionGroup var options: OperatorOptions

        func run() async throws {
            let queue = try self.options.cluster.access().queue
            try await queue.keep(self.limit, at: nil, actor: self.actor.name)
            self.options.print(
                Report(limit: self.limit.name, value: nil),
                OperatorMessages.reset(self.limit.name)[Messages.language] + "\n")
        }
    }
}

extension KeptLimit: ExpressibleByArgument {
    package init?(argument: String) {
        guard let limit = Self.allCases.first(where: { $0.name == argument }) else { return nil }
        self = limit
    }

    package static var allValueStrings: [String] { Self.allCases.map(\.name) }
}
