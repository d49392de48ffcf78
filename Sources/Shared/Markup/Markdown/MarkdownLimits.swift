// SPDX-License-Identifier: Apache-2.0

/// Keeps Markdown from costing more than its size.
enum MarkdownLimits {
    /// Cells that tables may have in all.
    private static let maximumCellCount = 500_000

    /// Whether a document's tables stay in bounds.
    ///
    /// cmark-gfm fills every row up to the width of its table's header, so that a few kilobytes of `|` above many
    /// short lines become gigabytes. The widest line that could be a header's underline, times the number of lines,
    /// is the most that can come of it.
    static func allowsTables(_ text: [UInt8]) -> Bool {
        var lineCount = 1
        var widest = 0
        var columns = 0
        var isUnderline = true
        for byte in text {
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                if isUnderline { widest = max(widest, columns) }
                lineCount += 1
                columns = 0
                isUnderline = true
            case UInt8(ascii: "|"): columns += 1
            case UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: " "), UInt8(ascii: "\t"),
                UInt8(ascii: ">"),
                UInt8(ascii: "*"), UInt8(ascii: "+"):
                break
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: ")"): break
            default: isUnderline = false
            }
        }
        if isUnderline { widest = max(widest, columns) }
        return (widest + 1) * lineCount <= self.maximumCellCount
    }
}
