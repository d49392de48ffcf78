// SPDX-License-Identifier: Apache-2.0
internal import Canvas
internal import Domain
internal import Foundation

/// What to take home, and where the article is.
struct ClosingSlide {
    let heading: String
    let items: [String]
    let source: String?

    func plan(in context: SlideContext) -> SlidePlan {
        var plan = SlidePlan()
        self.addShapes(to: &plan, in: context)
        var area = plan.addHeading(self.heading, kind: context.localized("まとめ", "TAKEAWAYS"), in: context)
        if let name = self.source.flatMap(Self.name(of:)) {
            let height = 46 * context.unit
            let place = Rectangle(x: area.x, y: area.maxY - height, width: area.width, height: height)
            self.addSource(name, at: place, to: &plan, in: context)
            area.height -= height + 20 * context.unit
        }
        plan.addRows(self.items, marker: .check, within: area, in: context)
        return plan
    }

    /// The discs of the opening, small enough to stay out of the text's way.
    private func addShapes(to plan: inout SlidePlan, in context: SlideContext) {
        let (bounds, palette, unit) = (context.bounds, context.palette, context.unit)
        let echo = palette.isDark ? 0.07 : 0.10
        let amber = Point(x: bounds.maxX - 6 * unit, y: 4 * unit)
        let sky = Point(x: bounds.maxX - 86 * unit, y: -22 * unit)
        plan.elements += [
            .disc(amber, radius: 170 * unit, palette.amber.withAlpha(echo)),
            .disc(amber, radius: 74 * unit, palette.amber),
            .disc(sky, radius: 52 * unit, palette.sky.withAlpha(0.92)),
        ]
    }

    private func addSource(
        _ name: String, at place: Rectangle, to plan: inout SlidePlan, in context: SlideContext
    ) {
        let (unit, palette) = (context.unit, context.palette)
        let label = TextLayout(
            context.localized("出典", "SOURCE"),
            context.style(18 * unit, .bold, palette.muted, lineSpacing: 1.3))
        let left = 24 * unit
        let hostX = left + label.size.width + 16 * unit
        let host = TextLayout(
            name, context.style(22 * unit, .bold, palette.ink, lineSpacing: 1.3),
            maximumWidth: max(1, place.width - hostX - left), maximumLineCount: 1)
        let pill = Rectangle(
            x: place.x, y: place.y, width: hostX + host.size.width + left, height: place.height)
        plan.elements += [
            .fill(pill, radius: place.height / 2, palette.surface),
            .border(pill, radius: place.height / 2, palette.border, width: max(1, 1.5 * unit)),
            .text(label, at: Point(x: pill.x + left, y: pill.midY - label.size.height / 2), within: pill),
            .text(host, at: Point(x: pill.x + hostX, y: pill.midY - host.size.height / 2), within: pill),
        ]
    }

    /// The host of an address without `www.`, or the last part of a path; nil when nothing readable is left.
    static func name(of source: String) -> String? {
        let host = URL(string: source).flatMap { url in
            ["http", "https"].contains(url.scheme?.lowercased()) ? url.host(percentEncoded: false) : nil
        }
        let isAddress = source.lowercased().hasPrefix("http")
        let name = host ?? (isAddress ? nil : source.split(separator: "/").last.map(String.init))
        guard var name = name?.lowercased() == host?.lowercased() ? host?.lowercased() : name else {
            return nil
        }
        if name.hasPrefix("www.") { name.removeFirst(4) }
        var cleaner = TextCleaner(language: .english)
        name = cleaner.prose(name, maximumCharacterCount: 120)
        return name.isEmpty || name == "-" ? nil : name
    }
}
