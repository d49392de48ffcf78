// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// Tells files that are not text, whatever their name or Content-Type says.
enum BinarySniffer {
    /// What the bytes are, as in `a PDF file`; nil for what may be text.
    static func kind(of bytes: Data) -> String? {
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

    private static let magics: [(magic: [UInt8], offset: Int, kind: String)] = [
        (Array("%PDF".utf8), 0, "a PDF file"),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], 0, "a PNG image"),
        ([0xFF, 0xD8, 0xFF], 0, "a JPEG image"),
        (Array("GIF8".utf8), 0, "a GIF image"),
        (Array("RIFF".utf8), 0, "a RIFF file (WebP, WAV or AVI)"),
        (Array("ftyp".utf8), 4, "an MP4 or HEIF file"),
        ([0x1A, 0x45, 0xDF, 0xA3], 0, "a WebM or Matroska file"),
        (Array("OggS".utf8), 0, "an Ogg file"),
        (Array("ID3".utf8), 0, "an MP3 file"),
        (Array("fLaC".utf8), 0, "a FLAC file"),
        ([0x50, 0x4B, 0x03, 0x04], 0, "a ZIP archive or Office document"),
        ([0x50, 0x4B, 0x05, 0x06], 0, "a ZIP archive"),
        ([0xD0, 0xCF, 0x11, 0xE0], 0, "an old Office document"),
        ([0x1F, 0x8B], 0, "a gzip archive"),
        ([0x28, 0xB5, 0x2F, 0xFD], 0, "a Zstandard archive"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], 0, "an XZ archive"),
        (Array("BZh".utf8), 0, "a bzip2 archive"),
        ([0x37, 0x7A, 0xBC, 0xAF], 0, "a 7-Zip archive"),
        (Array("Rar!".utf8), 0, "a RAR archive"),
        ([0x7F, 0x45, 0x4C, 0x46], 0, "a program"),
        ([0x00, 0x61, 0x73, 0x6D], 0, "a program"),
        (Array("wOFF".utf8), 0, "a font"),
        (Array("SQLite format".utf8), 0, "a database"),
    ]
}
