// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// Text without what is only for the eye.
enum PlainText {
    /// Drops Markdown's marks, tags, addresses and emoji, and brings every character to one form (NFKC): what is
    /// full width becomes ASCII, half-width kana become kana, ㎞ becomes km.
    ///
    /// - Note: Linear in the text; every pattern has a bounded reach.
    static func of(_ text: String) -> String {
        let bare = Self.withSingleMarks(Self.withoutAddresses(Self.withoutMarkdown(text)))
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
        text.replace(/<\/?[A-Za-z][^<>]{0,200}>/, with: "")
        text.replace(/```[A-Za-z]{0,20}|\*\*|~~|`/, with: "")
        text.replace(/(?:^|\n)[ \t]{0,8}(?:#{1,6}|[>*+\-])[ \t]+/, with: "\n")
        return text
    }

    /// Operators of several characters as the one mark they stand for; brackets with nothing in them are none.
    private static func withSingleMarks(_ text: String) -> String {
        Self.operators.reduce(text) { $0.replacing($1.0, with: $1.1) }
    }

    private static let operators = [
        ("()", ""), ("!==", "≠"), ("===", "="), ("==", "="), ("!=", "≠"), ("<=", "≤"), (">=", "≥"),
        ("->", "→"), ("=>", "→"),
    ]

    private static func withoutAddresses(_ text: String) -> String {
        var text = text
        // An address ends where ASCII that may be in one does.
        text.replace(/(?:https?:\/\/|www\.)[A-Za-z0-9\-._~:\/?#@!$&*+,;=%]{1,2000}/, with: "")
        return text
    }

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
