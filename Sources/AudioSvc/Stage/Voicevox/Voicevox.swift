// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Fetch
internal import Foundation

/// A voice of a VOICEVOX engine, or of an engine with the same HTTP interface (AivisSpeech, SHAREVOX).
struct Voicevox: Sendable {
    struct Settings: Codable, Hashable, Sendable {
        /// The engine's number of a speaker's style.
        var style: Int
        var speed: Double
        var semitones: Double
    }

    let engine: VoicevoxEngine
    let settings: Settings
    /// As the voices' terms want it named.
    let credit: String

    /// The sound of a text, trimmed.
    ///
    /// - Parameter otherwise: What is said instead when the engine would not read `text` so; nil takes its reading.
    /// - Throws: `engineFailed`.
    func speak(_ text: String, unlessAlike otherwise: String? = nil) async throws -> SpokenSound {
        var query = try await self.query(text)
        // Text has the accents that kana lack, so where the engine reads it as the script wants, the text it is.
        if let otherwise, !Morae.soundsAlike(query.kana, otherwise) {
            query = try await self.query(otherwise)
        }
        guard !query.isSilent else { return .silence(seconds: 0.2) }
        query.set(speed: self.settings.speed, semitones: self.settings.semitones)
        let wave = try await self.engine.post(
            "/synthesis", ["speaker": "\(self.settings.style)"], try query.json())
        let samples = try SpokenSound.samples(ofWave: wave, from: self.engine.address)
        let phones = query.phones(sampleCount: samples.count)
        let whole = SpokenSound(
            samples: samples, shapes: MouthShapes.cues(for: phones, shape: MouthShapes.japanese))
        let spoken = phones.filter { $0.name != "pau" }
        guard let first = spoken.first, let last = spoken.last else { return whole.leveled() }
        return whole.trimmed(to: first.samples.lowerBound..<last.samples.upperBound).leveled()
    }

    private func query(_ text: String) async throws -> AudioQuery {
        let answer = try await self.engine.post(
            "/audio_query", ["speaker": "\(self.settings.style)", "text": text])
        do {
            return try AudioQuery(json: answer)
        } catch {
            throw JobFailure(.engineFailed, self.engine.address, detail: "its audio query is none")
        }
    }
}
