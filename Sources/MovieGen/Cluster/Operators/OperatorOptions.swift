// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Domain
internal import Foundation

/// What every command for operators takes.
struct OperatorOptions: ParsableArguments {
    @Flag(help: "Print the result, or the failure, as JSON.")
    var json = false

    @OptionGroup var cluster: ClusterOptions

    /// The value as JSON, or else the text for a person.
    func print(_ value: some Encodable, _ text: @autoclosure () -> String) {
        if self.json {
            Swift.print(JSON.encode(value, pretty: true))
        } else {
            Swift.print(text(), terminator: "")
        }
    }
}

/// Who does it, for the operators who come after.
struct ActorOptions: ParsableArguments {
    @Option(name: .customLong("actor"), help: "Who does this, for the audit; $USER by default.")
    var given: String?

    var name: String {
        let environment = ProcessInfo.processInfo.environment
        return self.given ?? environment["USER"] ?? environment["LOGNAME"] ?? "uid \(getuid())"
    }

    func validate() throws {
        if let given = self.given, given.isEmpty || given.utf8.count > 200 {
            throw ValidationError("--actor is 1 to 200 bytes long")
        }
    }
}

/// How much of a list.
struct PageOptions: ParsableArguments {
    @Option(help: "Entries at most.")
    var limit = 100

    func validate() throws {
        if !(1...10_000).contains(self.limit) {
            throw ValidationError("--limit is 1...10000, not \(self.limit)")
        }
    }
}
