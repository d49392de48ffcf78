// SPDX-License-Identifier: Apache-2.0

/// Background music for people talking, composed here and played by `Synth`: electric piano, pad, bass, a
/// marimba tune with holes in it, and quiet percussion. It leaves the band of speech's consonants alone.
package enum ThemeMusic {
    /// What the music feels like.
    package enum Mood: String, Sendable, CaseIterable {
        /// F major, 88 beats a minute, swung.
        case calm
        /// D major, 100 beats a minute, straight.
        case bright
    }

    /// A loop of 16 bars (about 40 seconds) to lay under speech.
    ///
    /// - Parameters:
    ///   - mood: Which of the two pieces.
    ///   - sampleRateHz: Frames a second, at least 8000.
    /// - Returns: Interleaved stereo samples from -1 to 1 (about -20 LUFS, no louder than -6 dBFS),
    ///   whose end joins the start. The same arguments always give the same samples.
    package static func makeLoop(mood: Mood, sampleRateHz: Int) -> [Float] {
        precondition(sampleRateHz >= 8000, "too low a sample rate for music")
        var band = Band(song: mood == .calm ? .calm : .bright, rateHz: Double(sampleRateHz))
        band.playKeys()
        band.playPad()
        band.playBass()
        band.playTune()
        band.playPercussion()
        return band.mixdown()
    }
}

/// The players: they read a song and add what they play to three loops, one for each treatment.
private struct Band {
    private let song: Song
    private let beatSec: Double
    private var random: Synth.Random
    private var room: Synth.Loop, tune: Synth.Loop, dry: Synth.Loop

    init(song: Song, rateHz: Double) {
        self.song = song
        self.beatSec = 60 / song.beatsPerMinute
        self.random = Synth.Random(seed: UInt64(song.beatsPerMinute))
        let silence = Synth.Loop(
            seconds: self.beatSec * Double(song.bars.count * Song.beatsPerBar), rateHz: rateHz)
        (self.room, self.tune, self.dry) = (silence, silence, silence)
    }

    mutating func playKeys() {
        for (bar, chord) in self.song.bars.enumerated() {
            for hit in self.song.comping {
                for (voice, pitch) in chord.voicing.enumerated() {
                    var note = self.note(bar, hit, pitch, gain: 0.11)
                    note.startSec += Double(voice) * 0.011
                    note.pan = -0.3 + 0.2 * Float(voice)
                    self.room.play(.electricPiano, note)
                }
            }
        }
    }

    mutating func playPad() {
        let whole = Hit(beat: 0, length: 3.6, level: 1)
        for (bar, chord) in self.song.bars.enumerated() {
            for (voice, pitch) in chord.voicing.enumerated() {
                for side: Float in [-1, 1] {
                    var note = self.note(bar, whole, pitch, gain: 0.03)
                    note.pitch += 0.02 * Double(side)
                    note.pan = side * (voice % 2 == 0 ? 0.6 : 0.4)
                    self.room.play(.pad, note)
                }
            }
        }
    }

    mutating func playBass() {
        for (bar, chord) in self.song.bars.enumerated() {
            for hit in self.song.bassLine {
                let note = self.note(bar, hit, chord.bass + hit.interval, gain: 0.26)
                self.dry.play(.bass, note)
            }
        }
    }

    mutating func playTune() {
        for (bar, notes) in self.song.tune.enumerated() {
            for (beat, pitch) in notes {
                let hit = Hit(beat: beat, length: 1, level: 1)
                var note = self.note(bar, hit, pitch, gain: 0.13)
                note.pan = 0.15
                self.tune.play(.marimba, note)
            }
        }
    }

    mutating func playPercussion() {
        for bar in self.song.bars.indices {
            for hit in self.song.kick { self.dry.play(.kick, self.note(bar, hit, 31, gain: 0.3)) }
            for hit in self.song.rim {
                var note = self.note(bar, hit, 67, gain: 0.05)
                note.pan = -0.2
                self.room.play(.rim, note)
            }
            for hit in self.song.shaker {
                var note = self.note(bar, hit, 0, gain: 0.03)
                (note.gateSec, note.pan) = (0.035, 0.3)
                self.dry.shake(note, random: &self.random)
            }
        }
    }

