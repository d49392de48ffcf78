// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Chooses what a slide shows, and cuts it to what a slide holds.
enum DisplayChoice {
    static let codeLinesAtMost = 18
    static let codeColumnsAtMost = 96
    static let tableColumnsAtMost = 6
    static let tableRowsAtMost = 8
    static let listItemsAtMost = 5
    /// Characters in a cell that can be read beside others.
    static let cellLength = 120

    /// Whether anything a viewer can take in is left of it.
    static func isShowable(_ display: Display) -> Bool {
        switch display.content {
        case .code(let text, _): CodeExcerpt.lines(of: text).contains { !$0.allSatisfy(\.isWhitespace) }
        case .table(let header, let rows, _): Self.isReadable(header: header, rows: rows)
        case .list(let items, _): (2...30).contains(items.count) && items.allSatisfy { !$0.trimmed.isEmpty }
        case .quote(let text, _): (8...160).contains(text.count)
        case .figure(let figure): Self.isTelling(figure)
        }
    }

    /// A table of paragraphs is a page's layout, not something to look up.
    private static func isReadable(header: [String], rows: [[String]]) -> Bool {
        guard rows.count >= 2, (rows.first?.count ?? 0) >= 2 else { return false }
        let cells = rows.prefix(Self.tableRowsAtMost).joined()
        let long = cells.count { $0.count > Self.cellLength }
        return long * 8 <= cells.count
    }

    /// A picture without words for it is most likely decoration; so is one smaller than a thumbnail.
    private static func isTelling(_ figure: Article.Figure) -> Bool {
        let words = (figure.caption ?? figure.alternativeText).trimmed
        let isSmall = (figure.width.map { $0 < 240 } ?? false) || (figure.height.map { $0 < 140 } ?? false)
        return !isSmall && Self.isRealWords(words)
    }

    private static let placeholders: Set<String> = [
        "image", "screenshot", "picture", "photo", "figure", "logo", "banner", "スクリーンショット", "画像", "写真",
        "イメージ",
        "説明画像", "代替テキスト", "alt text", "description",
    ]

    /// An address or the name of a file tells nobody what a picture shows.
    static func isRealWords(_ text: String) -> Bool {
        let lowered = text.lowercased()
        let endings = [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"]
        guard text.count >= 6, !lowered.contains("://"), !lowered.hasPrefix("www."),
            !endings.contains(where: { lowered.hasSuffix($0) }), !Self.placeholders.contains(lowered)
        else { return false }
        return lowered.contains(" ") || text.contains { SpeechCleaning.isWide($0) }
    }

    /// The display to show of a topic; nil when its own words serve better.
    static func best(of topic: Topic) -> Display? {
        topic.displays.filter(Self.isShowable).max { left, right in
            let (leftRank, rightRank) = (Self.rank(left), Self.rank(right))
            return leftRank == rightRank ? left.block > right.block : leftRank < rightRank
        }
    }

    /// What showing it adds to a topic's worth.
    static func weight(_ display: Display) -> Double {
        switch display.content {
        case .table: 0.9
        case .code, .figure: 0.7
        case .list(let items, _): 0.5 + 0.15 * Double(min(items.count, 5))
        case .quote: 0.2
        }
    }

    private static func rank(_ display: Display) -> Int {
        switch display.content {
        case .table: 5
        case .code(let text, _): CodeExcerpt.lines(of: text).count >= 2 ? 4 : 2
        case .figure: 4
        case .list: 3
        case .quote: 1
        }
    }
}
