// SPDX-License-Identifier: Apache-2.0
internal import CMedia
internal import Glibc

/// Everything an MP4 file holds, ready to be interleaved.
package struct FilmTracks: Sendable {
    package var size: (width: Int, height: Int)
    package var framesPerSecond: Int
    /// SPS and PPS, without lengths.
    package var parameterSets: (sequence: [UInt8], picture: [UInt8])
    package var sound: AACTrack
    package var subtitles: [TextCue]
    package var chapters: [TextCue]
    /// ISO 639-2: `jpn`, `eng`.
    package var languageCode: String
    /// `title`, `comment`, `artist`, ...
    package var metadata: [(key: String, value: String)]

    package init(
        size: (width: Int, height: Int), framesPerSecond: Int,
        parameterSets: (sequence: [UInt8], picture: [UInt8]),
        sound: AACTrack, subtitles: [TextCue], chapters: [TextCue], languageCode: String,
        metadata: [(key: String, value: String)]
    ) {
        self.size = size
        self.framesPerSecond = framesPerSecond
        self.parameterSets = parameterSets
        self.sound = sound
        self.subtitles = subtitles
        self.chapters = chapters
        self.languageCode = languageCode
        self.metadata = metadata
    }
}

/// Text over a range of time.
package struct TextCue: Codable, Hashable, Sendable {
    package var text: String
    package var milliseconds: Range<Int>

    package init(text: String, milliseconds: Range<Int>) {
        self.text = text
        self.milliseconds = milliseconds
    }
}

