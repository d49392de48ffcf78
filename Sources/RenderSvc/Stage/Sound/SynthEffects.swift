// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

extension Synth {
    /// Something that turns a sound into another, one frame after the other.
    protocol Effect {
        mutating func next(_ input: Frame) -> Frame
    }

    /// A second-order filter (the well-known "Audio EQ Cookbook" forms).
    struct Filter: Effect {
        private let b0: Float, b1: Float, b2: Float, a1: Float, a2: Float
        private var first = Frame.zero, second = Frame.zero

        /// Takes away what is above `cutoffHz`.
        static func lowPass(cutoffHz: Double, rateHz: Double) -> Filter {
            let (cosine, alpha) = Self.angle(cutoffHz, q: 0.707, rateHz: rateHz)
            let edge = (1 - cosine) / 2
            return Filter([edge, 1 - cosine, edge], [1 + alpha, -2 * cosine, 1 - alpha])
        }

        /// Lifts or lowers the band round `centreHz` by `gainDb`.
        static func peak(centreHz: Double, q: Double, gainDb: Double, rateHz: Double) -> Filter {
            let (cosine, alpha) = Self.angle(centreHz, q: q, rateHz: rateHz)
            let gain = pow(10, gainDb / 40)
            return Filter(
                [1 + alpha * gain, -2 * cosine, 1 - alpha * gain],
                [1 + alpha / gain, -2 * cosine, 1 - alpha / gain])
        }

        private static func angle(_ hz: Double, q: Double, rateHz: Double) -> (Double, Double) {
            let turn = 2 * Double.pi * min(hz, rateHz * 0.45) / rateHz
            return (cos(turn), sin(turn) / (2 * q))
        }

        private init(_ b: [Double], _ a: [Double]) {
            (self.b0, self.b1, self.b2) = (Float(b[0] / a[0]), Float(b[1] / a[0]), Float(b[2] / a[0]))
            (self.a1, self.a2) = (Float(a[1] / a[0]), Float(a[2] / a[0]))
        }

        @inline(__always)
        mutating func next(_ input: Frame) -> Frame {
            let output = input * self.b0 + self.first
            self.first = input * self.b1 - output * self.a1 + self.second
            self.second = input * self.b2 - output * self.a2
            return output
        }
    }

    /// How much of the way to its input a one-pole low-pass goes in each frame.
    private static func onePole(cutoffHz: Double, rateHz: Double) -> Float {
        Float(1 - exp(-2 * Double.pi * cutoffHz / rateHz))
    }

    /// Repeats that go from side to side, each darker and softer than the one before.
    struct Echo: Effect {
        private var memory: [Frame]
        private var cursor = 0
        private var dark = Frame.zero
        private let feedback: Float, mix: Float, darkening: Float

        init(delaySec: Double, feedback: Float, mix: Float, rateHz: Double) {
            self.memory = Array(repeating: .zero, count: max(1, Int(delaySec * rateHz)))
            (self.feedback, self.mix) = (feedback, mix)
            self.darkening = onePole(cutoffHz: 2500, rateHz: rateHz)
        }

        @inline(__always)
        mutating func next(_ input: Frame) -> Frame {
            let repeated = self.memory[self.cursor]
            self.dark += (repeated - self.dark) * self.darkening
            let crossed = Frame(self.dark.y, self.dark.x) * self.feedback
            self.memory[self.cursor] = input * Frame(1, 0.3) + crossed
            self.cursor = self.cursor + 1 == self.memory.count ? 0 : self.cursor + 1
            return input + self.dark * self.mix
        }
    }

    /// A room: four delays of unlike length that feed one another.
    struct Room: Effect {
        private static let delaysSec: [Double] = [0.0297, 0.0371, 0.0437, 0.0533]
        private var memory: [SIMD4<Float>]
        private let delays: SIMD4<Int>
        private var cursor = 0
        private var dark = SIMD4<Float>.zero
        private let feedback: Float, mix: Float, darkening: Float

        init(feedback: Float, mix: Float, rateHz: Double) {
            let delays = Self.delaysSec.map { max(1, Int($0 * rateHz)) }
            let longest = delays.reduce(1, max)
            var size = 1
            while size <= longest { size *= 2 }
            self.memory = Array(repeating: .zero, count: size)
            self.delays = SIMD4(delays)
            (self.feedback, self.mix) = (feedback, mix)
            self.darkening = onePole(cutoffHz: 2500, rateHz: rateHz)
        }

        @inline(__always)
        mutating func next(_ input: Frame) -> Frame {
            let mask = self.memory.count - 1
            var heard = SIMD4<Float>.zero
            for line in 0..<4 { heard[line] = self.memory[(self.cursor - self.delays[line]) & mask][line] }
            self.dark += (heard - self.dark) * self.darkening
            let mixed = self.dark - SIMD4(repeating: self.dark.sum() * 0.5)
            self.memory[self.cursor] = SIMD4(lowHalf: input, highHalf: input) + mixed * self.feedback
            self.cursor = (self.cursor + 1) & mask
            return input + (self.dark.lowHalf - self.dark.highHalf) * self.mix
        }
    }
}
