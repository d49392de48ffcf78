// SPDX-License-Identifier: Apache-2.0
internal import CMedia
package import Foundation

/// A picture in memory: BGRA, 8 bits, premultiplied; a row is `width * 4` bytes.
package struct DecodedImage: Sendable {
    package var width: Int
    package var height: Int
    package var pixels: [UInt8]
}

/// PNG, JPEG, WebP, GIF (its first picture) and BMP, by libavcodec.
package enum ImageDecoder {
    /// - Throws: ``MediaError`` for other formats, damaged files, and pictures of more than `maximumPixels`.
    package static func decode(_ bytes: Data, maximumPixels: Int) throws(MediaError) -> DecodedImage {
        guard let codecID = Self.codec(of: bytes) else {
            throw MediaError("decode a picture", reason: "it is no PNG, JPEG, WebP, GIF or BMP")
        }
        var decoder = try PacketDecoder.open(codecID)
        decoder.limit(pixels: maximumPixels)
        let frame = try decoder.decodeOne(bytes)
        guard frame.width > 0, frame.height > 0, frame.width * frame.height <= maximumPixels else {
            throw MediaError("decode a picture", reason: "\(frame.width)x\(frame.height) is too large")
        }
        return try frame.makeBGRA()
    }

    private static func codec(of bytes: Data) -> AVCodecID? {
        let head = [UInt8](bytes.prefix(16))
        if head.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return AV_CODEC_ID_PNG }
        if head.starts(with: [0xFF, 0xD8, 0xFF]) { return AV_CODEC_ID_MJPEG }
        if head.starts(with: "GIF8".utf8) { return AV_CODEC_ID_GIF }
        if head.starts(with: "BM".utf8) { return AV_CODEC_ID_BMP }
        if head.starts(with: "RIFF".utf8), head.count >= 12, head[8..<12].elementsEqual("WEBP".utf8) {
            return AV_CODEC_ID_WEBP
        }
        return nil
    }
}

/// A decoder that is given one packet and gives one picture.
struct PacketDecoder: ~Copyable {
    private var context: UnsafeMutablePointer<AVCodecContext>?

    private init(adopting context: UnsafeMutablePointer<AVCodecContext>?) { self.context = context }

    deinit {
        var context = self.context
        avcodec_free_context(&context)
    }

    static func open(_ id: AVCodecID) throws(MediaError) -> PacketDecoder {
        _ = libavIsQuiet
        guard let codec = avcodec_find_decoder(id), let context = avcodec_alloc_context3(codec) else {
            throw MediaError("open a decoder", reason: "libavcodec was built without it")
        }
        let decoder = PacketDecoder(adopting: context)
        context.pointee.thread_count = 1
        context.pointee.err_recognition = 0
        try check(avcodec_open2(context, codec, nil), "open a decoder")
        return decoder
    }

    /// Refused before any pixel is allocated.
    mutating func limit(pixels: Int) { self.context?.pointee.max_pixels = Int64(pixels) }

    mutating func decodeOne(_ bytes: Data) throws(MediaError) -> RawFrame {
        var packet = av_packet_alloc()
        defer { av_packet_free(&packet) }
        guard let filled = packet, av_new_packet(filled, Int32(clamping: bytes.count)) == 0 else {
            throw MediaError("decode a picture", reason: "out of memory")
        }
        bytes.copyBytes(to: filled.pointee.data, count: bytes.count)
        let frame = try RawFrame()
        try check(avcodec_send_packet(self.context, filled), "decode a picture")
        avcodec_send_packet(self.context, nil)
        try check(avcodec_receive_frame(self.context, frame.pointer), "decode a picture")
        return frame
    }
}

/// An `AVFrame`.
struct RawFrame: ~Copyable {
    let pointer: UnsafeMutablePointer<AVFrame>

    init() throws(MediaError) {
        guard let frame = av_frame_alloc() else {
            throw MediaError("allocate a frame", reason: "out of memory")
        }
        self.pointer = frame
    }

    deinit {
        var frame: UnsafeMutablePointer<AVFrame>? = self.pointer
        av_frame_free(&frame)
    }

    var width: Int { Int(self.pointer.pointee.width) }
    var height: Int { Int(self.pointer.pointee.height) }

    func makeBGRA() throws(MediaError) -> DecodedImage {
        let width = self.pointer.pointee.width
        let height = self.pointer.pointee.height
        let format = AVPixelFormat(self.pointer.pointee.format)
        guard
            let scaler = sws_getContext(
                width, height, format, width, height, AV_PIX_FMT_BGRA, Int32(SWS_BILINEAR | SWS_ACCURATE_RND),
                nil,
                nil, nil)
        else { throw MediaError("convert a picture", reason: "its pixel format is not known") }
        defer { sws_freeContext(scaler) }
        var image = DecodedImage(
            width: Int(width), height: Int(height),
            pixels: [UInt8](repeating: 0, count: Int(width) * Int(height) * 4))
        let frame = self.pointer
        image.pixels.withUnsafeMutableBufferPointer { pixels in
            var planes: [UnsafeMutablePointer<UInt8>?] = [pixels.baseAddress, nil, nil, nil]
            var strides: [Int32] = [width * 4, 0, 0, 0]
            withUnsafePointer(to: &frame.pointee.data) { data in
                withUnsafePointer(to: &frame.pointee.linesize) { lines in
                    data.withMemoryRebound(to: UnsafePointer<UInt8>?.self, capacity: 8) { source in
                        lines.withMemoryRebound(to: Int32.self, capacity: 8) { sourceStrides in
                            _ = sws_scale(scaler, source, sourceStrides, 0, height, &planes, &strides)
                        }
                    }
                }
            }
        }
        image.premultiply()
        return image
    }
}

extension DecodedImage {
    fileprivate mutating func premultiply() {
        for pixel in stride(from: 0, to: self.pixels.count, by: 4) {
            let alpha = Int(self.pixels[pixel + 3])
            guard alpha < 255 else { continue }
            for channel in pixel..<pixel + 3 {
                self.pixels[channel] = UInt8((Int(self.pixels[channel]) * alpha + 127) / 255)
            }
        }
    }
}
