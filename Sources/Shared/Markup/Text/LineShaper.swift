// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Makes blocks of lines whose only markup is how they begin and where they break.
enum LineShaper {
    /// Paragraphs and lists from lines: an empty line ends a paragraph, bulleted or numbered lines gather in lists,
    /// and other neighbouring lines are one paragraph.
    static func blocks(of lines: some Sequence<some StringProtocol>) -> [Article.Block] {
        var shaper = State()
        for line in lines { shaper.take(String(line)) }
        shaper.flush()
        return shaper.blocks
    }

    /// The item's text when a line begins with a bullet, or with a number that ends in a dot or a parenthesis.
    static func listItem(_ line: String) -> (text: String, isOrdered: Bool)? {
        let line = line.drop { $0.unicodeScalars.allSatisfy(\.isSpace) }
        guard let first = line.first else { return nil }
        if "・•●○◦▪‣◆◇".contains(first) {
            let text = InlineText.normalized(line.dropFirst())
            return text.isEmpty || "・•●○◆◇".contains(text.first ?? "x") ? nil : (text, false)
        }
        if "-*+–".contains(first), line.dropFirst().first?.isWhitespace == true {
            let text = InlineText.normalized(line.dropFirst())
            return text.isEmpty ? nil : (text, false)
        }
        return self.numberedItem(line)
    }

    private static func numberedItem(_ line: Substring) -> (text: String, isOrdered: Bool)? {
        var rest = line
        if rest.first == "(" || rest.first == "（" { rest.removeFirst() }
        let digits = rest.prefix { "0123456789０１２３４５６７８９".contains($0) }
        guard (1...2).contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        guard let mark = rest.first, ".)．）".contains(mark) else { return nil }
        rest = rest.dropFirst()
        // "1.5 times" and "2.0" are no list items.
        guard mark != "." || rest.first?.isWhitespace == true else { return nil }
        let text = InlineText.normalized(rest)
        return text.isEmpty ? nil : (text, true)
    }

    private struct State {
        var blocks: [Article.Block] = []
        var paragraph = InlineText()
        var items: [String] = []
        var isOrdered = false

        mutating func take(_ line: String) {
            if line.unicodeScalars.allSatisfy({ $0.isSpace || $0.isInvisible }) { return self.flush() }
            if let item = LineShaper.listItem(line) {
                self.flushParagraph()
                if item.isOrdered != self.isOrdered { self.flushItems() }
                self.isOrdered = item.isOrdered
                return self.items.append(item.text)
            }
            // A full-width space at its head is how a Japanese paragraph begins.
            if line.unicodeScalars.first == "\u{3000}" { self.flush() }
            self.flushItems()
            self.paragraph.append("\n")
            self.paragraph.append(line)
        }

        mutating func flush() {
            self.flushParagraph()
            self.flushItems()
        }

        private mutating func flushParagraph() {
            if !self.paragraph.isEmpty { self.blocks.append(.paragraph(self.paragraph.text)) }
            self.paragraph = InlineText()
        }

        private mutating func flushItems() {
            // One line that begins with a bullet among prose is a sentence with a mark, not a list.
            if self.items.count == 1, !self.isOrdered {
                self.blocks.append(.paragraph(self.items[0]))
            } else if !self.items.isEmpty {
                self.blocks.append(.list(items: self.items, isOrdered: self.isOrdered))
            }
            self.items = []
        }
    }
}
