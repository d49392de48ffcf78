// SPDX-License-Identifier: Apache-2.0
internal import CMarkup

/// Character references in text and attribute values (`&amp;`, `&#x3042;`), by cmark-gfm's table of HTML's names.
struct EntityDecoder: ~Copyable {
    private var buffer: cmark_strbuf

    init() {
        self.buffer = cmark_strbuf()
        cmark_strbuf_init(cmark_get_default_mem_allocator(), &self.buffer, 64)
    }

    deinit {
        var buffer = self.buffer
        cmark_strbuf_free(&buffer)
    }

    /// The bytes as a string with references replaced; what is no reference stays as written. O(n).
    mutating func decode(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var rest = bytes
        while let ampersand = rest.firstIndex(of: UInt8(ascii: "&")) {
            output.append(contentsOf: rest[..<ampersand])
            rest = rest[ampersand...]
            let length = self.decodeReference(rest, into: &output)
            if length == 0 { output.append(UInt8(ascii: "&")) }
            rest = rest.dropFirst(max(length, 1))
        }
        output.append(contentsOf: rest)
        return String(decoding: output, as: UTF8.self)
    }

    /// - Parameter bytes: Begins with the ampersand.
    /// - Returns: How many bytes the reference takes; 0 when it is none.
    private mutating func decodeReference(_ bytes: ArraySlice<UInt8>, into output: inout [UInt8]) -> Int {
        if bytes.dropFirst().first == UInt8(ascii: "#") { return Self.decodeNumber(bytes, into: &output) }
        cmark_strbuf_clear(&self.buffer)
        // The longest name has 31 letters, so the table needs no more than this.
        let length = bytes.dropFirst().prefix(40).withUnsafeBufferPointer {
            Int(houdini_unescape_ent(&self.buffer, $0.baseAddress, bufsize_t($0.count)))
        }
        guard length > 0 else { return Self.decodeUnfinished(bytes, into: &output) }
        output.append(contentsOf: UnsafeBufferPointer(start: self.buffer.ptr, count: Int(self.buffer.size)))
        return length + 1
    }

    private static func decodeNumber(_ bytes: ArraySlice<UInt8>, into output: inout [UInt8]) -> Int {
        var digits = bytes.dropFirst(2)
        let isHexadecimal = digits.first.map { $0 | 0x20 == UInt8(ascii: "x") } ?? false
        if isHexadecimal { digits = digits.dropFirst() }
        let radix = isHexadecimal ? 16 : 10
        let run = digits.prefix(16).prefix {
            Character(Unicode.Scalar($0)).hexDigitValue.map { $0 < radix } ?? false
        }
        guard !run.isEmpty else { return 0 }
        let number = UInt32(String(decoding: run, as: UTF8.self), radix: radix) ?? 0
        let scalar = Unicode.Scalar(self.windows1252[number] ?? number) ?? "\u{FFFD}"
        output.append(contentsOf: String(number == 0 ? "\u{FFFD}" : Character(scalar)).utf8)
        let hasSemicolon = bytes[run.endIndex...].first == UInt8(ascii: ";")
        return run.endIndex - bytes.startIndex + (hasSemicolon ? 1 : 0)
    }

    /// The few old names that pages still write without their semicolon.
    private static func decodeUnfinished(_ bytes: ArraySlice<UInt8>, into output: inout [UInt8]) -> Int {
        for (name, character) in self.unfinishedNames where bytes.dropFirst().starts(with: name) {
            let next = bytes.dropFirst(1 + name.count).first ?? 0x20
            // In a query string, "&copy=1" is a parameter.
            guard next != UInt8(ascii: "="), !(48...57).contains(next), !(65...90).contains(next & 0xDF)
            else { return 0 }
            output.append(contentsOf: character.utf8)
            return 1 + name.count
        }
        return 0
    }

    private static let unfinishedNames: [(name: [UInt8], character: String)] = [
        (Array("nbsp".utf8), "\u{A0}"), (Array("amp".utf8), "&"), (Array("lt".utf8), "<"),
        (Array("gt".utf8), ">"),
        (Array("quot".utf8), "\""), (Array("copy".utf8), "©"), (Array("reg".utf8), "®"),
    ]

    /// Numbers that mean their Windows-1252 characters (html.spec.whatwg.org, numeric character reference end state).
    private static let windows1252: [UInt32: UInt32] = [
        0x80: 0x20AC, 0x82: 0x201A, 0x83: 0x0192, 0x84: 0x201E, 0x85: 0x2026, 0x86: 0x2020, 0x87: 0x2021,
        0x88: 0x02C6,
        0x89: 0x2030, 0x8A: 0x0160, 0x8B: 0x2039, 0x8C: 0x0152, 0x8E: 0x017D, 0x91: 0x2018, 0x92: 0x2019,
        0x93: 0x201C,
        0x94: 0x201D, 0x95: 0x2022, 0x96: 0x2013, 0x97: 0x2014, 0x98: 0x02DC, 0x99: 0x2122, 0x9A: 0x0161,
        0x9B: 0x203A,
        0x9C: 0x0153, 0x9E: 0x017E, 0x9F: 0x0178,
    ]
}
