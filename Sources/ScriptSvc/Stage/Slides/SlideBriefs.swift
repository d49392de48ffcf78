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
        let points = self.points(of: scene.statements).filter { $0 != heading }
        if points.count >= 2 { return .points(heading: heading, items: points, isOrdered: false) }
        return .quote(heading: heading, text: self.sentence(of: scene) ?? heading, attribution: nil)
    }

    /// One short statement of each sentence, in the order they are said; the best of them when there are many.
    func points(of statements: [Statement]) -> [String] {
        // A point stands alone on its slide: what announces another, or leans on one, gives way.
        let announced = statements.filter { !$0.traits.contains(.needsNext) }
        let standing = announced.filter { !$0.traits.contains(.needsPrevious) && $0.point != nil }
        let candidates = (standing.count >= 2 ? standing : announced).compactMap { statement in
            statement.point.map { (point: $0, statement: statement) }
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
        scene.statements.max { $0.score < $1.score }?.text
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
            return .table(
                heading: heading, header: header.prefix(columns).map { SpeechCleaning.shown($0) },
                rows: rows.prefix(DisplayChoice.tableRowsAtMost).map { row in
                    row.prefix(columns).map { SpeechCleaning.shown($0) }
                })
        case .list(let items, let isOrdered):
            let points = items.prefix(DisplayChoice.listItemsAtMost).compactMap {
                self.prose.point(ofItem: $0)
            }
            return points.count >= 2 ? .points(heading: heading, items: points, isOrdered: isOrdered) : nil
        case .quote(let text, let attribution):
            return .quote(heading: heading, text: SpeechCleaning.shown(text), attribution: attribution)
        case .figure(let figure): return .figure(heading: heading, figure: figure)
        }
    }
}
