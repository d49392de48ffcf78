// SPDX-License-Identifier: Apache-2.0

/// The main text of a page, in reading order, without what surrounds it.
package struct Article: Codable, Hashable, Sendable {
    /// Where it was read: an absolute URL, or the path of a file.
    package var source: String
    package var title: String
    package var author: String?
    package var summary: String?
    /// The language its text is mostly written in; nil when neither of ours.
    package var language: Language?
    package var blocks: [Block]

    package init(
        source: String, title: String, author: String? = nil, summary: String? = nil,
        language: Language? = nil,
        blocks: [Block]
    ) {
        self.source = source
        self.title = title
        self.author = author
        self.summary = summary
        self.language = language
        self.blocks = blocks
    }

    package enum Block: Codable, Hashable, Sendable {
        /// `level` is 1...6.
        case heading(level: Int, text: String)
        case paragraph(String)
        case list(items: [String], isOrdered: Bool)
        /// `text` keeps its line breaks and indentation.
        case code(text: String, language: String?)
        /// Each row has as many cells as `header`; `header` may be all empty.
        case table(header: [String], rows: [[String]], caption: String?)
        case quote(text: String, attribution: String?)
        case figure(Figure)
    }

    /// A picture of the article.
    package struct Figure: Codable, Hashable, Sendable {
        /// An absolute URL, or a path for an article read from a file.
        package var source: String
        package var alternativeText: String
        package var caption: String?
        /// As the page states them, in CSS pixels; the picture itself may differ.
        package var width: Int?
        package var height: Int?

        package init(
            source: String, alternativeText: String, caption: String? = nil, width: Int? = nil,
            height: Int? = nil
        ) {
            self.source = source
            self.alternativeText = alternativeText
            self.caption = caption
            self.width = width
            self.height = height
        }
    }
}
