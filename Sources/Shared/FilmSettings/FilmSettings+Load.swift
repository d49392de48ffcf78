// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Yams

extension FilmSettings {
    /// Reads a configuration.
    ///
    /// - Parameter name: The file's path. Relative paths in the file are looked for beside it, then in the
    ///   current folder.
    /// - Throws: ``JobFailure`` with `configurationInvalid`, naming every mistake in the file.
    /// - Parameter assets: Whether the files it names may be looked for on this machine.
    package static func load(
        yaml: String, name: String, assets: AssetAccess = .besideConfiguration
    ) throws -> FilmSettings {
        let (settings, report) = self.read(yaml: yaml, name: name, assets: assets)
        if let failure = report.failure(.configurationInvalid, name: name) { throw failure }
        return settings
    }

    /// Reads the configuration in a file.
    ///
    /// - Throws: As ``load(yaml:name:)``, and for a file that is missing, unreadable or larger than 1 MiB.
    package static func load(file path: String) throws -> FilmSettings {
        try self.load(yaml: TextFile.read(path, kind: "Config", failing: .configurationInvalid), name: path)
    }

    /// All that is wrong or noteworthy in a configuration.
    package static func validate(yaml: String, name: String) -> ConfigurationReport {
        self.read(yaml: yaml, name: name).report
    }

    private static func read(
        yaml: String, name: String, assets: AssetAccess = .besideConfiguration
    ) -> (settings: FilmSettings, report: ConfigurationReport) {
        let findings = Findings()
        var settings = FilmSettings.defaults(for: .japanese)
        do {
            guard let root = try YAMLText.parse(yaml) else {
                findings.problem(
                    stating: Localized(ja: "設定が空です", en: "Configuration file is empty"), line: nil)
                return (settings, findings.report)
            }
            if let mapping = root.mapping {
                let fields = Fields(mapping: mapping, path: "", findings: findings)
                SettingsSchema.check(fields)
                settings.read(fields, assets: AssetFinder(configuration: name, access: assets))
            } else {
                findings.problem(
                    "", "expected keys and values, got \(root.kindName)", ja: "設定はキーと値の組にしてください",
                    line: root.mark?.line)
            }
        } catch {
            findings.syntaxError(error)
        }
        settings.warnings = findings.report.warnings.map(\.description)
        return (settings, findings.report)
    }

    private mutating func read(_ root: Fields, assets: AssetFinder) {
        if let project = root.fields("project") {
            self.projectName = project.text("name", maximumLength: 200) ?? self.projectName
            self.outputDirectory = project.text("output_dir") ?? self.outputDirectory
        }
        if let content = root.fields("content") { self.readContent(content) }
        if let style = root.fields("style") { self.readStyle(style) }
        if let narration = root.fields("narration") { self.format.pauses.read(narration) }
        if let audio = root.fields("audio") { self.readAudio(audio) }
        if let video = root.fields("video") { self.readVideo(video, assets: assets) }
        if let custom = root.fields("pronunciation")?.fields("custom") {
            self.pronunciations = Pronunciation.read(custom)
        }
        self.personas = PersonaSettings.read(root, assets: assets)
        if let pool = root.fields("persona_pool") { self.readPool(pool) }
    }

    private mutating func readContent(_ content: Fields) {
        if let list = content.list("languages") {
            for (index, node) in list.enumerated() {
                if let language = node.scalar.flatMap({ Language(rawValue: $0.string.lowercased()) }) {
                    if !self.languages.contains(language) { self.languages.append(language) }
                } else {
                    content.problem(
                        "languages",
                        "entry \(index + 1): Invalid language \(node.shown). Must be one of: ja, en")
                }
            }
        }
        if let language: Language = content.choice("language", "language") {
            self.script.language = language
            self.languages = [language] + self.languages.filter { $0 != language }
        } else if self.languages.count == 1 {
            self.script.language = self.languages[0]
        }
        let target = content.integer("target_seconds", in: 30...1800)
        let maximum = content.integer("max_seconds", in: 30...3600)
        if let target, let maximum, target > maximum {
            content.problem("max_seconds", "must be at least target_seconds (\(target)), got \(maximum)")
        }
        self.script.targetSeconds = target ?? min(self.script.targetSeconds, maximum ?? .max)
        self.script.maximumSeconds = maximum ?? max(self.script.maximumSeconds, self.script.targetSeconds)
        self.script.seed = content.seed("seed") ?? self.script.seed
    }

    private mutating func readStyle(_ style: Fields) {
        if style.has("size"), style.has("resolution") {
            style.warning("resolution", "has no effect: style.size is set too")
        }
        self.format.size = style.frameSize("size") ?? style.resolution("resolution") ?? self.format.size
        self.format.framesPerSecond = style.integer("fps", in: 1...60) ?? self.format.framesPerSecond
        self.format.constantRateFactor = style.integer("crf", in: 1...51) ?? self.format.constantRateFactor
        self.format.theme = style.choice("theme", "theme") ?? self.format.theme
    }

    private mutating func readAudio(_ audio: Fields) {
        self.engine = audio.engine("engine") ?? self.engine
        self.speed = audio.number("speed_scale", in: 0.5...2) ?? self.speed
        self.speakerID = audio.integer("speaker_id", in: 0...999_999)
        if self.speakerID != nil, self.engine != .voicevox {
            audio.warning("speaker_id", "has no effect: it numbers voices of the engine voicevox")
        }
    }

    private mutating func readPool(_ pool: Fields) {
        self.pool.isEnabled = pool.flag("enabled") ?? false
        self.pool.count = pool.integer("count", in: 1...PersonaSettings.maximumCount) ?? self.pool.count
        self.pool.seed = pool.seed("seed")
        let names = self.personas.isEmpty ? self.cast(for: .japanese).map(\.id) : self.personas.map(\.id)
        guard self.pool.isEnabled, self.pool.count > names.count else { return }
        pool.problem(
            "count",
            "Cannot select \(self.pool.count) personas from pool of \(names.count). "
                + "Available personas: \(names.joined(separator: ", "))")
    }
}

extension FilmFormat.Pauses {
    fileprivate mutating func read(_ narration: Fields) {
        let range = 0.0...30.0
        self.initial = narration.number("initial_pause", in: range) ?? self.initial
        self.slide = narration.number("slide_pause", in: range) ?? self.slide
        self.speaker = narration.number("speaker_pause", in: range) ?? self.speaker
        self.line = narration.number("line_pause", in: range) ?? self.line
        self.ending = narration.number("ending_pause", in: range) ?? self.ending
    }
}
