// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Markup
import Testing

@Suite struct `Decoding a page` {
    private static let sentence = "文字コードが違っても、日本語の文章は同じように読めなければなりません。「①番の～」という機種依存の文字も、ときどき混ざります。"

    /// A page in an encoding, which it names inside itself when `label` is given.
    private static func page(label: String?, text: String = Self.sentence) -> String {
        let meta = label.map { "<meta http-equiv='Content-Type' content='text/html; charset=\($0)'>" } ?? ""
        return
            "<html><head>\(meta)<title>題名</title></head><body><article><p>\(text)</p><p>\(text)</p></article></body></html>"
    }

    private static func paragraphs(_ bytes: Data, charset: String? = nil) throws -> [String] {
        try ArticleReader.readHTML(bytes, charset: charset, source: "https://example.jp/").blocks.map {
            block in
            if case .paragraph(let text) = block { text } else { "" }
        }
    }

    @Test(arguments: [
        ("CP932", "Shift_JIS"), ("CP932", "x-sjis"), ("CP932", "Windows-31J"), ("EUC-JP-MS", "EUC-JP"),
        ("UTF-8", "UTF-8"),
    ])
    func `the encoding the server names is used`(iconvName: String, label: String) throws {
        let bytes = try Iconv.encode(Self.page(label: nil), to: iconvName)
        #expect(try Self.paragraphs(bytes, charset: label) == [Self.sentence, Self.sentence])
    }

    @Test(arguments: [("CP932", "Shift_JIS"), ("EUC-JP-MS", "euc-jp")])
    func `the encoding the page names is used`(iconvName: String, label: String) throws {
        let bytes = try Iconv.encode(Self.page(label: label), to: iconvName)
        #expect(try Self.paragraphs(bytes) == [Self.sentence, Self.sentence])
    }

    @Test(arguments: ["meta", "server"])
    func `mail's encoding is read as well`(namedBy: String) throws {
        let text = Self.sentence.replacing("①", with: "一").replacing("～", with: "〜")
        let bytes = try Iconv.encode(
            Self.page(label: namedBy == "meta" ? "ISO-2022-JP" : nil, text: text), to: "ISO-2022-JP")
        #expect(try Self.paragraphs(bytes, charset: namedBy == "meta" ? nil : "iso-2022-jp") == [text, text])
    }

    @Test(arguments: ["CP932", "EUC-JP-MS", "UTF-8", "UTF-16LE", "UTF-16BE"])
    func `an encoding nobody names is found in the bytes`(iconvName: String) throws {
        let text = String(
            repeating: Self.sentence.replacing("①", with: "一").replacing("～", with: "から"), count: 4)
        let bytes = try Iconv.encode(Self.page(label: nil, text: text), to: iconvName)
        #expect(try Self.paragraphs(bytes) == [text, text])
    }

    @Test(
        arguments: [
            ("UTF-8", [0xEF, 0xBB, 0xBF]), ("UTF-16LE", [0xFF, 0xFE]), ("UTF-16BE", [0xFE, 0xFF]),
            ("UTF-32LE", [0xFF, 0xFE, 0, 0]),
        ] as [(String, [UInt8])])
    func `a byte order mark wins over every label`(iconvName: String, mark: [UInt8]) throws {
        let bytes = Data(mark) + (try Iconv.encode(Self.page(label: "Shift_JIS"), to: iconvName))
        #expect(try Self.paragraphs(bytes, charset: "euc-jp") == [Self.sentence, Self.sentence])
    }

    @Test func `the server's word wins over the page's`() throws {
        let bytes = try Iconv.encode(Self.page(label: "euc-jp"), to: "CP932")
        #expect(try Self.paragraphs(bytes, charset: "shift_jis") == [Self.sentence, Self.sentence])
    }

    @Test(arguments: ["shift_jis", "euc-jp", "iso-8859-1", "no-such-encoding", ""])
    func `a label that lies about UTF-8 does no harm`(label: String) throws {
        let paragraphs = try Self.paragraphs(
            Data(Self.page(label: label).utf8), charset: label == "iso-8859-1" ? nil : label)
        if label != "iso-8859-1" { #expect(paragraphs == [Self.sentence, Self.sentence]) }
        #expect(paragraphs.count == 2)
    }

    @Test func `bytes that fit no character are replaced and the rest is read`() throws {
        var bytes = try Iconv.encode(Self.page(label: "Shift_JIS"), to: "CP932")
        let middle = try #require(bytes.firstRange(of: Data("<p>".utf8))).upperBound
        bytes.insert(contentsOf: [0x82, 0x20, 0xFF, 0x41], at: middle)
        let paragraphs = try Self.paragraphs(bytes)
        #expect(paragraphs[0].contains("\u{FFFD}"))
        #expect(paragraphs[0].hasSuffix(Self.sentence))
        #expect(paragraphs[1] == Self.sentence)
    }

    @Test func `western pages that say latin1 mean Windows-1252`() throws {
        let text =
            "The caf\u{E9} \u{2013} it\u{2019}s closed. "
            + String(repeating: "Nothing else is said about it here. ", count: 6)
        let bytes = try Iconv.encode(
            Self.page(label: "ISO-8859-1", text: text).replacing("題名", with: "Title"), to: "CP1252")
        #expect(try Self.paragraphs(bytes)[0].hasPrefix("The café – it’s closed."))
    }

    @Test(arguments: [
        ("%PDF-1.7\n%âãÏÓ", "a PDF file"), ("\u{89}PNG\r\n\u{1A}\n", "a PNG image"),
        ("PK\u{3}\u{4}", "a ZIP archive or Office document"),
        ("GIF89a", "a GIF image"), ("\0\0\0\u{18}ftypmp42", "an MP4 or HEIF file"),
        ("\u{7F}ELF", "a program"),
    ])
    func `what is no text is named`(head: String, kind: String) throws {
        let bytes =
            Data(head.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
            + Data(repeating: 0x41, count: 2000)
        for read in [
            { try ArticleReader.readHTML(bytes, charset: nil, source: "x") },
            { try ArticleReader.readMarkdown(bytes, source: "x") },
            { try ArticleReader.readText(bytes, source: "x") },
        ] {
            let failure = #expect(throws: JobFailure.self) { try read() }
            #expect(failure?.code == .sourceNotText && failure?.detail == kind)
            #expect(failure?.japaneseDetail?.isEmpty == false)
        }
    }

    @Test func `data of no known kind is no text either`() {
        let bytes = Data((0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 3) })
        #expect { try ArticleReader.readText(bytes, source: "x") } throws: {
            ($0 as? JobFailure)?.code == .sourceNotText
        }
    }
}

/// The system's converter, to make pages in encodings that Swift strings are never in.
enum Iconv {
    static func encode(_ text: String, to name: String) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/iconv")
        process.arguments = ["-f", "UTF-8", "-t", name]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try input.fileHandleForWriting.close()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.fileReadInapplicableStringEncoding) }
        return data
    }
}
