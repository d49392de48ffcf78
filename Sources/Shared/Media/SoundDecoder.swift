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
        var samples: [Float] = []
        let limit = maximumSeconds * sampleRateHz * 2
        let frame = try RawFrame()
        var hasFrame = try file.read(into: frame.pointer)
        // A file may change its rate or channels in the middle; each stretch has a converter of its own.
        while hasFrame, samples.count < limit {
            let converter = try StereoConverter.open(from: frame.pointer, sampleRateHz: sampleRateHz)
            while hasFrame, samples.count < limit, converter.fits(frame.pointer) {
                try converter.convert(frame.pointer, into: &samples)
                hasFrame = try file.read(into: frame.pointer)
            }
            try converter.convert(nil, into: &samples)
        }
        guard !samples.isEmpty else { throw MediaError("decode \(path)", reason: "it holds no sound") }
        if samples.count > limit { samples.removeLast(samples.count - limit) }
        return samples
    }
}

/// An open file and the decoder of its best sound stream.
private struct SoundFile: ~Copyable {
    private let context: UnsafeMutablePointer<AVFormatContext>
    private let stream: Int32
    private let decoder: UnsafeMutablePointer<AVCodecContext>
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

/// Converts frames of one format to interleaved stereo floats.
private struct StereoConverter: ~Copyable {
    private let context: OpaquePointer
    private let format: Int32
    private let sampleRateHz: Int32
    private let channelCount: Int32
    private let ratio: Double

    private init(context: OpaquePointer, frame: UnsafeMutablePointer<AVFrame>, ratio: Double) {
        self.context = context
        self.format = frame.pointee.format
        self.sampleRateHz = frame.pointee.sample_rate
        self.channelCount = frame.pointee.ch_layout.nb_channels
        self.ratio = ratio
    }

    deinit {
        var context: OpaquePointer? = self.context
        swr_free(&context)
    }

    static func open(
        from frame: UnsafeMutablePointer<AVFrame>, sampleRateHz: Int
    ) throws(MediaError) -> StereoConverter {
        var context: OpaquePointer?
        var stereo = moviegen_layout_stereo
        if frame.pointee.ch_layout.order == AV_CHANNEL_ORDER_UNSPEC {
            av_channel_layout_default(&frame.pointee.ch_layout, frame.pointee.ch_layout.nb_channels)
        }
        try check(
            swr_alloc_set_opts2(
                &context, &stereo, AV_SAMPLE_FMT_FLT, Int32(sampleRateHz), &frame.pointee.ch_layout,
                AVSampleFormat(frame.pointee.format), frame.pointee.sample_rate, 0, nil),
            "set up the resampler")
        guard let context else { throw MediaError("set up the resampler", reason: "out of memory") }
        let ratio = Double(sampleRateHz) / Double(max(1, frame.pointee.sample_rate))
        let converter = StereoConverter(context: context, frame: frame, ratio: ratio)
        try check(swr_init(context), "set up the resampler")
        return converter
    }

    func fits(_ frame: UnsafeMutablePointer<AVFrame>) -> Bool {
        frame.pointee.format == self.format && frame.pointee.sample_rate == self.sampleRateHz
            && frame.pointee.ch_layout.nb_channels == self.channelCount
    }

    /// nil flushes what the filter holds back.
    func convert(_ frame: UnsafeMutablePointer<AVFrame>?, into samples: inout [Float]) throws(MediaError) {
        let count = frame?.pointee.nb_samples ?? 0
        let capacity = Int(Double(count) * self.ratio) + 8192
        var block = [Float](repeating: 0, count: capacity * 2)
        let converted = block.withUnsafeMutableBytes { bytes in
            var output = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            guard let frame, let planes = frame.pointee.extended_data else {
                return swr_convert(self.context, &output, Int32(capacity), nil, 0)
            }
            // As many planes as the frame has; swr reads no more of them than the format it was opened with.
            return planes.withMemoryRebound(to: UnsafePointer<UInt8>?.self, capacity: Int(self.channelCount))
            {
                swr_convert(self.context, &output, Int32(capacity), $0, count)
            }
        }
        try check(converted, "resample")
        samples.append(contentsOf: block.prefix(Int(converted) * 2))
    }
}
