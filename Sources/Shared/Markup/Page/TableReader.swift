// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Reads `<table>`: data as a table, and tables that only lay a page out as what is in them.
struct TableReader {
    let writer: BlockWriter
    private var tree: HTMLTree { self.writer.tree }

    private static let maximumColumnCount = 64
    private static let maximumRowSpan = 200

    init(writer: BlockWriter) { self.writer = writer }

    private struct Cell {
        var text: String
        var isHeader: Bool
        var columnSpan: Int
        var rowSpan: Int
    }

    func drafts(at table: Int) -> [Draft] {
        let parts = self.parts(of: table)
        let layout = TableLayout(of: table, rows: parts.rows, in: self.writer.content)
        if layout.isContent { return self.writer.drafts(in: table, excluding: layout.labels) }
        let rows = parts.rows.map { self.cells(of: $0) }
        let hasHeader =
            rows.first.map { $0.allSatisfy(\.isHeader) } ?? false
            || parts.rows.first.map(self.isInHead) ?? false
        var grid = Self.grid(rows)
        let width = grid.map(\.count).max() ?? 0
        grid = grid.map { $0 + Array(repeating: "", count: width - $0.count) }
        let header = hasHeader ? grid.removeFirst() : Array(repeating: "", count: width)
        grid.removeAll { $0.allSatisfy(\.isEmpty) }
        guard width > 0, !grid.isEmpty else { return [] }
        let caption = parts.caption.map { self.writer.line(in: $0) }
        return [
            Draft(
                block: .table(header: header, rows: grid, caption: caption?.isEmpty == false ? caption : nil))
        ]
    }

    /// The table's own rows and caption; those of tables inside it are theirs.
    private func parts(of table: Int) -> (rows: [Int], caption: Int?) {
        var rows: [Int] = []
        var caption: Int?
        for child in self.tree.children(of: table) where !self.writer.content.isSkipped[child] {
            switch self.tree.tag(child) {
            case .tr: rows.append(child)
            case .caption: caption = caption ?? child
            case .tbody, .thead, .tfoot:
                rows += self.tree.children(of: child).filter {
                    self.tree.tag($0) == .tr && !self.writer.content.isSkipped[$0]
                }
            default: break
            }
        }
        return (rows, caption)
    }

    private func isInHead(_ row: Int) -> Bool { self.tree.tag(self.tree.parent(row)) == .thead }

    private func cells(of row: Int) -> [Cell] {
        self.writer.content.cells(of: row).prefix(Self.maximumColumnCount).map { node in
            func span(_ name: HTMLAttribute, most: Int) -> Int {
                min(max(self.tree.attribute(name, of: node).flatMap { Int($0) } ?? 1, 1), most)
            }
            return Cell(
                text: self.writer.line(in: node), isHeader: self.tree.tag(node) == .th,
                columnSpan: span(.colspan, most: Self.maximumColumnCount),
                rowSpan: span(.rowspan, most: Self.maximumRowSpan))
        }
    }

    /// Lays cells out in columns. A cell over several columns stands in the first of them; one over several rows is
    /// repeated in each, so that every row can be read by itself.
    private static func grid(_ rows: [[Cell]]) -> [[String]] {
        var carried: [Int: (text: String, rowsLeft: Int)] = [:]
        return rows.map { cells in
            var line: [String] = []
            func takeCarried() {
                while let above = carried[line.count] {
                    carried[line.count] = above.rowsLeft > 1 ? (above.text, above.rowsLeft - 1) : nil
                    line.append(above.text)
                }
            }
            for cell in cells {
                takeCarried()
                for column in 0..<cell.columnSpan where line.count < self.maximumColumnCount {
                    let text = column == 0 ? cell.text : ""
                    if cell.rowSpan > 1 { carried[line.count] = (text, cell.rowSpan - 1) }
                    line.append(text)
                }
            }
            takeCarried()
            return line
        }
    }
}
