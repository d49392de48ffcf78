// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Foundation

/// Reads articles: bytes in, blocks of text in reading order out.
///
/// Any bytes end in an article or a `JobFailure`, in time and memory proportional to their number.
package enum ArticleReader {
    /// Fifty times the HTML of a long article; pages beyond it carry data, not text.
    package static let maximumHTMLBytes = 10_000_000
    /// cmark-gfm has inputs that cost it more than O(n), so less is let in.
    package static let maximumMarkdownBytes = 2_000_000
    package static let maximumTextBytes = 10_000_000

    /// The main text of a web page, without what surrounds it.
    ///
    /// - Parameters:
    ///   - charset: The encoding the server named, if any.
    ///   - source: The page's absolute URL, which relative references are resolved against, or its path.
    /// - Throws: `sourceTooLarge`, `sourceNotText`, `sourceNotArticle` or `sourceEmpty`, and nothing else.
    package static func readHTML(_ bytes: Data, charset: String?, source: String) throws -> Article {
        try self.check(bytes, limit: self.maximumHTMLBytes, source: source)
        let text = try TextDecoder.decode(
            bytes, charset: charset, source: source, declared: DeclaredCharset.find)
        return try PageReader(HTMLParser.parse(text, source: source), source: source).article()
    }

    /// A Markdown document: READMEs and the sources of blogs, with front matter and HTML in them.
    /// - Throws: `sourceTooLarge`, `sourceNotText` or `sourceEmpty`, and nothing else.
    package static func readMarkdown(_ bytes: Data, source: String) throws -> Article {
        try self.check(bytes, limit: self.maximumMarkdownBytes, source: source)
        return try MarkdownReader(
            text: TextDecoder.decode(bytes, charset: nil, source: source), source: source
        ).article()
    }

    /// Plain text.
    /// - Throws: `sourceTooLarge`, `sourceNotText` or `sourceEmpty`, and nothing else.
    package static func readText(_ bytes: Data, source: String) throws -> Article {
        try self.check(bytes, limit: self.maximumTextBytes, source: source)
        return try PlainTextReader(
            text: TextDecoder.decode(bytes, charset: nil, source: source), source: source
        ).article()
    }

    private static func check(_ bytes: Data, limit: Int, source: String) throws(JobFailure) {
        guard !bytes.isEmpty else { throw JobFailure(.sourceEmpty, source) }
        guard bytes.count <= limit else {
            throw JobFailure(
                .sourceTooLarge, source,
                detail: Localized(
                    ja: "\(bytes.count)バイト。読めるのは\(limit)バイトまでです",
                    en: "\(bytes.count) bytes; at most \(limit) are read"))
        }
    }
}
