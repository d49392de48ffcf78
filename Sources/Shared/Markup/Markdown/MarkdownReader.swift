// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation

/// From Markdown to its article, by way of HTML: so the HTML that READMEs are full of (`<p align="center">`,
/// `<details>`, `<img>`) and the Markdown around it are read as one document.
struct MarkdownReader {
    let text: [UInt8]
    let source: String

    func article() throws(JobFailure) -> Article {
        let front = FrontMatter(Substring(String(decoding: self.text, as: UTF8.self)))
        let body = Array(front.body.utf8)
        let html = MarkdownRenderer.html(of: body, hasTables: MarkdownLimits.allowsTables(body))
        let tree = try HTMLParser.parse(html, source: self.source)
        let drafts = self.drafts(of: tree)
        let title = front.title ?? Self.firstTitle(in: drafts) ?? PageReader.fallbackTitle(of: self.source)
        let blocks = ArticleTidier.tidy(drafts, title: title, isPage: false).map(\.block)
        guard !blocks.isEmpty else { throw JobFailure(.sourceEmpty, self.source) }
        return Article(
            source: self.source, title: title, author: front.author, summary: front.summary,
            language: LanguageGuess.language(of: blocks.proseText, declared: front.language), blocks: blocks)
    }

    private func drafts(of tree: HTMLTree) -> [Draft] {
        var isSkipped = [Bool](repeating: false, count: tree.count)
        for node in 1..<max(tree.count, 1) {
            let words = tree.tag(node) == .section ? ClassWords(of: node, in: tree) : nil
            isSkipped[node] =
                isSkipped[tree.parent(node)] || Boilerplate.isHiddenOrNoText(node, in: tree)
                || words?.has(["footnotes"]) == true
        }
        let content = PageContent(
            tree: tree, isSkipped: isSkipped,
            images: ImageReader(tree: tree, address: PageAddress(source: self.source)),
            countsLinks: false)
        var writer = BlockWriter(content)
        writer.write(0)
        writer.flush()
        return writer.drafts
    }

    /// The first heading, if it is of level one or nothing but pictures and a line come before it.
    private static func firstTitle(in drafts: [Draft]) -> String? {
        for draft in drafts { if case .heading(1, let text) = draft.block { return text } }
        guard let first = drafts.first, case .heading(_, let text) = first.block else { return nil }
        return text
    }
}
