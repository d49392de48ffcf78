// SPDX-License-Identifier: Apache-2.0
internal import Domain

extension BlockWriter {
    /// Items become lines; what cannot be a line (code, pictures, headings) stands between lists where it stood.
    mutating func writeList(_ node: Int, isOrdered: Bool) {
        var list = ListBuilder(isOrdered: isOrdered)
        for child in self.tree.children(of: node) where !self.content.isSkipped[child] {
            // Text between items, and lists put beside items rather than in them, belong to the list all the same.
            let drafts = self.tree.tag(child) == .li ? self.drafts(in: child) : self.loose(child)
            list.add(drafts)
        }
        self.append(list.finish())
    }

    private func loose(_ node: Int) -> [Draft] {
        var writer = BlockWriter(self.content)
        writer.write(node)
        writer.flush()
        return writer.drafts
    }

    /// A term and what is said of it are one item.
    mutating func writeDefinitions(_ node: Int) {
        var list = ListBuilder(isOrdered: false)
        var term: [Draft] = []
        for child in self.definitionParts(of: node) {
            let drafts = self.drafts(in: child)
            if self.tree.tag(child) == .dt {
                list.add(term)
                term = drafts
            } else {
                list.add(term + drafts)
                term = []
            }
        }
        list.add(term)
        self.append(list.finish())
    }

    /// The `<dt>` and `<dd>` of a list, which may be wrapped in `<div>` pairs.
    private func definitionParts(of node: Int) -> [Int] {
        self.tree.children(of: node).filter { !self.content.isSkipped[$0] }.flatMap { child -> [Int] in
            switch self.tree.tag(child) {
            case .dt, .dd: [child]
            case .div: self.tree.children(of: child).filter { [.dt, .dd].contains(self.tree.tag($0)) }
            default: []
            }
        }
    }
}

/// Gathers items, and the blocks between them.
private struct ListBuilder {
    private enum Part {
        case item(String, linkWeight: Int)
        case block(Draft)
    }

    let isOrdered: Bool
    private var parts: [Part] = []

    init(isOrdered: Bool) { self.isOrdered = isOrdered }

    /// Adds one item's content: what is text as a line, what is not as it is.
    mutating func add(_ item: [Draft]) {
        let isProse = item.contains { $0.headingLevel != nil }
        var lead = ""
        var linkWeight = 0
        for draft in item {
            switch draft.block {
            case .paragraph(let text) where !isProse:
                lead = lead.isEmpty ? text : Draft.join(lead, text)
                linkWeight += draft.linkWeight
            case .list(let nested, _) where !isProse:
                self.push(&lead, &linkWeight)
                let share = draft.linkWeight / max(nested.count, 1)
                self.parts += nested.map { .item($0, linkWeight: share) }
            default:
                self.push(&lead, &linkWeight)
                self.parts.append(.block(draft))
            }
        }
        self.push(&lead, &linkWeight)
    }

    private mutating func push(_ lead: inout String, _ linkWeight: inout Int) {
        if !lead.isEmpty { self.parts.append(.item(lead, linkWeight: linkWeight)) }
        (lead, linkWeight) = ("", 0)
    }

    /// One block inside leaves the list whole and follows it, so that steps stay steps; more of them cut it where they
    /// stand, and an item alone between two is a paragraph.
    consuming func finish() -> [Draft] {
        let blocks = self.parts.compactMap { if case .block(let draft) = $0 { draft } else { nil } }
        if blocks.count <= 1, blocks.allSatisfy({ $0.headingLevel == nil }) {
            return Self.list(self.parts[...], isOrdered: self.isOrdered).map { [$0] + blocks } ?? blocks
        }
        var drafts: [Draft] = []
        var rest = self.parts[...]
        while !rest.isEmpty {
            let run = rest.prefix { if case .item = $0 { true } else { false } }
            if case .item(let text, let linkWeight)? = run.first, run.count == 1 {
                drafts.append(Draft(block: .paragraph(text), linkWeight: linkWeight))
            } else {
                drafts += [Self.list(run, isOrdered: self.isOrdered)].compactMap(\.self)
            }
            rest = rest.dropFirst(run.count)
            if case .block(let draft)? = rest.popFirst() { drafts.append(draft) }
        }
        return drafts
    }

    private static func list(_ parts: ArraySlice<Part>, isOrdered: Bool) -> Draft? {
        var items: [String] = []
        var linkWeight = 0
        for case .item(let text, let weight) in parts {
            items.append(text)
            linkWeight += weight
        }
        return items.isEmpty
            ? nil : Draft(block: .list(items: items, isOrdered: isOrdered), linkWeight: linkWeight)
    }
}
