// SPDX-License-Identifier: Apache-2.0
internal import Canvas

/// A table on a card: head band, striped rows, numbers to the right.
struct TableSlide {
    let heading: String
    let header: [String]
    let rows: [[String]]

    func plan(in context: SlideContext) -> SlidePlan {
        var plan = SlidePlan()
        let area = plan.addHeading(self.heading, kind: context.localized("データ", "DATA"), in: context)
        var table = TableContent(header: self.header, rows: self.rows, in: context)
        guard table.columnCount > 0, !table.rows.isEmpty || table.hasHeader else { return plan }
        let set = self.set(&table, within: area, notes: &plan.notes, in: context)
        self.add(set, of: table, to: &plan, within: area, in: context)
        return plan
    }

    /// Few lines a cell at a good size; else more lines; else less of the table.
    private func set(
        _ table: inout TableContent, within area: Rectangle, notes: inout [String], in context: SlideContext
    ) -> SetTable {
        let (rowCount, columnCount) = (table.rows.count, table.columnCount)
        for lineCount in [1, 2, 3] {
            for size in context.sizes(from: [30, 26, 22][lineCount - 1], to: [21, 19, 17][lineCount - 1]) {
                let set = SetTable(table, size: size, width: area.width)
                if let set, set.lineCount <= lineCount, set.height <= area.height { return set }
            }
        }
        let size =
            SetTable(table, size: 20 * context.unit, width: area.width) == nil
            ? 17 * context.unit : 20 * context.unit
        while table.columnCount > 1, SetTable(table, size: size, width: area.width) == nil {
            table.dropColumn()
        }
        var set = SetTable(table, size: size, width: area.width, lineLimit: 6, isForced: true)!
        let mark = set.markHeight
        while set.height + (table.rows.count < rowCount ? mark : 0) > area.height, table.rows.count > 1 {
            table.rows.removeLast()
            set = SetTable(table, size: size, width: area.width, lineLimit: 6, isForced: true)!
        }
        if set.height > area.height {
            set = SetTable(table, size: size, width: area.width, lineLimit: 2, isForced: true)!
        }
        set.omittedRowCount = rowCount - table.rows.count
        self.note(
            rows: set.omittedRowCount, columns: columnCount - table.columnCount, to: &notes, in: context)
        return set
    }

    private func note(rows: Int, columns: Int, to notes: inout [String], in context: SlideContext) {
        if rows > 0 {
            notes.append(
                context.localized(
                    "表が長いため、最後の\(rows)行を省きました", "the table is long; rows left out at its end: \(rows)"))
        }
        if columns > 0 {
            notes.append(
                context.localized(
                    "表の幅が広いため、右の\(columns)列を省きました",
                    "the table is wide; columns left out at its right: \(columns)"))
        }
    }

    private func add(
        _ set: SetTable, of table: TableContent, to plan: inout SlidePlan, within area: Rectangle,
        in context: SlideContext
    ) {
        let (unit, palette) = (context.unit, context.palette)
        let radius = 18 * unit
        let markHeight = set.omittedRowCount > 0 ? set.markHeight : 0
        let growth = min(
            max(0, area.height - set.height - markHeight) / Double(max(1, set.cells.count)), set.size * 0.55)
        let height = set.height + markHeight + growth * Double(set.cells.count)
        let card = Rectangle(
            x: area.x, y: area.y + max(0, area.height - height) * context.bias, width: area.width,
            height: height)
        plan.addCard(card, radius: radius, in: context)
        var y = card.y
        for (index, cells) in set.cells.enumerated() {
            let isHeader = table.hasHeader && index == 0
            let row = Rectangle(x: card.x, y: y, width: card.width, height: set.rowHeights[index] + growth)
            let number = table.hasHeader ? index - 1 : index
            if isHeader {
                plan.elements += [
                    .fill(row, radius: radius, palette.band),
                    .fill(row.lowerHalf, radius: 0, palette.band),
                    .fill(
                        Rectangle(x: row.x, y: row.maxY - 4 * unit, width: row.width, height: 4 * unit),
                        radius: 0,
                        palette.amber),
                ]
            } else if !number.isMultiple(of: 2) {
                let isLast = index == set.cells.count - 1 && markHeight == 0
                plan.elements.append(.fill(row, radius: isLast ? radius : 0, palette.zebra))
                if isLast { plan.elements.append(.fill(row.upperHalf, radius: 0, palette.zebra)) }
            }
            for (column, cell) in cells.enumerated() {
                let x = card.x + set.columnX[column] + set.padding
                let slack = set.columnWidths[column] - 2 * set.padding - cell.size.width
                let place = Point(
                    x: table.isNumeric[column] ? x + slack : x, y: row.midY - cell.size.height / 2)
                plan.elements.append(.text(cell, at: place, within: row))
            }
            y += row.height
        }
        plan.elements.append(.border(card, radius: radius, palette.border, width: max(1, 1.5 * unit)))
        if markHeight > 0 {
            let mark = TextLayout("…", context.style(set.size, .bold, palette.muted))
            let place = Point(x: card.x + set.padding, y: y + (markHeight - mark.size.height) / 2)
            plan.elements.append(.text(mark, at: place, within: card))
        }
    }
}

extension Rectangle {
    fileprivate var lowerHalf: Rectangle {
        Rectangle(x: self.x, y: self.midY, width: self.width, height: self.height / 2)
    }

    fileprivate var upperHalf: Rectangle {
        Rectangle(x: self.x, y: self.y, width: self.width, height: self.height / 2)
    }
}
