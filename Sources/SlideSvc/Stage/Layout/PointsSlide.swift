// SPDX-License-Identifier: Apache-2.0
internal import Canvas
internal import Domain

/// A few statements, each on a card of its own.
struct PointsSlide {
    let heading: String
    let items: [String]
    let isOrdered: Bool

    func plan(in context: SlideContext) -> SlidePlan {
        var plan = SlidePlan()
        let area = plan.addHeading(self.heading, kind: context.localized("ポイント", "KEY POINTS"), in: context)
        let marker: RowMarker = self.items.count == 1 ? .bar : self.isOrdered ? .number : .bullet
        plan.addRows(self.items, marker: marker, within: area, in: context)
        return plan
    }
}

/// What stands before a statement.
enum RowMarker {
    case bullet, number, check
    /// A bar along the card's left edge: for a statement that stands alone.
    case bar
}

extension SlidePlan {
    /// Statements in equal cards, as large as they can be; those that do not fit at the smallest size are left out, and
    /// a line with "…" says so.
    mutating func addRows(
        _ items: [String], marker: RowMarker, within area: Rectangle, in context: SlideContext
    ) {
        guard !items.isEmpty else { return }
        // Much text is calmer in the regular weight.
        let isLong =
            items.reduce(0) { $0 + $1.count } > items.count * (context.language == .japanese ? 42 : 90)
        let style = context.style(
            1, isLong ? .regular : .bold, context.palette.ink, lineSpacing: 1.4, tight: true)
        let paragraphs = items.map { Paragraph($0, style: style) }
        let largest = (items.count == 1 ? 46.0 : items.count <= 3 ? 38 : 34) * (context.isTall ? 1.15 : 1)
        for size in context.sizes(from: largest, to: 20) {
            let rows = Rows(paragraphs, size: size, marker: marker, width: area.width, unit: context.unit)
            if rows.height <= area.height, !rows.tearsWord {
                return self.add(rows, within: area, in: context)
            }
        }
        self.addShortened(paragraphs, marker: marker, within: area, in: context)
    }

    private mutating func addShortened(
        _ paragraphs: [Paragraph], marker: RowMarker, within area: Rectangle, in context: SlideContext
    ) {
        let size = 20 * context.unit
        let mark = TextLayout(
            "…", context.style(30 * context.unit, .bold, context.palette.muted, lineSpacing: 1))
        var count = paragraphs.count
        while count > 0 {
            let isWhole = count == paragraphs.count
            let height = area.height - (isWhole ? 0 : mark.size.height + 8 * context.unit)
            let limit = count > 1 ? 6 : max(1, Int((height / size - 2) / 1.4))
            let rows = Rows(
                Array(paragraphs.prefix(count)), size: size, marker: marker, width: area.width,
                unit: context.unit,
                lineCount: limit)
            if rows.height <= height || count == 1 {
                let place = Rectangle(x: area.x, y: area.y, width: area.width, height: height)
                self.add(rows, within: place, in: context)
                if !isWhole {
                    let origin = Point(x: area.x + 30 * context.unit, y: area.maxY - mark.size.height)
                    self.elements.append(.text(mark, at: origin, within: area))
                }
                break
            }
            count -= 1
        }
        let omitted = paragraphs.count - count
        self.notes.append(
            omitted > 0
                ? context.localized(
                    "要点が多いため、最後の\(omitted)件を省きました", "too many points; left out at the end: \(omitted)")
                : context.localized("長い要点を短くしました", "long points were shortened"))
    }

