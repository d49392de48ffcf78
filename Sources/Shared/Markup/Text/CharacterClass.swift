// SPDX-License-Identifier: Apache-2.0
internal import Glibc

/// Which writing system a character belongs to, as far as spacing and length depend on it.
extension Unicode.Scalar {
    /// Han, kana and full-width forms: written without spaces between words. Hangul is not: Korean has spaces.
    var isWide: Bool {
        switch self.value {
        case 0x2E80...0x30FF, 0x31F0...0x9FFF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF01...0xFF9F,
            0xFFE0...0xFFE6,
            0x1F200...0x1F2FF, 0x20000...0x3FFFF:
            self.value != 0x3000
        default: false
        }
    }

    var isKana: Bool { (0x3041...0x30FF).contains(self.value) || (0x31F0...0x31FF).contains(self.value) }

    /// White space of any kind, the full-width and the no-break space included.
    var isSpace: Bool {
        switch self.value {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
            true
        default: false
        }
    }

    /// Characters that draw nothing and only steer: zero-width spaces, soft hyphens, direction marks, controls.
    var isInvisible: Bool {
        switch self.value {
        case 0x00...0x08, 0x0E...0x1F, 0x7F...0x84, 0x86...0x9F, 0xAD, 0x200B, 0x200E, 0x200F,
            0x202A...0x202E,
            0x2060...0x2064, 0x2066...0x2069, 0xFEFF, 0xFFF9...0xFFFB:
            true
        default: false
        }
    }
}

extension StringProtocol {
    /// How much there is to read: a wide character counts two, any other visible one one, white space nothing.
    ///
    /// So a Japanese and an English paragraph that say the same weigh about the same.
    var readingWeight: Int {
        self.unicodeScalars.reduce(0) { $0 + ($1.isSpace || $1.isInvisible ? 0 : $1.isWide ? 2 : 1) }
    }
}

extension StringProtocol where SubSequence == Substring {
    func trimming(where shouldTrim: (Character) -> Bool) -> String {
        var text = self[...]
        while let first = text.first, shouldTrim(first) { text.removeFirst() }
        while let last = text.last, shouldTrim(last) { text.removeLast() }
        return String(text)
    }
}

extension String {
    /// Whether another string's bytes occur in this one's, up to its first NUL: a search for ASCII words, without
    /// Unicode's equivalences and their cost.
    func hasBytes(of word: String) -> Bool {
        self.withCString { text in word.withCString { word in strstr(text, word) != nil } }
    }
}
