// SPDX-License-Identifier: Apache-2.0
internal import Canvas
internal import Domain
internal import Foundation

/// Draws one brief; a pure function of its arguments and the machine's fonts.
struct SlideDrawer {
    let context: SlideContext

    init(size: FrameSize, theme: FilmFormat.Theme, language: Language) {
        self.context = SlideContext(size: size, theme: theme, language: language)
    }

    /// - Parameter picture: What a brief of a figure is about; without one it is told in words.
    /// - Throws: ``JobFailure`` with `sourceUnreadable` for a vector drawing that cannot be drawn.
    func draw(_ brief: SlideBrief, picture: Picture? = nil) throws -> (file: Data, notes: [String]) {
        let plan = self.plan(brief, picture: picture)
        let bitmap = Bitmap(width: self.context.size.width, height: self.context.size.height)
        try plan.draw(on: bitmap)
        return (try bitmap.encodePNG(), plan.notes)
    }

    func plan(_ brief: SlideBrief, picture: Picture? = nil) -> SlidePlan {
        let (brief, missingCount) = brief.cleaned(language: self.context.language)
        var plan = self.layout(brief, picture)
        let background = SlidePlan.Element.fill(
            self.context.bounds, radius: 0, self.context.palette.background)
        plan.elements.insert(background, at: 0)
        if missingCount > 0 {
            plan.notes.append(
                self.context.localized(
                    "表示できるフォントのない\(missingCount)文字を省きました",
                    "\(missingCount) characters that no font has were left out"))
        }
        if plan.notes.isEmpty, plan.isShortened {
            plan.notes.append(self.context.localized("長い文字列を短くしました", "a long text was shortened"))
        }
        return plan
    }

    private func layout(_ brief: SlideBrief, _ picture: Picture?) -> SlidePlan {
        switch brief {
        case .title(let title, let subtitle):
            return TitleSlide(title: title, subtitle: subtitle).plan(in: self.context)
        case .points(let heading, let items, let isOrdered):
            guard !items.isEmpty else { return self.layout(.title(title: heading, subtitle: nil), nil) }
            return PointsSlide(heading: heading, items: items, isOrdered: isOrdered).plan(in: self.context)
        case .code(let heading, let text, let language):
            return CodeSlide(heading: heading, text: text, language: language).plan(in: self.context)
        case .table(let heading, let header, let rows):
            return TableSlide(heading: heading, header: header, rows: rows).plan(in: self.context)
        case .quote(let heading, let text, let attribution):
            return QuoteSlide(heading: heading, text: text, attribution: attribution).plan(in: self.context)
        case .figure(let heading, let figure):
            guard let picture else { return self.layout(Self.inWords(heading, figure), nil) }
            return FigureSlide(heading: heading, caption: figure.caption, picture: picture).plan(
                in: self.context)
        case .closing(let heading, let items, let source):
            return ClosingSlide(heading: heading, items: items, source: source).plan(in: self.context)
        }
    }

    /// What a figure says without its picture.
    private static func inWords(_ heading: String, _ figure: Article.Figure) -> SlideBrief {
        let text = figure.caption ?? (figure.alternativeText.isEmpty ? nil : figure.alternativeText)
        guard let text, text != heading else { return .title(title: heading, subtitle: nil) }
        return heading.isEmpty
            ? .title(title: text, subtitle: nil) : .points(heading: heading, items: [text], isOrdered: false)
    }
}
