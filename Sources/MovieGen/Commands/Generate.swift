// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Domain
internal import FilmSettings
internal import Foundation

/// The main job.
struct Generate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a film from an article or a script.",
        discussion: """
            SOURCE is an http(s) URL, an .html, .md or .txt file, a script (.yaml), or - for standard input.
            Everything made is kept by what made it: run the same command again and only what changed is made anew.
            """)

    @Argument(help: "What to make a film from.")
    var source: String

    @Option(name: .shortAndLong, help: "The film to write, *.mp4.")
    var output: String?

    @OptionGroup var making: MakingOptions
    @OptionGroup var talk: OutputOptions

    func run() async throws {
        let reporter = self.talk.makeReporter()
        let source = try Source.parse(self.source)
        let workshop = try Workshop(self.making, reporter: reporter)
        try self.making.checkScenes()
        if self.talk.dryRun { return try await self.rehearse(workshop, source) }
        // A name that depends on the film's language is known only when the script is.
        if let output = self.output { _ = try OutputFile.prepareFilm(output) }
        let clock = ContinuousClock()
        let began = clock.now
        let script = try Workshop.scenes(self.making.scenes, of: try await workshop.script(from: source))
        let url = try OutputFile.prepareFilm(
            self.output ?? FilmName.make(workshop.settings, script, self.making.scenes))
        let plan = try await workshop.render(script, to: url)
        try FilmResult(url: url, plan: plan, elapsed: clock.now - began).report(self.talk, reporter)
    }

    /// Reads and writes the script, which costs nothing, and says what would follow.
    private func rehearse(_ workshop: Workshop, _ source: Source) async throws {
        let script = try Workshop.scenes(self.making.scenes, of: try await workshop.script(from: source))
        let rehearsal = Rehearsal(
            output: self.output ?? FilmName.make(workshop.settings, script, self.making.scenes),
            language: script.language.rawValue, sections: script.sections.count,
            lines: script.sections.reduce(0) { $0 + $1.narrations.count },
            size: "\(workshop.settings.format.size)",
            framesPerSecond: workshop.settings.format.framesPerSecond)
        if self.talk.json { return print(JSON.encode(rehearsal, pretty: true)) }
        guard !self.talk.quiet else { return print(rehearsal.output) }
        rehearsal.sentences.forEach { print("[DRY-RUN] " + $0[workshop.reporter.language]) }
    }
}

/// What a run would make.
private struct Rehearsal: Encodable {
    var output: String
    var language: String
    var sections: Int
    var lines: Int
    var size: String
    var framesPerSecond: Int

    var sentences: [Localized] {
        [
            Localized(
                ja: "\(self.lines)行を話します（\(self.language)）",
                en: "Would speak \(self.lines) lines in \(self.language)"),
            Localized(ja: "スライドを\(self.sections)枚描きます", en: "Would draw \(self.sections) slides"),
            Localized(
                ja: "\(self.output) を \(self.size)、\(self.framesPerSecond)fps で作ります",
                en: "Would render \(self.output) at \(self.size), \(self.framesPerSecond) fps"),
        ]
    }
}
