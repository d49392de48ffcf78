// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// A block, with what is known of it until it is decided whether the article keeps it.
struct Draft {
    var block: Article.Block
    /// The part of the block's weight that came from links.
    var linkWeight = 0

    var weight: Int {
        switch self.block {
        case .heading(_, let text), .paragraph(let text), .code(let text, _), .quote(let text, _):
            text.readingWeight
        case .list(let items, _): items.reduce(0) { $0 + $1.readingWeight }
        case .table(let header, let rows, _):
            rows.reduce(header.reduce(0) { $0 + $1.readingWeight }) {
                $1.reduce($0) { $0 + $1.readingWeight }
            }
        case .figure: 0
        }
    }

    var linkShare: Double { self.weight > 0 ? Double(self.linkWeight) / Double(self.weight) : 0 }

    var isFigure: Bool {
        if case .figure = self.block { true } else { false }
    }

    var headingLevel: Int? {
        if case .heading(let level, _) = self.block { level } else { nil }
    }

    /// Two texts of one item or cell as one line.
    static func join(_ first: String, _ second: String) -> String {
        guard let last = first.unicodeScalars.last, let next = second.unicodeScalars.first else {
            return first + second
        }
        // A short lead without an end of its own is a term, and what follows explains it.
        let isTerm = first.readingWeight <= 40 && !"。．.!?！？:：、,，;；".unicodeScalars.contains(last)
        if last.isWide { return first + (isTerm ? "：" : "") + (next.isWide || isTerm ? "" : " ") + second }
        return first + (isTerm ? ": " : " ") + second
    }
}

extension [Draft] {
    /// The same picture twice is a lazy one and its stand-in, or a banner above and below: the first place stays, with
    /// what is known of either.
    func mergingRepeatedFigures() -> [Draft] {
        var places: [String: Int] = [:]
        var kept: [Draft] = []
        for draft in self {
            guard case .figure(let figure) = draft.block else {
                kept.append(draft)
                continue
            }
            if let place = places[figure.source], case .figure(var first) = kept[place].block {
                first.caption = first.caption ?? figure.caption
                first.width = first.width ?? figure.width
                first.height = first.height ?? figure.height
                if first.alternativeText.isEmpty { first.alternativeText = figure.alternativeText }
                kept[place].block = .figure(first)
            } else {
                places[figure.source] = kept.count
                kept.append(draft)
            }
        }
        return kept
    }
}
