// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import AudioStage
internal import Domain
internal import Fetch
internal import FilmSettings
internal import Foundation
internal import RenderStage
internal import ScriptStage
internal import SlideStage

/// The stages in one process, with what they need: settings, a store, a fetcher, assets and voices.
struct Workshop: Sendable {
    let settings: FilmSettings
    let reporter: Reporter
    let store: DirectoryStore
    private let fetcher: Fetcher
    private let assets: AssetFolder
    private let engines: SpeechEngines
    private let seed: UInt64
    private let isStrict: Bool

    init(_ options: MakingOptions, reporter: Reporter) throws {
        self.settings = try options.makeSettings(reporter)
        self.reporter = reporter
        try Self.checkPool(self.settings)
        let places = Places(cache: options.cache)
        self.store = DirectoryStore(root: places.cache, forgetsRecipes: options.force)
        var policy = FetchPolicy()
        policy.allowsPrivateAddresses = options.allowPrivateAddresses
        self.fetcher = Fetcher(policy: policy)
        self.assets = AssetFolder(root: try InstalledFiles.assets(named: options.assets))
        var engines = SpeechEngines()
        engines.voices = InstalledFiles.voices
        let environment = ProcessInfo.processInfo.environment
        engines.voicevox =
            options.voicevox ?? environment["MOVIEGEN_VOICEVOX_URL"] ?? environment["VOICEVOX_URL"]
        if engines.voicevox == nil, self.settings.cast.contains(where: { $0.voice.engine == .voicevox }) {
            reporter.warn("no VOICEVOX engine is named (--voicevox); the local voices speak")
        }
        self.engines = engines
        self.seed = self.settings.script.seed
        self.isStrict = options.strict
    }

    /// The configuration's own key is checked where it is read; an option may ask for more than there are.
    private static func checkPool(_ settings: FilmSettings) throws {
        var everybody = settings
        everybody.pool.isEnabled = false
        let ids = everybody.cast.map(\.id)
        guard settings.pool.isEnabled, settings.pool.count > ids.count else { return }
        throw JobFailure(
            .configurationInvalid, "--persona-pool-count",
            detail:
                "Cannot select \(settings.pool.count) personas from pool of \(ids.count). Available personas: "
                + ids.joined(separator: ", "))
    }

    private var parallelism: Int { self.settings.parallelism ?? ProcessInfo.processInfo.activeProcessorCount }

    func cast(for language: Language) -> [Persona] { self.settings.cast(for: language, seed: self.seed) }

    /// Reads a script file, or reads an article and writes one.
    func script(from source: Source) async throws -> Script {
        switch source {
        case .script(let path):
            if self.settings.script.language != nil { self.reporter.say(Messages.languageOfScript) }
            let cast = self.cast(for: self.settings.languages.first ?? Messages.language)
            let (script, warnings) = try ScriptFile.load(file: path, cast: cast)
            if self.isStrict, !warnings.isEmpty {
                throw JobFailure(.scriptInvalid, path, detail: warnings.joined(separator: "; "))
            }
            warnings.forEach { self.reporter.warn($0) }
            return script
        case .article(let source):
            self.reporter.progress(StageProgress(stage: .script, done: 0, total: 2))
            let stage = ScriptStage(store: self.store, fetcher: self.fetcher)
            let article = try await stage.readArticle(at: source)
            self.reporter.progress(StageProgress(stage: .script, done: 1, total: 2))
            self.reporter.detail(
                "\(article.blocks.count) blocks, \(article.language?.rawValue ?? "?"): \(article.source)")
            let script = try await self.writeScript(for: article, stage)
            self.reporter.progress(StageProgress(stage: .script, done: 2, total: 2))
            self.reporter.say(Messages.fetched(article.title))
            let lines = script.sections.reduce(0) { $0 + $1.narrations.count }
            self.reporter.say(
                Messages.scriptWritten(script.title, sections: script.sections.count, lines: lines))
            return script
        }
    }

    private func writeScript(for article: Article, _ stage: ScriptStage) async throws -> Script {
        var options = ScriptOptions()
        options.language = self.settings.script.language
        options.targetSeconds = self.settings.script.targetSeconds
        options.maximumSeconds = self.settings.script.maximumSeconds
        options.seed = self.seed
        let language = options.language ?? article.language ?? .english
        return try await stage.writeScript(for: article, cast: self.cast(for: language), options: options)
    }

    /// The script's part that a scene range names; all of it for nil.
    static func scenes(_ range: String?, of script: Script) throws -> Script {
        guard let range else { return script }
        var part = script
        part.sections = Array(
            script.sections[try SceneRange(range).indices(sectionCount: script.sections.count)])
        return part
    }

    func speak(_ script: Script) async throws -> [[SpokenLine]] {
        try await AudioStage(
            store: self.store, engines: self.engines, pronunciations: self.settings.pronunciations,
            parallelism: self.parallelism
        ).speak(script, cast: self.cast(for: script.language), progress: self.reporter.progress)
    }

    func drawSlides(_ script: Script) async throws -> [Slide] {
        let size = self.settings.slideSize(for: script, seed: self.seed)
        let slides = try await SlideStage(
            store: self.store, fetcher: self.fetcher, parallelism: self.parallelism
        )
        .draw(script, size: size, theme: self.settings.format.theme, progress: self.reporter.progress)
        for note in slides.flatMap(\.notes) { self.reporter.warn(note) }
        return slides
    }

    /// Makes the film and everything that lies beside it.
    func render(_ script: Script, to url: URL) async throws -> FilmPlan {
        let spoken = try await self.speak(script)
        let slides = try await self.drawSlides(script)
        let plan = FilmPlan(
            script: script, spoken: spoken, slides: slides.map(\.picture), format: self.settings.format,
            cast: self.settings.actors(of: script, seed: self.seed), seed: self.seed,
            publisher: self.settings.publisher)
        let stage = RenderStage(store: self.store, assets: self.assets, parallelism: self.parallelism)
        let record = try FilmRecord(script: script, plan: plan, seed: self.seed).encoded()
        self.reporter.detail(
            "\(plan.timeline.frameCount) frames, \(plan.timeline.lines.count) lines, \(self.store.root.path)")
        try await stage.render(plan, to: url, record: record, progress: self.reporter.progress)
        return plan
    }
}
