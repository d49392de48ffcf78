// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation

/// Tells files that are not text, whatever their name or Content-Type says.
enum BinarySniffer {
    /// What the bytes are, as in `a PDF file`; nil for what may be text.
    static func kind(of bytes: Data) -> Localized? {
        let head = [UInt8](bytes.prefix(16))
        for (magic, offset, kind) in self.magics
        where head.count >= offset + magic.count && head[offset..<offset + magic.count].elementsEqual(magic) {
            return kind
        }
        return nil
    }

    /// Whether decoded text has more control characters than any text does: over one in fifty of its first 64 KiB.
    /// ESC is not counted, since terminals' logs are text.
    static func isMostlyControls(_ text: some Collection<UInt8>) -> Bool {
        let sample = text.prefix(65_536)
        let controls = sample.lazy.filter {
            $0 < 0x20 && !(0x08...0x0D).contains($0) && $0 != 0x1B || $0 == 0x7F
        }.count
        return controls * 50 > sample.count
    }

    private static let magics: [(magic: [UInt8], offset: Int, kind: Localized)] = [
        (Array("%PDF".utf8), 0, Localized(ja: "PDFファイル", en: "a PDF file")),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], 0, Localized(ja: "PNG画像", en: "a PNG image")),
        ([0xFF, 0xD8, 0xFF], 0, Localized(ja: "JPEG画像", en: "a JPEG image")),
        (Array("GIF8".utf8), 0, Localized(ja: "GIF画像", en: "a GIF image")),
        (Array("RIFF".utf8), 0, Localized(ja: "WebP、WAVなどのファイル", en: "a RIFF file (WebP, WAV or AVI)")),
        (Array("ftyp".utf8), 4, Localized(ja: "MP4かHEIFのファイル", en: "an MP4 or HEIF file")),
        ([0x1A, 0x45, 0xDF, 0xA3], 0, Localized(ja: "WebMかMatroskaのファイル", en: "a WebM or Matroska file")),
        (Array("OggS".utf8), 0, Localized(ja: "Oggファイル", en: "an Ogg file")),
        (Array("ID3".utf8), 0, Localized(ja: "MP3ファイル", en: "an MP3 file")),
        (Array("fLaC".utf8), 0, Localized(ja: "FLACファイル", en: "a FLAC file")),
        (
            [0x50, 0x4B, 0x03, 0x04], 0,
            Localized(ja: "ZIPかOfficeのファイル", en: "a ZIP archive or Office document")
        ),
        ([0x50, 0x4B, 0x05, 0x06], 0, Localized(ja: "ZIPファイル", en: "a ZIP archive")),
        ([0xD0, 0xCF, 0x11, 0xE0], 0, Localized(ja: "古い形式のOffice文書", en: "an old Office document")),
        ([0x1F, 0x8B], 0, Localized(ja: "gzipファイル", en: "a gzip archive")),
        ([0x28, 0xB5, 0x2F, 0xFD], 0, Localized(ja: "Zstandardファイル", en: "a Zstandard archive")),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], 0, Localized(ja: "XZファイル", en: "an XZ archive")),
        (Array("BZh".utf8), 0, Localized(ja: "bzip2ファイル", en: "a bzip2 archive")),
        ([0x37, 0x7A, 0xBC, 0xAF], 0, Localized(ja: "7-Zipファイル", en: "a 7-Zip archive")),
        (Array("Rar!".utf8), 0, Localized(ja: "RARファイル", en: "a RAR archive")),
        ([0x7F, 0x45, 0x4C, 0x46], 0, Localized(ja: "プログラム", en: "a program")),
        ([0x00, 0x61, 0x73, 0x6D], 0, Localized(ja: "プログラム", en: "a program")),
        (Array("wOFF".utf8), 0, Localized(ja: "フォント", en: "a font")),
        (Array("SQLite format".utf8), 0, Localized(ja: "データベース", en: "a database")),
    ]
}
