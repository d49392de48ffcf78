// SPDX-License-Identifier: Apache-2.0
internal import CMedia

/// Any sound file libavformat reads, as stereo PCM: music chosen by a user.
package enum SoundDecoder {
    /// - Parameter maximumSeconds: The rest is not read.
    /// - Returns: Interleaved stereo, -1...1, at `sampleRateHz`. Pictures inside the file (cover art) are left out.
    /// - Throws: ``MediaError`` when the file cannot be opened or holds no sound.
    package static func decode(
        path: String, sampleRateHz: Int, maximumSeconds: Int
    ) throws(MediaError) -> [Float] {
        let file = try SoundFile.open(path)
        let converter = try StereoConverter.open(from: file.decoder, sampleRateHz: sampleRateHz)
        var samples: [Float] = []
        let limit = maximumSeconds * sampleRateHz * 2
        let frame = try RawFrame()
        while samples.count < limit, try file.read(into: frame.pointer) {
            try converter.convert(frame.pointer, into: &samples)
        }
        try converter.convert(nil, into: &samples)
        guard !samples.isEmpty else { throw MediaError("decode \(path)", reason: "it holds no sound") }
        if samples.count > limit { samples.removeLast(samples.count - limit) }
        return samples
    }
}

/// An open file and the decoder of its best sound stream.
private struct SoundFile: ~Copyable {
    private let context: UnsafeMutablePointer<AVFormatContext>
    private let stream: Int32
    let decoder: UnsafeMutablePointer<AVCodecContext>
    private let packet: UnsafeMutablePointer<AVPacket>

    private init(
        context: UnsafeMutablePointer<AVFormatContext>, stream: Int32,
        decoder: UnsafeMutablePointer<AVCodecContext>,
        packet: UnsafeMutablePointer<AVPacket>
    ) {
        self.context = context
        self.stream = stream
        self.decoder = decoder
        self.packet = packet
    }

    deinit {
        var context: UnsafeMutablePointer<AVFormatContext>? = self.context
        var decoder: UnsafeMutablePointer<AVCodecContext>? = self.decoder
        var packet: UnsafeMutablePointer<AVPacket>? = self.packet
        av_packet_free(&packet)
        avcodec_free_context(&decoder)
        avformat_close_input(&context)
    }

    static func open(_ path: String) throws(MediaError) -> SoundFile {
        _ = libavIsQuiet
        var context: UnsafeMutablePointer<AVFormatContext>?
        // The prefix keeps a name with a colon from being taken for a protocol.
        try check(avformat_open_input(&context, "file:" + path, nil, nil), "open \(path)")
        var codec: UnsafePointer<AVCodec>?
        avformat_find_stream_info(context, nil)
        let stream = av_find_best_stream(context, AVMEDIA_TYPE_AUDIO, -1, -1, &codec, 0)
        guard stream >= 0, let opened = context, let decoder = avcodec_alloc_context3(codec),
            let packet = av_packet_alloc()
        else {
            avformat_close_input(&context)
            throw MediaError("open \(path)", reason: "it holds no sound")
        }
        let file = SoundFile(context: opened, stream: stream, decoder: decoder, packet: packet)
        avcodec_parameters_to_context(decoder, opened.pointee.streams[Int(stream)]!.pointee.codecpar)
        decoder.pointee.thread_count = 1
        try check(avcodec_open2(decoder, codec, nil), "open \(path)")
        return file
    }

    /// - Returns: false at the end.
    func read(into frame: UnsafeMutablePointer<AVFrame>) throws(MediaError) -> Bool {
        while true {
            let status = avcodec_receive_frame(self.decoder, frame)
            if status == 0 { return true }
            if status == moviegen_averror_eof { return false }
            if av_read_frame(self.context, self.packet) < 0 {
                avcodec_send_packet(self.decoder, nil)
            } else {
                // A damaged packet is skipped, as players do.
                if self.packet.pointee.stream_index == self.stream {
                    avcodec_send_packet(self.decoder, self.packet)
                }
                av_packet_unref(self.packet)
            }
        }
    }
}

/// Converts to interleaved stereo floats.
private struct StereoConverter: ~Copyable {
    private let context: OpaquePointer
    private let ratio: Double

    private init(context: OpaquePointer, ratio: Double) {
        self.context = context
        self.ratio = ratio
    }

    deinit {
        var context: OpaquePointer? = self.context
        swr_free(&context)
    }

    static func open(
        from decoder: UnsafeMutablePointer<AVCodecContext>, sampleRateHz: Int
    ) throws(MediaError) -> StereoConverter {
        var context: OpaquePointer?
        var stereo = moviegen_layout_stereo
        if decoder.pointee.ch_layout.order == AV_CHANNEL_ORDER_UNSPEC {
            av_channel_layout_default(&decoder.pointee.ch_layout, decoder.pointee.ch_layout.nb_channels)
        }
        try check(
            swr_alloc_set_opts2(
                &context, &stereo, AV_SAMPLE_FMT_FLT, Int32(sampleRateHz), &decoder.pointee.ch_layout,
                decoder.pointee.sample_fmt, decoder.pointee.sample_rate, 0, nil), "set up the resampler")
        guard let context else { throw MediaError("set up the resampler", reason: "out of memory") }
        let converter = StereoConverter(
            context: context, ratio: Double(sampleRateHz) / Double(max(1, decoder.pointee.sample_rate)))
        try check(swr_init(context), "set up the resampler")
        return converter
    }

    /// nil flushes what the filter holds back.
    func convert(_ frame: UnsafeMutablePointer<AVFrame>?, into samples: inout [Float]) throws(MediaError) {
        let count = Int(frame?.pointee.nb_samples ?? 0)
        let capacity = Int(Double(count) * self.ratio) + 8192
        var block = [Float](repeating: 0, count: capacity * 2)
        let converted = block.withUnsafeMutableBytes { bytes in
            var output = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            var input = frame?.pointee.extended_data?.pointee.map { UnsafePointer($0) }
            guard frame != nil else { return swr_convert(self.context, &output, Int32(capacity), nil, 0) }
            if frame?.pointee.ch_layout.nb_channels == 1
                || av_sample_fmt_is_planar(AVSampleFormat(frame!.pointee.format)) == 0
            {
                return swr_convert(self.context, &output, Int32(capacity), &input, Int32(count))
            }
            return frame!.pointee.extended_data!.withMemoryRebound(
                to: UnsafePointer<UInt8>?.self, capacity: 8
            ) {
                swr_convert(self.context, &output, Int32(capacity), $0, Int32(count))
            }
        }
        try check(converted, "resample")
        samples.append(contentsOf: block.prefix(Int(converted) * 2))
    }
}
