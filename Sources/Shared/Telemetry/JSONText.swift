// SPDX-License-Identifier: Apache-2.0

/// JSON that is written value by value into one buffer, each value within a limit of bytes.
struct JSONText {
    private(set) var bytes: [UInt8] = []

    mutating func append(raw text: String) { self.bytes.append(contentsOf: text.utf8) }

    /// A string in quotes. One that needs more than `limit` bytes between them ends in `…`.
    mutating func append(string text: String, limit: Int) {
        self.bytes.append(0x22)
        let start = self.bytes.count
        let ellipsis: [UInt8] = [0xE2, 0x80, 0xA6]
        var lastPlaceForEllipsis = start
        for scalar in text.unicodeScalars {
            self.append(scalar)
            let count = self.bytes.count - start
            if count <= limit - ellipsis.count {
                lastPlaceForEllipsis = self.bytes.count
            } else if count > limit {
                self.bytes.removeSubrange(lastPlaceForEllipsis...)
                self.bytes.append(contentsOf: ellipsis)
                break
            }
        }
        self.bytes.append(0x22)
    }

    /// Escapes what JSON must, and what could move a terminal's cursor or turn its text around.
    private mutating func append(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x22, 0x5C: self.bytes.append(contentsOf: [0x5C, UInt8(scalar.value)])
        case 0x0A: self.bytes.append(contentsOf: [0x5C, 0x6E])
        case 0x09: self.bytes.append(contentsOf: [0x5C, 0x74])
        case 0x00..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069:
            let digits = String(scalar.value, radix: 16)
            self.append(raw: "\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
        default: self.bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }
}
