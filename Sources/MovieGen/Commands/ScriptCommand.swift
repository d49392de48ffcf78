// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Domain
internal import FilmSettings
internal import Foundation

struct ScriptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "script", abstract: "Write or check a script.",
        subcommands: [Create.self, Validate.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the script of an article, to be edited.")

        @Argument(help: "An http(s) URL, an .html, .md or .txt file, or - for standard input.")
        var source: String

        @Option(name: .shortAndLong, help: "The script to write.")
        var output = "script.yaml"

        @OptionGroup var making: MakingOptions
        @OptionGroup var talk: OutputOptions

        func run() async throws {
            let reporter = self.talk.makeReporter()
            let source = try Source.parse(self.source)
            if case .script = source {
                throw JobFailure(.sourceNotArticle, self.source, detail: "it is a script already")
            }
            try self.making.checkScenes()
            if !self.talk.dryRun { _ = try OutputFile.prepareNew(self.output, force: self.making.force) }
            let whole = try await Workshop(self.making, reporter: reporter).script(from: source)
            let script = try Workshop.scenes(self.making.scenes, of: whole)
            if self.talk.dryRun {
                return print("[DRY-RUN] Would write \(script.sections.count) sections to \(self.output)")
            }
            let url = try OutputFile.prepareNew(self.output, force: self.making.force)
            try OutputFile.write(Data(try ScriptFile.encode(script).utf8), to: url)
            print(
                self.talk.json ? JSON.encode(["output": url.path]) : self.talk.quiet ? url.path : self.output)
        }
    }

    struct Validate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a script and list what is wrong with it.")

        @Argument(help: "A script (YAML).")
        var file: String

        @Option(name: .shortAndLong, help: "Configuration file, for its personas.")
        var config: String?

        @Flag(name: .shortAndLong, help: "Print nothing unless it is wrong.")
        var quiet = false

        func run() throws {
            let settings =
                try self.config.map { try FilmSettings.load(file: $0) }
                ?? FilmSettings.defaults(for: Messages.language)
            let (script, warnings) = try ScriptFile.load(file: self.file, cast: settings.cast)
            guard !self.quiet else { return }
            warnings.forEach { print(Messages.warning($0)[Messages.language]) }
            print("✓ Script is valid")
            print("  Sections: \(script.sections.count)")
            print("  Total narrations: \(script.sections.reduce(0) { $0 + $1.narrations.count })")
        }
    }
}
