// SPDX-License-Identifier: Apache-2.0
internal import Canvas

/// The opening: a large title, what it comes from, and the two accents as shapes.
struct TitleSlide {
    let title: String
    let subtitle: String?

    func plan(in context: SlideContext) -> SlidePlan {
        var plan = SlidePlan()
        self.addShapes(to: &plan, in: context)
        let (unit, safe, palette) = (context.unit, context.safeArea, context.palette)
        let width = safe.width * (context.isTall ? 1 : 0.8)
        let paragraph = Paragraph(
            self.title, style: context.style(1, .bold, palette.ink, lineSpacing: 1.28, tight: true))
        let title = self.setTitle(paragraph, width: width, in: context)
        let subtitle = self.subtitle.map { text in
            Paragraph(text, style: context.style(1, .regular, palette.muted, lineSpacing: 1.5, tight: true))
                .fit(sizes: context.sizes(from: 28, to: 20), width: width, lineCount: 2)
        }
        let markHeight = 56 * unit
        let subtitleHeight = subtitle.map { 30 * unit + $0.size.height } ?? 0
        let height = markHeight + title.size.height + subtitleHeight
        // A little above the middle, where a block looks centred and leaves room for characters below.
        let top = context.isTall ? 250 * unit : safe.y
        var y = top + max(0, (safe.maxY - top - height) * (context.isTall ? 0.3 : 0.44))
        plan.addMark(at: Point(x: safe.x + 2 * unit, y: y + 12 * unit), scale: 1.6, in: context)
        y += markHeight
        plan.elements.append(.text(title, at: Point(x: safe.x, y: y), within: safe))
        y += title.size.height + 30 * unit
        if let subtitle { plan.elements.append(.text(subtitle, at: Point(x: safe.x, y: y), within: safe)) }
        if title.isEllipsized || subtitle?.isEllipsized == true {
            plan.notes.append(context.localized("題名を短くしました", "the title was shortened"))
        }
        return plan
    }

    /// Fewer lines at a smaller size read better than many at a larger one, down to two thirds.
    private func setTitle(_ paragraph: Paragraph, width: Double, in context: SlideContext) -> TextLayout {
        let height = context.safeArea.height * 0.62
        let limits = context.isTall ? [(3, 54.0), (5, 42), (7, 34)] : [(1, 66.0), (2, 54), (3, 44), (4, 34)]
        let largest = self.title.count <= 12 ? 100.0 : 78
        for (lineCount, smallest) in limits {
            for size in context.sizes(from: largest, to: smallest)
            where !paragraph.tearsPhrase(size: size, width: width) {
                let layout = paragraph.layout(size: size, width: width, shape: .balanced)
                if layout.lineCount <= lineCount, layout.size.height <= height { return layout }
            }
        }
        return paragraph.fit(
            sizes: context.sizes(from: 34, to: 28), width: width, height: height, shape: .balanced)
    }

    /// Two large discs, half outside, and their paler echoes. Flat: a gradient so faint would show as bands in a film.
    private func addShapes(to plan: inout SlidePlan, in context: SlideContext) {
        let (bounds, palette, unit) = (context.bounds, context.palette, context.unit)
        let echo = palette.isDark ? 0.07 : 0.10
        let amber = Point(x: bounds.maxX - 30 * unit, y: 30 * unit)
        let sky = Point(x: bounds.maxX - 240 * unit, y: -70 * unit)
        plan.elements += [
            .disc(amber, radius: 330 * unit, palette.amber.withAlpha(echo)),
            .disc(sky, radius: 250 * unit, palette.sky.withAlpha(echo)),
            .disc(amber, radius: 205 * unit, palette.amber),
            .disc(sky, radius: 145 * unit, palette.sky.withAlpha(0.92)),
            .disc(
                Point(x: 40 * unit, y: bounds.maxY + 60 * unit), radius: 230 * unit,
                palette.sky.withAlpha(echo)),
            .disc(
                Point(x: 250 * unit, y: bounds.maxY + 90 * unit), radius: 150 * unit,
                palette.amber.withAlpha(echo)),
        ]
    }
}
