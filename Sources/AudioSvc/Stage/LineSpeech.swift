// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Media

/// What one line needs to be spoken: text as the engine gets it, and the engine.
enum LineSpeech: Sendable {
    case silence(seconds: Double)
    /// `reading` is what the script says of the text's sound, nil when it says nothing.
    case japanese([Utterance], reading: [Utterance]?, OpenJTalk, fingerprint: String)
    case english(String, Flite, fingerprint: String)

    /// Everything that decides how the line sounds.
    struct Inputs: Codable, Hashable, Sendable {
        var engine: String
        var utterances: [Utterance] = []
        var reading: [Utterance]?
        var openJTalk: OpenJTalk.Settings?
        var flite: Flite.Settings?
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
        }
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
        }
    }

    /// - Returns: The sound of all pieces, and the kana the engine said.
    private static func speak(
        _ utterances: [Utterance], _ engine: OpenJTalk
    ) async throws -> (sound: SpokenSound, kana: String) {
        var sound = SpokenSound(samples: [], shapes: [])
        var kana = ""
        for (index, utterance) in utterances.enumerated() where !utterance.isSilent {
            let spoken = try await Self.twice { try await engine.speak(utterance) }
            sound.append(spoken.sound)
            kana += spoken.kana
            if index + 1 < utterances.count { sound.append(Self.pause(after: utterance)) }
        }
        return (sound.samples.isEmpty ? .silence(seconds: Self.wordlessSeconds) : sound, kana)
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
