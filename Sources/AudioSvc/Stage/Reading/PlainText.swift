// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// Text without what is only for the eye.
enum PlainText {
    /// Drops Markdown's marks, tags, addresses, references and emoji, and brings every character to one form (NFKC):
    /// what is full width becomes ASCII, half-width kana become kana, ㎞ becomes km.
    ///
    /// - Note: Linear in the text; every pattern has a bounded reach.
    static func of(_ text: String) -> String {
        let written = Self.withoutEntities(Self.withoutMarkdown(Addresses.spoken(text)))
        let bare = Self.withSingleMarks(References.dropped(from: written))
        var scalars = String.UnicodeScalarView()
        for scalar in bare.unicodeScalars where !Self.isForTheEye(scalar) {
            // A wide space parts phrases, which its compatibility form would not tell.
            scalars.append(scalar == "\u{3000}" ? "、" : scalar)
        }
        return String(scalars).precomposedStringWithCompatibilityMapping
    }

    private static func withoutMarkdown(_ text: String) -> String {
        var text = text
        text.replace(/!?\[([^\[\]]{0,200})\]\([^()\s]{0,500}\)/) { String($0.output.1) }
        text.replace(/<(?:br|hr|\/p|\/li|\/div|\/h[1-6]|\/tr)\b[^<>]{0,50}>/.ignoresCase(), with: "\n")
        text.replace(/<\/?[A-Za-z][^<>]{0,200}>/, with: "")
        text.replace(/```[A-Za-z]{0,20}|\*\*|~~|`/, with: "")
        text.replace(/(?:^|\n)[ \t]{0,8}(?:#{1,6}|[>*+\-])[ \t]+/, with: "\n")
        return text
    }

    /// The marks behind HTML's entities, after its tags are gone: what was written `&lt;` is no tag.
    private static func withoutEntities(_ text: String) -> String {
        guard text.contains("&") else { return text }
        return text.replacing(/&(?:([a-z]{2,8})|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));/) { match in
            if let name = match.output.1 { return Self.entities[String(name)] ?? String(match.output.0) }
            let number =
                match.output.2.flatMap { UInt32($0) } ?? match.output.3.flatMap { UInt32($0, radix: 16) }
            // A control character is nothing to say, and no engine should see one.
            return number.flatMap { $0 < 0x20 ? nil : Unicode.Scalar($0) }.map { String(Character($0)) } ?? ""
        }
    }

    private static let entities = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "hellip": "…", "mdash": "—",
        "ndash": "–", "times": "×", "copy": "", "reg": "", "trade": "", "laquo": "", "raquo": "", "yen": "¥",
    ]

    /// Operators of several characters as the one mark they stand for; brackets with nothing in them are none.
    private static func withSingleMarks(_ text: String) -> String {
        Self.operators.reduce(text) { $0.replacing($1.0, with: $1.1) }
    }

    private static let operators = [
        ("()", ""), ("!==", "≠"), ("===", "="), ("==", "="), ("!=", "≠"), ("<=", "≤"), (">=", "≥"),
        ("->", "→"), ("=>", "→"),
    ]

    /// Emoji, their joiners and selectors, trademark signs, invisible marks, and the private-use characters that stand
    /// for words of ours.
    private static func isForTheEye(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xA9, 0xAE, 0x2122, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F, 0xFEFF,
            0xE000...0xF8FF, 0x1F000...0x1FAFF, 0x20E3, 0xE0000...0x10FFFF:
            true
        case 0x2600...0x27BF: true
        default: scalar.properties.isEmojiPresentation
        }
    }
}
