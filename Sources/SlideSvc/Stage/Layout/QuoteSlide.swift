// SPDX-License-Identifier: Apache-2.0
internal import Canvas
internal import Domain

/// Somebody's words, large, behind a bar.
struct QuoteSlide {
    let heading: String
    let text: String
    let attribution: String?

    func plan(in context: SlideContext) -> SlidePlan {
        var plan = SlidePlan()
        let (unit, palette) = (context.unit, context.palette)
        let area = plan.addHeading(self.heading, kind: context.localized("引用", "QUOTE"), in: context)
        let padding = min(56 * unit, area.width * 0.07)
        let width = area.width - 2 * padding - 12 * unit
        let source = self.attribution.map { name in
            Paragraph(name, style: context.style(1, .regular, palette.muted, lineSpacing: 1.4, tight: true))
                .fit(sizes: context.sizes(from: 24, to: 20), width: width - 44 * unit, lineCount: 2)
        }
        let markHeight = 74 * unit
        let sourceHeight = source.map { $0.size.height + 22 * unit } ?? 0
        let available = area.height - 2 * 34 * unit - markHeight - sourceHeight
        let paragraph = Paragraph(
            self.text, style: context.style(1, .bold, palette.ink, lineSpacing: 1.55, tight: true))
        let text = paragraph.fit(
            sizes: context.sizes(from: 44, to: 20), width: width, height: available,
            shape: self.text.count < 90 ? .balanced : .filled)
        if text.isEllipsized { plan.notes.append(context.localized("引用を短くしました", "the quote was shortened")) }
        let needed = markHeight + text.size.height + sourceHeight + 2 * 34 * unit
        let height = min(area.height, max(needed, min(area.height * 0.72, needed + 60 * unit)))
        let card = Rectangle(
            x: area.x, y: area.y + (area.height - height) * context.bias, width: area.width, height: height)
        self.addCard(card, to: &plan, in: context)
        var y = card.y + (card.height - needed) / 2 + 34 * unit
        let x = card.x + padding + 12 * unit
        self.addMark(at: Point(x: x, y: y), to: &plan, in: context)
        y += markHeight
        plan.elements.append(.text(text, at: Point(x: x, y: y), within: card))
        y += text.size.height + 22 * unit
        if let source {
            let middle = y + source.style.sizePixels * 0.7
            plan.elements += [
                .stroke(
                    [Point(x: x + 2 * unit, y: middle), Point(x: x + 26 * unit, y: middle)], palette.sky,
                    width: 4 * unit),
                .text(source, at: Point(x: x + 44 * unit, y: y), within: card),
            ]
        }
        return plan
    }

    /// The bar is the card's own left edge.
    private func addCard(_ card: Rectangle, to plan: inout SlidePlan, in context: SlideContext) {
        let unit = context.unit
        plan.addCard(card, radius: 22 * unit, in: context)
        let bar = Rectangle(
            x: card.x + 22 * unit, y: card.y + 30 * unit, width: 7 * unit, height: card.height - 60 * unit)
        plan.elements.append(
            .gradient(
                bar, radius: 3.5 * unit, [context.palette.amber, context.palette.sky], from: bar.origin,
                to: Point(x: bar.x, y: bar.maxY)))
    }

    /// The quotation mark's ink, not its line, is put at the corner.
    private func addMark(at corner: Point, to plan: inout SlidePlan, in context: SlideContext) {
        let mark = TextLayout("\u{201C}", markStyle(in: context))
        guard let ink = mark.ink else { return }
        plan.elements.append(
            .text(mark, at: Point(x: corner.x - ink.x, y: corner.y - ink.y), within: context.safeArea))
    }

    /// English forms: in Japanese the same character is full-width, and hangs elsewhere.
    private func markStyle(in context: SlideContext) -> TextStyle {
        TextStyle(
            sizePixels: 132 * context.unit, weight: .bold, color: context.palette.amber, language: .english,
            features: "pwid,palt")
    }
}
