// SPDX-License-Identifier: Apache-2.0

/// Pitch by autocorrelation, enough to tell melodies apart.
enum Pitch {
    /// Of one vowel at 48 kHz: the lag of 100...550 Hz at which it resembles itself most.
    static func hertz(of samples: [Int16]) -> Double {
        let centre = samples.dropFirst(samples.count / 6).dropLast(samples.count / 6).map(Double.init)
        let lags = 87...480
        var best = (lag: 0, value: -Double.infinity)
        var values: [Int: Double] = [:]
        for lag in lags where lag < centre.count / 2 {
            var product = 0.0
            var energy = 1e-9
            for index in 0..<centre.count - lag {
                product += centre[index] * centre[index + lag]
                energy += (centre[index] * centre[index] + centre[index + lag] * centre[index + lag]) / 2
            }
            values[lag] = product / energy
            if product / energy > best.value { best = (lag, product / energy) }
        }
        // The true period is the first lag nearly as good as the best; its multiples are as good.
        let first = values.keys.sorted().first { lag in
            let value = values[lag] ?? 0
            return value > best.value * 0.93 && value >= (values[lag - 1] ?? 0)
                && value >= (values[lag + 1] ?? 0)
        }
        return 48_000 / Double(first ?? best.lag)
    }
}
