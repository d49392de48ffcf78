// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// From what is said to what a mouth shows.
enum MouthShapes {
    /// Shorter than this, a shape is a flicker: 40 ms, little more than a frame.
    static let minimumSamples = SoundFormat.sampleRateHz / 25

    /// The cues of a run of phones: adjacent, without the mouth at rest, none shorter than ``minimumSamples`` unless
    /// the run itself is.
    ///
    /// - Parameter shape: The shape of a phone; nil for a consonant that is spoken with the mouth of what follows.
    static func cues(for phones: [Phone], shape: (String) -> MouthShape?) -> [MouthCue] {
        var cues: [MouthCue] = []
        var following = MouthShape.closed
        for phone in phones.reversed() where !phone.samples.isEmpty {
            let own = shape(phone.name) ?? following
            following = own
            cues.append(MouthCue(shape: own, samples: phone.samples))
        }
        return Self.withoutFlicker(Self.merged(cues.reversed())).filter { $0.shape != .closed }
    }

    private static func merged(_ cues: [MouthCue]) -> [MouthCue] {
        cues.reduce(into: []) { merged, cue in
            if let last = merged.last, last.shape == cue.shape,
                last.samples.upperBound == cue.samples.lowerBound
            {
                merged[merged.count - 1].samples = last.samples.lowerBound..<cue.samples.upperBound
            } else {
                merged.append(cue)
            }
        }
    }

    /// Gives the time of each shape that is too short to the longer of its neighbours. O(n²) in the worst case, of
    /// the few hundred phones of a line.
    private static func withoutFlicker(_ cues: [MouthCue]) -> [MouthCue] {
        var cues = cues
        while cues.count > 1, let index = cues.firstIndex(where: { $0.samples.count < Self.minimumSamples }) {
            let before = index > 0 ? cues[index - 1].samples.count : 0
            let after = index + 1 < cues.count ? cues[index + 1].samples.count : 0
            let span = cues[index].samples
            if after > before {
                cues[index + 1].samples = span.lowerBound..<cues[index + 1].samples.upperBound
            } else {
                cues[index - 1].samples = cues[index - 1].samples.lowerBound..<span.upperBound
            }
            cues.remove(at: index)
            cues = Self.merged(cues)
        }
        return cues
    }

    /// The shape of a phone of Open JTalk: vowels show themselves (`I` and `U` are whispered), lips meet for m, b
    /// and p, and every other consonant already has its vowel's mouth.
    static func japanese(_ phone: String) -> MouthShape? {
        switch phone {
        case "a", "A": .a
        case "i", "I": .i
        case "u", "U": .u
        case "e", "E": .e
        case "o", "O": .o
        case "N": .n
        case "m", "my", "b", "by", "p", "py", "cl", "pau", "sil": .closed
        default: nil
        }
    }

    /// The shape of a phone of Flite, which names them after the CMU dictionary.
    static func english(_ phone: String) -> MouthShape? {
        switch phone {
        case "aa", "ae", "ah", "ay", "aw": .a
        case "iy", "ih", "y": .i
        case "uw", "uh", "w": .u
        case "eh", "ey", "ax", "er": .e
        case "ao", "ow", "oy": .o
        case "m", "b", "p", "pau", "sil", "ssil": .closed
        case "f", "v", "n", "ng", "l", "t", "d", "s", "z", "th", "dh": .n
        case "sh", "zh", "ch", "jh", "r": .u
        default: nil
        }
    }

    /// A diphthong's second half: `ay` ends on i, `aw` and `ow` on u.
    static func glide(of phone: String) -> MouthShape? {
        switch phone {
        case "ay", "ey", "oy": .i
        case "aw", "ow": .u
        default: nil
        }
    }
}
