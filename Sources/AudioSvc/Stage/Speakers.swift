// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain
internal import Foundation

/// Who speaks with which engine, checked before the first line.
struct Speakers: Sendable {
    /// The voice of Open JTalk used when a persona names none.
    static let defaultVoice = "mei_normal"

    private enum Engine: Sendable {
        case placeholder
        case openJTalk(OpenJTalk, reading: JapaneseReading, fingerprint: String)
        case flite(Flite, reading: EnglishReading, fingerprint: String)
        case voicevox(Voicevox, reading: JapaneseReading, fingerprint: String)
    }

    private let engines: [String: Engine]

    /// - Throws: `scriptInvalid`, `voiceMissing`.
    static func prepare(
        for script: Script, cast: [Persona], engines: SpeechEngines, userWords: UserDictionary
    ) async throws -> Speakers {
        let personas = Dictionary(cast.map { ($0.id, $0) }) { first, _ in first }
        let ids = Set(script.sections.flatMap { $0.narrations.map(\.personaID) })
        var workshop = VoiceWorkshop(engines: engines, userWords: userWords)
        if script.language == .japanese,
            cast.contains(where: { ids.contains($0.id) && $0.voice.engine != .placeholder })
        {
            let texts = script.sections.flatMap { $0.narrations.flatMap { [$0.text, $0.reading ?? ""] } }
            workshop.english = try await EnglishSounds.ofWords(in: texts, program: engines.flite)
        }
        if script.language == .japanese, let address = engines.voicevox,
            cast.contains(where: { ids.contains($0.id) && $0.voice.engine == .voicevox })
        {
            let engine = VoicevoxEngine(address: address)
            workshop.voicevox = (engine, try await engine.styles())
        }
        var ready: [String: Engine] = [:]
        for id in ids.sorted() {
            guard let persona = personas[id] else {
                let known = cast.map(\.id).joined(separator: ", ")
                throw JobFailure(
                    .scriptInvalid, id,
                    detail: Localized(
                        ja: "このIDの話者はいません。話せるのは \(known) です",
                        en: "no persona has this id; the cast is: \(known)"))
            }
            ready[id] = try await Self.engine(for: persona, language: script.language, workshop)
        }
        return Speakers(engines: ready)
    }

    /// What is to be done for one narration.
    ///
    /// - Throws: `scriptInvalid` for a persona that was not in the script prepared.
    func speech(for narration: Narration) throws -> LineSpeech {
        let reading = narration.reading.flatMap { $0.isBlank ? nil : $0 }
        switch self.engines[narration.personaID] {
        case .placeholder: return .silence(seconds: 0.1 * Double(max(1, narration.text.count)))
        case .openJTalk(let engine, let japanese, let fingerprint):
            return .japanese(
                japanese.utterances(of: narration.text),
                reading: reading.map { japanese.utterances(of: $0, isKana: true) }, engine,
                fingerprint: fingerprint)
        case .flite(let engine, let english, let fingerprint):
            return .english(english.text(of: reading ?? narration.text), engine, fingerprint: fingerprint)
        case .voicevox(let engine, let japanese, let fingerprint):
            return .voicevox(
                japanese.utterances(of: narration.text),
                reading: reading.map { japanese.utterances(of: $0, isKana: true) }, engine,
                fingerprint: fingerprint)
        case nil:
            throw JobFailure(
                .scriptInvalid, narration.personaID,
                detail: Localized(ja: "このIDの話者はいません", en: "no persona has this id"))
        }
    }

    private static func engine(
        for persona: Persona, language: Language, _ workshop: VoiceWorkshop
    ) async throws -> Engine {
        var voice = persona.voice
        if voice.engine == .voicevox {
            if let (engine, styles) = workshop.voicevox {
                let found = try VoiceWorkshop.voicevox(voice, of: engine, styles)
                return .voicevox(
                    found.engine, reading: try workshop.japaneseReading(), fingerprint: found.fingerprint)
            }
            voice = .defaultVoice(for: persona.role, language: language)
            voice.speed *= persona.voice.speed
        }
        switch (voice.engine, language) {
        case (.placeholder, _): return .placeholder
        case (_, .japanese):
            let engine = try await workshop.openJTalk(voice)
            return .openJTalk(
                engine.engine, reading: try workshop.japaneseReading(), fingerprint: engine.fingerprint)
        case (_, .english):
            let engine = try await workshop.flite(voice)
            return .flite(
                engine.engine, reading: EnglishReading(userWords: workshop.userWords),
                fingerprint: engine.fingerprint)
        }
    }
}

extension Comparable {
    func clamped(to range: ClosedRange<Self>) -> Self { min(max(self, range.lowerBound), range.upperBound) }
}

extension String {
    var isBlank: Bool { self.allSatisfy(\.isWhitespace) }
}
