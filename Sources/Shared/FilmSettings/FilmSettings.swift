// SPDX-License-Identifier: Apache-2.0
package import Domain

/// What a configuration file says, checked and with defaults filled in. docs/configuration.md lists its keys.
package struct FilmSettings: Hashable, Sendable {
    /// The name of the channel or series; shown where a film has no title of its own.
    package var projectName = Self.nobody

    /// The project's name where somebody gave one: a film's `artist`.
    package var publisher: String? { self.projectName == Self.nobody ? nil : self.projectName }

    private static let nobody = "My YouTube Channel"

    /// As written: relative to the current folder.
    package var outputDirectory = "./output"
    package var format = FilmFormat()
    /// The languages films are wanted in; empty takes the article's own.
    package var languages: [Language] = []
    package var pronunciations: [Pronunciation] = []
    package var script = ScriptSettings()
    /// The personas the file describes; empty is the default cast.
    package var personas: [PersonaSettings] = []
    package var pool = PersonaPool()
    /// Who of the personas speaks, by id; empty is the pool's choice, or all of them.
    package var speakers: [String] = []
    /// The engine of personas that name none.
    package var engine = Voice.Engine.local
    /// The VOICEVOX voice of personas that name none; nil is one by role.
    package var speakerID: Int?
    /// The speed of personas that state none, 0.5...2; 1 is the speed the default cast is tuned to.
    package var speed = 1.0
    /// How many frames, lines and slides are worked on at once; nil is one a core.
    package var parallelism: Int?
    /// What was read but is not done as written, one sentence each.
    package var warnings: [String] = []

    /// The language of ``cast`` when ``languages`` is empty.
    private var castLanguage: Language

    /// Nothing but defaults, with the default cast speaking `language`.
    package static func defaults(for language: Language) -> FilmSettings {
        FilmSettings(castLanguage: language)
    }

    init(castLanguage: Language) { self.castLanguage = castLanguage }

    /// How a film's text is chosen from its article.
    package struct ScriptSettings: Hashable, Sendable {
        /// nil is the article's own.
        package var language: Language?
        /// 30...1800.
        package var targetSeconds = 180
        /// ``targetSeconds``...3600.
        package var maximumSeconds = 300
        package var seed: UInt64 = 0
    }

    /// Draws each film's cast from more personas than one film has.
    package struct PersonaPool: Hashable, Sendable {
        package var isEnabled = false
        /// At least 1, at most as many as there are personas.
        package var count = 2
        /// nil takes the seed of the film.
        package var seed: UInt64?
    }

    /// The speakers of a film in the first configured language.
    package var cast: [Persona] { self.cast(for: self.languages.first ?? self.castLanguage) }

    /// The speakers of a film in `language`, in the file's order.
    ///
    /// - Parameter seed: Chooses from the pool when the configuration fixes no seed; the same seed, the same
    ///   cast.
    package func cast(for language: Language, seed: UInt64 = 0) -> [Persona] {
        let stars = Persona.defaultCast(for: language)
        let all =
            self.personas.isEmpty
            ? stars.map { self.voiced($0, engine: self.engine, speed: self.speed) }
            : self.personas.enumerated().map { index, settings in
                let understudy = self.voiced(
                    stars[index % stars.count], engine: settings.engine ?? self.engine,
                    speed: settings.speed ?? self.speed)
                return settings.persona(understudy: understudy, round: index / stars.count)
            }
        if !self.speakers.isEmpty { return self.speakers.compactMap { id in all.first { $0.id == id } } }
        guard self.pool.isEnabled, self.pool.count < all.count else { return all }
        return self.drawn(from: all, seed: self.pool.seed ?? seed)
    }

    /// Everybody who can be one of ``speakers``.
    package var personaIDs: [String] {
        self.personas.isEmpty
            ? Persona.defaultCast(for: self.castLanguage).map(\.id) : self.personas.map(\.id)
    }

    private func voiced(_ persona: Persona, engine: Voice.Engine, speed: Double) -> Persona {
        var persona = persona
        if engine == .voicevox {
            persona.voice = .voicevox(for: persona.role)
            persona.voice.speakerID = self.speakerID ?? persona.voice.speakerID
        }
        persona.voice.engine = engine
        persona.voice.speed = min(max(persona.voice.speed * speed, 0.5), 2)
        return persona
    }

    /// The first steps of a Fisher-Yates shuffle: every choice of `pool.count` is as likely as any other.
    private func drawn(from all: [Persona], seed: UInt64) -> [Persona] {
        var generator = SplitMix64(state: seed)
        var order = Array(all.indices)
        for step in 0..<self.pool.count {
            order.swapAt(step, step + Int(generator.next() % UInt64(order.count - step)))
        }
        return order.prefix(self.pool.count).sorted().map { all[$0] }
    }
}

/// Steele, Lea and Flood's generator: the same numbers for the same seed on every machine.
