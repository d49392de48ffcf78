// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Broker
internal import Domain
internal import Foundation
internal import Operations
internal import Store

/// `moviegen`: an article becomes a film.
@main
struct MovieGen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "moviegen",
        abstract: "Turn an article into a narrated film in which two characters explain it.",
        version: ProductVersion.current,
        subcommands: [
            Generate.self, ScriptCommand.self, AudioCommand.self, SlidesCommand.self, VideoCommand.self,
            ConfigCommand.self, SubmitCommand.self, JobsCommand.self, QueuesCommand.self, DeadCommand.self,
            WorkersCommand.self, OutboxCommand.self, LimitsCommand.self, CleanupCommand.self,
            DoctorCommand.self,
        ])

    /// Runs the command, and says in one sentence why it failed.
    static func main() async {
        let language = Messages.language
        do {
            try await Interruption.cancelling {
                var command = try Self.parseAsRoot()
                if var asynchronous = command as? any AsyncParsableCommand {
                    try await asynchronous.run()
                } else {
                    try command.run()
                }
            }
        } catch {
            switch error {
            case let failure as any Tellable: Self.stop(failure, language)
            case let failure as StoreError: Self.stop(failure.told, language)
            case let failure as BrokerError:
                Self.stop(JobFailure(.clusterUnreachable, "RabbitMQ", detail: failure.message), language)
            case is CancellationError: Self.stop(JobFailure(.cancelled, "moviegen"), language)
            // Neither ours nor ArgumentParser's (usage, help, version): nobody expected it.
            case _ where Self.exitCode(for: error) == .failure:
                Self.stop(
                    JobFailure(.internalFailure, "moviegen", detail: String(describing: error)), language)
            default: Self.exit(withError: error)
            }
        }
    }

    private static func stop(_ failure: any Tellable, _ language: Language) -> Never {
        if CommandLine.arguments.contains("--json") {
            let problem = ErrorReport(failure, language: language)
            FileHandle.standardError.write(Data((JSON.encode(problem) + "\n").utf8))
        } else {
            FileHandle.standardError.write(Data(("✗ " + failure.message(in: language) + "\n").utf8))
        }
        Foundation.exit(failure.exitCode)
    }
}

/// A failure as `--json` prints it on standard error.
private struct ErrorReport: Encodable {
    struct Problem: Encodable {
        var code: String
        var subject: String
        var detail: String
        var message: String
        var exitCode: Int32
    }

    var error: Problem

    init(_ failure: any Tellable, language: Language) {
        self.error = Problem(
            code: failure.name, subject: failure.subject, detail: failure.detail,
            message: failure.message(in: language), exitCode: failure.exitCode)
    }
}

enum JSON {
    static func encode(_ value: some Encodable, pretty: Bool = false) -> String {
        let encoder = JSONEncoder.ofReports
        if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
        // Nothing of ours holds a number JSON cannot; an empty object would hide that it did.
        guard let bytes = try? encoder.encode(value) else { preconditionFailure("a value JSON cannot hold") }
        return String(decoding: bytes, as: UTF8.self)
    }
}
