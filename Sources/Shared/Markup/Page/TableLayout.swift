// SPDX-License-Identifier: Apache-2.0

/// Tells tables of data from tables that only lay text out: boxes of notes, numbered remarks, columns of a page.
struct TableLayout {
    /// Whether what is in the cells should be read as if there were no table.
    let isContent: Bool
    /// Cells of such a table that only hold an icon or a number.
    let labels: Set<Int>

    /// Longer cells are prose, in characters.
    private static let longestCell = 200

    /// - Parameter rows: The table's own.
    init(of table: Int, rows: [Int], in content: PageContent) {
        let tree = content.tree
        let cells = rows.map { content.cells(of: $0) }
        let isBox = Self.isBox(table, cells, in: content)
        let hasHeader = Self.hasHeader(rows, cells, in: tree)
        let firsts = Self.firstColumn(cells, in: tree)
        let isIconColumn =
            !hasHeader && firsts.allSatisfy { tree.tag($0) == .td && Self.isIconOrNumber($0, in: tree) }
        self.isContent =
            isBox && !hasHeader || Self.isPresentation(table, in: tree) || rows.count < 2
            || !cells.contains { $0.count > 1 } || isIconColumn || Self.holdsBlocks(table, in: tree)
            || cells.contains { $0.contains { Self.isProse($0, in: content) } }
        // Beside text in a box, or down a whole column, they label it; anywhere else a picture is a picture.
        let isLabelled = isBox || isIconColumn && rows.count > 1
        self.labels = isLabelled ? Set(firsts.filter { Self.isIconOrNumber($0, in: tree) }) : []
    }

    private static func isPresentation(_ table: Int, in tree: HTMLTree) -> Bool {
        let role = tree.attribute(.role, of: table)?.lowercased()
        return role == "presentation" || role == "none"
    }

    /// Whether the table, or what is around its one row or two, is named after what boxes are for. DocBook gives the
    /// tables it lays out with a summary.
    private static func isBox(_ table: Int, _ cells: [[Int]], in content: PageContent) -> Bool {
        let tree = content.tree
        if let summary = tree.attribute(.summary, of: table), !summary.isEmpty {
            let hasHeads = cells.contains { $0.contains { tree.tag($0) == .th } }
            if !hasHeads || Admonition.isLabel(summary) { return true }
        }
        return content.words(of: table).has(self.boxes)
            || cells.count <= 2 && content.words(of: tree.parent(table)).has(self.boxes)
    }

    private static let boxes: Set<Substring> = [
        "note", "tip", "hint", "warning", "caution", "important", "admonition", "admonitionblock", "callout",
        "colist",
    ]

    private static func hasHeader(_ rows: [Int], _ cells: [[Int]], in tree: HTMLTree) -> Bool {
        guard let row = rows.first, let first = cells.first, first.count > 1 else { return false }
        return tree.tag(tree.parent(row)) == .thead || first.allSatisfy { tree.tag($0) == .th }
    }

    /// The cells in the first column; one over several rows counts once.
    private static func firstColumn(_ cells: [[Int]], in tree: HTMLTree) -> [Int] {
        var rowsLeft = 0
        return cells.compactMap { row in
            rowsLeft -= 1
            guard rowsLeft <= 0, let first = row.first else { return nil }
            rowsLeft = tree.attribute(.rowspan, of: first).flatMap { Int($0) } ?? 1
            return first
        }
    }

    private static func isIconOrNumber(_ cell: Int, in tree: HTMLTree) -> Bool {
        let text = tree.textContent(of: cell)
        return text.utf8.count <= 200
            && text.allSatisfy { $0.isNumber || $0.isWhitespace || $0.isPunctuation || $0.isSymbol }
            || Admonition.isLabel(text)
    }

    /// Blocks that no cell of data has.
    private static func holdsBlocks(_ table: Int, in tree: HTMLTree) -> Bool {
        tree.descendants(of: table).contains { self.blocks.contains(tree.tag($0)) }
    }

    private static let blocks: Set<HTMLTag> = [
        .table, .pre, .h1, .h2, .h3, .h4, .h5, .h6, .article, .section, .blockquote, .figure, .form,
    ]

    /// Whether a cell holds more than a value: long text, several paragraphs, or a list of several items.
    private static func isProse(_ cell: Int, in content: PageContent) -> Bool {
        let tree = content.tree
        var (length, paragraphCount, itemCount) = (0, 0, 0)
        for node in tree.descendants(of: cell) where !content.isSkipped[node] {
            switch tree.tag(node) {
            case .text: length += InlineText.normalized(tree.text(node)).count
            case .p: paragraphCount += 1
            case .li: itemCount += 1
            default: break
            }
        }
        return length > self.longestCell || paragraphCount > 1 || itemCount > 1
    }
}
