// SPDX-License-Identifier: Apache-2.0
package import Domain

/// How loud the music is at every moment: its volume, its fades, and low under speech.
package struct MusicEnvelope {
    /// One gain for every ``step`` samples.
    private let gains: [Float]
    private static let step = 480

    /// Under speech the music is 8 dB lower, goes down in a quarter of a second before it and comes back slowly.
    private static let duckedGain = Decibels.amplitude(-8)
    private static let attackSeconds = 0.25
    private static let releaseSeconds = 0.7

    package init(settings: FilmFormat.Music, timeline: Timeline) {
        let rate = Double(SoundFormat.sampleRateHz)
        let count = timeline.sampleCount / Self.step + 2
        let end = Double(timeline.sampleCount) / rate
        var speech = timeline.lines.map {
            (start: Double($0.startSample) / rate, end: Double($0.startSample + $0.sampleCount) / rate)
        }[...]
        var lastEnd = -Double.infinity
        self.gains = (0..<count).map { index in
            let time = Double(index * Self.step) / rate
            while let first = speech.first, first.end <= time {
                lastEnd = first.end
                speech.removeFirst()
            }
            let untilSpeech = speech.first.map { max(0, $0.start - time) } ?? .infinity
            let silence = min(untilSpeech / Self.attackSeconds, (time - lastEnd) / Self.releaseSeconds, 1)
            let duck = Self.duckedGain + (1 - Self.duckedGain) * Float(max(0, silence))
            let fadeIn = settings.fadeInSeconds > 0 ? min(1, time / settings.fadeInSeconds) : 1
            let fadeOut =
                settings.fadeOutSeconds > 0 ? min(1, max(0, end - time) / settings.fadeOutSeconds) : 1
            return Float(settings.volume * fadeIn * fadeOut) * duck
        }
    }

    /// Linear between two steps.
    @inline(__always)
    package func gain(atSample sample: Int) -> Float {
        let index = sample / Self.step
        let share = Float(sample % Self.step) / Float(Self.step)
        return self.gains[index] + (self.gains[index + 1] - self.gains[index]) * share
    }
}
