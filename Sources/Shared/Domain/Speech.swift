// SPDX-License-Identifier: Apache-2.0

/// A line that has been spoken: where its sound is, and what the mouth does meanwhile.
package struct SpokenLine: Codable, Hashable, Sendable {
    /// Mono 16-bit PCM in a WAV file at ``SoundFormat/sampleRateHz``, silence at both ends trimmed.
    package var sound: ObjectID
    package var sampleCount: Int
    /// In order, without overlap, within `0..<sampleCount`; between cues the mouth is closed.
    package var mouthCues: [MouthCue]
    /// Whom the voice's terms want named, as `VOICEVOX:四国めたん`; nil for the voices that set-up installs.
    package var voiceCredit: String?

    package init(sound: ObjectID, sampleCount: Int, mouthCues: [MouthCue], voiceCredit: String? = nil) {
        self.sound = sound
        self.sampleCount = sampleCount
        self.mouthCues = mouthCues
        self.voiceCredit = voiceCredit
    }
}

/// A mouth shape, held over a range of samples.
package struct MouthCue: Codable, Hashable, Sendable {
    package var shape: MouthShape
    package var samples: Range<Int>

    package init(shape: MouthShape, samples: Range<Int>) {
        self.shape = shape
        self.samples = samples
    }
}

/// The mouths of Japanese vowels, ん, and at rest.
package enum MouthShape: String, Codable, CaseIterable, Sendable {
    case a, i, u, e, o, n, closed
}

/// The one form sound has between stages.
package enum SoundFormat {
    /// Open JTalk's own rate, and AAC's usual one.
    package static let sampleRateHz = 48_000
}
