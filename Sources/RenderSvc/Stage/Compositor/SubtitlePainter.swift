// SPDX-License-Identifier: Apache-2.0
internal import Canvas
internal import Domain

/// Draws a line's subtitle: a dark panel edged in the speaker's colour, the speaker's name on its corner.
struct SubtitlePainter: Sendable {
    private let area: Rectangle
    /// The smaller side of the frame: type is set relative to it.
    private let unit: Double
    private let language: Language

    init(layout: FilmLayout, language: Language) {
        self.area = Rectangle(layout.subtitles)
        self.unit = Double(min(layout.frame.width, layout.frame.height))
        self.language = language
    }

    /// nil when there is nothing to read.
    func paint(_ text: String, speaker: Persona, line: Int) -> PlacedSprite? {
        guard text.contains(where: { !$0.isWhitespace }) else { return nil }
        let color = Color(hex: speaker.subtitleColor) ?? .white
        let nameLayout = TextLayout(
            speaker.name, self.style(size: self.unit * 0.026, color: Self.ink(on: color)),
            maximumWidth: self.area.width * 0.6, maximumLineCount: 1)
        let padding = self.unit * 0.020
        let tab = nameLayout.size.height + self.unit * 0.008
        let words = self.fit(
            text, color: Color.white.mixed(with: color, 0.35),
            in: Size(
                width: self.area.width - 2 * padding, height: self.area.height - 1.5 * padding - tab * 0.6))
        let width = Self.even(max(words.size.width + 2 * padding, nameLayout.size.width + self.unit * 0.12))
        let height = Self.even(words.size.height + 1.5 * padding + tab * 0.6)
        let bitmap = Bitmap(width: Int(width), height: Int(height))
        let panel = Rectangle(x: 1, y: tab * 0.5, width: width - 2, height: height - tab * 0.5 - 1)
        bitmap.paint { painter in
            painter.fill(panel, radius: self.unit * 0.016, Color(0x10162A, alpha: 0.86))
            painter.stroke(panel, radius: self.unit * 0.016, color, width: max(1, self.unit * 0.0028))
            let name = Rectangle(
                x: padding, y: 0, width: nameLayout.size.width + self.unit * 0.032, height: tab)
            painter.fill(name, radius: tab / 2, color)
            painter.draw(nameLayout, at: Point(x: name.x + self.unit * 0.016, y: self.unit * 0.004))
            let left = (width - words.size.width) / 2
            painter.draw(words, at: Point(x: left, y: tab * 0.6 + padding * 0.75))
        }
        let x = Int(self.area.midX - width / 2) & ~1
        // On a wide frame the panel stands on the lower edge of its area, on a tall one it hangs from the upper.
        let y = Int(self.area.width > self.unit * 0.95 ? self.area.maxY - height : self.area.y) & ~1
        return PlacedSprite(content: .subtitle(line: line), sprite: Sprite(bitmap), x: x, y: y)
    }

    /// The largest size at which the text fits, in lines about equally long that end where phrases do.
    private func fit(_ text: String, color: Color, in size: Size) -> TextLayout {
        var style = self.style(size: self.unit * 0.043, color: color)
        let sizes = stride(from: 0.043, through: 0.014, by: -0.002).map { self.unit * $0 }
        let layout = Paragraph(text, style: style).fit(
            sizes: sizes, width: size.width, height: size.height, shape: .balanced)
        guard layout.lineCount > 1 else { return layout }
        // Set again in its own width: lines are centred about each other, not about the width there was.
        style = layout.style
        style.alignment = .center
        let lines = layout.lineTexts.map { $0.trimmingSuffix(while: \.isWhitespace) }
        return TextLayout(
            lines.joined(separator: "\n"), style, maximumWidth: layout.size.width.rounded(.up) + 2)
    }

    private func style(size: Double, color: Color) -> TextStyle {
        TextStyle(
            sizePixels: size, weight: .bold, color: color, lineSpacing: 1.36, alignment: .left,
            language: self.language)
    }

    private static func ink(on color: Color) -> Color {
        let dark = Color(0x10162A)
        return color.contrast(with: dark) > color.contrast(with: .white) ? dark : .white
    }

    private static func even(_ value: Double) -> Double { Double((Int(value.rounded(.up)) + 1) & ~1) }
}

extension StringProtocol {
    fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> String {
        String(self.reversed().drop(while: isDropped).reversed())
    }
}
