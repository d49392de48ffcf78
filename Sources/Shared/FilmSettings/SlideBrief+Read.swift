// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Yams

extension SlideBrief {
    private static let maximumItems = 12
    private static let maximumRows = 60
    private static let maximumColumns = 12

    /// The keys of each kind, beside `kind`.
    private static let keys: [String: [String]] = [
        "title": ["title", "subtitle"],
        "points": ["heading", "items", "ordered"],
        "code": ["heading", "text", "language"],
        "table": ["heading", "header", "rows"],
        "quote": ["heading", "text", "attribution"],
        "figure": ["heading", "image", "alt", "caption", "width", "height"],
        "closing": ["heading", "items", "source"],
    ]
    private static let kinds = ["title", "points", "code", "table", "quote", "figure", "closing"]

    /// - Parameter title: The section's: the heading of a slide that has none.
    static func read(_ slide: Fields, title: String) -> SlideBrief? {
        guard slide.node("kind") != nil else {
            let kinds = self.kinds.joined(separator: ", ")
            slide.problem("kind", "missing; one of \(kinds)", ja: "必要です（\(kinds) のどれか）")
            return nil
        }
        guard let kind = slide.choice("kind", "slide kind", of: self.kinds) else { return nil }
        slide.warnAboutKeys(outside: ["kind"] + (self.keys[kind] ?? []))
        let heading = slide.text("heading", maximumLength: 300)?.asOneLine ?? title
        switch kind {
        case "title":
            return .title(
                title: slide.text("title", maximumLength: 300)?.asOneLine ?? title,
                subtitle: slide.text("subtitle", maximumLength: 300)?.asOneLine)
        case "points":
            let items = self.items(of: slide)
            if items.isEmpty {
                slide.problem("items", "missing; write two to five short statements", ja: "必要です（短い文を2〜5個）")
            }
            return .points(heading: heading, items: items, isOrdered: slide.flag("ordered") ?? false)
        case "code":
            let text = self.required("text", of: slide, maximumLength: 20_000)
            return .code(heading: heading, text: text.withoutTrailingBreaks, language: slide.text("language"))
        case "table":
            return self.table(slide, heading: heading)
        case "quote":
            let text = self.required("text", of: slide, maximumLength: 2000)
            return .quote(
                heading: heading, text: text.asOneLine, attribution: slide.text("attribution")?.asOneLine)
        case "figure":
            return .figure(heading: heading, figure: self.figure(slide, heading: heading))
        default:
            return .closing(
                heading: heading, items: self.items(of: slide),
                source: slide.text("source", maximumLength: 4096))
        }
    }

    private static func required(_ key: String, of slide: Fields, maximumLength: Int) -> String {
        if slide.node(key) == nil { slide.problem(key, "missing", ja: "必要です") }
        return slide.text(key, maximumLength: maximumLength) ?? ""
    }

    private static func items(of slide: Fields) -> [String] {
        guard let list = slide.list("items") else { return [] }
        if list.count > self.maximumItems {
            slide.problem(
                "items", "\(list.count) items; at most \(self.maximumItems)",
                ja: "\(self.maximumItems)個までです（\(list.count)個あります）")
            return []
        }
        return self.texts(list, key: "items", of: slide).map(\.asOneLine).filter { !$0.isEmpty }
    }

    private static func texts(_ list: [Node], key: String, of slide: Fields) -> [String] {
        list.compactMap { node in
            guard let scalar = node.scalar else {
                slide.problem(
                    key, "expected a list of texts, got \(node.kindName) in it", ja: "文字列のリストにしてください")
                return nil
            }
            guard scalar.string.count <= 500 else {
                slide.problem(
                    key, "a text has \(scalar.string.count) characters; at most 500",
                    ja: "1つにつき500文字までです（\(scalar.string.count)文字のものがあります）")
                return nil
            }
            return node.isNothing ? "" : scalar.string.withoutControlCharacters
        }
    }

    /// Rows are filled up or cut to the header's width, so that what comes after may rely on it.
    private static func table(_ slide: Fields, heading: String) -> SlideBrief? {
        let header = self.texts(slide.list("header") ?? [], key: "header", of: slide).map(\.asOneLine)
        let list = slide.list("rows") ?? []
        guard !list.isEmpty else {
            slide.problem("rows", "missing; write at least one row", ja: "必要です（1行以上）")
            return nil
        }
        let rows = list.compactMap { node -> [String]? in
            guard let cells = node.sequence else {
                slide.problem("rows", "expected a list of cells, got \(node.shown)", ja: "セルのリストにしてください")
                return nil
            }
            return self.texts(Array(cells), key: "rows", of: slide).map(\.asOneLine)
        }
        let width = header.isEmpty ? rows.map(\.count).max() ?? 0 : header.count
        guard list.count <= self.maximumRows, (1...self.maximumColumns).contains(width) else {
            slide.problem(
                "rows", "a table has at most \(self.maximumRows) rows of 1 to \(self.maximumColumns) cells",
                ja: "1〜\(self.maximumColumns)セルの行が\(self.maximumRows)行までです")
            return nil
        }
        if rows.contains(where: { $0.count != width }) {
            slide.warning("rows", "not every row has \(width) cells; they are filled up or cut")
        }
        let filled = rows.map { Array(($0 + Array(repeating: "", count: width)).prefix(width)) }
        return .table(
            heading: heading, header: header.isEmpty ? Array(repeating: "", count: width) : header,
            rows: filled)
    }

    private static func figure(_ slide: Fields, heading: String) -> Article.Figure {
        Article.Figure(
            source: self.required("image", of: slide, maximumLength: 4096),
            alternativeText: slide.text("alt", maximumLength: 2000)?.asOneLine ?? heading,
            caption: slide.text("caption", maximumLength: 2000)?.asOneLine,
            width: slide.integer("width", in: 1...100_000), height: slide.integer("height", in: 1...100_000))
    }
}

extension String {
    /// A block of YAML always ends in a line break that its author did not mean.
    var withoutTrailingBreaks: String {
        var text = Substring(self)
        while text.last?.isNewline == true { text.removeLast() }
        return String(text)
    }
}
