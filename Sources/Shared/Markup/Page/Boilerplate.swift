// SPDX-License-Identifier: Apache-2.0

/// Tells what surrounds an article from what is in it.
enum Boilerplate {
    /// Elements that show nothing, or nothing that can be read out.
    static func isHiddenOrNoText(_ node: Int, in tree: HTMLTree) -> Bool {
        switch tree.tag(node) {
        case .script, .style, .title, .meta, .link, .base, .iframe, .object, .embed, .audio, .video, .canvas,
            .math, .svg,
            .input, .textarea, .select, .option, .optgroup, .label, .legend, .dialog, .template, .rt, .rp,
            .rtc, .del,
            .area, .track, .param:
            return true
        // A button is a control, but one inside a heading is the heading (accordions).
        case .button: return !tree.hasAncestor(node) { $0.headingLevel != nil || $0 == .summary }
        case .noscript, .text: return false
        default: return tree.hasAttributes(node) && self.isHidden(node, in: tree)
        }
    }

    private static func isHidden(_ node: Int, in tree: HTMLTree) -> Bool {
        if tree.attribute(.hidden, of: node) != nil { return true }
        if tree.attribute(.ariaHidden, of: node)?.lowercased() == "true", tree.tag(node) != .img {
            return true
        }
        if let style = tree.attribute(.style, of: node)?.lowercased().filter({ !$0.isWhitespace }),
            style.contains("display:none") || style.contains("visibility:hidden")
        {
            return true
        }
        return tree.attribute(.class, of: node) != nil && ClassWords(of: node, in: tree).isHidden
    }

    /// - Parameter measures: Of the page with only hidden elements left out.
    static func isAroundArticle(
        _ node: Int, in tree: HTMLTree, measures: [PageSurvey.Measure], usesHints: Bool
    ) -> Bool {
        let tag = tree.tag(node)
        guard tag != .text else { return false }
        if self.isAround(tag, node, in: tree) { return true }
        guard tree.hasAttributes(node) else { return false }
        if let role = tree.attribute(.role, of: node)?.lowercased(), self.roles.contains(role) { return true }
        guard usesHints, self.mayCarryHints(tag) else { return false }
        let words = ClassWords(of: node, in: tree)
        guard !words.isEmpty else { return false }
        let measure = measures[node]
        if words.isBoilerplate {
            // A wrapper of the whole page is named after its smallest part often enough.
            return measure.prose * 10 < measures[0].prose * 7
        }
        guard words.isDoubtful, !words.isCallout, measure.prose * 4 < measures[0].prose else { return false }
        let hasHeading = tree.descendants(of: node).contains { tree.tag($0).headingLevel != nil }
        return !hasHeading
            && (measure.linkShare > 0.3 || measure.prose == 0 && measure.weight < 120 && tag != .p)
    }

    private static func isAround(_ tag: HTMLTag, _ node: Int, in tree: HTMLTree) -> Bool {
        switch tag {
        case .nav, .search, .menu: true
        case .aside: !ClassWords(of: node, in: tree).isCallout
        case .footer: !tree.hasAncestor(node) { $0 == .blockquote || $0 == .figure }
        case .header: !tree.hasAncestor(node) { $0 == .article || $0 == .main || $0 == .section }
        case .address: true
        default: false
        }
    }

    /// Class names of spans in code (`comment`), of links and of what holds everything say other things.
    private static func mayCarryHints(_ tag: HTMLTag) -> Bool {
        switch tag {
        case .div, .section, .ul, .ol, .dl, .header, .p, .table, .form, .fieldset, .li, .details, .figure,
            .center, .other,
            .noscript, .h1, .h2, .h3, .h4, .h5, .h6, .sup:
            true
        default: false
        }
    }

    private static let roles: Set<String> = [
        "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu",
        "menubar",
        "toolbar", "tablist", "doc-toc", "doc-endnotes", "doc-bibliography", "doc-noteref", "doc-backlink",
    ]
}
