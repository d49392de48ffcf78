// SPDX-License-Identifier: Apache-2.0
internal import CMedia

/// Changes the sample rate, by libswresample.
package enum Resampler {
    /// Mono. The result has `samples.count * to / from` samples, rounded up by at most a few.
    package static func resample(_ samples: [Int16], from: Int, to: Int) throws(MediaError) -> [Int16] {
        guard from != to, !samples.isEmpty else { return samples }
        _ = libavIsQuiet
        var input = moviegen_layout_mono
        var output = moviegen_layout_mono
        var context: OpaquePointer?
        try check(
            swr_alloc_set_opts2(
                &context, &output, AV_SAMPLE_FMT_S16, Int32(to), &input, AV_SAMPLE_FMT_S16, Int32(from), 0,
                nil),
            "set up the resampler")
        defer { swr_free(&context) }
        try check(swr_init(context), "set up the resampler")
        let expected = (samples.count * to + from - 1) / from
        var resampled = [Int16](repeating: 0, count: expected + 64)
        let converted = resampled.withUnsafeMutableBytes { out in
            samples.withUnsafeBytes { input in
                Self.convert(
                    context, out.baseAddress?.assumingMemoryBound(to: UInt8.self), out.count / 2,
                    input.baseAddress?.assumingMemoryBound(to: UInt8.self), input.count / 2)
            }
        }
        try check(converted, "resample")
        // The filter holds its last samples back until it is flushed.
        let flushed = resampled.withUnsafeMutableBytes { out in
            Self.convert(
                context,
                out.baseAddress?.advanced(by: Int(converted) * 2).assumingMemoryBound(to: UInt8.self),
                out.count / 2 - Int(converted), nil, 0)
        }
        resampled.removeLast(resampled.count - min(expected, Int(converted) + max(0, Int(flushed))))
        return resampled
    }

    private static func convert(
        _ context: OpaquePointer?, _ output: UnsafeMutablePointer<UInt8>?, _ outputCount: Int,
        _ input: UnsafePointer<UInt8>?, _ inputCount: Int
    ) -> Int32 {
        var output = output
        var input = input
        return withUnsafeMutablePointer(to: &input) { input in
            swr_convert(
                context, &output, Int32(outputCount), inputCount == 0 ? nil : input, Int32(inputCount))
        }
    }
}
