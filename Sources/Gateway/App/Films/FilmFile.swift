// SPDX-License-Identifier: Apache-2.0

/// A file of a finished film, by the last part of its path.
enum FilmFile: String, CaseIterable, Sendable {
    case video
    case webVTT = "subtitles.vtt"
    case subRip = "subtitles.srt"
    case thumbnail

    /// As in ``FilmJobResult/files``.
    var ending: String {
        switch self {
        case .video: "mp4"
        case .webVTT: "vtt"
        case .subRip: "srt"
        case .thumbnail: "jpg"
        }
    }

    var contentType: String {
        switch self {
        case .video: "video/mp4"
        case .webVTT: "text/vtt; charset=utf-8"
        case .subRip: "application/x-subrip; charset=utf-8"
        case .thumbnail: "image/jpeg"
        }
    }
}
