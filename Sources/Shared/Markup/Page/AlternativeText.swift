// SPDX-License-Identifier: Apache-2.0

/// What pages write for those who do not see a picture.
enum AlternativeText {
    /// Whether it says nothing of the picture: its address, its file's name, or that it is one.
    static func saysNothing(_ text: String) -> Bool {
        let lower = text.lowercased()
        if self.words.contains(lower.trimming { !$0.isLetter }) { return true }
        guard !lower.contains(where: \.isWhitespace) else { return false }
        return lower.contains("://") || lower.hasPrefix("//") || lower.hasPrefix("data:")
            || self.extensions.contains { lower.hasSuffix($0) }
    }

    /// Digits around them are a camera's or an editor's count.
    private static let words: Set<String> = [
        "image", "images", "img", "picture", "photo", "dsc", "dscn", "dscf", "screenshot", "untitled",
        "画像", "写真", "イメージ", "スクリーンショット", "無題",
    ]
    private static let extensions = [
        ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".avif", ".heic", ".tif", ".tiff",
    ]
}
