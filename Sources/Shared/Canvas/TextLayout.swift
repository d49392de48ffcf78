// SPDX-License-Identifier: Apache-2.0

/// A text set in lines: measured, and ready to be drawn.
///
/// Lines break where Unicode (UAX #14) allows, between any characters where a word alone is too long, and at line feeds.
/// A line is `lineSpacing` ems high and its text is centred in it by the middle of a Han character, so lines are equally
/// far apart whatever fonts they use. A character that no font has takes no ink.
///
/// Immutable: it may be drawn by several tasks at once.
package struct TextLayout: Sendable {
    package let text: String
    package let style: TextStyle
    /// The width lines were broken at; nil when they were not.
    package let maximumWidth: Double?
    package let lines: [Line]
    /// What lines take: the widest one, and all of them.
    package let size: Size
    /// UTF-8 offsets of characters no installed font has, in order.
    package let missingGlyphOffsets: [Int]
    /// Whether text was left out for `maximumLineCount`.
    package let isEllipsized: Bool

    package struct Line: Sendable {
        /// In UTF-8 bytes of the text, without the line feed it ends in.
        package let range: Range<Int>
        /// From the layout's left upper corner: the left end of the baseline.
        package let origin: Point
        package let width: Double
        /// What is really drawn on, from the layout's left upper corner; empty for a line of spaces.
        package let ink: Rectangle
        let runs: [GlyphRun]
    }

    /// Cost: about 0.1 ms a line once a font has been used; only one layout is made at a time.
    ///
    /// - Parameters:
    ///   - maximumWidth: In pixels; also what `alignment` aligns in. Without one, the widest line is.
    ///   - maximumLineCount: Of each paragraph; the last one ends in "…" when there is more.
    package init(
        _ text: String, _ style: TextStyle, maximumWidth: Double? = nil, maximumLineCount: Int? = nil,
        spans: [TextSpan] = []
    ) {
        // Pango takes zero-terminated text, and what follows a NUL would be lost in silence.
        let text = text.contains("\0") ? text.filter { $0 != "\0" } : text
        let set = Typesetter.shared.set(
            text, style, maximumWidth: maximumWidth, maximumLineCount: maximumLineCount, spans: spans)
        let widest = set.lines.map(\.width).max() ?? 0
        let box = style.alignment == .left ? widest : maximumWidth ?? widest
        self.text = text
        self.style = style
        self.maximumWidth = maximumWidth
        self.lines = set.lines.enumerated().map { Self.place($1, at: $0, style, box) }
        self.size = Size(
            width: widest, height: Double(set.lines.count) * style.lineSpacing * style.sizePixels)
        self.missingGlyphOffsets = set.missing
        self.isEllipsized = set.isEllipsized
    }

    package var lineCount: Int { self.lines.count }
    package var missingGlyphCount: Int { self.missingGlyphOffsets.count }

    /// The text of each line, spaces at its end included.
    package var lineTexts: [String] {
        let bytes = Array(self.text.utf8)
        return self.lines.map { String(decoding: bytes[$0.range], as: UTF8.self) }
    }

    /// What is really drawn on, from the left upper corner; nil for a text without ink.
    package var ink: Rectangle? {
        let inks = self.lines.map(\.ink).filter { $0.width > 0 && $0.height > 0 }
        guard let left = inks.map(\.x).min(), let top = inks.map(\.y).min(),
            let right = inks.map(\.maxX).max(),
            let bottom = inks.map(\.maxY).max()
        else { return nil }
        return Rectangle(x: left, y: top, width: right - left, height: bottom - top)
    }

    /// Whether nothing sticks out of `size`: neither a word too long for it, nor a line too many.
    package func fits(in size: Size) -> Bool {
        self.size.width <= size.width + 0.5 && self.size.height <= size.height + 0.5 && !self.isEllipsized
    }

    private static func place(_ line: Typesetter.Line, at index: Int, _ style: TextStyle, _ box: Double)
        -> Line
    {
        let height = style.lineSpacing * style.sizePixels
        // The middle of a Han character lies 0.38 em above the baseline, that of a capital letter 0.37 em.
        let baseline = (Double(index) + 0.5) * height + 0.38 * style.sizePixels
        let left: Double
        switch style.alignment {
        case .left: left = 0
        case .center: left = (box - line.width) / 2
        case .right: left = box - line.width
        }
        return Line(
            range: line.range, origin: Point(x: left, y: baseline), width: line.width,
            ink: line.ink.offset(by: left, baseline), runs: line.runs)
    }
}

/// Glyphs of one font and colour, side by side.
struct GlyphRun: Sendable {
    let font: ScaledFont
    /// nil for the style's own.
    let color: Color?
    /// From the left end of the line's baseline.
    let glyphs: [(index: UInt, x: Double, y: Double)]
}
