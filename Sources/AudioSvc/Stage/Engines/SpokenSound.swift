// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Media

/// A phone of an engine's timing, in samples of its sound.
struct Phone: Hashable, Sendable {
    var name: String
    var samples: Range<Int>
}

/// Sound at ``SoundFormat/sampleRateHz``, and the shapes a mouth takes while it lasts.
struct SpokenSound: Sendable {
    var samples: [Int16]
    var shapes: [MouthCue]

    static func silence(seconds: Double) -> SpokenSound {
        SpokenSound(
            samples: [Int16](repeating: 0, count: Int(seconds * Double(SoundFormat.sampleRateHz))), shapes: []
        )
    }

    /// What an engine's WAV file holds, at our rate.
    ///
    /// - Throws: `engineFailed`, naming the engine.
    static func samples(ofWave bytes: Data, from engine: String) throws -> [Int16] {
        do {
            let wave = try WaveFile.decode(bytes)
            guard wave.channelCount == 1 else {
                throw JobFailure(.engineFailed, engine, detail: "\(wave.channelCount) channels")
            }
            return try Resampler.resample(wave.samples, from: wave.sampleRateHz, to: SoundFormat.sampleRateHz)
        } catch let error as MediaError {
            throw JobFailure(.engineFailed, engine, detail: "\(error)")
        }
    }

    /// Cuts silence off both ends.
    ///
    /// - Parameter speech: Where the engine says speech is; 20 ms around it stay, faded so that nothing clicks.
    func trimmed(to speech: Range<Int>) -> SpokenSound {
        let margin = SoundFormat.sampleRateHz / 50
        let kept = max(0, speech.lowerBound - margin)..<min(self.samples.count, speech.upperBound + margin)
        guard kept.lowerBound < kept.upperBound else { return self }
        var samples = Array(self.samples[kept])
        let fade = min(margin / 2, samples.count / 2)
        for index in 0..<fade {
            samples[index] = Int16(Int(samples[index]) * index / fade)
            samples[samples.count - 1 - index] = Int16(Int(samples[samples.count - 1 - index]) * index / fade)
        }
        let shapes = self.shapes.compactMap { cue -> MouthCue? in
            let range = cue.samples.clamped(to: kept)
            guard !range.isEmpty else { return nil }
            return MouthCue(
                shape: cue.shape,
                samples: range.lowerBound - kept.lowerBound..<range.upperBound - kept.lowerBound)
        }
        return SpokenSound(samples: samples, shapes: shapes)
    }

    /// Brings speech to the level all speakers share: -20 dBFS RMS while something is said, no peak above -1 dBFS.
    ///
    /// Voices come up to 6 dB apart, and in a dialogue that is heard at once.
    func leveled() -> SpokenSound {
        let block = SoundFormat.sampleRateHz / 50
        let powers = stride(from: 0, to: self.samples.count, by: block).map { start -> Double in
            let slice = self.samples[start..<min(start + block, self.samples.count)]
            return slice.reduce(0) { $0 + Double($1) * Double($1) } / Double(slice.count)
        }
        guard let loudest = powers.max(), loudest > 0 else { return self }
        // Pauses do not count: what is 26 dB below the loudest syllable.
        let spoken = powers.filter { $0 > loudest / 400 }
        let level = (spoken.reduce(0, +) / Double(spoken.count)).squareRoot()
        let peak = self.samples.reduce(0.0) { max($0, Double($1.magnitude)) }
        let gain = min(3_277 / level, 29_204 / peak)
        return SpokenSound(
            samples: self.samples.map { Int16((Double($0) * gain).rounded()) }, shapes: self.shapes)
    }

    /// Adds more speech at the end.
    mutating func append(_ other: SpokenSound) {
        let offset = self.samples.count
        self.samples += other.samples
        self.shapes += other.shapes.map {
            MouthCue(
                shape: $0.shape, samples: $0.samples.lowerBound + offset..<$0.samples.upperBound + offset)
        }
    }
}
