// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Reads `<pre>`: code with its line breaks and indentation, its line numbers and buttons left out.
struct CodeReader {
    let content: PageContent
    private var tree: HTMLTree { self.content.tree }

    init(content: PageContent) { self.content = content }

    func drafts(at node: Int) -> [Draft] {
        let text = Self.trimmed(self.text(of: node))
        guard !text.isEmpty else { return [] }
        let language = self.language(of: node)
        if language == nil, self.tree.first(.code, in: node) == nil, Self.looksLikeProse(text) {
            return LineShaper.blocks(of: text.split(separator: "\n", omittingEmptySubsequences: false)).map {
                Draft(block: $0)
            }
        }
        return [Draft(block: .code(text: text, language: language))]
    }

    private func text(of node: Int) -> String {
        var text = ""
        var skipEnd = node
        var blockEnds: [Int] = []
        for child in self.tree.descendants(of: node) where child >= skipEnd {
            while let end = blockEnds.last, child >= end {
                blockEnds.removeLast()
                Self.endLine(&text)
            }
            if self.content.isSkipped[child] || self.content.isLineNumber(child) {
                skipEnd = self.tree.end(child)
                continue
            }
            switch self.tree.tag(child) {
            case .text: text += self.tree.text(child)
            case .br: text += "\n"
            // Some highlighters wrap each line in a block of its own.
            case let tag where tag.isBlock:
                Self.endLine(&text)
                blockEnds.append(self.tree.end(child))
            default: break
            }
        }
        return text
    }

    private static func endLine(_ text: inout String) {
        if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
    }

    /// Line ends made uniform, invisible characters dropped, empty lines at both ends trimmed.
    static func trimmed(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var isAfterReturn = false
        for scalar in text.unicodeScalars {
            if scalar == "\r" {
                scalars.append("\n")
            } else if scalar == "\n" ? !isAfterReturn : !scalar.isInvisible {
                scalars.append(scalar == "\u{A0}" ? " " : scalar)
            }
            isAfterReturn = scalar == "\r"
        }
        var lines = String(scalars).split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines.removeFirst() }
        while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
        return lines.map { line in
            var line = line
            while let last = line.last, last.isWhitespace { line.removeLast() }
            return String(line)
        }.joined(separator: "\n")
    }

    /// Pages from before style sheets put whole letters into `<pre>`.
    private static func looksLikeProse(_ text: String) -> Bool {
        let weight = text.readingWeight
        let symbols = text.unicodeScalars.count { "{}[]()<>=;_$#|\\/*&".unicodeScalars.contains($0) }
        let sentences = text.count { $0 == "。" } + text.split(separator: ". ").count - 1
        return weight >= 200 && symbols * 40 < weight && sentences * 200 >= weight
    }
}

extension CodeReader {
    /// The language's name in lower case, from the class names of highlighters around and inside the element.
    private func language(of node: Int) -> String? {
        var nodes = [self.tree.first(.code, in: node), node].compactMap(\.self)
        var ancestor = self.tree.parent(node)
        while ancestor > 0, nodes.count < 5,
            [.div, .figure, .other, .td, .tr, .tbody, .table].contains(self.tree.tag(ancestor))
        {
            nodes.append(ancestor)
            ancestor = self.tree.parent(ancestor)
        }
        return nodes.lazy.compactMap(self.declaredLanguage).first
    }

    private func declaredLanguage(of node: Int) -> String? {
        for attribute in [HTMLAttribute.dataLang, .dataLanguage] {
            if let name = self.tree.attribute(attribute, of: node).flatMap({ Self.language(named: $0) }) {
                return name
            }
        }
        let names = (self.tree.attribute(.class, of: node) ?? "").split(whereSeparator: \.isWhitespace)
        for prefix in ["language-", "lang-", "highlight-source-", "highlight-", "src-"] {
            for name in names where name.lowercased().hasPrefix(prefix) {
                if let language = Self.language(named: name.dropFirst(prefix.count)) { return language }
            }
        }
        guard !names.contains(where: { $0.hasPrefix("language-") || $0.hasPrefix("lang-") }) else {
            return nil
        }
        // "brush: java", "sourceCode haskell", "hljs swift", "prettyprint lang-c".
        for (mark, name) in zip(names, names.dropFirst())
        where ["brush:", "sourceCode", "hljs"].contains(mark) {
            if let language = Self.language(named: name) { return language }
        }
        return nil
    }

    private static func language(named name: some StringProtocol) -> String? {
        let name = String(name.lowercased().prefix { $0.isLetter || $0.isNumber || "+#-_.".contains($0) })
        let isNone = [
            "", "none", "text", "txt", "plain", "plaintext", "default", "nohighlight", "no-highlight", "code",
            "block", "wrapper",
            "container", "highlight", "auto", "text-html-basic", "copy", "toolbar",
        ].contains(name)
        return isNone || name.count > 24 ? nil : name
    }
}
