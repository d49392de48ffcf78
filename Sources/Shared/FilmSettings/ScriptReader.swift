// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Yams

/// Reads the parts of one script file; what it cannot use it reports, and goes on.
struct ScriptReader {
    let root: Fields
    let cast: [Persona]

    static let maximumSections = 50
    static let maximumLines = 200
    /// Characters that somebody says at once.
    static let maximumLineLength = ScriptFile.maximumLineLength

    private var findings: Findings { self.root.findings }

    /// The script; only good for use when nothing was reported as a problem.
    func read() -> Script {
        self.root.warnAboutKeys(outside: [
            "title", "description", "language", "source", "role_assignments", "sections",
        ])
        let title = self.required("title", maximumLength: 300)
        let description = self.required("description", maximumLength: 5000)
        let drafts = self.sections()
        let language = self.root.choice("language", "language") ?? self.detectLanguage(title, drafts)
        var casting = Casting(cast: self.cast, findings: self.findings)
        let lines = casting.cast(drafts.map(\.lines))
        var script = Script(
            title: title, description: description, language: language, roles: self.roles(&casting),
            sections: [],
            source: self.root.text("source", maximumLength: 4096))
        for (index, (draft, narrations)) in zip(drafts, lines).enumerated() {
            let derivation = SlideDerivation(
                script: script, title: draft.title, narrations: narrations,
                isFirst: index == 0 && drafts.count > 1,
                isLast: index > 0 && index == drafts.count - 1)
            script.sections.append(
                Section(
                    title: draft.title, narrations: narrations, slide: draft.slide ?? derivation.brief,
                    slidePrompt: draft.slidePrompt))
        }
        return script
    }

    private static func missing(_ key: String) -> Localized {
        Localized(ja: "\(key) がありません", en: "Missing required field: \(key)")
    }

    private func required(_ key: String, maximumLength: Int) -> String {
        guard self.root.node(key) != nil else {
            self.findings.problem(stating: Self.missing(key), line: nil)
            return ""
        }
        return self.root.text(key, maximumLength: maximumLength)?.asOneLine ?? ""
    }

    private func sections() -> [SectionDraft] {
        guard let node = self.root.node("sections") else {
            self.findings.problem(stating: Self.missing("sections"), line: nil)
            return []
        }
        guard let list = node.sequence else {
            let message = Localized(
                ja: "sections はリストにしてください", en: "Field 'sections' must be a list, got \(node.kindName)")
            self.findings.problem(stating: message, line: self.root.line(of: "sections"))
            return []
        }
        if list.isEmpty {
            self.findings.problem(
                stating: Localized(ja: "シーンが1つもありません", en: "Script has no sections"),
                line: self.root.line(of: "sections"))
        }
        guard list.count <= Self.maximumSections else {
            let message = Localized(
                ja: "シーンは\(Self.maximumSections)個までです（\(list.count)個あります）",
                en: "Script has \(list.count) sections; at most \(Self.maximumSections)")
            self.findings.problem(stating: message, line: self.root.line(of: "sections"))
            return []
        }
        return list.enumerated().compactMap { index, node in
            guard let mapping = node.mapping else {
                self.findings.problem(
                    stating: Localized(
                        ja: "シーン\(index + 1)はキーと値の組にしてください",
                        en: "Section \(index + 1): must be an object, got \(node.kindName)"),
                    line: node.mark?.line)
                return nil
            }
            let fields = Fields(mapping: mapping, path: "sections[\(index)]", findings: self.findings)
            return SectionDraft(reading: fields, number: index + 1)
        }
    }

    /// One role a persona: the first that was written.
    private func roles(_ casting: inout Casting) -> [RoleAssignment] {
        var roles: [RoleAssignment] = []
        for (index, node) in (self.root.list("role_assignments") ?? []).prefix(100).enumerated() {
            let path = "role_assignments[\(index)]"
            guard let mapping = node.mapping else {
                let message = "expected a mapping of keys to values, got \(node.shown)"
                self.findings.problem(path, message, ja: "キーと値の組にしてください", line: node.mark?.line)
                continue
            }
            let fields = Fields(mapping: mapping, path: path, findings: self.findings)
            fields.warnAboutKeys(outside: ["persona_id", "role", "description"])
            guard let id = fields.text("persona_id", maximumLength: 100) else {
                fields.warning("persona_id", "missing; the role is ignored")
                continue
            }
            let member = casting.member(for: id, line: fields.line(of: "persona_id"))
            guard !roles.contains(where: { $0.personaID == member }) else { continue }
            roles.append(
                RoleAssignment(
                    personaID: member, role: fields.text("role")?.asOneLine ?? "",
                    description: fields.text("description")?.asOneLine ?? ""))
        }
        return roles
    }

    /// Kana make it Japanese: English has none, and no Japanese script does without.
    private func detectLanguage(_ title: String, _ sections: [SectionDraft]) -> Language {
        let texts = [title] + sections.flatMap { $0.lines.map(\.text) }
        let hasKana = texts.contains { text in
            text.unicodeScalars.contains { (0x3041...0x30FA).contains($0.value) }
        }
        return hasKana ? .japanese : .english
    }
}

extension Fields {
    func warnAboutKeys(outside known: [String]) {
        for (key, _) in self.mapping where !self.findings.isFull {
            guard let name = key.scalar?.string, !known.contains(name) else { continue }
            let suggestion = EditDistance.nearest(to: name, in: known).map { ". Did you mean '\($0)'?" } ?? ""
            self.warning(name, "unknown key, ignored\(suggestion)")
        }
    }
}

extension String {
    /// Trimmed, with line breaks closed up: by a space, or by nothing between characters that need none.
    var asOneLine: String {
        let lines = self.split(whereSeparator: \.isNewline).map { line in
            let start = line.drop(while: \.isWhitespace)
            return start.prefix(start.count - start.reversed().prefix(while: \.isWhitespace).count)
        }
        return lines.filter { !$0.isEmpty }.reduce(into: "") { text, line in
            let isSpaced = text.last?.isASCII == true || line.first?.isASCII == true
            text += isSpaced && !text.isEmpty ? " " + line : line
        }
    }
}
