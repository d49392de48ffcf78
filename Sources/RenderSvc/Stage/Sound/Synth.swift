// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A small software synthesiser: wavetable voices with a struck, frequency-modulated start, summed into a
/// loop that wraps, and a few effects that run round that loop.
enum Synth {
    /// A left and a right sample.
    typealias Frame = SIMD2<Float>

    /// One cycle of a sound, built from the levels of its harmonics.
    struct Wavetable: Sendable {
        private static let bits: UInt32 = 11
        private let points: [Float]

        init(harmonics: [Float]) {
            let size = 1 << Int(Self.bits)
            self.points = (0...size).map { index in
                let turn = 2 * Double.pi * Double(index % size) / Double(size)
                return harmonics.enumerated().reduce(Float(0)) { sum, harmonic in
                    sum + harmonic.element * Float(sin(turn * Double(harmonic.offset + 1)))
                }
            }
        }

        /// The value at `phase`, where the whole of `UInt32` is one cycle; linear between the points.
        @inline(__always)
        func value(at phase: UInt32) -> Float {
            let index = Int(phase >> (32 - Self.bits))
            let part = Float(phase << Self.bits) * 0x1p-32
            return self.points.withUnsafeBufferPointer { points in
                points[index] + (points[index + 1] - points[index]) * part
            }
        }
    }

    /// How an instrument sounds. Times are in seconds; `decay` is the time to fall to 1/e.
    struct Tone: Sendable {
        var wave = Wavetable(harmonics: [1])
        var attack = 0.004
        var decay = Double.infinity
        var release = 0.1
        /// The strike: a modulator at `strikeRatio` times the pitch, `strikeDepth` radians deep at first, and
        /// a start `strikeBend` times sharper than the pitch; both die away with `strikeDecay`.
        var strikeRatio = 1.0
        var strikeDepth: Float = 0
        var strikeBend: Float = 0
        var strikeDecay = 0.1
    }

    /// One note to play: where in the loop, for how long, how high, how loud, and where from left (-1) to
    /// right (1). `pitch` is a MIDI number: in semitones, 69 being 440 Hz.
    struct Note {
        var startSec: Double
        var gateSec: Double
        var pitch: Double
        var gain: Float
        var pan: Float = 0
    }

    /// A tone playing a note.
    private struct Voice {
        private static let sine = Wavetable(harmonics: [1])
        let frames: Int
        private let wave: Wavetable
        private let sine = Self.sine
        private let step: UInt32, strikeStep: UInt32, bend: Float, depth: Float
        private let fall: Float, strikeFall: Float, rise: Float, fade: Float
        private var phase: UInt32 = 0, strikePhase: UInt32 = 0
        private var level: Float = 1, strike: Float = 1, age = 0

        init(_ tone: Tone, _ note: Note, rateHz: Double) {
            func perFrame(_ decay: Double) -> Float { Float(exp(-1 / (decay * rateHz))) }
            let cycle = 440 * pow(2, (note.pitch - 69) / 12) / rateHz * 0x1p32
            self.frames = Int((note.gateSec + tone.release) * rateHz)
            self.wave = tone.wave
            self.step = UInt32(cycle)
            self.strikeStep = UInt32(truncatingIfNeeded: Int64(cycle * tone.strikeRatio))
            self.bend = Float(cycle) * tone.strikeBend
            self.depth = tone.strikeDepth / (2 * .pi) * 0x1p32
            self.fall = perFrame(tone.decay)
            self.strikeFall = perFrame(tone.strikeDecay)
            self.rise = Float(1 / (tone.attack * rateHz))
            self.fade = Float(1 / (tone.release * rateHz))
        }

        @inline(__always)
        mutating func next() -> Float {
            let offset = self.depth == 0 ? 0 : self.strikeOffset()
            let ramp = min(1, Float(self.age) * self.rise, Float(self.frames - self.age) * self.fade)
            let sample = self.wave.value(at: self.phase &+ offset) * self.level * ramp * ramp * (3 - 2 * ramp)
            self.phase &+= self.step &+ UInt32(truncatingIfNeeded: Int64(self.bend * self.strike))
            self.level *= self.fall
            self.strike *= self.strikeFall
            self.age += 1
            return sample
        }

