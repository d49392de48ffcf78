// SPDX-License-Identifier: Apache-2.0

/// Keeps peaks below a ceiling by turning the sound down around them, 3 ms ahead.
package enum Limiter {
    /// - Parameters:
    ///   - samples: Interleaved stereo.
    ///   - ceiling: The largest amplitude left.
    package static func limit(_ samples: inout [Float], ceiling: Float, sampleRateHz: Int) {
        let block = max(1, sampleRateHz / 1000)
        let count = (samples.count / 2 + block - 1) / block
        var needed = [Float](repeating: 1, count: count + 1)
        for index in 0..<count {
            var peak: Float = 0
            for at in index * block * 2..<min((index + 1) * block * 2, samples.count) {
                peak = max(peak, abs(samples[at]))
            }
            needed[index] = peak > ceiling ? ceiling / peak : 1
        }
        guard needed.contains(where: { $0 < 1 }) else { return }
        let gains = Self.smooth(needed)
        for index in 0..<count {
            let from = gains[index]
            let slope = (gains[index + 1] - from) / Float(block)
            for offset in 0..<block {
                let at = (index * block + offset) * 2
                guard at + 1 < samples.count else { break }
                let gain = from + slope * Float(offset)
                samples[at] = min(ceiling, max(-ceiling, samples[at] * gain))
                samples[at + 1] = min(ceiling, max(-ceiling, samples[at + 1] * gain))
            }
        }
    }

    /// The least gain of the blocks around, released over about 60 ms.
    private static func smooth(_ needed: [Float]) -> [Float] {
        var gains = needed
        var held: Float = 1
        for index in gains.indices {
            let around = needed[max(0, index - 1)...min(needed.count - 1, index + 3)].min() ?? 1
            held = min(around, held + (1 - held) * 0.017)
            gains[index] = held
        }
        return gains
    }
}
