// SPDX-License-Identifier: Apache-2.0
internal import Domain

extension SlideBrief {
    /// The brief with all its text made safe to set, and how many characters had no glyph.
    ///
    /// Code comes back with its lines joined by line feeds. Counts are bounded here, so that no layout has to wonder how
    /// long a million rows take.
    func cleaned(language: Language) -> (brief: SlideBrief, missingCount: Int) {
        var cleaner = TextCleaner(language: language)
        let brief = self.cleaned(by: &cleaner)
        return (brief, cleaner.missingCount)
    }

    private func cleaned(by cleaner: inout TextCleaner) -> SlideBrief {
        switch self {
        case .title(let title, let subtitle):
            .title(title: cleaner.heading(title), subtitle: cleaner.optional(subtitle))
        case .points(let heading, let items, let isOrdered):
            .points(heading: cleaner.heading(heading), items: cleaner.items(items), isOrdered: isOrdered)
        case .code(let heading, let text, let language):
            .code(
                heading: cleaner.heading(heading), text: cleaner.code(text).joined(separator: "\n"),
                language: cleaner.optional(language))
        case .table(let heading, let header, let rows):
            .table(
                heading: cleaner.heading(heading), header: cleaner.cells(header),
                rows: rows.prefix(100).map { cleaner.cells($0) })
        case .quote(let heading, let text, let attribution):
            .quote(
                heading: cleaner.heading(heading), text: cleaner.prose(text),
                attribution: cleaner.optional(attribution))
        case .figure(let heading, let figure):
            .figure(heading: cleaner.heading(heading), figure: cleaner.figure(figure))
        case .closing(let heading, let items, let source):
            .closing(heading: cleaner.heading(heading), items: cleaner.items(items), source: source)
        }
    }
}

extension TextCleaner {
    fileprivate mutating func heading(_ text: String) -> String {
        self.prose(text, maximumCharacterCount: 300)
    }

    /// nil for a text that is blank.
    fileprivate mutating func optional(_ text: String?) -> String? {
        let cleaned = text.map { self.prose($0, maximumCharacterCount: 400) } ?? ""
        return cleaned.isEmpty ? nil : cleaned
    }

    fileprivate mutating func items(_ items: [String]) -> [String] {
        items.prefix(20).map { self.prose($0, maximumCharacterCount: 600) }.filter { !$0.isEmpty }
    }

    fileprivate mutating func cells(_ cells: [String]) -> [String] {
        cells.prefix(20).map { self.prose($0, maximumCharacterCount: 200) }
    }

    fileprivate mutating func figure(_ figure: Article.Figure) -> Article.Figure {
        var figure = figure
        figure.alternativeText = self.prose(figure.alternativeText, maximumCharacterCount: 300)
        figure.caption = self.optional(figure.caption)
        return figure
    }
}
