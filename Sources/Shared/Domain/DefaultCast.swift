// SPDX-License-Identifier: Apache-2.0

extension Persona {
    /// The two who speak when nobody else is named: Kohaku the fox explains, Sora the rabbit asks.
    package static func defaultCast(for language: Language) -> [Persona] {
        [
            Persona(
                id: "kohaku", name: Localized(ja: "コハク", en: "Kohaku")[language],
                character: Localized(
                    ja: "落ち着いた物知りのキツネ。順を追って、たとえを交えながら説明する。",
                    en: "A calm, well-read fox who explains step by step and likes a good comparison.")[
                        language],
                role: .explainer, voice: .defaultVoice(for: .explainer, language: language),
                subtitleColor: "#F2A03D", drawing: .pack("kohaku"), position: .left),
            Persona(
                id: "sora", name: Localized(ja: "ソラ", en: "Sora")[language],
                character: Localized(
                    ja: "明るく好奇心いっぱいのウサギ。視聴者の代わりに素直な疑問を口にする。",
                    en: "A bright, curious rabbit who asks what the viewer is wondering.")[language],
                role: .questioner, voice: .defaultVoice(for: .questioner, language: language),
                subtitleColor: "#5BB8F0", drawing: .pack("sora"), position: .right),
        ]
    }
}

extension Voice {
    /// Voices that need no server and are told apart at once.
    ///
    /// In Japanese both are mei, whose own pitch is 350 Hz: the explainer five semitones below it with a larger
    /// vocal tract (a median of 262 Hz, 7.8 morae a second), the questioner with a smaller one (348 Hz, 8 morae a
    /// second). Below an all-pass constant of 0.5 or beyond six semitones mei begins to rasp and to clip.
    package static func defaultVoice(for role: Persona.Role, language: Language) -> Voice {
        switch (language, role) {
        case (.japanese, .explainer):
            Voice(engine: .local, speed: 1.05, pitchSemitones: -5, allPass: 0.58)
        case (.japanese, .questioner):
            Voice(engine: .local, speed: 1.1, pitchSemitones: 0, allPass: 0.53)
        case (.english, .explainer): Voice(engine: .local, name: "rms", speed: 1.05)
        case (.english, .questioner): Voice(engine: .local, name: "slt", speed: 1.05, pitchSemitones: 1)
        }
    }

    /// 四国めたん and ずんだもん, who come with every VOICEVOX engine.
    package static func voicevox(for role: Persona.Role) -> Voice {
        Voice(engine: .voicevox, speakerID: role == .explainer ? 2 : 3)
    }
}
