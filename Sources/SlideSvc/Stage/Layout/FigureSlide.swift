// SPDX-License-Identifier: Apache-2.0
internal import Canvas

/// A picture of the article, with its caption.
struct FigureSlide {
    let heading: String
    let caption: String?
    let picture: Picture

    /// How much larger than its own pixels a picture may become before it looks soft.
    private static let maximumScale = 1.6

    func plan(in context: SlideContext) -> SlidePlan {
        var plan = SlidePlan()
        let unit = context.unit
        var area = plan.addHeading(self.heading, kind: context.localized("図", "FIGURE"), in: context)
        let caption = self.caption.map { text in
            Paragraph(
                text, style: context.style(1, .regular, context.palette.muted, lineSpacing: 1.45, tight: true)
            ).fit(
                sizes: context.sizes(from: 23, to: 18), width: area.width * 0.9, lineCount: 2,
                shape: .balanced)
        }
        if let caption { area.height -= caption.size.height + 16 * unit }
        let card = self.addPicture(to: &plan, within: area, in: context)
        if let caption {
            let place = Point(x: area.midX - caption.size.width / 2, y: card.maxY + 16 * unit)
            plan.elements.append(.text(caption, at: place, within: context.safeArea))
            if caption.isEllipsized {
                plan.notes.append(context.localized("図の説明を短くしました", "the caption was shortened"))
            }
        }
        return plan
    }

    /// A photograph is its own card; a small picture, or one that is seen through, gets a white one to stand on.
    private func addPicture(to plan: inout SlidePlan, within area: Rectangle, in context: SlideContext)
        -> Rectangle
    {
        let unit = context.unit
        let radius = 16 * unit
        let padding = self.picture.isOpaque ? 0 : 22 * unit
        let bias = context.isTall ? 0.25 : 0.5
        var place = self.place(within: area.inset(by: padding, padding), bias)
        var card = place.inset(by: -padding, -padding)
        if place.width < area.width * 0.4, place.height < area.height * 0.6 {
            let (dx, dy) = (min(56 * unit, area.width * 0.1), min(48 * unit, area.height * 0.1))
            place = self.place(within: area.inset(by: dx, dy), bias)
            card = place.inset(by: -dx, -dy)
        }
        let isFramed = card != place
        plan.elements += [
            .shadow(
                card, radius: radius, blur: 26 * unit, offsetY: 8 * unit,
                context.palette.shadow.withAlpha(0.2)),
            .fill(card, radius: radius, isFramed ? .white : context.palette.surface),
        ]
        let inner = isFramed ? min(8 * unit, radius) : radius
        switch self.picture {
        case .bitmap(let bitmap, _): plan.elements.append(.bitmap(bitmap, place, radius: inner))
        case .drawing(let drawing): plan.elements.append(.drawing(drawing, place, radius: 0))
        }
        plan.elements.append(.border(card, radius: radius, context.palette.border, width: max(1, 1.5 * unit)))
        return card
    }

    /// - Parameter bias: The share of the height left over that goes above.
    private func place(within area: Rectangle, _ bias: Double) -> Rectangle {
        let size = self.picture.size
        var scale = min(area.width / size.width, area.height / size.height)
        if case .bitmap = self.picture { scale = min(scale, Self.maximumScale) }
        let (width, height) = (size.width * scale, size.height * scale)
        return Rectangle(
            x: area.midX - width / 2, y: area.y + (area.height - height) * bias, width: width, height: height)
    }
}

/// A picture that can be drawn.
enum Picture: Sendable {
    case bitmap(Bitmap, isOpaque: Bool)
    case drawing(VectorDrawing)

    /// In its own pixels.
    var size: Size {
        switch self {
        case .bitmap(let bitmap, _): bitmap.size
        case .drawing(let drawing): drawing.size
        }
    }

    /// A drawing's ground is nearly always left to the page it was made for.
    var isOpaque: Bool {
        switch self {
        case .bitmap(_, let isOpaque): isOpaque
        case .drawing: false
        }
    }
}
