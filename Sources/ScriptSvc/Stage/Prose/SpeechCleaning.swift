// SPDX-License-Identifier: Apache-2.0

/// Takes out of a text what cannot be said, and marks the holes that leaves.
enum SpeechCleaning {
    private static let picture = Pattern(#/!\[[^\]]*\]\([^)]*\)/#)
    private static let link = Pattern(#/\[([^\]]+)\]\([^)]*\)/#)
    private static let webAddress = Pattern(#/(?:https?|ftp):\/\/[A-Za-z0-9\-._~:\/?#\[\]@!$&'()*+,;=%]+/#)
    private static let bareAddress = Pattern(#/\bwww\.[A-Za-z0-9\-._~\/?#=&%]+/#)
    private static let mailAddress = Pattern(#/[A-Za-z0-9._+\-]+@[A-Za-z0-9\-]+\.[A-Za-z0-9.\-]+/#)
    private static let tag = Pattern(#/<\/?[A-Za-z][^<>]{0,80}>/#)
    private static let reference = Pattern(
        #/\[(?:\^?[0-9]{1,3}|\^[A-Za-z0-9\-]{1,20}|要出典|citation needed)\]/#)
    private static let noteMark = Pattern(#/[※＊][0-9０-９]{1,2}/#)
    private static let emphasis = Pattern(#/\*{1,3}([^*\s](?:[^*]*[^*\s])?)\*{1,3}/#)
    private static let underlined = Pattern(#/\b__(\S[^_]*\S)__\b/#)
    private static let linkOrPicture = Pattern(#/!?\[([^\]]*)\]\([^)]*\)/#)

    /// Stands where an address was: a sentence with one in it is not said.
    static let hole: Character = "\u{FFFC}"

    /// One line of text without markup, addresses, footnote marks, asides in brackets and pictographs. O(n).
    static func clean(_ text: String) -> String {
        var text = text
        // Prose rarely holds any of this: looking for one character costs far less than matching.
        if text.contains("[") {
            text.replace(Self.picture.regex, with: "")
            text.replace(Self.link.regex) { String($0.output.1) }
            text.replace(Self.reference.regex, with: "")
        }
        if text.contains("://") { text.replace(Self.webAddress.regex, with: String(Self.hole)) }
        if text.contains("www.") { text.replace(Self.bareAddress.regex, with: String(Self.hole)) }
        if text.contains("@") { text.replace(Self.mailAddress.regex, with: String(Self.hole)) }
        if text.contains("<") { text.replace(Self.tag.regex, with: "") }
        if text.contains("※") || text.contains("＊") { text.replace(Self.noteMark.regex, with: "") }
        if text.contains("*") { text.replace(Self.emphasis.regex) { String($0.output.1) } }
        if text.contains("__") { text.replace(Self.underlined.regex) { String($0.output.1) } }
        text = String(text.filter { $0 != "`" && !Self.isPictograph($0) })
        return Self.collapsingSpace(Self.droppingAsides(text))
    }

    private static func isPictograph(_ character: Character) -> Bool {
        character.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x1F000...0x1FAFF, 0x2600...0x27BF, 0x2B00...0x2BFF, 0xFE00...0xFE0F, 0xE000...0xF8FF,
                0x200B...0x200F,
                0x00AD, 0xFEFF, 0x00A9, 0x00AE, 0x2122:
                true
            default: false
            }
        }
    }

    private static let asides: [Character: Character] = ["（": "）", "(": ")", "［": "］", "〔": "〕"]

    /// Asides interrupt a listener, who cannot skip them as a reader does. Brackets without a partner go alone;
    /// a call such as `f()` keeps its brackets, by which it is known as code.
    private static func droppingAsides(_ text: String) -> String {
        let characters = Array(text)
        var result: [Character] = []
        var index = 0
        while index < characters.count {
            let character = characters[index]
            if let closing = Self.asides[character] {
                let end = Self.end(of: characters, from: index, opening: character, closing: closing)
                let isCall = character == "(" && index > 0 && Self.isWord(characters[index - 1])
                if let end, isCall {
                    result += characters[index...end]
                    index = end + 1
                    continue
                }
                if let end, end - index > 1 || character == "(" { index = end }
            } else if !Self.asides.values.contains(character) {
                result.append(character)
            }
            index += 1
        }
        return String(result)
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "_")
    }

    private static func end(
        of characters: [Character], from start: Int, opening: Character, closing: Character
    ) -> Int? {
        var depth = 0
        for index in start..<min(characters.count, start + 400) {
            if characters[index] == opening { depth += 1 }
            if characters[index] == closing { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    private static func collapsingSpace(_ text: String) -> String {
        var result = ""
        var pendingSpace = false
        for character in text {
            if character.isWhitespace {
                pendingSpace = !result.isEmpty
                continue
            }
            if pendingSpace, !Self.joins(result.last, character) { result.append(" ") }
            pendingSpace = false
            result.append(character)
        }
        return result
    }

    /// A line break in Japanese source, or the gap an aside left before a full stop, is no space.
    private static func joins(_ before: Character?, _ after: Character) -> Bool {
        if ".,;:!?".contains(after) { return true }
        guard let before else { return true }
        return Self.isWide(before) && Self.isWide(after)
    }

    static func isWide(_ character: Character) -> Bool {
        guard let scalar = character.unicodeScalars.first?.value else { return false }
        return (0x3000...0x30FF).contains(scalar) || (0x3400...0x9FFF).contains(scalar)
            || (0xFF00...0xFFEF).contains(scalar)
    }

    /// Whether a text holds what a voice would spell out letter by letter: calls, flags, paths, operators.
    static func holdsCode(_ text: String) -> Bool {
        if text.contains(Self.hole) { return true }
        return text.split(whereSeparator: { $0.isWhitespace || Self.isWide($0) }).contains { Self.isCode($0) }
    }

    private static let operators = [
        "::", "->", "=>", "==", "!=", "&&", "||", "()", "{", "}", "\\", "$", "<", ">", "=", "|", "~", "[",
        "]", "@", "^",
    ]

    private static let fileEndings = [
        ".swift", ".js", ".mjs", ".ts", ".tsx", ".jsx", ".py", ".rb", ".go", ".rs", ".c", ".h", ".cpp",
        ".java", ".kt",
        ".json", ".yaml", ".yml", ".toml", ".xml", ".html", ".css", ".md", ".txt", ".sh", ".sql", ".lock",
        ".conf",
        ".cfg", ".ini", ".env", ".exe", ".zip", ".gz", ".png", ".jpg", ".svg", ".mp4", ".wav", ".csv", ".log",
    ]

    private static func isCode(_ token: Substring) -> Bool {
        let word = token.drop { "\"'“‘".contains($0) }
        let bare = String(word.reversed().drop { ".,;:!?\"'”’".contains($0) }.reversed())
        guard !bare.isEmpty, bare != "&" else { return false }
        if Self.operators.contains(where: { bare.contains($0) }) { return bare != "<" && bare != ">" }
        if bare.hasPrefix("--") || bare.hasPrefix("/") || bare.hasPrefix("./") || bare.hasPrefix("~/") {
            return true
        }
        if bare.hasPrefix("-"), bare.dropFirst().first?.isLetter == true { return true }
        if bare.dropFirst().dropLast().contains("_") { return true }
        if bare.filter({ $0 == "/" }).count > 1 { return true }
        if bare.contains("("), bare.contains(")") { return true }
        // Node.js and its kin are names; package.json is a file.
        let lowered = bare.lowercased()
        guard let ending = Self.fileEndings.first(where: { lowered.hasSuffix($0) && lowered != $0 }) else {
            return lowered.hasPrefix(".") && lowered.count > 2 && Self.fileEndings.contains(lowered)
        }
        return ending != ".js" || bare.first?.isUppercase != true
    }
}

extension SpeechCleaning {
    /// A text as a slide shows it: markup gone, the rest left alone.
    static func shown(_ text: String) -> String {
        let text = text.replacing(Self.linkOrPicture.regex) { String($0.output.1) }
        return text.filter { $0 != "`" }.replacing(Self.emphasis.regex) { String($0.output.1) }.trimmed
    }
}
