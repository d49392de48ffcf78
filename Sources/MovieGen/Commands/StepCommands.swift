// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Artifacts
internal import Domain
internal import Foundation
internal import SlideStage

/// Single steps on a script. Each makes what it needs and shares it with the next through the store.
struct StepOptions: ParsableArguments {
    @Argument(help: "A script (YAML), as script create writes it.")
    var script: String

    @Option(name: .shortAndLong, help: "Where results go.")
    var output: String?

    @OptionGroup var making: MakingOptions
    @OptionGroup var talk: OutputOptions

    func prepare() async throws -> (workshop: Workshop, script: Script, reporter: Reporter) {
        let reporter = self.talk.makeReporter()
        try self.making.checkScenes()
        guard FileManager.default.fileExists(atPath: self.script) else {
            throw JobFailure(.sourceNotFound, self.script)
        }
        let workshop = try Workshop(self.making, reporter: reporter)
        let script = try await workshop.script(from: .script(path: self.script))
        return (workshop, try Workshop.scenes(self.making.scenes, of: script), reporter)
    }

    /// A folder beside the script, unless one was named.
    private func folder(_ name: String) throws -> URL {
        let beside = URL(fileURLWithPath: self.script).deletingLastPathComponent().appending(path: name).path
        return try OutputFile.prepare((self.output ?? beside) + "/x").deletingLastPathComponent()
    }

    /// Writes objects as `prefix_0000.ext`, ... into a folder, and names what was written.
    func export(
        _ objects: [ObjectID], of workshop: Workshop, to name: String, prefix: String,
        extension suffix: String
    ) async throws {
        let folder = try self.folder(name)
        var files: [String] = []
        for id in objects {
            let number = String(files.count)
            let padded = String(repeating: "0", count: max(0, 4 - number.count)) + number
            let url = folder.appending(path: "\(prefix)_\(padded).\(suffix)")
            try OutputFile.write(try await workshop.store.bytes(of: id), to: url)
            files.append(url.path)
        }
        if self.talk.json { return print(JSON.encode(["files": files])) }
        print(self.talk.quiet ? folder.path : "✓ \(files.count): \(folder.path)")
    }
}

struct AudioCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audio", abstract: "Speak a script.", subcommands: [Generate.self])

    struct Generate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Speak every line into audio/phrase_0000.wav, ...")
        @OptionGroup var step: StepOptions

        func run() async throws {
            let (workshop, script, _) = try await self.step.prepare()
            let count = script.sections.reduce(0) { $0 + $1.narrations.count }
            if self.step.talk.dryRun { return print("[DRY-RUN] Would speak \(count) lines") }
            let sounds = try await workshop.speak(script).joined().map(\.sound)
            try await self.step.export(sounds, of: workshop, to: "audio", prefix: "phrase", extension: "wav")
        }
    }
}

struct SlidesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slides", abstract: "Draw a script's slides.", subcommands: [Generate.self])

    struct Generate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Draw every section's slide into slides/LANGUAGE/slide_0000.png, ...")
        @OptionGroup var step: StepOptions

        func run() async throws {
            let (workshop, script, _) = try await self.step.prepare()
            if self.step.talk.dryRun { return print("[DRY-RUN] Would draw \(script.sections.count) slides") }
            let pictures = try await workshop.drawSlides(script).map(\.picture)
            let folder = "slides/\(script.language.rawValue)"
            try await self.step.export(pictures, of: workshop, to: folder, prefix: "slide", extension: "png")
        }
    }
}

struct VideoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "video", abstract: "Make a script's film.", subcommands: [Render.self])

    struct Render: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make the film; lines and slides already made are used.")
        @OptionGroup var step: StepOptions

        func run() async throws {
            let began = ContinuousClock.now
            let (workshop, script, reporter) = try await self.step.prepare()
            let path = self.step.output ?? FilmName.make(workshop.settings, script, self.step.making.scenes)
            if self.step.talk.dryRun { return print("[DRY-RUN] Would render \(path)") }
            let url = try OutputFile.prepareFilm(path)
            let plan = try await workshop.render(script, to: url)
            try FilmResult(url: url, plan: plan, elapsed: ContinuousClock.now - began).report(
                self.step.talk, reporter)
        }
    }
}
