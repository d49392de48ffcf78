// SPDX-License-Identifier: Apache-2.0
internal import CMedia
package import Foundation

/// JPEG by libavcodec.
package enum JPEGEncoder {
    /// - Parameter quality: libavcodec's quantiser, 2 (best) ... 31.
    package static func encode(_ picture: PlanarFrame, quality: Int = 3) throws(MediaError) -> Data {
        let context = try CodecContext.openJPEG(
            width: picture.width, height: picture.height, quality: quality)
        let frame = try RawFrame()
        frame.pointer.pointee.format = AV_PIX_FMT_YUVJ420P.rawValue
        frame.pointer.pointee.width = Int32(picture.width)
        frame.pointer.pointee.height = Int32(picture.height)
        frame.pointer.pointee.quality = Int32(quality) * FF_QP2LAMBDA
        try check(av_frame_get_buffer(frame.pointer, 0), "allocate a frame")
        try Self.convert(picture, into: frame.pointer)
        var packets: [Data] = []
        try context.send(frame.pointer)
        try context.send(nil)
        try context.drain(into: &packets)
        guard let jpeg = packets.first else {
            throw MediaError("encode a JPEG", reason: "the encoder gave nothing")
        }
        return jpeg
    }

    /// JFIF is BT.601 in full range; our pictures are BT.709 in limited range.
    private static func convert(_ picture: PlanarFrame, into frame: UnsafeMutablePointer<AVFrame>)
        throws(MediaError)
    {
        let width = Int32(picture.width)
        let height = Int32(picture.height)
        guard
            let scaler = sws_getContext(
                width, height, AV_PIX_FMT_YUV420P, width, height, AV_PIX_FMT_YUVJ420P,
                Int32(SWS_BILINEAR | SWS_ACCURATE_RND), nil, nil, nil)
        else { throw MediaError("encode a JPEG", reason: "no conversion between pixel formats") }
        defer { sws_freeContext(scaler) }
        let source = sws_getCoefficients(Int32(SWS_CS_ITU709))
        let target = sws_getCoefficients(Int32(SWS_CS_ITU601))
        sws_setColorspaceDetails(scaler, source, 0, target, 1, 0, 1 << 16, 1 << 16)
        var planes: [UnsafePointer<UInt8>?] = [
            UnsafePointer(picture.luma), UnsafePointer(picture.blueChroma), UnsafePointer(picture.redChroma),
            nil,
        ]
        var strides = [width, width / 2, width / 2, 0]
        withUnsafeMutablePointer(to: &frame.pointee.data) { data in
            withUnsafeMutablePointer(to: &frame.pointee.linesize) { lines in
                data.withMemoryRebound(to: UnsafeMutablePointer<UInt8>?.self, capacity: 8) { data in
                    lines.withMemoryRebound(to: Int32.self, capacity: 8) { lines in
                        _ = sws_scale(scaler, &planes, &strides, 0, height, data, lines)
                    }
                }
            }
        }
    }
}

extension CodecContext {
    static func openJPEG(width: Int, height: Int, quality: Int) throws(MediaError) -> CodecContext {
        _ = libavIsQuiet
        guard let codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG), let pointer = avcodec_alloc_context3(codec)
        else {
            throw MediaError("open the JPEG encoder", reason: "libavcodec was built without it")
        }
        let context = CodecContext(adopting: pointer)
        pointer.pointee.width = Int32(width)
        pointer.pointee.height = Int32(height)
        pointer.pointee.pix_fmt = AV_PIX_FMT_YUVJ420P
        pointer.pointee.color_range = AVCOL_RANGE_JPEG
        pointer.pointee.time_base = moviegen_rational(1, 25)
        pointer.pointee.thread_count = 1
        pointer.pointee.flags |= AV_CODEC_FLAG_QSCALE | AV_CODEC_FLAG_BITEXACT
        pointer.pointee.global_quality = Int32(quality) * FF_QP2LAMBDA
        try check(avcodec_open2(pointer, codec, nil), "open the JPEG encoder")
        return context
    }
}