    /// What a person would play for `hit`: swung, and never quite on time nor quite as loud.
    private mutating func note(_ bar: Int, _ hit: Hit, _ pitch: Int, gain: Float) -> Synth.Note {
        let isOffbeat = hit.beat.truncatingRemainder(dividingBy: 1) == 0.5
        let beat = Double(bar * Song.beatsPerBar) + hit.beat + (isOffbeat ? self.song.swing : 0)
        return Synth.Note(
            startSec: beat * self.beatSec + Double(self.random.next()) * 0.005,
            gateSec: hit.length * self.beatSec,
            pitch: Double(pitch),
            gain: gain * hit.level * (1 + 0.12 * self.random.next()))
    }

    /// Puts the loops through their effects and together.
    mutating func mixdown() -> [Float] {
        let rateHz = self.dry.rateHz
        self.tune.run(
            through: Synth.Echo(delaySec: self.beatSec * 0.75, feedback: 0.42, mix: 0.4, rateHz: rateHz))
        self.room.add(self.tune)
        self.room.run(through: Synth.Room(feedback: 0.82, mix: 0.28, rateHz: rateHz))
        self.dry.add(self.room)
        self.dry.run(through: Synth.Filter.peak(centreHz: 2000, q: 0.6, gainDb: -6, rateHz: rateHz))
        self.dry.run(through: Synth.Filter.lowPass(cutoffHz: 9000, rateHz: rateHz))
        return self.dry.interleaved(peak: self.song.peak)
    }
}

extension Synth.Tone {
    fileprivate static let electricPiano = Synth.Tone(
        wave: .init(harmonics: [1, 0.18, 0.04]), attack: 0.006, decay: 1.1, release: 0.25,
        strikeRatio: 1, strikeDepth: 1.15, strikeDecay: 0.35)
    fileprivate static let pad = Synth.Tone(
        wave: .init(harmonics: [1, 0.35, 0.2, 0.08, 0.04]), attack: 0.5, release: 0.8)
    fileprivate static let bass = Synth.Tone(
        wave: .init(harmonics: [1, 0.4, 0.15, 0.05]), attack: 0.012, decay: 0.9, release: 0.09)
    fileprivate static let marimba = Synth.Tone(
        attack: 0.003, decay: 0.3, release: 0.3, strikeRatio: 4, strikeDepth: 0.5, strikeDecay: 0.04)
    fileprivate static let kick = Synth.Tone(
        attack: 0.004, decay: 0.11, release: 0.15, strikeBend: 1.6, strikeDecay: 0.03)
    fileprivate static let rim = Synth.Tone(
        attack: 0.001, decay: 0.02, release: 0.05, strikeRatio: 1.83, strikeDepth: 1.4, strikeDecay: 0.01)
}

/// A written-out piece. Pitches are MIDI numbers (60 is middle C).
private struct Song: Sendable {
    static let beatsPerBar = 4

    let beatsPerMinute: Double
    /// The loudest sample, such that the pieces are equally loud: -20 LUFS.
    let peak: Float
    /// How late an offbeat quaver comes, in beats.
    let swing: Double
    let bars: [Chord]
    let comping: [Hit], bassLine: [Hit], kick: [Hit], rim: [Hit], shaker: [Hit]
    /// The marimba's notes, bar by bar: on which beat, which pitch.
    let tune: [[(beat: Double, pitch: Int)]]
}

/// A chord as it is played: the bass's root, and the keys' voicing above it.
private struct Chord: Sendable {
    let bass: Int
    let voicing: [Int]

    init(_ bass: Int, _ voicing: Int...) { (self.bass, self.voicing) = (bass, voicing) }
}

/// A moment in a bar's rhythm; `interval` is in semitones above the root.
private struct Hit: Sendable {
    var beat: Double
    var length = 0.25
    var level: Float = 1
    var interval = 0
}