    private mutating func add(_ rows: Rows, within area: Rectangle, in context: SlideContext) {
        let spread = rows.spread(in: area.height, context)
        var y = area.y + spread.top
        for (index, row) in rows.layouts.enumerated() {
            let height = rows.heights[index] + spread.growth
            let card = Rectangle(x: area.x, y: y, width: area.width, height: height)
            self.addCard(card, radius: min(20 * context.unit, height / 2), in: context)
            let text = Point(x: card.x + rows.textX, y: card.midY - row.size.height / 2)
            self.elements.append(.text(row, at: text, within: card))
            let isTopAligned = rows.marker == .bullet
            let markerY = isTopAligned ? text.y + rows.size * 0.7 : card.midY
            let place = Point(x: card.x + rows.padding + rows.markerRadius, y: markerY)
            if rows.marker == .bar {
                let bar = Rectangle(
                    x: card.x + 22 * context.unit, y: text.y, width: 7 * context.unit, height: row.size.height
                )
                self.elements.append(.fill(bar, radius: 3.5 * context.unit, context.palette.amber))
            } else {
                self.add(rows.marker, number: index + 1, at: place, radius: rows.markerRadius, in: context)
            }
            y += height + rows.gap + spread.gap
        }
    }

    private mutating func add(
        _ marker: RowMarker, number: Int, at center: Point, radius: Double, in context: SlideContext
    ) {
        let palette = context.palette
        switch marker {
        case .bar: break
        case .bullet:
            self.elements.append(.disc(center, radius: radius, palette.amber))
        case .number:
            self.elements.append(.disc(center, radius: radius, palette.amber))
            let style = context.style(radius * 1.12, .bold, palette.inkOnAccent, lineSpacing: 1)
            let digits = TextLayout("\(number)", style)
            // Digits are as high as capitals, whose middle is a hundredth of an em above that of Han characters.
            let place = Point(
                x: center.x - digits.size.width / 2, y: center.y - digits.size.height / 2 - radius * 0.01)
            self.elements.append(.text(digits, at: place, within: context.safeArea))
        case .check:
            self.elements.append(.disc(center, radius: radius, palette.sky))
            let points = [(-0.42, 0.04), (-0.12, 0.34), (0.44, -0.30)].map { x, y in
                Point(x: center.x + x * radius, y: center.y + y * radius)
            }
            self.elements.append(.stroke(points, palette.inkOnAccent, width: radius * 0.24))
        }
    }
}

/// Statements set at one size, and how high their cards are.
private struct Rows {
    let size: Double
    let marker: RowMarker
    let layouts: [TextLayout]
    let heights: [Double]
    let tearsWord: Bool
    let padding: Double
    let markerRadius: Double
    let textX: Double
    let gap: Double

    init(
        _ paragraphs: [Paragraph], size: Double, marker: RowMarker, width: Double, unit: Double,
        lineCount: Int = .max
    ) {
        self.size = size
        self.marker = marker
        self.padding = min(28 * unit, width * 0.045)
        self.markerRadius = [.bullet, .bar].contains(marker) ? size * 0.19 : size * 0.60
        self.textX = self.padding + 2 * self.markerRadius + size * 0.55
        self.gap = 12 * unit
        let textWidth = max(1, width - self.textX - self.padding)
        self.tearsWord = paragraphs.contains { $0.tearsWord(size: size, width: textWidth) }
        self.layouts = paragraphs.map { paragraph in
            lineCount == .max
                ? paragraph.layout(size: size, width: textWidth)
                : paragraph.layout(size: size, width: textWidth, lineCount: lineCount)
        }
        let inset = size * 0.46
        let heights = self.layouts.map { $0.size.height + 2 * inset }
        // Cards of one height are calmer, as long as that does not double the short ones.
        let highest = heights.max() ?? 0
        let isEven = heights.allSatisfy { highest <= $0 * 1.75 }
        self.heights = isEven ? heights.map { _ in highest } : heights
    }

    var height: Double { self.heights.reduce(0, +) + Double(max(0, self.heights.count - 1)) * self.gap }

    /// Shares out the height that is left: to the cards, then to the gaps, the rest above and below.
    func spread(in height: Double, _ context: SlideContext) -> (top: Double, growth: Double, gap: Double) {
        let count = Double(self.heights.count)
        var left = max(0, height - self.height)
        let growth = min(left / count, self.size * (context.isTall ? 1.2 : 0.9))
        left -= growth * count
        let gap = count > 1 ? min(left / (count - 1), 10 * context.unit) : 0
        left -= gap * max(0, count - 1)
        return (left * context.bias, growth, gap)
    }
}
