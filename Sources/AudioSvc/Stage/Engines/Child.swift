// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Subprocess

/// A speech engine's process, run to its end.
enum Child {
    struct Result: Sendable {
        let succeeded: Bool
        let output: String
        let errors: String
    }

    /// No line takes an engine a tenth of this; one that does has hung.
    static let patience = Duration.seconds(60)

    /// Runs a program with nothing on its standard input: a child that ends before it has read its input would take
    /// this process with it (SIGPIPE), so texts are given in files and arguments.
    ///
    /// - Parameter program: A name searched in `PATH`, or a path.
    /// - Throws: `voiceMissing` when there is no such program, `engineFailed` when it cannot be started or outlives
    ///   ``patience``. Cancellation kills the child before the error leaves this function.
    static func run(
        _ program: String, _ arguments: [String], patience: Duration = Self.patience
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await Self.launch(program, arguments) }
            group.addTask {
                try await Task.sleep(for: patience)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let result = first else {
                throw JobFailure(
                    .engineFailed, program, detail: "no answer in \(patience.components.seconds) s")
            }
            return result
        }
    }

    private static func launch(_ program: String, _ arguments: [String]) async throws -> Result {
        let url = URL(fileURLWithPath: program)
        // Subprocess looks a name up in the PATH of the child, so a path's folder becomes that.
        let environment: Environment =
            program.contains("/")
            ? .inherit.updating(["PATH": url.deletingLastPathComponent().path]) : .inherit
        do {
            let result = try await Subprocess.run(
                .name(url.lastPathComponent), arguments: Arguments(arguments), environment: environment,
                input: .none, output: .string(limit: 1 << 20), error: .string(limit: 1 << 16))
            try Task.checkCancellation()
            return Result(
                succeeded: result.terminationStatus.isSuccess, output: result.standardOutput,
                errors: result.standardError)
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            guard error.code == .executableNotFound else {
                throw JobFailure(.engineFailed, program, detail: String(error.description.prefix(120)))
            }
            throw JobFailure(.voiceMissing, program)
        }
    }
}
