// SPDX-License-Identifier: Apache-2.0
internal import CMedia
package import Foundation

/// A stereo sound track as AAC-LC packets, and what a player needs to decode them.
package struct AACTrack: Codable, Sendable {
    package var packets: [Data]
    /// AudioSpecificConfig, ISO/IEC 14496-3.
    package var configuration: Data
    /// Samples a channel that the decoder must drop at the start.
    package var primingSampleCount: Int
    /// Samples a channel of the sound that went in.
    package var sampleCount: Int
    package var sampleRateHz: Int
    package var bitRate: Int

    /// Samples a channel in each packet.
    package static let samplesPerPacket = 1024
}

/// AAC-LC by libavcodec's own encoder.
package enum AACEncoder {
    /// - Parameters:
    ///   - samples: Interleaved stereo PCM, -1...1.
    ///   - bitRate: Bits a second, of both channels.
    package static func encode(
        _ samples: [Float], sampleRateHz: Int, bitRate: Int
    ) throws(MediaError) -> AACTrack {
        let encoder = try CodecContext.openAAC(sampleRateHz: sampleRateHz, bitRate: bitRate)
        var track = AACTrack(
            packets: [], configuration: Data(encoder.extradata),
            primingSampleCount: encoder.primingSampleCount,
            sampleCount: samples.count / 2, sampleRateHz: sampleRateHz, bitRate: bitRate)
        let frame = try RawFrame()
        var position = 0
        while position < track.sampleCount {
            let count = min(AACTrack.samplesPerPacket, track.sampleCount - position)
            try Self.fill(frame, from: samples, at: position, count: count, sampleRateHz: sampleRateHz)
            try encoder.send(frame.pointer)
            try encoder.drain(into: &track.packets)
            position += count
        }
        try encoder.send(nil)
        try encoder.drain(into: &track.packets)
        return track
    }

    /// libavcodec wants one plane a channel.
    private static func fill(
        _ frame: borrowing RawFrame, from samples: [Float], at position: Int, count: Int, sampleRateHz: Int
    ) throws(MediaError) {
        let pointer = frame.pointer
        av_frame_unref(pointer)
        pointer.pointee.format = AV_SAMPLE_FMT_FLTP.rawValue
        pointer.pointee.ch_layout = moviegen_layout_stereo
        pointer.pointee.sample_rate = Int32(sampleRateHz)
        pointer.pointee.nb_samples = Int32(count)
        pointer.pointee.pts = Int64(position)
        try check(av_frame_get_buffer(pointer, 0), "allocate a frame of sound")
        for channel in 0..<2 {
            let plane = channel == 0 ? pointer.pointee.data.0 : pointer.pointee.data.1
            plane?.withMemoryRebound(to: Float.self, capacity: count) { plane in
                for index in 0..<count { plane[index] = samples[(position + index) * 2 + channel] }
            }
        }
    }
}

/// An opened `AVCodecContext`.
struct CodecContext: ~Copyable {
    let pointer: UnsafeMutablePointer<AVCodecContext>

    init(adopting pointer: UnsafeMutablePointer<AVCodecContext>) { self.pointer = pointer }

    deinit {
        var context: UnsafeMutablePointer<AVCodecContext>? = self.pointer
        avcodec_free_context(&context)
    }

    static func openAAC(sampleRateHz: Int, bitRate: Int) throws(MediaError) -> CodecContext {
        _ = libavIsQuiet
        guard let codec = avcodec_find_encoder(AV_CODEC_ID_AAC), let pointer = avcodec_alloc_context3(codec)
        else {
            throw MediaError("open the AAC encoder", reason: "libavcodec was built without it")
        }
        let context = CodecContext(adopting: pointer)
        pointer.pointee.sample_fmt = AV_SAMPLE_FMT_FLTP
        pointer.pointee.sample_rate = Int32(sampleRateHz)
        pointer.pointee.bit_rate = Int64(bitRate)
        pointer.pointee.ch_layout = moviegen_layout_stereo
        pointer.pointee.time_base = moviegen_rational(1, Int32(sampleRateHz))
        pointer.pointee.thread_count = 1
        pointer.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT
        try check(avcodec_open2(pointer, codec, nil), "open the AAC encoder")
        return context
    }

    var extradata: [UInt8] {
        guard let bytes = self.pointer.pointee.extradata else { return [] }
        return Array(UnsafeBufferPointer(start: bytes, count: Int(self.pointer.pointee.extradata_size)))
    }

    var primingSampleCount: Int { Int(self.pointer.pointee.initial_padding) }

    func send(_ frame: UnsafeMutablePointer<AVFrame>?) throws(MediaError) {
        try check(avcodec_send_frame(self.pointer, frame), "encode")
    }

    func drain(into packets: inout [Data]) throws(MediaError) {
        var packet = av_packet_alloc()
        defer { av_packet_free(&packet) }
        guard let packet else { throw MediaError("encode", reason: "out of memory") }
        while true {
            let status = avcodec_receive_packet(self.pointer, packet)
            if status == moviegen_averror_eagain || status == moviegen_averror_eof { return }
            try check(status, "encode")
            packets.append(Data(bytes: packet.pointee.data, count: Int(packet.pointee.size)))
            av_packet_unref(packet)
        }
    }
}
