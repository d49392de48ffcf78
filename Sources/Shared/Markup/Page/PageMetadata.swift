// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation

/// What a page says about itself in its head.
struct PageMetadata {
    private(set) var titleTag: String?
    private(set) var base: String?
    private var named: [String: String] = [:]
    let language: String?
    let hasScripts: Bool

    init(of tree: HTMLTree) {
        var hasScripts = false
        self.language = tree.attribute(.lang, of: 0) ?? tree.attribute(.xmlLang, of: 0)
        for node in tree.nodes.indices {
            switch tree.tag(node) {
            case .title:
                self.titleTag =
                    self.titleTag ?? tree.attribute(.content, of: node).map { InlineText.normalized($0) }
            case .base: self.base = self.base ?? tree.attribute(.href, of: node)
            case .script: hasScripts = true
            case .meta:
                guard let content = tree.attribute(.content, of: node) else { continue }
                let text = InlineText.normalized(content)
                for attribute in [HTMLAttribute.property, .name, .itemprop] {
                    guard let name = tree.attribute(attribute, of: node)?.lowercased(), !text.isEmpty else {
                        continue
                    }
                    if self.named[name] == nil { self.named[name] = text }
                }
            default: break
            }
        }
        self.hasScripts = hasScripts
    }

    var summary: String? {
        self.named["og:description"] ?? self.named["description"] ?? self.named["twitter:description"]
    }

    /// A name; pages that give an address or a handle for one have none.
    var author: String? {
        ["author", "article:author", "dc.creator", "parsely-author", "twitter:creator"].lazy
            .compactMap { self.named[$0] }
            .first { !$0.contains("://") && !$0.hasPrefix("@") && $0.count <= 100 }
    }

    /// - Parameters:
    ///   - inside: Level-one headings of the article.
    ///   - outside: Those of the page around it, which name the article or the site.
    func title(inside: [String], outside: [String]) -> String? {
        let site = self.named["og:site_name"]
        if let title = self.named["og:title"] ?? self.named["twitter:title"] {
            return Self.withoutSite(title, site: site, headings: inside + outside)
        }
        if let heading = inside.first { return heading }
        guard let title = self.titleTag, !title.isEmpty else { return outside.first }
        return Self.withoutSite(title, site: site ?? outside.first, headings: outside)
    }

    /// The title without the site's name, which stands before or after a separator.
    static func withoutSite(_ title: String, site: String?, headings: [String] = []) -> String {
        if let heading = headings.first(where: { $0.readingWeight >= 4 && title.hasPrefix($0) }) {
            return heading
        }
        let separators = [" | ", "｜", " - ", " – ", " — ", " » ", " :: ", " · ", " « ", "|"]
        for separator in separators where title.contains(separator) {
            let parts = title.components(separatedBy: separator).map { $0.trimming(where: \.isWhitespace) }
            if let site, parts.count > 1, parts.first == site {
                return parts.dropFirst().joined(separator: separator)
            }
            if let site, parts.count > 1, parts.last == site {
                return parts.dropLast().joined(separator: separator)
            }
            guard parts.count > 1, let last = parts.last, let first = parts.first else { continue }
            let head = parts.dropLast().joined(separator: separator)
            // A dash joins parts of titles too: only a short last part after a longer head is a site.
            if head.readingWeight >= 8, last.readingWeight <= max(24, head.readingWeight) { return head }
            if first.readingWeight <= 24, last.readingWeight > first.readingWeight * 2 { return last }
        }
        return title
    }
}
