// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Markup
import Testing

/// An article as text for people to compare: one paragraph a block, its kind before it.
struct ArticleText {
    let text: String

    init(_ article: Article) {
        var lines = ["title: \(article.title)"]
        if let author = article.author { lines.append("author: \(author)") }
        if let summary = article.summary { lines.append("summary: \(summary)") }
        lines.append("language: \(article.language?.rawValue ?? "neither")")
        self.text = (lines + [""] + article.blocks.map(Self.text)).joined(separator: "\n") + "\n"
    }

    private static func text(of block: Article.Block) -> String {
        switch block {
        case .heading(let level, let text): "h\(level): \(text)"
        case .paragraph(let text): "p: \(text)"
        case .list(let items, let isOrdered):
            items.enumerated().map { "  \(isOrdered ? "\($0 + 1)." : "-") \($1)" }.joined(separator: "\n")
        case .code(let text, let language):
            "code \(language ?? "?"):\n"
                + text.split(separator: "\n", omittingEmptySubsequences: false).map { "  |\($0)" }
                .joined(separator: "\n")
        case .table(let header, let rows, let caption):
            "table \(caption ?? "?"):\n"
                + ([header] + rows).map { "  | " + $0.joined(separator: " | ") }.joined(separator: "\n")
        case .quote(let text, let attribution): "quote \(attribution ?? "?"): \(text)"
        case .figure(let figure):
            "figure \(figure.source) \(figure.width ?? 0)x\(figure.height ?? 0)\n  alt: \(figure.alternativeText)\n  caption: \(figure.caption ?? "?")"
        }
    }
}

/// The pages under `Goldens`, and the articles they must be read as.
///
/// `MOVIEGEN_REWRITE_GOLDENS=1 swift test --filter MarkupTests` writes the articles anew; review them like code.
enum Golden {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Goldens")

    static func page(_ name: String) throws -> Data {
        try Data(contentsOf: self.folder.appending(path: name))
    }

    static func expect(_ article: Article, isAsIn name: String) throws {
        let file = self.folder.appending(path: name + ".article")
        let text = ArticleText(article).text
        if ProcessInfo.processInfo.environment["MOVIEGEN_REWRITE_GOLDENS"] == "1" {
            try Data(text.utf8).write(to: file)
        }
        #expect(text == String(decoding: try Data(contentsOf: file), as: UTF8.self))
    }
}