extension Song {
    fileprivate static let calm = Song(
        beatsPerMinute: 88, peak: 0.5, swing: 0.08,
        bars: [
            // Bbmaj9, C9, Am7, Dm7 | Bbmaj9, C9, Fmaj9, F6/9
            Chord(34, 57, 60, 62, 65), Chord(36, 58, 62, 64, 67), Chord(33, 57, 60, 64, 67),
            Chord(38, 57, 60, 62, 65), Chord(34, 57, 60, 62, 65), Chord(36, 58, 62, 64, 67),
            Chord(41, 57, 60, 64, 67), Chord(41, 57, 60, 62, 67),
            // Bbmaj9, C9, Am7, D9 | Gm9, C9sus4, Fmaj9, F6/9
            Chord(34, 57, 60, 62, 65), Chord(36, 58, 62, 64, 67), Chord(33, 57, 60, 64, 67),
            Chord(38, 57, 60, 64, 66), Chord(43, 58, 62, 65, 69), Chord(36, 58, 62, 65, 67),
            Chord(41, 57, 60, 64, 67), Chord(41, 57, 60, 62, 67),
        ],
        comping: [Hit(beat: 0, length: 2.2), Hit(beat: 2.5, length: 1.2, level: 0.6)],
        bassLine: [
            Hit(beat: 0, length: 1.8), Hit(beat: 2.5, length: 0.8, level: 0.8),
            Hit(beat: 3.5, length: 0.4, level: 0.6, interval: 7),
        ],
        kick: [Hit(beat: 0), Hit(beat: 2.5, level: 0.6)],
        rim: [Hit(beat: 1), Hit(beat: 3)],
        shaker: (0..<8).map { Hit(beat: Double($0) / 2, level: $0 % 2 == 0 ? 0.6 : 1) },
        tune: [
            [(1.5, 74), (2, 77), (3, 74)], [(0.5, 72), (2, 67)], [(2.5, 69), (3, 72)], [(0, 74), (1.5, 72)],
            [(1.5, 74), (2, 77), (3, 79)], [(0.5, 74), (2, 72)], [(1, 69), (2.5, 72)], [],
            [(0.5, 77), (1.5, 74)], [(2, 79), (3, 74)], [(0.5, 72), (1, 74), (2.5, 72)],
            [(1.5, 69), (2, 74)],
            [(0.5, 77), (2, 74), (3.5, 72)], [(1, 74), (2.5, 67)], [(0.5, 69), (2, 72), (3, 74)], [(0, 72)],
        ])

    fileprivate static let bright = Song(
        beatsPerMinute: 100, peak: 0.4, swing: 0,
        bars: [
            // Dmaj9, Bm7, Em9, A9sus4 | Dmaj9, F#m7, Gmaj9, A9sus4
            Chord(38, 54, 57, 61, 64), Chord(35, 54, 57, 59, 62), Chord(40, 55, 59, 62, 66),
            Chord(33, 55, 59, 62, 64), Chord(38, 57, 61, 64, 66), Chord(42, 57, 61, 64, 66),
            Chord(43, 57, 59, 62, 66), Chord(45, 55, 59, 62, 64),
            // Gmaj9, A9, F#m7, Bm7 | Em9, F#m7, Gmaj9, A9sus4
            Chord(43, 57, 59, 62, 66), Chord(45, 55, 59, 61, 64), Chord(42, 54, 57, 61, 64),
            Chord(35, 54, 57, 59, 62), Chord(40, 55, 59, 62, 66), Chord(42, 57, 61, 64, 66),
            Chord(43, 57, 59, 62, 66), Chord(45, 55, 59, 62, 64),
        ],
        comping: [
            Hit(beat: 0, length: 1.2), Hit(beat: 1.5, length: 1.2, level: 0.8),
            Hit(beat: 3, length: 0.7, level: 0.6),
        ],
        bassLine: [
            Hit(beat: 0, length: 1.2), Hit(beat: 1.5, length: 0.8, level: 0.8),
            Hit(beat: 3, length: 0.4, level: 0.7, interval: 7),
            Hit(beat: 3.5, length: 0.4, level: 0.6, interval: 12),
        ],
        kick: [Hit(beat: 0), Hit(beat: 1.5, level: 0.5), Hit(beat: 2, level: 0.8)],
        rim: [Hit(beat: 1), Hit(beat: 3), Hit(beat: 3.75, level: 0.4)],
        shaker: (0..<16).map { Hit(beat: Double($0) / 4, level: [0.8, 0.4, 1, 0.4][$0 % 4]) },
        tune: [
            [(0.5, 76), (1, 78), (2, 81), (3, 78)], [(0.5, 76), (2, 74)], [(1.5, 71), (2, 74), (3, 76)],
            [(1, 71)],
            [(0.5, 76), (1, 78), (2, 78), (3, 81)], [(0.5, 78), (2, 76)], [(1.5, 74), (2, 78), (2.5, 76)],
            [(0, 76)],
            [(1, 78), (2.5, 76)], [(0.5, 71), (2, 69)], [(1.5, 69), (2, 71), (3, 76)], [(0.5, 74)],
            [(0.5, 76), (1, 78), (2, 76)], [(0.5, 76), (1.5, 69), (3, 71)],
            [(0.5, 74), (1, 76), (2, 78), (3, 81)], [(0.5, 81), (1.5, 76)],
        ])
}
