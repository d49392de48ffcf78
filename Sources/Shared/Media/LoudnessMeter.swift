// SPDX-License-Identifier: Apache-2.0
internal import CMedia
internal import Glibc

/// Loudness by EBU R 128 / ITU-R BS.1770, by libebur128.
package enum LoudnessMeter {
    package struct Reading: Sendable {
        /// LUFS; -infinity for silence.
        package let integratedLoudness: Double
        /// dBTP, over four times oversampled PCM; -infinity for silence.
        package let truePeak: Double
    }

    /// - Parameter samples: Interleaved PCM, -1...1.
    package static func measure(_ samples: [Float], channelCount: Int, sampleRateHz: Int) throws(MediaError)
        -> Reading
    {
        let mode = Int32(EBUR128_MODE_I.rawValue | EBUR128_MODE_TRUE_PEAK.rawValue)
        var state = ebur128_init(UInt32(channelCount), UInt(sampleRateHz), mode)
        guard let meter = state else { throw MediaError("measure loudness", reason: "out of memory") }
        defer { ebur128_destroy(&state) }
        let added = samples.withUnsafeBufferPointer {
            ebur128_add_frames_float(meter, $0.baseAddress, $0.count / channelCount)
        }
        var loudness = -Double.infinity
        guard added == EBUR128_SUCCESS.rawValue,
            ebur128_loudness_global(meter, &loudness) == EBUR128_SUCCESS.rawValue
        else { throw MediaError("measure loudness", reason: "libebur128 refused the samples") }
        var peak = 0.0
        for channel in 0..<UInt32(channelCount) {
            var channelPeak = 0.0
            _ = ebur128_true_peak(meter, channel, &channelPeak)
            peak = max(peak, channelPeak)
        }
        return Reading(integratedLoudness: loudness, truePeak: 20 * log10(peak))
    }
}
