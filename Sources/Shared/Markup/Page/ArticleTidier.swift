// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Drops what class names did not give away: lists of links, tables of contents, empty headings, bylines, repeats.
enum ArticleTidier {
    /// - Parameter isPage: Whether links to elsewhere are a page's surroundings (HTML) or content (Markdown).
    static func tidy(_ drafts: [Draft], title: String, isPage: Bool) -> [Draft] {
        var drafts = drafts.filter { !self.isLinkBlock($0) && !self.isAside($0) }
        drafts = HeadingNumber.removing(from: drafts)
        drafts = self.withoutClosingSections(drafts)
        if isPage { drafts = self.withoutBylines(drafts) }
        drafts = self.withoutTitle(drafts, title: title)
        drafts = self.withoutEmptyHeadings(drafts)
        return drafts.mergingRepeatedFigures()
    }

    /// A list that is links and little else, or a line that is nothing but one.
    private static func isLinkBlock(_ draft: Draft) -> Bool {
        switch draft.block {
        case .list(let items, _): draft.linkShare >= 0.8 && draft.weight < items.count * 100
        case .paragraph: draft.linkShare >= 0.9 && draft.weight < 160
        default: false
        }
    }

    /// What is written beside the text: the word on a box of notes, a footnote of a table.
    private static func isAside(_ draft: Draft) -> Bool {
        guard case .paragraph(let text) = draft.block else { return false }
        return Admonition.isLabel(text) || self.isFootnote(text)
    }

    /// `*1 …`, `※1 …`, `† …`.
    private static func isFootnote(_ text: String) -> Bool {
        guard let first = text.first else { return false }
        if "†‡".contains(first) { return true }
        return "*＊※".contains(first) && text.dropFirst().first?.isNumber == true
    }

    /// A heading that announces no part of the article takes everything up to the next heading of its level along.
    private static func withoutClosingSections(_ drafts: [Draft]) -> [Draft] {
        var kept: [Draft] = []
        var droppedLevel: Int?
        for draft in drafts {
            if case .heading(let level, let text) = draft.block {
                if let dropped = droppedLevel, level <= dropped { droppedLevel = nil }
                if droppedLevel == nil, self.closingHeadings.contains(self.plain(text)) {
                    droppedLevel = level
                }
            }
            if droppedLevel == nil { kept.append(draft) }
        }
        // A page whose every section goes by such a name is about them.
        let weight = { (drafts: [Draft]) in drafts.reduce(0) { $0 + $1.weight } }
        return weight(kept) * 3 >= weight(drafts) ? kept : drafts
    }

    private static func plain(_ heading: String) -> String {
        heading.lowercased().trimming { !$0.isLetter && !$0.isNumber }
    }

    private static let closingHeadings: Set<String> = [
        "目次", "この記事の目次", "もくじ", "関連記事", "関連リンク", "関連項目", "関連ページ", "あわせて読みたい", "合わせて読みたい", "おすすめ記事",
        "オススメ記事", "おすすめの記事", "人気記事", "人気の記事", "最新記事", "新着記事", "この記事を書いた人", "この記事をシェア", "この記事をシェアする", "シェアする",
        "コメント", "コメントを残す", "コメントする", "脚注", "出典", "参考文献", "参考資料", "参考リンク", "参考サイト", "参考url", "外部リンク", "タグ",
        "カテゴリー",
        "カテゴリ", "アーカイブ", "執筆者プロフィール", "著者プロフィール", "お問い合わせ",
        "contents", "table of contents", "on this page", "in this article", "related", "related posts",
        "related articles",
        "related content", "related stories", "related topics", "you might also like", "you may also like",
        "recommended",
        "recommended reading", "read next", "further reading", "more from", "most popular", "recent posts",
        "share", "share this",
        "share this article", "comments", "leave a comment", "leave a reply", "references", "external links",
        "see also", "notes",
        "footnotes", "citations", "sources", "bibliography", "about the author", "tags", "categories",
        "was this helpful",
        "was this page helpful", "feedback", "subscribe",
    ]

    /// Dates, authors and reading times that stand as lines of their own before the text begins or after it ends.
    private static func withoutBylines(_ drafts: [Draft]) -> [Draft] {
        let isProse = { (index: Int) in drafts[index].weight >= 80 && drafts[index].headingLevel == nil }
        guard let first = drafts.indices.first(where: isProse), let last = drafts.indices.last(where: isProse)
        else {
            return drafts
        }
        return drafts.indices.filter { index in
            let isNearStart = index < min(first, self.bylineReach)
            let isNearEnd = index > max(last, drafts.count - self.bylineReach)
            guard isNearStart || isNearEnd, case .paragraph(let text) = drafts[index].block else {
                return true
            }
            return !self.isByline(text)
        }.map { drafts[$0] }
    }

    /// How many blocks from either end a byline can stand.
    private static let bylineReach = 20

    static func isByline(_ text: String) -> Bool {
        guard text.readingWeight <= 60, let last = text.last, !"。！？!?.".contains(last) else { return false }
        let lower = text.lowercased()
        if lower.hasPrefix("by ") || lower.hasPrefix("written by") || lower.hasPrefix("published")
            || lower.hasPrefix("updated")
        {
            return true
        }
        if lower.contains("min read") || lower.contains("minute read") { return true }
        if ["投稿日", "更新日", "公開日", "最終更新", "投稿者", "著者", "執筆", "カテゴリ", "タグ", "シェア", "ツイート"].contains(
            where: text.contains)
        {
            return true
        }
        return self.isDate(text)
    }

    /// A date with a year, and nothing much else.
    private static func isDate(_ text: String) -> Bool {
        let digits = text.count { $0.isASCII && $0.isNumber }
        let hasYear = text.split { !($0.isASCII && $0.isNumber) }.contains {
            $0.count == 4 && ("1900"..."2100").contains($0)
        }
        return hasYear && digits * 4 >= text.count
    }

    private static func withoutTitle(_ drafts: [Draft], title: String) -> [Draft] {
        guard let first = drafts.firstIndex(where: { $0.headingLevel != nil }),
            case .heading(_, let text) = drafts[first].block,
            self.plain(text) == self.plain(title)
                || self.plain(text) == self.plain(HeadingNumber.removing(from: title))
        else { return drafts }
        var drafts = drafts
        drafts.remove(at: first)
        return drafts
    }

    /// A heading directly before another of its level or above, or before the end, heads nothing.
    private static func withoutEmptyHeadings(_ drafts: [Draft]) -> [Draft] {
        var kept: [Draft] = []
        var levelBelow = 0
        for draft in drafts.reversed() {
            if let level = draft.headingLevel {
                if kept.isEmpty || levelBelow != 0 && levelBelow <= level { continue }
                levelBelow = level
            } else {
                levelBelow = 0
            }
            kept.append(draft)
        }
        return kept.reversed()
    }
}
