// SPDX-License-Identifier: Apache-2.0
internal import Canvas
internal import Domain

/// Makes text safe to set: bounded in length, one line unless it is code, without what has no glyph.
struct TextCleaner {
    let language: Language
    /// Characters left out because no installed font has them.
    private(set) var missingCount = 0

    init(language: Language) { self.language = language }

    /// Spaces and line ends become one space, or nothing between Japanese characters.
    mutating func prose(_ text: String, maximumCharacterCount: Int = 1200) -> String {
        var result = ""
        var pendingSpace = false
        for character in self.tamed(text.prefix(maximumCharacterCount)) {
            guard !character.isWhitespace || character == "\u{3000}" else {
                // Between Japanese characters a line end means nothing, a space was typed on purpose.
                pendingSpace = pendingSpace || !character.isNewline || !Self.isJapanese(result.last)
                continue
            }
            if pendingSpace, !result.isEmpty { result.append(" ") }
            pendingSpace = false
            result.append(character)
        }
        return self.withoutMissing(result, Fonts.sans)
    }

    /// Keeps lines and indentation: tabs are four spaces, what all lines are indented by is taken off.
    mutating func code(_ text: String, maximumLineCount: Int = 400) -> [String] {
        var lines = text.replacing("\r\n", with: "\n").split(
            maxSplits: maximumLineCount, omittingEmptySubsequences: false, whereSeparator: \.isNewline
        ).prefix(maximumLineCount).map { line in
            self.tamed(line.prefix(400).replacing("\t", with: "    ")[...])
        }
        while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
        while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
        let indentation =
            lines.filter { !$0.allSatisfy(\.isWhitespace) }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
        return lines.map { line in
            self.withoutMissing(
                String(line.dropFirst(min(indentation, line.prefix { $0 == " " }.count))), Fonts.monospaced)
        }
    }

    /// Without control and formatting characters, and with at most two marks on a letter: more would climb into the
    /// lines above.
    private func tamed(_ text: Substring) -> String {
        var result = String.UnicodeScalarView()
        var markCount = 0
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control where !Character(scalar).isWhitespace: continue
            case .format where scalar.value != 0x200D, .surrogate: continue
            case .nonspacingMark, .enclosingMark:
                markCount += 1
                guard markCount <= 2 else { continue }
            default: markCount = 0
            }
            result.append(scalar)
        }
        return String(result)
    }

    /// Pango has looked through every installed font, emoji included, before it calls a glyph missing.
    private mutating func withoutMissing(_ text: String, _ family: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        let style = TextStyle(families: [family], sizePixels: 20, language: self.language)
        let missing = Set(TextLayout(text, style).missingGlyphOffsets)
        guard !missing.isEmpty else { return text }
        var result = ""
        var offset = 0
        for character in text {
            let length = character.utf8.count
            if missing.isDisjoint(with: offset..<offset + length) {
                result.append(character)
            } else {
                self.missingCount += 1
            }
            offset += length
        }
        return result
    }

    private static func isJapanese(_ character: Character?) -> Bool {
        guard let value = character?.unicodeScalars.first?.value else { return false }
        return (0x3000...0x30FF).contains(value) || (0x3400...0x9FFF).contains(value)
            || (0xFF00...0xFFEF).contains(value)
    }
}
