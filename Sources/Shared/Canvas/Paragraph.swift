// SPDX-License-Identifier: Apache-2.0

/// A text that can be asked how it would break at any size, without being set again for each.
///
/// Without hinting, widths grow exactly with the size, so phrases are measured once, in ems.
package struct Paragraph {
    let text: String
    /// Everything but the size.
    let style: TextStyle
    private let phrases: [Phrase]
    /// For phrases longer than a line; empty when none is long.
    private let pieces: [Phrase]

    private struct Phrase {
        let text: Substring
        /// Without and with the spaces it ends in, in ems.
        let width: Double
        let advance: Double
        /// How unwelcome a line end is after it; 0 is as good as any.
        let breakCost: Double

        /// Whether it cannot be broken: it is in no script of East Asia.
        var isWord: Bool { self.text.unicodeScalars.allSatisfy { $0.value < 0x2E80 } }
    }

    package enum Shape {
        /// Lines as long as possible; the last one may be short.
        case filled
        /// Lines of about equal length: for headings.
        case balanced
    }

    package init(_ text: String, style: TextStyle) {
        self.text = text
        self.style = style
        self.phrases = Self.measure(Phrases.split(text), style)
        self.pieces =
            self.phrases.contains { $0.width > 6 } ? Self.measure(Phrases.splitFinely(text), style) : []
    }

    /// The widths of all parts, by one layout with a part a line; none when that does not work out.
    private static func measure(_ parts: [Substring], _ style: TextStyle) -> [Phrase] {
        var measured = style
        measured.sizePixels = Self.referenceSize
        measured.alignment = .left
        let visible = parts.map { part in String(part.reversed().drop(while: \.isWhitespace).reversed()) }
        let layout = TextLayout(visible.joined(separator: "\n"), measured)
        // A separator that Pango takes for a line end would shift the lines against the parts.
        guard layout.lineCount == parts.count else { return [] }
        return parts.indices.map { index in
            let part = parts[index]
            let width = layout.lines[index].width / Self.referenceSize
            let advance = part.reversed().prefix(while: \.isWhitespace).reduce(width) {
                $0 + ($1 == "\u{3000}" ? 1 : Self.spaceWidth)
            }
            let next = index + 1 < parts.count ? parts[index + 1] : ""
            return Phrase(
                text: part, width: width, advance: advance,
                breakCost: Self.breakCost(after: part, before: next))
        }
    }

    private static func breakCost(after part: Substring, before next: Substring) -> Double {
        guard let last = part.last else { return 0 }
        if "、。！？・：；,.!?:;".contains(part.last { !$0.isWhitespace } ?? " ") { return 0 }
        if last.isWhitespace { return 0.02 }
        if last == "の" { return 0.05 }
        return Phrases.changesScript(part, next) ? 0.03 : 0.3
    }

    private static let referenceSize = 100.0
    /// A little more than the space of Noto Sans CJK, so that a line is never thought too short.
    private static let spaceWidth = 0.24

    /// Sets the text at a size, in phrases where they are short enough for the width, else wherever lines may end.
    package func layout(size: Double, width: Double, shape: Shape = .filled) -> TextLayout {
        var style = self.style
        style.sizePixels = size
        if let lines = self.lines(width: width / size, shape: shape) {
            let layout = TextLayout(lines.joined(separator: "\n"), style, maximumWidth: width)
            if layout.lineCount == lines.count { return layout }
        }
        return TextLayout(self.text, style, maximumWidth: width)
    }

    /// At most `lineCount` lines, the last one cut with "…" when they are too few.
    package func layout(size: Double, width: Double, lineCount: Int, shape: Shape = .filled) -> TextLayout {
        let whole = self.layout(size: size, width: width, shape: shape)
        guard whole.lineCount > lineCount else { return whole }
        var style = self.style
        style.sizePixels = size
        // Lines that are kept are whole paragraphs of one line to Pango, and the rest is one more that it cuts.
        if let lines = self.lines(width: width / size, shape: .filled), lines.count > lineCount {
            let rest = lines[(lineCount - 1)...].joined(separator: self.isSpaced ? " " : "")
            let text = (lines.prefix(lineCount - 1) + [rest]).joined(separator: "\n")
            return TextLayout(text, style, maximumWidth: width, maximumLineCount: 1)
        }
        return TextLayout(self.text, style, maximumWidth: width, maximumLineCount: lineCount)
    }

    /// The largest of `sizes` at which the text takes no more than this; at the last one it is cut if it must be.
    package func fit(
        sizes: [Double], width: Double, height: Double = .infinity, lineCount: Int = .max,
        shape: Shape = .filled
    ) -> TextLayout {
        for size in sizes {
            let layout = self.layout(size: size, width: width, shape: shape)
            let isWhole = !self.tearsWord(size: size, width: width)
            if isWhole, layout.lineCount <= lineCount, layout.fits(in: Size(width: width, height: height)) {
                return layout
            }
        }
        let smallest = sizes.last ?? self.style.sizePixels
        let possible = max(1, Int(min(10_000, height / (smallest * self.style.lineSpacing))))
        return self.layout(size: smallest, width: width, lineCount: min(lineCount, possible), shape: shape)
    }

    /// Whether lines end at spaces, which are lost there.
    private var isSpaced: Bool { self.phrases.first?.text.last?.isWhitespace ?? false }

    /// On one line.
    package var widthInEms: Double {
        self.phrases.dropLast().reduce(self.phrases.last?.width ?? 0) { $0 + $1.advance }
    }

    /// What a line must hold: the longest Latin word, and of phrases as much as does not hurt to tear.
    package var longestUnitInEms: Double {
        self.phrases.map { $0.isWord ? $0.width : min($0.width, 9) }.max() ?? 0
    }

    /// Whether a Latin word would have to be broken inside.
    package func tearsWord(size: Double, width: Double) -> Bool {
        self.phrases.contains { $0.isWord && $0.width > width / size * Self.tolerance }
    }

    /// Whether a phrase is longer than a line.
    package func tearsPhrase(size: Double, width: Double) -> Bool {
        self.phrases.contains { $0.width > width / size * Self.tolerance }
    }

    /// Widths of phrases do not add up exactly: kerning between them is not counted.
    private static let tolerance = 0.997

    /// The lines, `width` in ems; nil when not even a piece of a phrase is sure to fit.
    private func lines(width: Double, shape: Shape) -> [String]? {
        let width = width * Self.tolerance
        let parts = self.phrases.allSatisfy { $0.width <= width } ? self.phrases : self.pieces
        guard (1...600).contains(parts.count), parts.allSatisfy({ $0.width <= width }) else { return nil }
        let count = Self.lineCount(of: parts, width: width)
        guard let starts = Self.bestStarts(of: parts, width: width, count: count, shape: shape) else {
            return nil
        }
        return zip(starts, starts.dropFirst() + [parts.count]).map { start, end in
            String(parts[start..<end].map(\.text).joined().reversed().drop(while: \.isWhitespace).reversed())
        }
    }

    /// How many lines it takes when each is filled as far as possible.
    private static func lineCount(of parts: [Phrase], width: Double) -> Int {
        var (count, x) = (1, 0.0)
        for part in parts {
            if x + part.width > width { (count, x) = (count + 1, 0) }
            x += part.advance
        }
        return count
    }

    /// Where the lines of the cheapest division into `count` lines start. O(count * parts * parts in a line).
    private static func bestStarts(of parts: [Phrase], width: Double, count: Int, shape: Shape) -> [Int]? {
        let total = parts.count
        let target = shape == .balanced ? parts.reduce(0) { $0 + $1.advance } / Double(count) : width
        var costs = [Double](repeating: .infinity, count: total + 1)
        costs[0] = 0
        var origins: [[Int]] = []
        for line in 0..<count {
            var next = [Double](repeating: .infinity, count: total + 1)
            var from = [Int](repeating: 0, count: total + 1)
            for start in 0..<total where costs[start] < .infinity {
                var x = 0.0
                for end in start + 1...total {
                    let part = parts[end - 1]
                    guard x + part.width <= width else { break }
                    let cost =
                        costs[start]
                        + Self.cost(
                            of: x + part.width, target, isLast: line == count - 1, shape, part.breakCost)
                    if cost < next[end] { (next[end], from[end]) = (cost, start) }
                    x += part.advance
                }
            }
            costs = next
            origins.append(from)
        }
        guard costs[total] < .infinity else { return nil }
        return origins.reversed().reduce(into: [total]) { $0.insert($1[$0[0]], at: 0) }.dropLast()
    }

    private static func cost(
        of length: Double, _ target: Double, isLast: Bool, _ shape: Shape, _ breakCost: Double
    ) -> Double {
        let slack = (target - length) / target
        switch (shape, isLast) {
        case (.balanced, true): return slack * slack
        case (.balanced, false): return slack * slack + breakCost
        // A last line of a word or two looks lost; beyond a third of the width its length does not matter.
        case (.filled, true): return max(0, 0.34 - length / target) * 2
        case (.filled, false): return slack * slack + breakCost
        }
    }
}
