// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// RIFF WAVE with 16-bit PCM: what speech engines write.
package enum WaveFile {
    /// - Returns: Interleaved samples when there is more than one channel.
    /// - Throws: ``MediaError`` when the bytes are no such file; a file cut short gives the samples it has.
    package static func decode(
        _ bytes: Data
    ) throws(MediaError) -> (samples: [Int16], sampleRateHz: Int, channelCount: Int) {
        let file = [UInt8](bytes)
        guard file.count >= 12, file[0..<4].elementsEqual("RIFF".utf8),
            file[8..<12].elementsEqual("WAVE".utf8)
        else {
            throw MediaError("read a WAV file", reason: "it does not begin with RIFF and WAVE")
        }
        var format: (rate: Int, channels: Int)?
        var offset = 12
        while offset + 8 <= file.count {
            let size = Self.littleEndian(file, at: offset + 4, count: 4)
            let body = offset + 8
            if file[offset..<offset + 4].elementsEqual("fmt ".utf8), body + 16 <= file.count {
                guard Self.littleEndian(file, at: body, count: 2) == 1,
                    Self.littleEndian(file, at: body + 14, count: 2) == 16
                else { throw MediaError("read a WAV file", reason: "it is not 16-bit PCM") }
                format = (
                    Self.littleEndian(file, at: body + 4, count: 4),
                    Self.littleEndian(file, at: body + 2, count: 2)
                )
            } else if file[offset..<offset + 4].elementsEqual("data".utf8), let format {
                let end = min(body + size, file.count)
                let samples = stride(from: body, to: end - 1, by: 2).map {
                    Int16(bitPattern: UInt16(file[$0]) | UInt16(file[$0 + 1]) << 8)
                }
                return (samples, format.rate, format.channels)
            }
            offset = body + size + size % 2
        }
        throw MediaError("read a WAV file", reason: "it has no data")
    }

    /// Mono.
    package static func encode(_ samples: [Int16], sampleRateHz: Int) -> Data {
        var file = Data(capacity: 44 + samples.count * 2)
        func append(_ text: String) { file.append(contentsOf: text.utf8) }
        func append(_ value: Int, bytes: Int) {
            for index in 0..<bytes { file.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
        }
        append("RIFF")
        append(36 + samples.count * 2, bytes: 4)
        append("WAVEfmt ")
        append(16, bytes: 4)
        append(1, bytes: 2)
        append(1, bytes: 2)
        append(sampleRateHz, bytes: 4)
        append(sampleRateHz * 2, bytes: 4)
        append(2, bytes: 2)
        append(16, bytes: 2)
        append("data")
        append(samples.count * 2, bytes: 4)
        samples.map(\.littleEndian).withUnsafeBytes { file.append(contentsOf: $0) }
        return file
    }

    private static func littleEndian(_ bytes: [UInt8], at offset: Int, count: Int) -> Int {
        (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
}
