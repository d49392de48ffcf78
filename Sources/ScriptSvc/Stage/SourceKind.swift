// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation

/// How the bytes of an article are to be read.
enum SourceKind: Hashable, Sendable {
    case html, markdown, text

    /// By a file's ending; nil for one that says nothing.
    init?(fileName: String) {
        let name = fileName.lowercased()
        func ends(in endings: [String]) -> Bool { endings.contains { name.hasSuffix($0) } }
        if ends(in: [".html", ".htm", ".xhtml"]) {
            self = .html
        } else if ends(in: [".md", ".markdown", ".mdown", ".mkd"]) {
            self = .markdown
        } else if ends(in: [".txt", ".text"]) {
            self = .text
        } else {
            return nil
        }
    }

    /// By the first sign on the page: `<` opens HTML; anything else reads well as Markdown.
    init(sniffing bytes: Data) {
        let unmarked = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        let first = unmarked.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        self = first == UInt8(ascii: "<") ? .html : .markdown
    }

    private static let signatures: [(name: String, bytes: [UInt8], offset: Int)] = [
        ("PDF", Array("%PDF-".utf8), 0), ("PNG", [0x89, 0x50, 0x4E, 0x47], 0),
        ("JPEG", [0xFF, 0xD8, 0xFF], 0),
        ("GIF", Array("GIF8".utf8), 0), ("ZIP", [0x50, 0x4B, 0x03, 0x04], 0), ("gzip", [0x1F, 0x8B], 0),
        ("RIFF", Array("RIFF".utf8), 0), ("MP4", Array("ftyp".utf8), 4),
        ("Matroska", [0x1A, 0x45, 0xDF, 0xA3], 0),
        ("MP3", Array("ID3".utf8), 0), ("ELF", [0x7F, 0x45, 0x4C, 0x46], 0), ("Ogg", Array("OggS".utf8), 0),
    ]

    /// What the bytes are when they are no text: by signature, or by the NULs UTF-16 without a mark would have too.
    static func nonText(_ bytes: Data) -> Localized? {
        let head = Array(bytes.prefix(1024))
        for signature in Self.signatures where head.dropFirst(signature.offset).starts(with: signature.bytes)
        {
            return Localized(signature.name)
        }
        let isUnicode16 = head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
        return head.contains(0) && !isUnicode16 ? Localized(ja: "文字のデータではありません", en: "binary data") : nil
    }
}
