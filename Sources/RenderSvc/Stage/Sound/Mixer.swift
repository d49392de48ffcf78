// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain
internal import Foundation
internal import Media

/// Mixes a film's sound: voices at equal loudness, music under them, the whole at -16 LUFS.
struct Mixer: Sendable {
    let plan: FilmPlan
    let store: any ArtifactStore

    /// Where the voices are brought before the whole is measured.
    private static let voiceLoudness = -18.0
    /// What the film is brought to, LUFS: the usual level of the web's players.
    private static let filmLoudness = -16.0

    /// Interleaved stereo at ``SoundFormat/sampleRateHz``, as long as the film.
    ///
    /// One buffer of the film's length is all it holds: 23 MB a minute.
    func mix() async throws -> [Float] {
        var film = [Float](repeating: 0, count: self.plan.timeline.sampleCount * 2)
        let gains = try await self.voiceGains()
        for line in self.plan.timeline.lines {
            try Task.checkCancellation()
            let voice = try await self.voice(of: line)
            self.add(voice, gain: gains[line.actor] ?? 1, of: line, to: &film)
        }
        try await self.addMusic(to: &film)
        try self.normalise(&film)
        return film
    }

    private func voice(of line: Timeline.LineSpan) async throws -> [Int16] {
        let bytes = try await self.store.bytes(of: line.sound)
        do {
            return try WaveFile.decode(bytes).samples
        } catch {
            throw JobFailure(.engineFailed, "\(line.sound)", detail: "\(error)")
        }
    }

    /// Gains that bring each speaker to the same loudness, whatever its voice was recorded at.
    private func voiceGains() async throws -> [Int: Float] {
        var gains: [Int: Float] = [:]
        for actor in Set(self.plan.timeline.lines.map(\.actor)) {
            var samples: [Float] = []
            // Two minutes tell a voice's loudness.
            for line in self.plan.timeline.lines where line.actor == actor && samples.count < 120 * 48_000 {
                samples += try await self.voice(of: line).map { Float($0) / 32_768 }
            }
            let loudness = try LoudnessMeter.measure(
                samples, channelCount: 1, sampleRateHz: SoundFormat.sampleRateHz
            ).integratedLoudness
            // A placeholder's silence stays silent.
            gains[actor] = loudness.isFinite ? Decibels.amplitude(min(20, Self.voiceLoudness - loudness)) : 1
        }
        return gains
    }

    /// Each voice comes a little from where its character stands.
    private func add(_ voice: [Int16], gain: Float, of line: Timeline.LineSpan, to film: inout [Float]) {
        let pan: Float =
            switch FilmLayout.positions(of: self.plan.cast)[line.actor] {
            case .left: -0.12
            case .right: 0.12
            case .center: 0
            }
        let left = gain / 32_768 * (1 - pan)
        let right = gain / 32_768 * (1 + pan)
        let count = min(voice.count, film.count / 2 - line.startSample)
        film.withUnsafeMutableBufferPointer { film in
            for index in 0..<max(0, count) {
                let at = (line.startSample + index) * 2
                film[at] += Float(voice[index]) * left
                film[at + 1] += Float(voice[index]) * right
            }
        }
    }

    private func addMusic(to film: inout [Float]) async throws {
        guard let settings = self.plan.format.music, settings.volume > 0 else { return }
        let music = try self.music(settings)
        guard !music.isEmpty else { return }
        let envelope = MusicEnvelope(settings: settings, timeline: self.plan.timeline)
        film.withUnsafeMutableBufferPointer { film in
            var at = 0
            for sample in 0..<film.count / 2 {
                guard at < music.count else { return }
                let gain = envelope.gain(atSample: sample)
                film[sample * 2] += music[at] * gain
                film[sample * 2 + 1] += music[at + 1] * gain
                at += 2
                if at >= music.count, settings.loops { at = 0 }
            }
        }
    }

    private func music(_ settings: FilmFormat.Music) throws -> [Float] {
        guard let path = settings.path else {
            // Music people buy is at about -14 LUFS, and volumes are set for that; our loop is made at -20.
            return ThemeMusic.makeLoop(mood: .calm, sampleRateHz: SoundFormat.sampleRateHz).map { $0 * 2 }
        }
        do {
            return try SoundDecoder.decode(
                path: path, sampleRateHz: SoundFormat.sampleRateHz,
                maximumSeconds: Int(self.plan.timeline.seconds) + 1)
        } catch {
            throw JobFailure(.assetMissing, path, detail: "\(error)")
        }
    }

    /// Gain, then the limiter, then what the limiter took away once more.
    private func normalise(_ film: inout [Float]) throws {
        for _ in 0..<2 {
            let loudness = try LoudnessMeter.measure(
                film, channelCount: 2, sampleRateHz: SoundFormat.sampleRateHz
            ).integratedLoudness
            guard loudness.isFinite else { return }
            let gain = Decibels.amplitude(min(24, Self.filmLoudness - loudness))
            for index in film.indices { film[index] *= gain }
            Limiter.limit(&film, ceiling: Decibels.amplitude(-2.5), sampleRateHz: SoundFormat.sampleRateHz)
        }
    }
}

enum Decibels {
    static func amplitude(_ decibels: Double) -> Float { Float(pow(10, decibels / 20)) }
}
