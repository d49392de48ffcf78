// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Rows under headings, for a terminal. Letters of East Asia take two places.
struct Table {
    struct Column {
        let title: Localized
        var isNumber = false
    }

    let columns: [Column]
    var rows: [[String]] = []

    init(_ columns: [Column]) { self.columns = columns }

    /// Ends with a line feed. The last column is as long as it wants.
    func text(in language: Language) -> String {
        let all =
            [self.columns.map { $0.title[language] }] + self.rows.map { $0.map(TerminalText.clean) }
        let widths = self.columns.indices.map { index in all.map { TerminalText.width($0[index]) }.max() ?? 0
        }
        return all.map { row in
            var line = ""
            for (index, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[index] - TerminalText.width(cell))
                let isLast = index == row.count - 1
                line += self.columns[index].isNumber ? padding + cell : isLast ? cell : cell + padding
                if !isLast { line += "  " }
            }
            return line + "\n"
        }.joined()
    }

    /// Names and values, one pair a line.
    static func pairs(_ pairs: [(Localized, String)], in language: Language) -> String {
        let width = pairs.map { TerminalText.width($0.0[language]) }.max() ?? 0
        return pairs.map { name, value in
            let name = name[language]
            return name + String(repeating: " ", count: width + 2 - TerminalText.width(name))
                + TerminalText.clean(value) + "\n"
        }.joined()
    }
}

/// Text as a terminal shows it.
enum TerminalText {
    /// Places that the text takes.
    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + Self.width($1) }
    }

    /// The text on one line, without what a terminal would obey.
    static func clean(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: return Self.isWide(scalar.value) ? 2 : 1
        }
    }

    /// East_Asian_Width W or F, by blocks.
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C,
            0xAC00...0xD7A3,
            0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
            0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
