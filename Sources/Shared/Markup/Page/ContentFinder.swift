// SPDX-License-Identifier: Apache-2.0

/// Finds the element, or the neighbouring elements, that hold a page's main text.
///
/// First by what the page says of itself (`<article>`, `<main>`, `role`, telling class names), trusted only when that
/// holds half of the page's prose. Else by following the prose: from the root into whichever child holds nearly all
/// of it, down to where it spreads over several children.
struct ContentFinder {
    private let survey: PageSurvey
    private var tree: HTMLTree { self.survey.tree }

    init(_ survey: PageSurvey) { self.survey = survey }

    /// Roots in document order; none when the page has no prose to speak of.
    func roots() -> [Int] {
        guard self.prose(0) >= 60 else { return [] }
        if let declared = self.declaredRoot() { return [declared] }
        return self.followProse()
    }

    private func prose(_ node: Int) -> Int { Int(self.survey.measures[node].prose) }

    private func declaredRoot() -> Int? {
        let candidates = self.tree.nodes.indices.filter { !self.survey.isSkipped[$0] && self.isDeclared($0) }
        guard let best = candidates.max(by: { self.prose($0) < self.prose($1) }),
            self.prose(best) * 2 >= self.prose(0)
        else { return nil }
        let inside = candidates.filter { $0 > best && $0 < self.tree.end(best) }
        let nearlyAll = inside.filter { self.prose($0) * 10 >= self.prose(best) * 9 }
        // The deepest of a chain of wrappers comes last in document order.
        if let deepest = nearlyAll.last { return deepest }
        // What else <main> holds beside its only article are comments and the like.
        let articles = inside.filter { self.tree.tag($0) == .article }
        if articles.count == 1, self.prose(articles[0]) * 2 >= self.prose(best) { return articles[0] }
        return best
    }

    private func isDeclared(_ node: Int) -> Bool {
        let tag = self.tree.tag(node)
        if tag == .article || tag == .main { return true }
        guard tag == .div || tag == .section || tag == .td || tag == .other, self.tree.hasAttributes(node)
        else { return false }
        if let role = self.tree.attribute(.role, of: node), role == "main" || role == "article" {
            return true
        }
        if self.tree.attribute(.itemprop, of: node)?.contains("articleBody") == true { return true }
        return ClassWords(of: node, in: self.tree).isMainContent
    }

    private func followProse() -> [Int] {
        var node = 0
        while let child = self.dominantChild(of: node) {
            guard self.prose(child) * 10 >= self.prose(node) * 9 || !self.hasPeers(child, in: node) else {
                break
            }
            // What the chosen child leaves behind joins it when it is prose: a lead paragraph above the body.
            if self.prose(child) * 10 < self.prose(node) * 9 { return self.withSiblings(of: child, in: node) }
            node = child
        }
        return [node]
    }

    /// The child with more than half of the prose.
    private func dominantChild(of node: Int) -> Int? {
        guard let best = self.tree.children(of: node).max(by: { self.prose($0) < self.prose($1) }),
            self.tree.tag(best).isBlock || self.tree.tag(best) == .other || self.tree.tag(best) == .span,
            ![.p, .li, .td, .pre, .blockquote, .ul, .ol, .dl, .tr, .dd].contains(self.tree.tag(best))
                || self.tree.tag(best) == .td && self.prose(best) * 10 >= self.prose(node) * 9,
            self.prose(best) * 2 > self.prose(node)
        else { return nil }
        return best
    }

    /// Whether prose-bearing siblings look like the child: sections of one text rather than text and surroundings.
    private func hasPeers(_ child: Int, in node: Int) -> Bool {
        self.tree.children(of: node).contains {
            $0 != child && self.prose($0) > 0 && self.tree.tag($0) == self.tree.tag(child)
                && self.tree.attribute(.class, of: $0) == self.tree.attribute(.class, of: child)
        }
    }

    private func withSiblings(of child: Int, in node: Int) -> [Int] {
        self.tree.children(of: node).filter { sibling in
            if sibling == child { return true }
            let measure = self.survey.measures[sibling]
            if self.tree.tag(sibling).headingLevel != nil { return sibling < child }
            return self.prose(sibling) >= 80 && measure.linkShare < 0.25
        }
    }
}

extension ContentFinder {
    /// Whether the chosen part is a list of teasers: at least four articles, none of them most of it, whose headings
    /// lead elsewhere.
    func isIndexPage(_ roots: [Int]) -> Bool {
        let articles = roots.flatMap { root in
            self.tree.descendants(of: root).filter {
                self.tree.tag($0) == .article && !self.survey.isSkipped[$0]
            }
        }
        guard articles.count >= 4 else { return false }
        let total = roots.reduce(0) { $0 + self.prose($1) }
        let held = articles.reduce(0) { $0 + self.prose($1) }
        let leading = articles.count { article in
            self.tree.descendants(of: article).contains { node in
                self.tree.tag(node) == .a && self.tree.attribute(.href, of: node)?.hasPrefix("#") == false
                    && (self.tree.hasAncestor(node) { $0.headingLevel != nil }
                        || self.tree.descendants(of: node).contains { self.tree.tag($0).headingLevel != nil })
            }
        }
        return held * 10 >= total * 6 && articles.allSatisfy { self.prose($0) * 10 < total * 5 }
            && leading * 4 >= articles.count * 3
    }
}
