// SPDX-License-Identifier: Apache-2.0
package import Domain

/// A persona as the file describes it; what it leaves out, the default cast fills in for the film's language.
package struct PersonaSettings: Hashable, Sendable {
    package var id: String
    package var name: String
    package var character = ""
    package var role: Persona.Role?
    package var engine: Voice.Engine?
    package var speakerID: Int?
    package var voiceName: String?
    /// 0.5...2; 1 is the speed the default cast is tuned to.
    package var speed: Double?
    /// Semitones, -12...12.
    package var pitch: Double?
    /// 0...1.
    package var allPass: Double?
    /// `#RRGGBB`.
    package var subtitleColor: String?
    package var drawing: Persona.Drawing?
    package var position: Persona.Position?
    package var animation: Persona.Animation?

    init(id: String, name: String) {
        self.id = id
        self.name = name
    }

    /// The persona, with the voice and drawing of its `understudy` where it has none of its own.
    ///
    /// - Parameters:
    ///   - understudy: Already with this persona's engine and speed.
    ///   - round: How many personas before this one share the understudy; each speaks 1.5 semitones
    ///     higher than the one before, so that a third speaker does not sound like the first.
    func persona(understudy: Persona, round: Int) -> Persona {
        var voice = understudy.voice
        voice.pitchSemitones = min(voice.pitchSemitones + 1.5 * Double(round), 12)
        if let speakerID = self.speakerID { voice.speakerID = speakerID }
        if let voiceName = self.voiceName {
            // The understudy's pitch and timbre are tuned to another voice.
            (voice.name, voice.pitchSemitones, voice.allPass) = (voiceName, 0, nil)
        }
        if let pitch = self.pitch { voice.pitchSemitones = pitch }
        if let allPass = self.allPass { voice.allPass = allPass }
        return Persona(
            id: self.id, name: self.name, character: self.character, role: self.role ?? understudy.role,
            voice: voice, subtitleColor: self.subtitleColor ?? "#FFFFFF",
            drawing: self.drawing ?? understudy.drawing, position: self.position,
            animation: self.animation ?? .sway)
    }
}