/// Writes an MP4 by libavformat: H.264, AAC, a soft subtitle track, chapters, the index at the front.
package struct MP4Muxer: ~Copyable {
    private let context: UnsafeMutablePointer<AVFormatContext>
    private let tracks: FilmTracks
    private var pictureCount = 0
    private var packetCount = 0
    private var subtitleEnd = 0
    private var subtitleCount = 0

    private enum Stream { static let video: Int32 = 0, sound: Int32 = 1, subtitles: Int32 = 2 }

    private init(adopting context: UnsafeMutablePointer<AVFormatContext>, tracks: FilmTracks) {
        self.context = context
        self.tracks = tracks
    }

    deinit {
        avio_closep(&self.context.pointee.pb)
        avformat_free_context(self.context)
    }

    /// Creates the file and writes its header.
    package static func open(path: String, tracks: FilmTracks) throws(MediaError) -> MP4Muxer {
        _ = libavIsQuiet
        var context: UnsafeMutablePointer<AVFormatContext>?
        try check(avformat_alloc_output_context2(&context, nil, "mp4", path), "create \(path)")
        guard let context else { throw MediaError("create \(path)", reason: "out of memory") }
        let muxer = MP4Muxer(adopting: context, tracks: tracks)
        context.pointee.flags |= AVFMT_FLAG_BITEXACT
        try muxer.addVideo()
        try muxer.addSound()
        try muxer.addSubtitles()
        try muxer.addChapters()
        for (key, value) in tracks.metadata { av_dict_set(&context.pointee.metadata, key, value, 0) }
        try check(avio_open(&context.pointee.pb, path, AVIO_FLAG_WRITE), "create \(path)")
        var options: OpaquePointer?
        av_dict_set(&options, "movflags", "+faststart", 0)
        defer { av_dict_free(&options) }
        try check(avformat_write_header(context, &options), "write the header of \(path)")
        return muxer
    }

    /// Pictures come in order; sound and subtitles up to their time are written before them.
    package mutating func append(_ unit: AccessUnit) throws(MediaError) {
        let milliseconds = self.pictureCount * 1000 / self.tracks.framesPerSecond
        try self.writeSound(untilMilliseconds: milliseconds)
        try self.writeSubtitles(untilMilliseconds: milliseconds)
        try self.write(
            unit.bytes, to: Stream.video, pts: self.pictureCount, duration: 1,
            unit: (1, self.tracks.framesPerSecond),
            isKey: unit.isKeyframe)
        self.pictureCount += 1
    }

    /// Writes what is left and the index, and closes the file.
    package mutating func finish() throws(MediaError) {
        try self.writeSound(untilMilliseconds: .max)
        try self.writeSubtitles(untilMilliseconds: .max)
        try check(av_write_trailer(self.context), "write the index")
        // A full disk shows itself only when the last buffer is flushed.
        try check(avio_closep(&self.context.pointee.pb), "close the file")
    }

    private func makeStream(timeBase: (Int, Int)) throws(MediaError) -> UnsafeMutablePointer<AVStream> {
        guard let stream = avformat_new_stream(self.context, nil) else {
            throw MediaError("add a stream", reason: "out of memory")
        }
        stream.pointee.time_base = moviegen_rational(Int32(timeBase.0), Int32(timeBase.1))
        av_dict_set(&stream.pointee.metadata, "language", self.tracks.languageCode, 0)
        return stream
    }

    private func addVideo() throws(MediaError) {
        let stream = try self.makeStream(timeBase: (1, self.tracks.framesPerSecond))
        stream.pointee.avg_frame_rate = moviegen_rational(Int32(self.tracks.framesPerSecond), 1)
        let parameters = stream.pointee.codecpar!
        parameters.pointee.codec_type = AVMEDIA_TYPE_VIDEO
        parameters.pointee.codec_id = AV_CODEC_ID_H264
        parameters.pointee.width = Int32(self.tracks.size.width)
        parameters.pointee.height = Int32(self.tracks.size.height)
        parameters.pointee.format = AV_PIX_FMT_YUV420P.rawValue
        parameters.pointee.color_primaries = AVCOL_PRI_BT709
        parameters.pointee.color_trc = AVCOL_TRC_BT709
        parameters.pointee.color_space = AVCOL_SPC_BT709
        parameters.pointee.color_range = AVCOL_RANGE_MPEG
        try Self.setExtradata(parameters, Self.decoderConfiguration(self.tracks.parameterSets))
    }

    private func addSound() throws(MediaError) {
        let sound = self.tracks.sound
        let stream = try self.makeStream(timeBase: (1, sound.sampleRateHz))
        let parameters = stream.pointee.codecpar!
        parameters.pointee.codec_type = AVMEDIA_TYPE_AUDIO
        parameters.pointee.codec_id = AV_CODEC_ID_AAC
        parameters.pointee.format = AV_SAMPLE_FMT_FLTP.rawValue
        parameters.pointee.sample_rate = Int32(sound.sampleRateHz)
        parameters.pointee.ch_layout = moviegen_layout_stereo
        parameters.pointee.frame_size = Int32(AACTrack.samplesPerPacket)
        parameters.pointee.bit_rate = Int64(sound.bitRate)
        parameters.pointee.initial_padding = Int32(sound.primingSampleCount)
        try Self.setExtradata(parameters, Array(sound.configuration))
    }

    private func addSubtitles() throws(MediaError) {
        guard !self.tracks.subtitles.isEmpty else { return }
        let stream = try self.makeStream(timeBase: (1, 1000))
        let parameters = stream.pointee.codecpar!
        parameters.pointee.codec_type = AVMEDIA_TYPE_SUBTITLE
        parameters.pointee.codec_id = AV_CODEC_ID_MOV_TEXT
        // Not shown unless chosen, since the picture carries the same words.
        stream.pointee.disposition = 0
    }

    private func addChapters() throws(MediaError) {
        let chapters = self.tracks.chapters
        guard !chapters.isEmpty else { return }
        let list = av_calloc(chapters.count, MemoryLayout<UnsafeMutablePointer<AVChapter>?>.size)
        guard list != nil else { throw MediaError("add chapters", reason: "out of memory") }
        let pointers = list?.assumingMemoryBound(to: UnsafeMutablePointer<AVChapter>?.self)
        for (index, chapter) in chapters.enumerated() {
            let entry = av_mallocz(MemoryLayout<AVChapter>.size)?.assumingMemoryBound(to: AVChapter.self)
            entry?.pointee.id = Int64(index)
            entry?.pointee.time_base = moviegen_rational(1, 1000)
            entry?.pointee.start = Int64(chapter.milliseconds.lowerBound)
            entry?.pointee.end = Int64(chapter.milliseconds.upperBound)
            if let entry { av_dict_set(&entry.pointee.metadata, "title", chapter.text, 0) }
            pointers?[index] = entry
        }
        // avformat_free_context frees both.
        self.context.pointee.chapters = pointers
        self.context.pointee.nb_chapters = UInt32(chapters.count)
    }

    private mutating func writeSound(untilMilliseconds end: Int) throws(MediaError) {
        let sound = self.tracks.sound
        while self.packetCount < sound.packets.count {
            let pts = self.packetCount * AACTrack.samplesPerPacket - sound.primingSampleCount
            guard end == .max || pts * 1000 <= end * sound.sampleRateHz else { return }
            try self.write(
                Array(sound.packets[self.packetCount]), to: Stream.sound, pts: pts,
                duration: min(AACTrack.samplesPerPacket, max(1, sound.sampleCount - pts)),
                unit: (1, sound.sampleRateHz), isKey: true)
            self.packetCount += 1
        }
    }

    /// In tx3g a cue is its length and its text, and silence is an empty cue.
    private mutating func writeSubtitles(untilMilliseconds end: Int) throws(MediaError) {
        while self.subtitleCount < self.tracks.subtitles.count {
            let cue = self.tracks.subtitles[self.subtitleCount]
            guard cue.milliseconds.lowerBound <= end else { return }
            if cue.milliseconds.lowerBound > self.subtitleEnd {
                try self.writeSubtitle("", self.subtitleEnd..<cue.milliseconds.lowerBound)
            }
            try self.writeSubtitle(cue.text, cue.milliseconds)
            self.subtitleEnd = cue.milliseconds.upperBound
            self.subtitleCount += 1
        }
    }

    private func writeSubtitle(_ text: String, _ milliseconds: Range<Int>) throws(MediaError) {
        let utf8 = Array(text.utf8.prefix(Int(UInt16.max)))
        try self.write(
            [UInt8(utf8.count >> 8), UInt8(utf8.count & 255)] + utf8, to: Stream.subtitles,
            pts: milliseconds.lowerBound, duration: milliseconds.count, unit: (1, 1000), isKey: true)
    }

    private func write(
        _ bytes: [UInt8], to index: Int32, pts: Int, duration: Int, unit: (Int, Int), isKey: Bool
    ) throws(MediaError) {
        var packet = av_packet_alloc()
        defer { av_packet_free(&packet) }
        guard let packet, av_new_packet(packet, Int32(bytes.count)) == 0 else {
            throw MediaError("write a packet", reason: "out of memory")
        }
        bytes.withUnsafeBufferPointer { source in
            guard let base = source.baseAddress else { return }
            packet.pointee.data.update(from: base, count: source.count)
        }
        packet.pointee.stream_index = index
        packet.pointee.pts = Int64(pts)
        packet.pointee.dts = Int64(pts)
        packet.pointee.duration = Int64(duration)
        if isKey { packet.pointee.flags |= AV_PKT_FLAG_KEY }
        let stream = self.context.pointee.streams[Int(index)]!
        av_packet_rescale_ts(
            packet, moviegen_rational(Int32(unit.0), Int32(unit.1)), stream.pointee.time_base)
        try check(av_write_frame(self.context, packet), "write a packet")
    }

    /// AVCDecoderConfigurationRecord, ISO/IEC 14496-15 5.3.3.1, with lengths of four bytes.
    private static func decoderConfiguration(_ sets: (sequence: [UInt8], picture: [UInt8])) -> [UInt8] {
        var record: [UInt8] = [1, sets.sequence[1], sets.sequence[2], sets.sequence[3], 0xFF, 0xE1]
        record += [UInt8(sets.sequence.count >> 8), UInt8(sets.sequence.count & 255)] + sets.sequence
        record += [1, UInt8(sets.picture.count >> 8), UInt8(sets.picture.count & 255)] + sets.picture
        // The High profile adds chroma format 4:2:0 and two bit depths of 8, and no extensions.
        return sets.sequence[1] >= 100 ? record + [0xFD, 0xF8, 0xF8, 0] : record
    }

    /// libavcodec reads up to AV_INPUT_BUFFER_PADDING_SIZE bytes beyond the end.
    private static func setExtradata(
        _ parameters: UnsafeMutablePointer<AVCodecParameters>, _ bytes: [UInt8]
    ) throws(MediaError) {
        guard let copy = av_mallocz(bytes.count + Int(AV_INPUT_BUFFER_PADDING_SIZE)) else {
            throw MediaError("add a stream", reason: "out of memory")
        }
        memcpy(copy, bytes, bytes.count)
        parameters.pointee.extradata = copy.assumingMemoryBound(to: UInt8.self)
        parameters.pointee.extradata_size = Int32(bytes.count)
    }
}
