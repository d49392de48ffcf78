// SPDX-License-Identifier: Apache-2.0
internal import Canvas

/// The cells of a table, measured once in ems.
struct TableContent {
    private(set) var header: [Paragraph]
    var rows: [[Paragraph]]
    private(set) var isNumeric: [Bool]
    let hasHeader: Bool

    /// Short rows are filled up with empty cells, long ones cut to the width of the header.
    init(header: [String], rows: [[String]], in context: SlideContext) {
        let headerCount = header.contains { !$0.isEmpty } ? header.count : 0
        let columnCount = min(12, headerCount > 0 ? headerCount : rows.map(\.count).max() ?? 0)
        let palette = context.palette
        func cells(_ texts: [String], _ weight: TextStyle.Weight, _ color: Color) -> [Paragraph] {
            (0..<columnCount).map { column in
                Paragraph(
                    column < texts.count ? texts[column] : "",
                    style: context.style(
                        1, column == 0 ? .bold : weight, color, lineSpacing: Self.lineSpacing, tight: true))
            }
        }
        self.hasHeader = headerCount > 0
        self.header = self.hasHeader ? cells(header, .bold, Color(0xF6F4EF)) : []
        let body = rows.prefix(60)
        self.rows = body.map { cells($0, .regular, palette.ink) }
        self.isNumeric = (0..<columnCount).map { column in
            let texts = body.compactMap { column < $0.count ? $0[column] : nil }.filter { !$0.isEmpty }
            return column > 0 && !texts.isEmpty
                && texts.count(where: Self.isNumber) * 10 >= texts.count * 7
        }
    }

    static let lineSpacing = 1.36

    var columnCount: Int { self.isNumeric.count }
    /// The header, where there is one, and the rows.
    var allRows: [[Paragraph]] { (self.hasHeader ? [self.header] : []) + self.rows }

    mutating func dropColumn() {
        self.isNumeric.removeLast()
        if self.hasHeader { self.header.removeLast() }
        for index in self.rows.indices { self.rows[index].removeLast() }
    }

    /// A number with at most a sign, a currency and a unit, or a mark for none.
    static func isNumber(_ text: String) -> Bool {
        if ["-", "–", "—", "n/a", "N/A", "なし"].contains(text) { return true }
        let digitCount = text.count(where: \.isNumber)
        let others = text.filter { !$0.isNumber && !"+-−±,.%$€£¥~≈<>×/ ".contains($0) }
        return digitCount > 0 && others.count <= 3
            && (text.first?.isNumber == true || "+-−±$€£¥~≈<>約".contains(text.first ?? " "))
    }
}

/// A table set at one size.
struct SetTable {
    let size: Double
    let padding: Double
    let columnWidths: [Double]
    let cells: [[TextLayout]]
    let rowHeights: [Double]
    var omittedRowCount = 0

    /// nil when a column would be narrower than its longest word, unless `isForced`.
    init?(_ table: TableContent, size: Double, width: Double, lineLimit: Int = .max, isForced: Bool = false) {
        self.size = size
        self.padding = size * 0.7
        let columns = (0..<table.columnCount).map { column in
            ColumnNeed(table.allRows.map { $0[column] }, padding: 2 * 0.7)
        }
        guard let widths = Self.share(width / size, among: columns, isForced: isForced) else { return nil }
        self.columnWidths = widths.map { $0 * size }
        let inner = self.columnWidths.map { max(size, $0 - 2 * size * 0.7) }
        self.cells = table.allRows.map { row in
            zip(row, inner).map { cell, width in
                // Half a pixel of grace: the width was computed from the very same text.
                lineLimit == .max
                    ? cell.layout(size: size, width: width + 0.5)
                    : cell.layout(size: size, width: width + 0.5, lineCount: lineLimit)
            }
        }
        self.rowHeights = self.cells.map { cells in
            (cells.map(\.size.height).max() ?? size * TableContent.lineSpacing) + size * 0.72
        }
    }

    var height: Double { self.rowHeights.reduce(0, +) }
    var lineCount: Int { self.cells.joined().map(\.lineCount).max() ?? 0 }
    var markHeight: Double { self.size * 1.7 }
    var columnX: [Double] {
        self.columnWidths.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }.dropLast()
    }

    /// In ems: what a column would like, and what it cannot do without.
    private struct ColumnNeed {
        let wanted: Double
        let least: Double

        init(_ cells: [Paragraph], padding: Double) {
            self.wanted = padding + (cells.map(\.widthInEms).max() ?? 0) * 1.01 + 0.1
            self.least = min(
                self.wanted, padding + max(3, (cells.map(\.longestUnitInEms).max() ?? 0) * 1.01 + 0.1))
        }
    }

    /// Everybody gets what they want, and a share of what is left; or what they need, and a share by what they want.
    private static func share(_ width: Double, among columns: [ColumnNeed], isForced: Bool) -> [Double]? {
        let wanted = columns.reduce(0) { $0 + $1.wanted }
        let least = columns.reduce(0) { $0 + $1.least }
        if wanted <= width {
            let extra = width - wanted
            return columns.map { $0.wanted + extra * $0.wanted / wanted }
        }
        guard least <= width else { return isForced ? columns.map { $0.least * width / least } : nil }
        // Long texts gain little from a line more, so shares go by the root of what is missing.
        let missing = columns.map { max(0, $0.wanted - $0.least).squareRoot() }
        let total = max(missing.reduce(0, +), .leastNonzeroMagnitude)
        return zip(columns, missing).map { $0.least + (width - least) * $1 / total }
    }
}
