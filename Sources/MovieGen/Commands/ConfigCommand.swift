// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Domain
internal import FilmSettings
internal import Foundation
internal import ServiceSettings

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Write or check a configuration file.",
        subcommands: [Init.self, Validate.self, Services.self])

    struct Init: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a configuration with every key explained.")

        @Option(name: .shortAndLong, help: "The file to write; standard output when not given.")
        var output: String?

        @Flag(name: .shortAndLong, help: "Overwrite a file that exists.")
        var force = false

        @Option(help: "Language of the film: ja or en.")
        var language: Language?

        func run() throws {
            let text = FilmSettings.template(for: self.language ?? Messages.language)
            guard let output = self.output else { return print(text, terminator: "") }
            let url = try OutputFile.prepareNew(output, force: self.force)
            try OutputFile.write(Data(text.utf8), to: url)
            print("✓ Configuration written to \(output)")
        }
    }

    struct Validate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a configuration and list what is wrong with it.")

        @Argument(help: "A configuration (YAML).")
        var file: String

        @Flag(name: .shortAndLong, help: "Print nothing unless it is wrong.")
        var quiet = false

        func run() throws {
            let settings = try FilmSettings.load(file: self.file)
            guard !self.quiet else { return }
            settings.warnings.forEach { print(Messages.warning($0)[Messages.language]) }
            print("✓ Configuration is valid")
        }
    }

    struct Services: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List every setting of the services, with its default and range.")

        func run() throws { print(SettingsPage.listing(in: Messages.language), terminator: "") }
    }
}
