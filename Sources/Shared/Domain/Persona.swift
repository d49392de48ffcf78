// SPDX-License-Identifier: Apache-2.0

/// A speaker: a name, a voice and a drawing.
package struct Persona: Codable, Hashable, Sendable {
    package var id: String
    package var name: String
    /// How the persona talks, for a model that writes its lines.
    package var character: String
    package var role: Role
    package var voice: Voice
    /// `#RRGGBB`: the subtitle's accent.
    package var subtitleColor: String
    package var drawing: Drawing
    /// nil places by order: left, right, centre.
    package var position: Position?
    package var animation: Animation

    package init(
        id: String, name: String, character: String = "", role: Role, voice: Voice,
        subtitleColor: String = "#FFFFFF",
        drawing: Drawing, position: Position? = nil, animation: Animation = .sway
    ) {
        self.id = id
        self.name = name
        self.character = character
        self.role = role
        self.voice = voice
        self.subtitleColor = subtitleColor
        self.drawing = drawing
        self.position = position
        self.animation = animation
    }

    package enum Role: String, Codable, Sendable { case explainer, questioner }
    package enum Position: String, Codable, Sendable, CaseIterable { case left, right, center }
    /// The idle motion: `sway` leans and breathes, `bounce` hops while speaking, `fixed` stands still.
    package enum Animation: String, Codable, Sendable, CaseIterable { case sway, bounce, fixed = "static" }

    /// Where the drawing is.
    package enum Drawing: Codable, Hashable, Sendable {
        /// A character pack: the folder's path, or the name of one under `Assets/Characters`.
        case pack(String)
        /// The reference's three pictures, by path.
        case pictures(base: String, mouthOpen: String?, eyeClose: String?)
    }
}

/// How a persona sounds. The engine reads the fields it knows.
package struct Voice: Codable, Hashable, Sendable {
    package var engine: Engine
    /// A number for engines of the VOICEVOX family, unused by the others.
    package var speakerID: Int
    /// The voice's name: an `.htsvoice` path or name for Open JTalk, `slt` or `rms` for Flite; nil is the default.
    package var name: String?
    /// 1 is the voice's own speed; 0.5...2.
    package var speed: Double
    /// Semitones added to the voice's own pitch, -12...12.
    package var pitchSemitones: Double
    /// Open JTalk's all-pass constant, 0...1: lower sounds smaller, higher larger; nil is the voice's own (0.55).
    package var allPass: Double?

    package init(
        engine: Engine, speakerID: Int = 0, name: String? = nil, speed: Double = 1,
        pitchSemitones: Double = 0,
        allPass: Double? = nil
    ) {
        self.engine = engine
        self.speakerID = speakerID
        self.name = name
        self.speed = speed
        self.pitchSemitones = pitchSemitones
        self.allPass = allPass
    }

    package enum Engine: String, Codable, Sendable, CaseIterable {
        /// Open JTalk for Japanese, Flite for English.
        case local
        /// Silence of 0.1 s a character: to look at a film before paying for its voices.
        case placeholder
        /// A VOICEVOX engine or one of its kin, over HTTP; where none is named, and for English, it is ``local``.
        case voicevox
    }
}

/// A word of the user's, and how it is said.
package struct Pronunciation: Codable, Hashable, Sendable {
    package var word: String
    /// Katakana for Japanese, respelling for English.
    package var reading: String
    /// The mora after which pitch falls; 0 is flat; nil lets the engine choose.
    package var accent: Int?
    /// 1...10: the higher wins where two entries match.
    package var priority: Int
    /// `PROPER_NOUN`, `COMMON_NOUN`, `VERB`, `ADJECTIVE` or `SUFFIX`, as the VOICEVOX family names them.
    package var wordType: String

    package init(
        word: String, reading: String, accent: Int? = nil, priority: Int = 10,
        wordType: String = "PROPER_NOUN"
    ) {
        self.word = word
        self.reading = reading
        self.accent = accent
        self.priority = priority
        self.wordType = wordType
    }
}
