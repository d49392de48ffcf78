// SPDX-License-Identifier: Apache-2.0
internal import Canvas

extension SlidePlan {
    /// The section mark, the kind of slide in small type, and the heading; an empty heading leaves the mark alone.
    ///
    /// - Returns: What is left of the safe area below them.
    mutating func addHeading(_ heading: String, kind: String, in context: SlideContext) -> Rectangle {
        let (unit, safe, palette) = (context.unit, context.safeArea, context.palette)
        var y = safe.y
        self.addMark(at: Point(x: safe.x, y: y + 12 * unit), in: context)
        if kind != heading {
            var style = context.style(19 * unit, .bold, palette.muted, lineSpacing: 24 / 19)
            style.letterSpacing = 0.06
            let label = TextLayout(kind, style)
            let place = Point(x: safe.x + 56 * unit, y: y)
            self.elements.append(.text(label, at: place, within: safe))
        }
        y += 24 * unit
        guard !heading.isEmpty else { return Self.rest(of: safe, below: y + 18 * unit) }
        y += 10 * unit
        let paragraph = Paragraph(
            heading, style: context.style(1, .bold, palette.ink, lineSpacing: 1.3, tight: true))
        let layout = paragraph.fitHeading(
            sizes: context.sizes(from: context.isTall ? 52 : 46, to: 28), width: safe.width)
        if layout.isEllipsized {
            self.notes.append(context.localized("見出しを短くしました", "the heading was shortened"))
        }
        self.elements.append(
            .text(
                layout, at: Point(x: safe.x, y: y),
                within: Rectangle(x: safe.x, y: y, width: safe.width, height: layout.size.height)))
        return Self.rest(of: safe, below: y + layout.size.height + 26 * unit)
    }

    /// An amber bar and a sky dot: the two who speak.
    mutating func addMark(at middleLeft: Point, scale: Double = 1, in context: SlideContext) {
        let unit = context.unit * scale
        let bar = Rectangle(x: middleLeft.x, y: middleLeft.y - 4 * unit, width: 26 * unit, height: 8 * unit)
        self.elements += [
            .fill(bar, radius: 4 * unit, context.palette.amber),
            .disc(Point(x: middleLeft.x + 36 * unit, y: middleLeft.y), radius: 4 * unit, context.palette.sky),
        ]
    }

    private static func rest(of area: Rectangle, below y: Double) -> Rectangle {
        Rectangle(x: area.x, y: y, width: area.width, height: max(0, area.maxY - y))
    }
}

extension Paragraph {
    /// One line if a size of the upper third can do it, else two, else three; torn phrases and "…" come last.
    func fitHeading(sizes: [Double], width: Double) -> TextLayout {
        let upper = sizes.prefix(max(1, sizes.count / 3))
        for lineCount in 1...3 {
            for size in lineCount == 1 ? upper : sizes[...] where !self.tearsPhrase(size: size, width: width)
            {
                let layout = self.layout(size: size, width: width, shape: .balanced)
                if layout.lineCount <= lineCount { return layout }
            }
        }
        return self.fit(sizes: sizes.suffix(1), width: width, lineCount: 4, shape: .balanced)
    }
}
