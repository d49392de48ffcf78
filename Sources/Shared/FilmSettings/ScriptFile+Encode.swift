// SPDX-License-Identifier: Apache-2.0
package import Domain
internal import Yams

extension ScriptFile {
    /// The script as a file that ``decode(yaml:name:cast:)`` reads back unchanged.
    package static func encode(_ script: Script) throws -> String {
        let root = self.mapping([
            ("title", .text(script.title)), ("description", .text(script.description)),
            ("language", .text(script.language.rawValue)), ("source", .text(script.source)),
            ("role_assignments", script.roles.isEmpty ? nil : Node(script.roles.map(self.node))),
            ("sections", Node(script.sections.map(self.node))),
        ])
        do {
            return try Yams.serialize(node: root, indent: 2, width: -1, allowUnicode: true)
        } catch {
            throw JobFailure(
                .internalFailure, script.title, detail: "the script could not be written as YAML")
        }
    }

    private static func node(_ role: RoleAssignment) -> Node {
        self.mapping([
            ("persona_id", .text(role.personaID)), ("role", .text(role.role)),
            ("description", .text(role.description)),
        ])
    }

    private static func node(_ section: Section) -> Node {
        self.mapping([
            ("title", .text(section.title)), ("narrations", Node(section.narrations.map(self.node))),
            ("slide", self.node(section.slide)), ("slide_prompt", .text(section.slidePrompt)),
        ])
    }

    private static func node(_ narration: Narration) -> Node {
        self.mapping([
            ("persona_id", .text(narration.personaID)), ("text", .text(narration.text)),
            ("reading", .text(narration.reading)),
            ("expression", narration.expression == .neutral ? nil : .text(narration.expression.rawValue)),
        ])
    }

    private static func node(_ slide: SlideBrief) -> Node {
        switch slide {
        case .title(let title, let subtitle):
            self.slide("title", [("title", .text(title)), ("subtitle", .text(subtitle))])
        case .points(let heading, let items, let isOrdered):
            self.slide(
                "points",
                [
                    ("heading", .text(heading)), ("items", .texts(items)),
                    ("ordered", isOrdered ? "true" : nil),
                ])
        case .code(let heading, let text, let language):
            self.slide(
                "code", [("heading", .text(heading)), ("text", .text(text)), ("language", .text(language))])
        case .table(let heading, let header, let rows):
            self.slide(
                "table",
                [
                    ("heading", .text(heading)), ("header", .texts(header)),
                    ("rows", Node(rows.map { .texts($0, style: .flow) })),
                ])
        case .quote(let heading, let text, let attribution):
            self.slide(
                "quote",
                [("heading", .text(heading)), ("text", .text(text)), ("attribution", .text(attribution))])
        case .figure(let heading, let figure):
            self.slide("figure", [("heading", .text(heading))] + self.entries(of: figure))
        case .closing(let heading, let items, let source):
            self.slide(
                "closing", [("heading", .text(heading)), ("items", .texts(items)), ("source", .text(source))])
        }
    }

    private static func entries(of figure: Article.Figure) -> [(String, Node?)] {
        [
            ("image", .text(figure.source)), ("alt", .text(figure.alternativeText)),
            ("caption", .text(figure.caption)), ("width", figure.width.map { Node("\($0)") }),
            ("height", figure.height.map { Node("\($0)") }),
        ]
    }

    private static func slide(_ kind: String, _ entries: [(String, Node?)]) -> Node {
        self.mapping([("kind", .text(kind))] + entries)
    }

    private static func mapping(_ entries: [(String, Node?)]) -> Node {
        Node(entries.compactMap { key, value in value.map { (Node(key), $0) } })
    }
}

extension Node {
    fileprivate static func text(_ text: String?) -> Node? { text.map { self.text($0) } }

    /// A text that reads back as this text: quoted where YAML would take it for something else.
    fileprivate static func text(_ text: String) -> Node {
        let style: Node.Scalar.Style =
            text.contains("\n") ? .literal : text.looksLikeAnotherType ? .doubleQuoted : .any
        return Node(text, Tag(.str), style)
    }

    fileprivate static func texts(_ texts: [String], style: Node.Sequence.Style = .block) -> Node {
        Node(texts.map { self.text($0) }, Tag(.seq), style)
    }
}

extension String {
    /// Whether some reader of YAML, of any version, takes this for a number, a truth value or nothing.
    fileprivate var looksLikeAnotherType: Bool {
        let words = ["", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<"]
        let startsLikeNumber = self.first.map { $0.isNumber || "+-.".contains($0) } ?? true
        return startsLikeNumber || words.contains(self.lowercased())
    }
}
