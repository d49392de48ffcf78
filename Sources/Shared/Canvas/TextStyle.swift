// SPDX-License-Identifier: Apache-2.0
package import Domain

/// How a text is set.
package struct TextStyle: Hashable, Sendable {
    package enum Weight: Int, Hashable, Sendable { case regular = 400, medium = 500, bold = 700 }
    package enum Alignment: Hashable, Sendable { case left, center, right }

    /// Families in order of preference; whatever they lack comes from any font installed.
    package var families: [String]
    /// The em, in pixels.
    package var sizePixels: Double
    package var weight: Weight
    package var color: Color
    /// From one baseline to the next, in ems.
    package var lineSpacing: Double
    /// Added after every character, in ems; may be negative.
    package var letterSpacing: Double
    package var alignment: Alignment
    /// Chooses line breaking rules and the regional forms of Han characters.
    package var language: Language
    /// OpenType features as CSS writes them, such as `palt`; nil for the font's own.
    package var features: String?

    package init(
        families: [String] = [Fonts.sans], sizePixels: Double, weight: Weight = .regular,
        color: Color = .black,
        lineSpacing: Double = 1.4, letterSpacing: Double = 0, alignment: Alignment = .left,
        language: Language = .japanese, features: String? = nil
    ) {
        self.families = families
        self.sizePixels = sizePixels
        self.weight = weight
        self.color = color
        self.lineSpacing = lineSpacing
        self.letterSpacing = letterSpacing
        self.alignment = alignment
        self.language = language
        self.features = features
    }
}

/// A stretch of a text set differently.
package struct TextSpan: Hashable, Sendable {
    /// In UTF-8 bytes of the text.
    package var range: Range<Int>
    package var color: Color?
    package var weight: TextStyle.Weight?

    package init(range: Range<Int>, color: Color? = nil, weight: TextStyle.Weight? = nil) {
        self.range = range
        self.color = color
        self.weight = weight
    }
}
