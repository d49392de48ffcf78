// SPDX-License-Identifier: Apache-2.0

/// Addresses of pages, which nobody reads out.
enum Addresses {
    /// An address becomes リンク where a Japanese sentence needs a noun for it, and nothing elsewhere.
    static func spoken(_ text: String) -> String {
        // An address ends where ASCII that may be in one does.
        text.replacing(/(?:https?:\/\/|www\.)[A-Za-z0-9\-._~:\/?#@!$&*+,;=%]{1,2000}/) { match in
            Self.isNoun(before: text[..<match.range.lowerBound], after: text[match.range.upperBound...])
                ? "リンク" : ""
        }
    }

    /// Whether a particle follows, or 〜は leads up to it: without a noun it would be left alone.
    private static func isNoun(before: Substring, after: Substring) -> Bool {
        let head = before.suffix(8)
        let isBracketed = head.last.map { "(（".contains($0) } ?? false
        // A bracket behind a word is an aside; with nothing before it, it stands for the word.
        let isAside = isBracketed && !(head.dropLast().last.map { "。、\n".contains($0) } ?? true)
        let rest = after.prefix(8).drop { (isAside ? " 」』>`\"" : " 」』>`\")）").contains($0) }
        if Self.particles.contains(where: rest.hasPrefix) { return true }
        let isEnd = rest.first.map { "。、\n".contains($0) } ?? true
        return isEnd && head.last { !" 「『:：<`\"".contains($0) } == "は"
    }

    private static let particles = ["を", "に", "は", "が", "と", "で", "の", "も", "へ", "や", "から", "まで", "より"]
}
