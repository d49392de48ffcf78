// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// The block of settings that static-site generators put before a Markdown document.
struct FrontMatter {
    private(set) var title: String?
    private(set) var author: String?
    private(set) var summary: String?
    private(set) var language: String?
    /// The document without it.
    let body: Substring

    /// Reads YAML between `---` lines or TOML between `+++` lines: the plain one-line values, which are all that a
    /// title needs. Whatever else stands there is passed over.
    init(_ text: Substring) {
        let lines = text.split(maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let fence = (lines.first ?? "").trimming(where: \.isWhitespace)
        guard fence == "---" || fence == "+++", lines.count == 2, let end = Self.end(of: fence, in: lines[1]),
            Self.looksLikeSettings(lines[1][..<end.before])
        else {
            self.body = text
            return
        }
        self.body = lines[1][end.after...]
        for line in lines[1][..<end.before].split(whereSeparator: \.isNewline) {
            guard let mark = line.firstIndex(where: { $0 == ":" || $0 == "=" }),
                let value = Self.value(line[line.index(after: mark)...])
            else { continue }
            switch line[..<mark].trimming(where: \.isWhitespace).lowercased() {
            case "title": self.title = self.title ?? value
            case "author", "authors": self.author = self.author ?? value
            case "description", "summary", "excerpt": self.summary = self.summary ?? value
            case "lang", "language": self.language = self.language ?? value
            default: break
            }
        }
    }

    /// Two rules around text look the same from afar, but begin with an empty line or hold no setting.
    private static func looksLikeSettings(_ text: Substring) -> Bool {
        guard let first = text.first, !first.isNewline else { return false }
        return text.split(whereSeparator: \.isNewline).contains { line in
            let key = line.prefix { $0.isLetter || $0.isNumber || "_-.\" ".contains($0) }
            return !key.isEmpty && (line.dropFirst(key.count).first.map { $0 == ":" || $0 == "=" } ?? false)
        }
    }

    /// Where the closing fence begins and what follows it, within the first 200 lines.
    private static func end(of fence: String, in text: Substring) -> (
        before: Substring.Index, after: Substring.Index
    )? {
        var start = text.startIndex
        for _ in 0..<200 {
            let end = text[start...].firstIndex(where: \.isNewline) ?? text.endIndex
            let line = text[start..<end].trimming(where: \.isWhitespace)
            let after = end < text.endIndex ? text.index(after: end) : end
            if line == fence || fence == "---" && line == "..." { return (start, after) }
            guard end < text.endIndex else { return nil }
            start = after
        }
        return nil
    }

    private static func value(_ text: Substring) -> String? {
        var value = text.trimming(where: \.isWhitespace)
        if value.hasPrefix("["), value.hasSuffix("]") {
            value = String(value.dropFirst().dropLast().prefix { $0 != "," }).trimming(where: \.isWhitespace)
        }
        for quote in ["\"", "'"] where value.count >= 2 && value.hasPrefix(quote) && value.hasSuffix(quote) {
            value = String(value.dropFirst().dropLast()).replacing("\\\"", with: "\"").replacing(
                "''", with: "'")
        }
        let line = InlineText.normalized(value)
        return line.isEmpty || "|>{&*".contains(line.first ?? "x") ? nil : line
    }
}
