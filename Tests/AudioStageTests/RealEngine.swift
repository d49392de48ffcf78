// SPDX-License-Identifier: Apache-2.0
import Artifacts
import Foundation
import Testing

@testable import AudioStage

/// The engines and voices these tests speak with.
enum RealEngine {
    static let voicesFolder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: ".local/voices")

    static func engines() throws -> SpeechEngines {
        let voice = Self.voicesFolder.appending(path: "mei_normal.htsvoice").path
        try #require(
            FileManager.default.isReadableFile(atPath: voice),
            "There is no voice at \(voice): run make setup, which fetches it.")
        var engines = SpeechEngines()
        engines.voices = [Self.voicesFolder.path]
        return engines
    }

    static func dictionary() throws -> EngineDictionary {
        try EngineDictionary(folder: try Self.engines().dictionary)
    }

    static func openJTalk(speed: Double = 1, semitones: Double = 0, allPass: Double? = nil) throws
        -> OpenJTalk
    {
        let engines = try Self.engines()
        return OpenJTalk(
            program: engines.openJTalk, dictionary: try Self.dictionary(),
            voice: Self.voicesFolder.appending(path: "mei_normal.htsvoice"),
            settings: OpenJTalk.Settings(speed: speed, semitones: semitones, allPass: allPass),
            temporaryFolder: engines.temporaryFolder)
    }

    /// How the engine says a line after our normalization: its pronunciations, joined; pauses are 、.
    static func pronunciation(
        of text: String, isKana: Bool = false, userWords: UserDictionary = UserDictionary([]),
        flite: String = "flite"
    ) async throws -> String {
        let reading = JapaneseReading(
            dictionary: try Self.dictionary(), userWords: userWords,
            english: try await EnglishSounds.ofWords(in: [text], program: flite))
        let engine = try Self.openJTalk(speed: 2)
        var spoken = ""
        for utterance in reading.utterances(of: text, isKana: isKana) where !utterance.isSilent {
            spoken += try await engine.synthesize(utterance)?.trace.words.map(\.pronunciation).joined() ?? ""
        }
        return spoken.replacing("’", with: "")
    }
}

/// A store in a folder of its own, gone after the test.
func withStore<Result>(_ body: (DirectoryStore) async throws -> Result) async throws -> Result {
    let root = FileManager.default.temporaryDirectory.appending(path: "audio-tests-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    return try await body(DirectoryStore(root: root))
}
