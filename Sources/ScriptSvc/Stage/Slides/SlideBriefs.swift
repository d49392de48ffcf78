// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Writes what a scene's slide shows.
struct SlideBriefs: Sendable {
    let prose: any Prose

    private static let pointsAtMost = 4

    func brief(for scene: Scene) -> SlideBrief {
        let heading = scene.label.label
        if let display = scene.display, let brief = self.brief(showing: display, heading: heading) {
            return brief
        }
        var points = self.points(of: scene.statements).filter { $0 != heading }
        if points.count < 2 {
            points = self.points(of: scene.statements) { $0.longPoint }.filter { $0 != heading }
        }
        if points.count >= 2 { return .points(heading: heading, items: points, isOrdered: false) }
        let single = points.first ?? self.sentence(of: scene) ?? heading
        return .points(heading: heading, items: [single], isOrdered: false)
    }

    /// One short statement of each sentence, in the order they are said; the best of them when there are many.
    func points(of statements: [Statement], as point: (Statement) -> String? = { $0.point }) -> [String] {
        // A point stands alone on its slide: what announces another, or leans on one, gives way.
        let announced = statements.filter { !$0.traits.contains(.needsNext) }
        let standing = announced.filter { !$0.traits.contains(.needsPrevious) && point($0) != nil }
        let candidates = (standing.count >= 2 ? standing : announced).compactMap { statement in
            point(statement).map { (point: $0, statement: statement) }
        }
        var chosen: [(point: String, position: Int)] = []
        for candidate in candidates.sorted(by: { $0.statement.score > $1.statement.score })
        where chosen.count < Self.pointsAtMost && !chosen.contains(where: { $0.point == candidate.point }) {
            chosen.append((candidate.point, candidate.statement.position))
        }
        return chosen.sorted { $0.position < $1.position }.map(\.point)
    }

    /// The scene's best sentence: a slide with one thing to read is better than one with half a thing.
    private func sentence(of scene: Scene) -> String? {
        let best = scene.statements.max { $0.score < $1.score }
        return best.map { SlideText.shortened($0.text, to: SlideText.longestItem) }
    }

    private func brief(showing display: Display, heading: String) -> SlideBrief? {
        switch display.content {
        case .code(let text, let language):
            let excerpt = CodeExcerpt.excerpt(
                of: text, language: language, linesAtMost: DisplayChoice.codeLinesAtMost,
                columnsAtMost: DisplayChoice.codeColumnsAtMost)
            return .code(heading: heading, text: excerpt, language: language)
        case .table(let header, let rows, _):
            let columns = DisplayChoice.tableColumnsAtMost
            func cells(_ row: [String]) -> [String] {
                row.prefix(columns).map {
                    SlideText.shortened(SpeechCleaning.shown($0), to: DisplayChoice.cellLength)
                }
            }
            return .table(
                heading: heading, header: cells(header),
                rows: rows.prefix(DisplayChoice.tableRowsAtMost).map(cells))
        case .list(let items, let isOrdered):
            // A list with a hole in it would say less than the article and look whole.
            let points = items.prefix(DisplayChoice.listItemsAtMost).map { item in
                self.prose.point(ofItem: item)
                    ?? SlideText.shortened(
                        SpeechCleaning.clean(item).filter { $0 != SpeechCleaning.hole },
                        to: SlideText.longestItem)
            }
            return points.count >= 2 ? .points(heading: heading, items: points, isOrdered: isOrdered) : nil
        case .quote(let text, let attribution):
            return .quote(
                heading: heading, text: SlideText.shortened(SlideText.withoutAddresses(text), to: 400),
                attribution: attribution)
        case .figure(let figure): return .figure(heading: heading, figure: figure)
        }
    }
}