        /// How far the modulator moves the phase.
        @inline(__always)
        private mutating func strikeOffset() -> UInt32 {
            let swing = self.sine.value(at: self.strikePhase) * self.depth * self.strike
            self.strikePhase &+= self.strikeStep
            return UInt32(truncatingIfNeeded: Int64(swing))
        }
    }

    /// A stereo loop being mixed: whatever sounds past the end goes on at the start.
    struct Loop {
        private(set) var frames: [Frame]
        let rateHz: Double

        init(seconds: Double, rateHz: Double) {
            self.frames = Array(repeating: .zero, count: Int((seconds * rateHz).rounded()))
            self.rateHz = rateHz
        }

        mutating func play(_ tone: Tone, _ note: Note) {
            var voice = Voice(tone, note, rateHz: self.rateHz)
            self.add(note, frames: voice.frames) { voice.next() }
        }

        /// A burst of bright noise, as of a shaker: it swells for `gateSec` and dies away as quickly.
        mutating func shake(_ note: Note, random: inout Random) {
            let count = Int(note.gateSec * 2 * self.rateHz)
            var before = SIMD2<Float>.zero
            var age = 0
            self.add(note, frames: count) {
                let noise = random.next()
                let bright = noise - 2 * before.x + before.y
                before = [noise, before.x]
                age += 1
                let swell = 1 - abs(1 - 2 * Float(age) / Float(count))
                return bright * swell * swell
            }
        }

        /// Adds `count` samples to the loop, from the note's start on, panned with equal power.
        @inline(__always)
        private mutating func add(_ note: Note, frames count: Int, _ sample: () -> Float) {
            let angle = (note.pan + 1) * .pi / 4
            let gains = Frame(cos(angle), sin(angle)) * note.gain
            let length = self.frames.count
            let start = Int((note.startSec * self.rateHz).rounded()) % length
            var cursor = start < 0 ? start + length : start
            self.frames.withUnsafeMutableBufferPointer { frames in
                for _ in 0..<count {
                    frames[cursor] += gains * sample()
                    cursor = cursor + 1 == length ? 0 : cursor + 1
                }
            }
        }

        mutating func add(_ other: Loop) {
            for index in self.frames.indices { self.frames[index] += other.frames[index] }
        }

        /// Puts the loop through `effect`, which first hears the loop's last seconds, so that what it still
        /// remembers of the end sounds over the start.
        mutating func run(through effect: some Effect) {
            var effect = effect
            let leadIn = min(self.frames.count, Int(8 * self.rateHz))
            self.frames.withUnsafeMutableBufferPointer { frames in
                for index in (frames.count - leadIn)..<frames.count { _ = effect.next(frames[index]) }
                for index in 0..<frames.count { frames[index] = effect.next(frames[index]) }
            }
        }

        /// The loop as interleaved samples, scaled so that the loudest reaches `peak`.
        func interleaved(peak: Float) -> [Float] {
            let loudest = self.frames.reduce(Float(0)) { max($0, abs($1.x), abs($1.y)) }
            let scale = loudest > 0 ? peak / loudest : 0
            return [Float](unsafeUninitializedCapacity: self.frames.count * 2) { samples, count in
                for (index, frame) in self.frames.enumerated() {
                    samples[index * 2] = frame.x * scale
                    samples[index * 2 + 1] = frame.y * scale
                }
                count = self.frames.count * 2
            }
        }
    }

    /// Random numbers that are the same on every machine (SplitMix64).
    struct Random {
        private var state: UInt64

        init(seed: UInt64) { self.state = seed }

        /// A number from -1 to 1.
        mutating func next() -> Float {
            self.state &+= 0x9E37_79B9_7F4A_7C15
            var bits = (self.state ^ (self.state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
            return Float(Int32(truncatingIfNeeded: (bits ^ (bits >> 31)) >> 32)) * 0x1p-31
        }
    }
}
