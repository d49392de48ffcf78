// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Domain
internal import FilmSettings
internal import Foundation

/// How much is said.
struct OutputOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Print the result's path and nothing else.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Tell more.")
    var verbose = false

    @Flag(help: "Print the result, or the failure, as JSON.")
    var json = false

    @Flag(name: [.customShort("n"), .customLong("dry-run")], help: "Say what would be done, and do nothing.")
    var dryRun = false

    func validate() throws {
        if self.quiet && self.verbose {
            throw ValidationError("--quiet and --verbose are mutually exclusive")
        }
    }

    func makeReporter() -> Reporter {
        Reporter(style: Reporter.style(quiet: self.quiet, json: self.json), isVerbose: self.verbose)
    }
}

/// What a film is made with; each overrides the configuration file.
struct MakingOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "Configuration file (YAML); see docs/configuration.md.")
    var config: String?

    @Option(help: "Language of the film: ja or en. The article's own by default.")
    var language: Language?

    @Option(help: "720p, 1080p or WxH, even numbers.")
    var size: FrameSize?

    @Option(help: "Frames a second, 1...60.")
    var fps: Int?

    @Option(parsing: .unconditional, help: "Scenes to make: N, N-M, N- or -M, counted from 1.")
    var scenes: String?

    @Option(help: "Varies the phrasing and the characters' motion.")
    var seed: UInt64?

    @Flag(name: .shortAndLong, help: "Make everything anew, whatever was made before.")
    var force = false

    @Flag(help: "Refuse a script that needs mending instead of mending it.")
    var strict = false

    @Flag(help: "Fetch from private and local addresses too.")
    var allowPrivateAddresses = false

    @Option(help: "How many personas of the pool are in the film.")
    var personaPoolCount: Int?

    @Option(help: "Which of the pool they are.")
    var personaPoolSeed: UInt64?

    @Option(help: "Folder in which everything made is kept. $XDG_CACHE_HOME/moviegen by default.")
    var cache: String?

    @Option(help: "Folder with Characters and Backgrounds. The project's Assets by default.")
    var assets: String?

    @Option(
        help: ArgumentHelp(
            "VOICEVOX engine that speaks, such as http://127.0.0.1:50021.",
            discussion: "$MOVIEGEN_VOICEVOX_URL names one for personas of `engine: voicevox` alone.",
            valueName: "url"))
    var voicevox: String?

    func validate() throws {
        if let fps = self.fps, !(1...60).contains(fps) {
            throw ValidationError("--fps is 1...60, not \(fps)")
        }
        if let count = self.personaPoolCount, count < 1 {
            throw ValidationError("--persona-pool-count is 1 or more")
        }
    }

    /// A range nobody can mean is refused before any work.
    func checkScenes() throws { _ = try self.scenes.map { try SceneRange($0) } }

    /// The configuration file with these options on top.
    func makeSettings(_ reporter: Reporter) throws -> FilmSettings {
        var settings =
            try self.config.map { try FilmSettings.load(file: $0) }
            ?? FilmSettings.defaults(for: self.language ?? Messages.language)
        settings.warnings.forEach { reporter.warn($0) }
        if let language = self.language {
            settings.languages = [language]
            settings.script.language = language
        }
        if self.voicevox != nil { settings.engine = .voicevox }
        if let size = self.size { settings.format.size = size }
        if let fps = self.fps { settings.format.framesPerSecond = fps }
        if let seed = self.seed { settings.script.seed = seed }
        if let count = self.personaPoolCount {
            settings.pool.isEnabled = true
            settings.pool.count = count
        }
        if let seed = self.personaPoolSeed {
            settings.pool.isEnabled = true
            settings.pool.seed = seed
        }
        return settings
    }
}

extension Language: ExpressibleByArgument {}

extension FrameSize: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }
}
