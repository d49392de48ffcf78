// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation

/// Reads `<img>` in all the ways pages write it, and tells pictures from decoration.
struct ImageReader {
    let tree: HTMLTree
    let address: PageAddress

    /// Wider than any slide needs: of several sizes offered, the largest up to here is taken.
    private static let largestUsefulWidth = 2_560.0
    /// Smaller pictures, in CSS pixels, are icons, bullets and counters.
    private static let smallestSide = 48

    /// nil for decoration, and for images that cannot be had.
    func figure(at node: Int, caption: String? = nil) -> Article.Figure? {
        let (width, height) = (self.side(.width, of: node), self.side(.height, of: node))
        guard !self.isDecoration(node, width: width, height: height),
            let source = self.sources(of: node).lazy.compactMap(self.address.resolve).first(
                where: self.isPicture)
        else { return nil }
        let text = InlineText.normalized(
            self.tree.attribute(.alt, of: node) ?? self.tree.attribute(.title, of: node)
                ?? self.tree.attribute(.ariaLabel, of: node) ?? "")
        return Article.Figure(
            source: source, alternativeText: AlternativeText.saysNothing(text) ? "" : text, caption: caption,
            width: width, height: height)
    }

    /// References in the order of trust. Lazy pages keep the picture in a data attribute and a stand-in in src.
    private func sources(of node: Int) -> [String] {
        let sets = [node] + self.pictureSources(of: node)
        let fromSets = sets.flatMap { candidate in
            [HTMLAttribute.dataSourceSet, .dataLazySet, .srcset].compactMap {
                self.tree.attribute($0, of: candidate)
            }
        }
        let lazy = [HTMLAttribute.dataSource, .dataOriginal, .dataLazySource].compactMap {
            self.tree.attribute($0, of: node)
        }
        return fromSets.compactMap(Self.largest) + lazy
            + [self.tree.attribute(.src, of: node)].compactMap(\.self)
    }

    /// `<source>` elements of the `<picture>` around an image, but for formats that cannot be decoded.
    private func pictureSources(of node: Int) -> [Int] {
        let parent = self.tree.parent(node)
        guard self.tree.tag(parent) == .picture else { return [] }
        return self.tree.children(of: parent).filter { child in
            let type = self.tree.attribute(.type, of: child)?.lowercased() ?? ""
            return self.tree.tag(child) == .source && !type.contains("avif") && !type.contains("jxl")
        }
    }

    /// The best candidate of a srcset.
    static func largest(in set: String) -> String? {
        var best: (reference: String, width: Double)?
        for candidate in self.candidates(in: set) {
            let width = candidate.width
            let isBetter =
                best.map { best in
                    width <= self.largestUsefulWidth
                        ? width > best.width || best.width > self.largestUsefulWidth : width < best.width
                } ?? true
            if isBetter { best = (candidate.reference, width) }
        }
        return best?.reference
    }

    /// A density counts as that many times 800 pixels, which only has to order densities among themselves.
    private static func candidates(in set: String) -> [(reference: String, width: Double)] {
        var rest = Substring(set)
        var candidates: [(reference: String, width: Double)] = []
        while candidates.count < 50 {
            rest = rest.drop { $0.isWhitespace || $0 == "," }
            // A reference may contain commas, but not end in one.
            var reference = rest.prefix { !$0.isWhitespace }
            rest = rest.dropFirst(reference.count)
            guard !reference.isEmpty else { break }
            var descriptor: Substring = ""
            if reference.hasSuffix(",") {
                reference = reference.dropLast()
            } else {
                descriptor = rest.prefix { $0 != "," }
                rest = rest.dropFirst(descriptor.count)
            }
            let number = Double(descriptor.filter { $0.isNumber || $0 == "." }) ?? 1
            candidates.append((String(reference), descriptor.contains("w") ? number : number * 800))
        }
        return candidates
    }

    private func side(_ name: HTMLAttribute, of node: Int) -> Int? {
        if let text = self.tree.attribute(name, of: node), !text.contains("%") {
            let digits = text.prefix { $0.isNumber }
            if let value = Int(digits), (1...100_000).contains(value) { return value }
        }
        return nil
    }

    private func isDecoration(_ node: Int, width: Int?, height: Int?) -> Bool {
        if let width, width < Self.smallestSide { return true }
        if let height, height < Self.smallestSide { return true }
        let role = self.tree.attribute(.role, of: node)
        if role == "presentation" || role == "none" { return true }
        let words = ClassWords(of: node, in: self.tree)
        return words.has(Self.decorationWords)
    }

    private static let decorationWords: Set<Substring> = [
        "icon", "icons", "avatar", "emoji", "smiley", "badge", "gravatar", "spacer", "tracking", "pixel",
        "beacon", "author",
        "userphoto", "profile", "ad", "math", "latex", "mwe",
    ]

    /// Told by the address: stand-ins, counters, badges, faces.
    private func isPicture(_ source: String) -> Bool {
        let source = source.lowercased()
        let path = source.prefix { $0 != "?" && $0 != "#" }
        if path.hasSuffix(".avif") || path.hasSuffix(".ico") { return false }
        return !Self.decorations.contains { source.hasBytes(of: $0) }
    }

    private static let decorations = [
        "shields.io", "badge", "badgen.net", "travis-ci.",
        "codecov.io",
        "coveralls.io", "circleci.com", "david-dm.org", "deepsource.", "codacy.com", "codeclimate.com",
        "snyk.io/test",
        "hits.seeyoufarm", "opencollective.com/", "readthedocs.org/projects/",

        "gravatar.com/", "/avatar", "/emoji/", "twemoji", "s.w.org/images/core/emoji", "/smilies/", "spacer.",
        "blank.gif",
        "pixel.gif", "1x1.", "transparent.gif", "transparent.png", "/loading.gif", "placeholder.",
        "doubleclick.net",
        "googleadservices", "google-analytics", "facebook.com/tr", "scorecardresearch", "/pixel?",
        "feedburner.com/~",
        "b.hatena.ne.jp/entry/image", "favicon",
    ]
}
