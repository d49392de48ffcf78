// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain
internal import Foundation
internal import Media

/// Lines already spoken, found by what made them.
struct SpeechCache: Sendable {
    /// Raise it when the same inputs give another sound or other cues.
    static let version = 2

    let store: any ArtifactStore

    /// - Returns: The line, and whether it was there already.
    func line(for speech: LineSpeech) async throws -> (line: SpokenLine, reused: Bool) {
        let recipe = try Recipe(step: "speech", version: Self.version, inputs: speech.inputs)
        if let line = try await self.storedLine(for: recipe) { return (line, true) }
        let sound = try await speech.speak()
        try Task.checkCancellation()
        // The sound goes first: a line that names it must never be found without it.
        let id = try await self.store.store(
            WaveFile.encode(sound.samples, sampleRateHz: SoundFormat.sampleRateHz), for: nil)
        let line = SpokenLine(
            sound: id, sampleCount: sound.samples.count, mouthCues: sound.shapes,
            voiceCredit: speech.voiceCredit)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        try await self.store.store(try encoder.encode(line), for: recipe)
        return (line, false)
    }

    /// A record that cannot be read, or whose sound is gone, is as good as none: the line is made again.
    private func storedLine(for recipe: Recipe) async throws -> SpokenLine? {
        guard let id = try await self.store.object(for: recipe),
            let bytes = try? await self.store.bytes(of: id),
            let line = try? JSONDecoder().decode(SpokenLine.self, from: bytes),
            (try? await self.store.file(of: line.sound)) != nil
        else { return nil }
        return line
    }
}
