// SPDX-License-Identifier: Apache-2.0

/// Boxes of notes, tips and warnings.
enum Admonition {
    /// Whether a text is nothing but the word on such a box.
    static func isLabel(_ text: String) -> Bool {
        guard text.utf8.count <= 60 else { return false }
        return self.labels.contains(text.lowercased().trimming { !$0.isLetter })
    }

    private static let labels: Set<String> = [
        "note", "tip", "hint", "info", "warning", "caution", "important", "danger", "attention",
        "注", "注記", "注意", "備考", "補足", "ヒント", "警告", "危険", "重要", "メモ", "お知らせ",
    ]
}
