// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Media

/// What one line needs to be spoken: text as the engine gets it, and the engine.
enum LineSpeech: Sendable {
    case silence(seconds: Double)
    /// `reading` is what the script says of the text's sound, nil when it says nothing.
    case japanese([Utterance], reading: [Utterance]?, OpenJTalk, fingerprint: String)
    case english(String, Flite, fingerprint: String)
    case voicevox([Utterance], reading: [Utterance]?, Voicevox, fingerprint: String)

    /// Everything that decides how the line sounds.
    struct Inputs: Codable, Hashable, Sendable {
        var engine: String
        var utterances: [Utterance] = []
        var reading: [Utterance]?
        var openJTalk: OpenJTalk.Settings?
        var flite: Flite.Settings?
        var voicevox: Voicevox.Settings?
        var silenceSeconds: Double?
    }

    var inputs: Inputs {
        switch self {
        case .silence(let seconds): Inputs(engine: "placeholder", silenceSeconds: seconds)
        case .japanese(let utterances, let reading, let engine, let fingerprint):
            Inputs(
                engine: "open_jtalk \(fingerprint)", utterances: utterances, reading: reading,
                openJTalk: engine.settings)
        case .english(let text, let engine, let fingerprint):
            Inputs(
                engine: "flite \(fingerprint)", utterances: [Utterance(text: text, words: [])],
                flite: engine.settings)
        case .voicevox(let utterances, let reading, let engine, let fingerprint):
            Inputs(
                engine: "voicevox \(fingerprint)", utterances: utterances, reading: reading,
                voicevox: engine.settings)
        }
    }

    /// Whom the voice's terms want named.
    var voiceCredit: String? {
        if case .voicevox(_, _, let engine, _) = self { engine.credit } else { nil }
    }

    /// The line's sound; an engine that fails is asked once more.
    func speak() async throws -> SpokenSound {
        switch self {
        case .silence(let seconds): return .silence(seconds: seconds)
        case .japanese(let utterances, let reading, let engine, _):
            let (sound, kana) = try await Self.speak(utterances, engine)
            guard let reading, !reading.allSatisfy(\.isSilent) else { return sound }
            // Text has the accents that kana lack, so where the engine reads it as the script wants, the text it is.
            let wanted = reading.map(\.plain).joined()
            if Morae.soundsAlike(kana, wanted) { return sound }
            let (readingSound, readingKana) = try await Self.speak(reading, engine)
            return Morae.soundsAlike(kana, readingKana) ? sound : readingSound
        case .english(let text, let engine, _):
            guard !text.isEmpty else { return .silence(seconds: Self.wordlessSeconds) }
            return try await Self.twice { try await engine.speak(text) }
        case .voicevox(let utterances, let reading, let engine, _):
            return try await Self.speak(utterances, reading: reading, engine)
        }
    }

    /// A reading is compared with the text where both are one piece; else it is what is said.
    private static func speak(
        _ utterances: [Utterance], reading: [Utterance]?, _ engine: Voicevox
    ) async throws -> SpokenSound {
        let reading = reading.flatMap { $0.allSatisfy(\.isSilent) ? nil : $0 }
        if let reading, utterances.count == 1, reading.count == 1 {
            return try await Self.twice {
                try await engine.speak(utterances[0].plain, unlessAlike: reading[0].plain)
            }
        }
        return try await Self.joined(reading ?? utterances) { try await engine.speak($0.plain) }
    }

    private static func joined(
        _ utterances: [Utterance], _ speak: (Utterance) async throws -> SpokenSound
    ) async throws -> SpokenSound {
        var sound = SpokenSound(samples: [], shapes: [])
        for (index, utterance) in utterances.enumerated() where !utterance.isSilent {
            sound.append(try await Self.twice { try await speak(utterance) })
            if index + 1 < utterances.count { sound.append(Self.pause(after: utterance)) }
        }
        return sound.samples.isEmpty ? .silence(seconds: Self.wordlessSeconds) : sound
    }

    /// - Returns: The sound of all pieces, and the kana the engine said.
    private static func speak(
        _ utterances: [Utterance], _ engine: OpenJTalk
    ) async throws -> (sound: SpokenSound, kana: String) {
        var kana = ""
        let sound = try await Self.joined(utterances) { utterance in
            let spoken = try await engine.speak(utterance)
            kana += spoken.kana
            return spoken.sound
        }
        return (sound, kana)
    }

    /// How long a line without a word in it lasts.
    private static let wordlessSeconds = 0.3

    /// The pause between two pieces of a long line, as long as the engine's own.
    private static func pause(after utterance: Utterance) -> SpokenSound {
        switch utterance.text.last {
        case "。", "！", "？", "!", "?": .silence(seconds: 0.4)
        case "、": .silence(seconds: 0.25)
        default: .silence(seconds: 0.05)
        }
    }

    private static func twice<Sound>(_ speak: () async throws -> Sound) async throws -> Sound {
        do {
            return try await speak()
        } catch let failure as JobFailure where failure.code == .engineFailed {
            try Task.checkCancellation()
            return try await speak()
        }
    }
}
