// SPDX-License-Identifier: Apache-2.0

/// Gathers a line of running text from pieces, as a browser lays it out: white space runs together.
///
/// A line break in the source is a space between words, but nothing between two Japanese characters: pages wrap
/// their source anywhere, and Japanese has no spaces to wrap at.
struct InlineText {
    private enum Gap { case none, space, line }

    /// The text so far; line breaks in it are the page's own (`<br>`).
    private(set) var text = ""
    /// ``StringProtocol/readingWeight`` of what came from links.
    private(set) var linkWeight = 0
    private var gap = Gap.none

    var isEmpty: Bool { self.text.isEmpty }

    mutating func append(_ piece: some StringProtocol, isLink: Bool = false) {
        if isLink { self.linkWeight += piece.readingWeight }
        for scalar in piece.unicodeScalars {
            if scalar.isSpace {
                let isLine = scalar == "\n" || scalar == "\r"
                self.gap = isLine ? .line : self.gap == .none ? .space : self.gap
            } else if !scalar.isInvisible {
                self.closeGap(before: scalar)
                self.text.unicodeScalars.append(scalar)
            }
        }
    }

    mutating func breakLine() {
        self.gap = .none
        self.text.append("\n")
    }

    private mutating func closeGap(before next: Unicode.Scalar) {
        defer { self.gap = .none }
        guard self.gap != .none, let last = self.text.unicodeScalars.last, last != "\n" else { return }
        if self.gap == .line, last.isWide, next.isWide { return }
        self.text.append(" ")
    }

    /// One line: white space normalised, line breaks of the page treated as source line breaks.
    static func normalized(_ text: some StringProtocol) -> String {
        var line = InlineText()
        line.append(text)
        return line.text
    }
}
