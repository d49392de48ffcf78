// SPDX-License-Identifier: Apache-2.0
internal import CMedia
internal import Glibc

/// One encoded picture: NAL units, each behind its length in four bytes, big-endian.
package struct AccessUnit: Sendable {
    package var bytes: [UInt8]
    package var isKeyframe: Bool

    package init(bytes: [UInt8], isKeyframe: Bool) {
        self.bytes = bytes
        self.isKeyframe = isKeyframe
    }
}

/// One closed GOP of H.264, by libx264.
///
/// Settings are the same for every segment of a film, so segments join without re-encoding: one thread, no B-frames,
/// no lookahead. A picture goes in and its access unit comes out of the same call. The same pictures give the same
/// bytes.
package struct H264Encoder: ~Copyable {
    /// libx264's build and our settings: part of the recipe of what it encodes.
    package static let version = "x264 \(X264_BUILD), settings 1"

    private let encoder: OpaquePointer
    private let width: Int
    private let height: Int
    private var frameNumber: Int64 = 0

    /// The macroblocks of a picture: 16 by 16 pixels, the last column and row padded.
    package let macroblockColumns: Int
    package let macroblockRows: Int

    private init(adopting encoder: OpaquePointer, width: Int, height: Int) {
        self.encoder = encoder
        self.width = width
        self.height = height
        self.macroblockColumns = (width + 15) / 16
        self.macroblockRows = (height + 15) / 16
    }

    deinit { x264_encoder_close(self.encoder) }

    package static func open(
        width: Int, height: Int, framesPerSecond: Int, constantRateFactor: Int
    ) throws(MediaError) -> H264Encoder {
        var parameters = x264_param_t()
        guard x264_param_default_preset(&parameters, "veryfast", nil) == 0 else {
            throw MediaError("set up libx264", reason: "it knows no preset veryfast")
        }
        Self.describePicture(&parameters, width: width, height: height, framesPerSecond: framesPerSecond)
        Self.closeTheGroup(&parameters)
        parameters.rc.i_rc_method = X264_RC_CQP
        parameters.rc.i_qp_constant = Int32(constantRateFactor)
        guard x264_param_apply_profile(&parameters, "high") == 0,
            let encoder = x264_encoder_open_164(&parameters)
        else {
            throw MediaError(
                "open libx264", reason: "it refused \(width)x\(height) at \(framesPerSecond) fps")
        }
        return H264Encoder(adopting: encoder, width: width, height: height)
    }

    private static func describePicture(
        _ parameters: inout x264_param_t, width: Int, height: Int, framesPerSecond: Int
    ) {
        parameters.i_width = Int32(width)
        parameters.i_height = Int32(height)
        parameters.i_csp = X264_CSP_I420
        parameters.i_fps_num = UInt32(framesPerSecond)
        parameters.i_fps_den = 1
        parameters.i_timebase_num = 1
        parameters.i_timebase_den = UInt32(framesPerSecond)
        parameters.b_vfr_input = 0
        // BT.709 in limited range, as ITU-T H.264 table E-3 numbers it.
        parameters.vui.i_colorprim = 1
        parameters.vui.i_transfer = 1
        parameters.vui.i_colmatrix = 1
        parameters.vui.b_fullrange = 0
        parameters.i_log_level = X264_LOG_NONE
    }

    /// Without B-frames and weighted prediction the previous picture is the only reference, and so a macroblock marked
    /// constant becomes a skip without any analysis.
    private static func closeTheGroup(_ parameters: inout x264_param_t) {
        parameters.i_threads = 1
        parameters.i_lookahead_threads = 1
        parameters.b_deterministic = 1
        // The same bytes on every processor, at the price of a few shortcuts.
        parameters.b_cpu_independent = 1
        parameters.i_keyint_max = X264_KEYINT_MAX_INFINITE
        parameters.i_scenecut_threshold = 0
        parameters.b_open_gop = 0
        parameters.i_bframe = 0
        parameters.i_frame_reference = 1
        parameters.analyse.i_weighted_pred = X264_WEIGHTP_NONE
        parameters.analyse.b_mb_info = 1
        parameters.rc.i_lookahead = 0
        parameters.rc.b_mb_tree = 0
        parameters.i_sync_lookahead = 0
        parameters.b_annexb = 0
        parameters.b_repeat_headers = 0
    }

    /// SPS and PPS, without their lengths.
    package func parameterSets() throws(MediaError) -> (sequence: [UInt8], picture: [UInt8]) {
        var units: UnsafeMutablePointer<x264_nal_t>?
        var count: Int32 = 0
        guard x264_encoder_headers(self.encoder, &units, &count) >= 0, let units else {
            throw MediaError("read the parameter sets", reason: "libx264 gave none")
        }
        var sequence: [UInt8] = []
        var picture: [UInt8] = []
        for index in 0..<Int(count) {
            let unit = units[index]
            let bytes = Array(UnsafeBufferPointer(start: unit.p_payload + 4, count: Int(unit.i_payload) - 4))
            if unit.i_type == Int32(NAL_SPS.rawValue) { sequence = bytes }
            if unit.i_type == Int32(NAL_PPS.rawValue) { picture = bytes }
        }
        return (sequence, picture)
    }

    /// - Parameter isConstant: One byte a macroblock, row by row: 1 where every pixel equals the previous picture's.
    package mutating func encode(_ frame: PlanarFrame, isConstant: [UInt8]) throws(MediaError) -> AccessUnit {
        precondition(
            isConstant.count == self.macroblockColumns * self.macroblockRows, "one byte a macroblock")
        var picture = x264_picture_t()
        x264_picture_init(&picture)
        picture.i_type = self.frameNumber == 0 ? X264_TYPE_IDR : X264_TYPE_P
        picture.i_pts = self.frameNumber
        picture.img.i_csp = X264_CSP_I420
        picture.img.i_plane = 3
        picture.img.plane = (frame.luma, frame.blueChroma, frame.redChroma, nil)
        picture.img.i_stride = (Int32(frame.width), Int32(frame.chromaWidth), Int32(frame.chromaWidth), 0)
        // libx264 frees it by the callback once the picture is encoded.
        let flags = malloc(isConstant.count)?.assumingMemoryBound(to: UInt8.self)
        flags?.initialize(from: isConstant, count: isConstant.count)
        picture.prop.mb_info = flags
        picture.prop.mb_info_free = { free($0) }
        var units: UnsafeMutablePointer<x264_nal_t>?
        var count: Int32 = 0
        var result = x264_picture_t()
        let size = x264_encoder_encode(self.encoder, &units, &count, &picture, &result)
        guard size > 0, let units else {
            throw MediaError("encode picture \(self.frameNumber)", reason: "libx264 gave \(size)")
        }
        self.frameNumber += 1
        let bytes = Array(UnsafeBufferPointer(start: units[0].p_payload, count: Int(size)))
        return AccessUnit(bytes: bytes, isKeyframe: result.b_keyframe != 0)
    }
}
