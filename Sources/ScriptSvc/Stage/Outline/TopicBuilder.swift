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
            } else if case .quote(let text, _) = article.blocks[index],
                case let definitions = self.definitions(in: text, block: index, position: &position),
                !definitions.isEmpty
            {
                topic.statements += definitions
            } else if let content = self.content(of: article.blocks[index]) {
                topic.displays.append(Display(block: index, content: content))
                // What follows a display does not follow the sentence before it.
                position += 1
            }
        }
        position += 1
        return topic
    }

    /// What a quoted work of reference says a thing is: the article quotes it to say so itself.
    private func definitions(in quotation: String, block: Int, position: inout Int) -> [Statement] {
        var end = position
        let statements = self.statements(in: quotation, block: block, position: &end)
        guard let first = statements.first, first.traits.contains(.definition), statements.count <= 2 else {
            return []
        }
        position = end
        return [first]
    }

    private func statements(in paragraph: String, block: Int, position: inout Int) -> [Statement] {
        let sentences = self.prose.sentences(of: SpeechCleaning.clean(paragraph)).filter { sentence in
            sentence.count <= SentenceSegmentation.longestSentence
        }
        return sentences.enumerated().map { offset, sentence in
            position += 1
            var reading = self.prose.reading(of: sentence)
            // What it speaks of was named before: by the sentence before, or at the head of a paragraph by the heading.
            if offset > 0, reading.traits.contains(.subjectless) { reading.traits.insert(.needsPrevious) }
            return Statement(
                text: sentence, position: position, block: block, opensBlock: offset == 0,
                closesBlock: offset == sentences.count - 1, reading: reading)
        }
    }

    private func content(of block: Article.Block) -> Display.Content? {
        switch block {
        case .heading, .paragraph: nil
        case .list(let items, let isOrdered):
            // "There are three:" is an item only because its own list follows it.
            .list(
                items: items.filter { self.prose.reading(of: SpeechCleaning.clean($0)).pointsAt == nil },
                isOrdered: isOrdered)
        case .code(let text, let language): .code(text: text, language: language)
        case .table(let header, let rows, let caption): .table(header: header, rows: rows, caption: caption)
        case .quote(let text, let attribution): .quote(text: text, attribution: attribution)
        case .figure(let figure): .figure(figure)
        }
    }
}

/// Headings every reader knows the place of.
enum TopicNames {
    private static let numbering = Pattern(
        #/^[0-9.]+\s+/#)
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
        "disclosure", "sources", "external links", "note", "quick links", "links and resources", "known bugs",
        "translations", "building", "running tests", "development",
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

    /// A date or a number may follow these: 「追記 (2018-02-04)」, "Update 2".
    private static let appendixOpenings = [
        "追記", "余談", "参考 ", "おことわり", "お断り", "補足", "注意書き", "免責", "想定読者", "対象読者", "この記事の目的", "この記事について",
        "宣伝",
        "おまけ", "参考サイト", "参考url", "参考記事", "参考文献", "note:", "disclaimer", "update ", "updates",
        "documentation quick links",
    ]

    static func isAppendix(_ heading: String) -> Bool {
        let key = Self.key(heading)
        return Self.appendices.contains(key) || Self.appendixOpenings.contains { key.hasPrefix($0) }
    }
    static func isOpening(_ heading: String) -> Bool { Self.openings.contains(Self.key(heading)) }
    static func isConclusion(_ heading: String) -> Bool { Self.conclusions.contains(Self.key(heading)) }

    private static func key(_ heading: String) -> String {
        let text = JapaneseHeading.label(heading).lowercased()
        return text.replacing(Self.numbering.regex, with: "").filter { !"：:！!。.？".contains($0) || $0 == "." }
            .trimmed
    }
}
