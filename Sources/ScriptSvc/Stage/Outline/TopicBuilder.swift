// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Cuts an article into topics: by its headings, or where its vocabulary turns when it has none.
struct TopicBuilder: Sendable {
    let prose: any Prose

    /// An article is read up to here, in sentences; a film of a few minutes could not tell more of.
    private static let sentencesAtMost = 3000

    /// A heading and the blocks under it, before it is known what they hold.
    private struct Stretch {
        var heading: String?
        var level: Int
        var blocks: [Int]
    }

    func topics(of article: Article) -> [Topic] {
        var position = 0
        var topics: [Topic] = []
        for stretch in self.stretches(of: article) {
            var topic = self.topic(from: stretch, of: article, position: &position)
            if topic.statements.isEmpty && topic.displays.isEmpty { continue }
            if topics.isEmpty, topic.role != .conclusion, stretch.heading.map(TopicNames.isOpening) ?? true {
                topic.role = .opening
            }
            topics.append(topic)
            if position > Self.sentencesAtMost { break }
        }
        if topics.allSatisfy({ $0.heading == nil }) {
            return topics.flatMap { Cohesion(prose: self.prose).topics(dividing: $0) }
        }
        return topics
    }

    private func stretches(of article: Article) -> [Stretch] {
        let title = SpeechCleaning.clean(String(article.title.prefix(400))).lowercased()
        let level = self.cuttingLevel(of: article, title: title)
        var stretches = [Stretch(heading: nil, level: 0, blocks: [])]
        var skipsBelow: Int?
        for (index, block) in article.blocks.enumerated() {
            if case .heading(let own, let text) = block {
                if let limit = skipsBelow, own > limit { continue }
                skipsBelow = nil
                if TopicNames.isAppendix(text) {
                    skipsBelow = own
                } else if own <= level, !Self.isTitle(text, title) {
                    stretches.append(Stretch(heading: text, level: own, blocks: []))
                }
            } else if skipsBelow == nil {
                stretches[stretches.count - 1].blocks.append(index)
            }
        }
        return stretches
    }

    /// The outermost level with at least two headings; one deeper when that leaves hardly any topics.
    private func cuttingLevel(of article: Article, title: String) -> Int {
        var counts = [Int](repeating: 0, count: 8)
        for case .heading(let level, let text) in article.blocks
        where !Self.isTitle(text, title) && !TopicNames.isAppendix(text) {
            counts[min(max(level, 1), 6)] += 1
        }
        guard let first = counts.indices.first(where: { counts[$0] >= 2 }) else {
            return counts.lastIndex { $0 > 0 } ?? 6
        }
        let upTo = counts[...first].reduce(0, +)
        guard upTo < 3, let deeper = counts.indices.first(where: { $0 > first && counts[$0] >= 2 }) else {
            return first
        }
        return deeper
    }

    private static func isTitle(_ heading: String, _ title: String) -> Bool {
        guard heading.count <= title.count * 2 + 40 else { return false }
        let heading = SpeechCleaning.clean(heading).lowercased()
        return heading == title || (heading.count > 8 && title.contains(heading))
    }

    private func topic(from stretch: Stretch, of article: Article, position: inout Int) -> Topic {
        let role: Topic.Role = stretch.heading.map(TopicNames.isConclusion) == true ? .conclusion : .body
        var topic = Topic(role: role, heading: stretch.heading, statements: [], displays: [])
        for index in stretch.blocks {
            if case .paragraph(let text) = article.blocks[index] {
                topic.statements += self.statements(in: text, block: index, position: &position)
            } else if let content = Self.content(of: article.blocks[index]) {
                topic.displays.append(Display(block: index, content: content))
                // What follows a display does not follow the sentence before it.
                position += 1
            }
        }
        position += 1
        return topic
    }

    private func statements(in paragraph: String, block: Int, position: inout Int) -> [Statement] {
        let sentences = self.prose.sentences(of: SpeechCleaning.clean(paragraph)).filter { sentence in
            sentence.count <= SentenceSegmentation.longestSentence
        }
        return sentences.enumerated().map { offset, sentence in
            position += 1
            return Statement(
                text: sentence, position: position, block: block, opensBlock: offset == 0,
                closesBlock: offset == sentences.count - 1, reading: self.prose.reading(of: sentence))
        }
    }

    private static func content(of block: Article.Block) -> Display.Content? {
        switch block {
        case .heading, .paragraph: nil
        case .list(let items, let isOrdered): .list(items: items, isOrdered: isOrdered)
        case .code(let text, let language): .code(text: text, language: language)
        case .table(let header, let rows, let caption): .table(header: header, rows: rows, caption: caption)
        case .quote(let text, let attribution): .quote(text: text, attribution: attribution)
        case .figure(let figure): .figure(figure)
        }
    }
}

/// Headings every reader knows the place of.
enum TopicNames {
    private static let appendices: Set<String> = [
        "参考文献", "参考", "参考資料", "参考リンク", "関連記事", "関連リンク", "リンク", "謝辞", "脚注", "注", "注釈", "出典", "目次", "更新履歴",
        "変更履歴", "ライセンス", "著者", "著者について", "プロフィール", "この記事を書いた人", "お知らせ", "おすすめ記事", "コメント", "シェアする",
        "references", "bibliography", "further reading", "see also", "related", "related posts",
        "related articles",
        "links", "resources", "footnotes", "notes", "acknowledgements", "acknowledgments", "credits",
        "license",
        "licence", "contributing", "contributors", "changelog", "change log", "release notes",
        "table of contents",
        "contents", "toc", "about the author", "author", "authors", "comments", "share", "share this",
        "code of conduct",
        "sponsors", "support", "badges", "citation", "contact", "security policy", "star history", "thanks",
        "disclosure", "sources", "external links",
    ]
    private static let openings: Set<String> = [
        "はじめに", "概要", "導入", "序文", "序", "前書き", "まえがき", "背景", "introduction", "intro", "overview", "background",
        "summary", "tl;dr", "tldr", "about", "abstract", "preface", "what is this", "what is this?",
        "motivation",
    ]
    private static let conclusions: Set<String> = [
        "まとめ", "おわりに", "終わりに", "結論", "結び", "最後に", "さいごに", "総括", "あとがき", "むすび", "おしまい", "結論として",
        "conclusion", "conclusions", "summary", "wrapping up", "wrap up", "wrap-up", "closing thoughts",
        "final thoughts",
        "takeaways", "key takeaways", "in summary", "the takeaway", "in conclusion", "closing", "tl;dr",
    ]

    static func asksWhy(_ heading: String) -> Bool {
        ["なぜ", "どうして", "理由", "why"].contains { heading.lowercased().contains($0) }
    }

    static func isAppendix(_ heading: String) -> Bool { Self.appendices.contains(Self.key(heading)) }
    static func isOpening(_ heading: String) -> Bool { Self.openings.contains(Self.key(heading)) }
    static func isConclusion(_ heading: String) -> Bool { Self.conclusions.contains(Self.key(heading)) }

    private static func key(_ heading: String) -> String {
        let text = JapaneseHeading.label(heading).lowercased()
        return text.replacing(#/^[0-9.]+\s+/#, with: "").filter { !"：:！!。.？".contains($0) || $0 == "." }
            .trimmed
    }
}
