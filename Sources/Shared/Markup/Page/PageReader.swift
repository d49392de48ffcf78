// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation

/// From a parsed page to its article.
struct PageReader {
    private let tree: HTMLTree
    private let source: String
    private let metadata: PageMetadata
    private let address: PageAddress

    /// Less than this is no article: about three sentences, weighed by ``StringProtocol/readingWeight``.
    private static let minimumWeight = 140

    init(_ tree: HTMLTree, source: String) {
        self.tree = tree
        self.source = source
        self.metadata = PageMetadata(of: tree)
        self.address = PageAddress(source: source, base: self.metadata.base)
    }

    func article() throws(JobFailure) -> Article {
        // Class names lie at times. A page that they leave without text is read again without them.
        for usesHints in [true, false] {
            if let article = self.article(usesHints: usesHints) { return article }
        }
        guard PageSurvey.visibleWeight(of: self.tree) == 0 else {
            throw JobFailure(.sourceNotArticle, self.source)
        }
        guard self.metadata.hasScripts else { throw JobFailure(.sourceEmpty, self.source) }
        throw JobFailure(
            .sourceNotArticle, self.source,
            detail: Localized(
                ja: "JavaScriptがないと何も表示されないページです", en: "it shows nothing without JavaScript"))
    }

    private func article(usesHints: Bool) -> Article? {
        let survey = PageSurvey(self.tree, usesHints: usesHints)
        let finder = ContentFinder(survey)
        let roots = finder.roots()
        guard !roots.isEmpty, !finder.isIndexPage(roots) else { return nil }
        let content = PageContent(
            tree: self.tree, isSkipped: survey.isSkipped,
            images: ImageReader(tree: self.tree, address: self.address),
            countsLinks: true)
        var writer = BlockWriter(content)
        for root in roots {
            writer.write(root)
            writer.flush()
        }
        let title = self.title(roots: roots, content: content)
        let drafts = ArticleTidier.tidy(writer.drafts, title: title, isPage: true)
        guard Self.isArticle(drafts) else { return nil }
        return Article(
            source: self.source, title: title, author: self.metadata.author, summary: self.metadata.summary,
            language: LanguageGuess.language(
                of: drafts.map(\.block).proseText, declared: self.metadata.language),
            blocks: drafts.map(\.block))
    }

    private func title(roots: [Int], content: PageContent) -> String {
        let all = self.tree.nodes.indices.filter { self.tree.tag($0) == .h1 }.prefix(100)
        let isInside = { (heading: Int) in roots.contains { heading > $0 && heading < self.tree.end($0) } }
        let text = { (heading: Int) in
            // A heading in the page's header is skipped with it, and may be the title all the same.
            content.isSkipped[heading]
                ? InlineText.normalized(self.tree.textContent(of: heading))
                : BlockWriter(content).line(in: heading)
        }
        let inside = all.filter { isInside($0) && !content.isSkipped[$0] }.map(text).filter { !$0.isEmpty }
        let outside = all.filter { !isInside($0) || content.isSkipped[$0] }.map(text).filter { !$0.isEmpty }
        return self.metadata.title(inside: inside, outside: outside) ?? Self.fallbackTitle(of: self.source)
    }

    /// Code and tables count, but no page of nothing else is an article; nor is one that is mostly links.
    private static func isArticle(_ drafts: [Draft]) -> Bool {
        var (prose, links, total) = (0, 0, 0)
        for draft in drafts {
            switch draft.block {
            case .paragraph, .list, .quote: prose += draft.weight
            case .code, .table: prose += draft.weight / 4
            case .heading, .figure: continue
            }
            total += draft.weight
            links += draft.linkWeight
        }
        return prose >= self.minimumWeight && links * 10 <= total * 6
    }

    /// The last part of an address or path, without its extension, as words.
    static func fallbackTitle(of source: String) -> String {
        let path = source.prefix { $0 != "?" && $0 != "#" }
        let name = path.split(separator: "/").last.map(String.init) ?? source
        let stem = name.lastIndex(of: ".").map { $0 > name.startIndex ? String(name[..<$0]) : name } ?? name
        let decoded = stem.removingPercentEncoding ?? stem
        return decoded.replacing("_", with: " ").isEmpty ? source : decoded.replacing("_", with: " ")
    }
}

extension [Article.Block] {
    /// Everything that is prose, for guessing its language.
    var proseText: String {
        self.map { block in
            switch block {
            case .heading(_, let text), .paragraph(let text), .quote(let text, _): text
            case .list(let items, _): items.joined(separator: "\n")
            case .table(let header, let rows, _): (header + rows.flatMap(\.self)).joined(separator: " ")
            case .code, .figure: ""
            }
        }.joined(separator: "\n")
    }
}
