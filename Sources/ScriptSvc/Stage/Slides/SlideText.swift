// SPDX-License-Identifier: Apache-2.0

/// Cuts a text to what a slide holds, and shows that it was cut.
enum SlideText {
    /// Characters in an item that is no statement of its own.
    static let longestItem = 100

    /// A quotation without the address it was taken from.
    static func withoutAddresses(_ text: String) -> String {
        let lines = text.split(separator: "\n").filter { !$0.trimmed.hasPrefix("http") }
        return SpeechCleaning.shown(lines.joined(separator: "\n"))
    }

    /// The text, or its beginning up to where a clause or at least a word ends, with "…".
    static func shortened(_ text: String, to longest: Int) -> String {
        let text = text.trimmed
        guard text.count > longest else { return text }
        let head = Array(text.prefix(longest - 1))
        if text.dropFirst(longest - 1).first == " " { return String(head) + "…" }
        let isEnd = { (index: Int, marks: String) in marks.contains(head[index]) }
        let clause = head.indices.last { isEnd($0, "、。，．,;:；：") && $0 >= longest / 2 }
        let word = head.indices.last { isEnd($0, " ") && $0 >= longest / 2 }
        guard let end = clause ?? word else { return String(head) + "…" }
        return String(head[..<end]).trimmed + "…"
    }
}
