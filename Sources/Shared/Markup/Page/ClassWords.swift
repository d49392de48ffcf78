// SPDX-License-Identifier: Apache-2.0

/// The words in an element's class and id, where page authors say what it is for.
struct ClassWords {
    /// The names as written, in lower case: `entry-content`.
    let names: [Substring]
    /// Their parts: `entry`, `content`. Parts of names such as `has-sidebar` are left out: they say what is elsewhere.
    let parts: Set<Substring>

    init(of node: Int, in tree: HTMLTree) {
        var names: [Substring] = []
        var parts: Set<Substring> = []
        for attribute in [HTMLAttribute.class, .id] {
            for name in (tree.attribute(attribute, of: node) ?? "").prefix(Self.maximumLength).split(
                whereSeparator: \.isWhitespace)
            {
                names.append(Substring(name.lowercased()))
                let words = Self.split(name)
                if !words.contains(where: { Self.negations.contains($0) }) { parts.formUnion(words) }
            }
        }
        self.names = names
        self.parts = parts
    }

    var isEmpty: Bool { self.names.isEmpty }

    func has(_ words: Set<Substring>) -> Bool { !self.parts.isDisjoint(with: words) }
    func names(_ names: Set<Substring>) -> Bool { self.names.contains { names.contains($0) } }

    /// Splits at anything that is no letter or digit, and where a lower-case letter meets an upper-case one. ASCII only:
    /// the words looked for are.
    private static func split(_ name: Substring) -> [Substring] {
        var words: [Substring] = []
        var word: [UInt8] = []
        var wasLowercase = false
        func end() {
            if !word.isEmpty { words.append(Substring(decoding: word, as: UTF8.self)) }
            word.removeAll(keepingCapacity: true)
        }
        for byte in name.utf8 {
            let isUppercase = (0x41...0x5A).contains(byte)
            if isUppercase && wasLowercase { end() }
            wasLowercase = (0x61...0x7A).contains(byte)
            if isUppercase || wasLowercase || (0x30...0x39).contains(byte) {
                word.append(isUppercase ? byte | 0x20 : byte)
            } else {
                end()
            }
        }
        end()
        return words
    }

    /// What page authors mean fits in this; utility-class frameworks write more, and mean looks.
    private static let maximumLength = 200
    private static let negations: Set<Substring> = [
        "has", "no", "with", "without", "not", "is", "hide", "show",
    ]
}

extension ClassWords {
    /// Whether the words say that this is around an article, and never in it.
    var isBoilerplate: Bool { self.has(Self.boilerplate) }
    /// Whether they say so of some pages only.
    var isDoubtful: Bool { self.has(Self.doubtful) }
    var isCallout: Bool { self.has(Self.callouts) }
    var isCaption: Bool { self.has(Self.captions) }

    var isMainContent: Bool {
        self.has(Self.subjects) && self.has(Self.contents) && !self.isBoilerplate
            || self.names(Self.mainNames)
    }

    private static let callouts: Set<Substring> = [
        "note", "tip", "warning", "caution", "admonition", "callout", "info", "important", "alert", "message",
        "hint",
    ]
    private static let captions: Set<Substring> = ["caption", "figcaption"]
    private static let subjects: Set<Substring> = [
        "article", "entry", "post", "story", "blog", "main", "page", "markdown",
    ]
    private static let contents: Set<Substring> = ["content", "contents", "body", "text", "detail"]
    private static let mainNames: Set<Substring> = [
        "articlebody", "maincontent", "content", "mw-content-text", "mw-parser-output",
    ]

    /// Hidden from everyone, or from all but screen readers.
    var isHidden: Bool {
        self.names(Self.hidden)
            && !self.names.contains { $0.contains(":") || $0.hasPrefix("d-") && $0 != "d-none" }
    }

    private static let hidden: Set<Substring> = [
        "hidden", "is-hidden", "u-hidden", "d-none", "sr-only", "visually-hidden", "visuallyhidden",
        "screen-reader-text",
        "screen-reader", "screenreader", "u-visually-hidden", "assistive-text", "noscript-only",
    ]

    private static let boilerplate: Set<Substring> = [
        // The ways through a site.
        "nav", "navi", "gnav", "navbar", "navbox", "navigation", "sidenav", "sidebar", "breadcrumb",
        "breadcrumbs",
        "pankuzu", "topicpath", "pagination", "pager", "paging", "prevnext", "masthead", "footer", "skiplink",
        "toc",
        "tocbot", "mokuji", "tagcloud", "taglist", "catlinks",
        // What asks for something.
        "cookie", "cookies", "consent", "gdpr", "ccpa", "share", "sharing", "sharebuttons", "social", "sns",
        "newsletter",
        "subscribe", "subscription", "signup", "login", "modal", "popup", "overlay", "lightbox", "toast",
        "snackbar",
        "feedback", "cta", "donate", "donation",
        // Other pages.
        "related", "relatedposts", "recommend", "recommended", "recommendation", "recommendations",
        "recirculation",
        "ranking", "trending", "popular", "outbrain", "taboola", "readnext", "pickup",
        // What others said or paid for.
        "comment", "comments", "commentlist", "respond", "disqus", "ad", "ads", "adslot", "adsense",
        "adsbygoogle",
        "advert", "adverts", "advertisement", "advertising", "sponsor", "sponsored", "promo", "affiliate",
        // About the page rather than its subject.
        "byline", "dateline", "copyright", "printfooter", "noprint", "hatnote", "ambox", "mbox", "infobox",
        "reflist",
        "references", "footnotes", "editsection", "sitesub", "jumplinks", "toolbar",
    ]

    private static let doubtful: Set<Substring> = [
        "header", "menu", "widget", "banner", "meta", "author", "profile", "bio", "tags", "tag", "category",
        "categories",
        "tools", "tool", "actions", "info", "date", "time", "reply", "follow", "search", "controls", "rating",
        "vote", "print",
        "download", "language", "languages", "license", "credit", "credits", "buttons", "button", "label",
        "notice",
    ]
}
