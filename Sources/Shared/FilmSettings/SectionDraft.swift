// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Yams

/// A section as its author wrote it: speakers not yet checked, perhaps no slide.
struct SectionDraft {
    var title: String
    var lines: [Line] = []
    var slide: SlideBrief?
    var slidePrompt: String?

    struct Line {
        var personaID: String?
        var text: String
        var reading: String?
        var expression = FacialExpression.neutral
        /// Whether it is part of a dialogue, even if the file does not say whose line it is.
        var isDialogue: Bool
        /// Where it is in the file.
        var line: Int?
    }

    /// - Parameter number: Counted from 1, for messages.
    init(reading fields: Fields, number: Int) {
        fields.warnAboutKeys(outside: [
            "title", "narrations", "dialogues", "narration", "slide", "slide_prompt", "source_image_url",
            "background",
        ])
        let title = fields.text("title", maximumLength: 300)?.asOneLine
        self.title = title ?? ""
        if fields.node("title") == nil {
            fields.report(
                Localized(
                    ja: "シーン\(number)に title がありません", en: "Section \(number): missing 'title' field"),
                at: "title")
        }
        self.lines = Self.lines(
            of: fields,
            section: Localized(
                ja: title.map { "シーン\(number)「\($0)」" } ?? "シーン\(number)",
                en: title.map { "Section \(number) ('\($0)')" } ?? "Section \(number)"))
        self.slidePrompt = fields.text("slide_prompt", maximumLength: 8000)
        self.slide = fields.fields("slide").flatMap { SlideBrief.read($0, title: title ?? "") }
        if let address = fields.text("source_image_url", maximumLength: 4096) {
            if fields.node("slide") != nil {
                fields.warning("source_image_url", "has no effect: the section has a slide")
            } else {
                let figure = Article.Figure(source: address, alternativeText: self.title)
                self.slide = .figure(heading: self.title, figure: figure)
            }
        }
        if fields.node("background") != nil {
            fields.warning("background", "has no effect: one background serves the whole film")
        }
    }

    private static func lines(of fields: Fields, section: Localized) -> [Line] {
        let lines: [Line]
        let problemCount = fields.findings.problemCount
        if fields.node("narrations") != nil {
            lines = self.list("narrations", called: "narration", text: "text", of: fields, section: section)
        } else if fields.node("dialogues") != nil {
            lines = self.list(
                "dialogues", called: "dialogue", text: "narration", of: fields, section: section)
        } else if let narration = fields.text("narration", maximumLength: 100_000) {
            lines = NarrationSplitter.lines(of: narration).map {
                Line(text: $0.asOneLine, isDialogue: false, line: fields.line(of: "narration"))
            }
        } else if fields.node("narration") == nil {
            fields.report(
                Localized(
                    ja: "\(section.japanese)に narrations がありません",
                    en: "\(section.english): missing narrations/dialogues/narration field"), at: "title")
            return []
        } else {
            return []
        }
        // Lines that were reported themselves are not missed.
        if lines.isEmpty, fields.findings.problemCount == problemCount {
            fields.report(
                Localized(
                    ja: "\(section.japanese)にせりふがありません", en: "\(section.english): nobody says anything"),
                at: "title")
        }
        if lines.count > ScriptReader.maximumLines {
            let message = Localized(
                ja: "\(section.japanese)のせりふは\(ScriptReader.maximumLines)行までです（\(lines.count)行あります）",
                en: "\(section.english): \(lines.count) lines; at most \(ScriptReader.maximumLines)")
            fields.report(message, at: "title")
        }
        return lines
    }

    private static func list(
        _ key: String, called name: String, text textKey: String, of fields: Fields, section: Localized
    ) -> [Line] {
        guard let list = fields.node(key)?.sequence else {
            let kind = fields.node(key)?.kindName ?? "nothing"
            fields.report(
                Localized(
                    ja: "\(section.japanese)の \(key) はリストにしてください",
                    en: "\(section.english): '\(key)' must be a list, got \(kind)"), at: key)
            return []
        }
        // Past the limit the section is refused as a whole; its lines need no reports of their own.
        guard list.count <= ScriptReader.maximumLines else {
            return list.map { _ in Line(text: "", isDialogue: false) }
        }
        return list.enumerated().compactMap { index, node in
            let place = Localized(
                ja: "\(section.japanese)の\(index + 1)行目", en: "\(section.english), \(name) \(index + 1)")
            let path = "\(fields.path(of: key))[\(index)]"
            switch node {
            case .scalar(let scalar):
                let line = Line(
                    text: scalar.string.withoutControlCharacters.asOneLine, isDialogue: false,
                    line: node.mark?.line)
                return self.checked(line, place: place, fields: fields)
            case .mapping(let mapping):
                let entry = Fields(mapping: mapping, path: path, findings: fields.findings)
                return self.entry(entry, text: textKey, isDialogue: key == "dialogues", place: place)
            case .sequence, .alias:
                fields.findings.problem(
                    stating: Localized(
                        ja: "\(place.japanese)は文字列か、キーと値の組にしてください",
                        en: "\(place.english): must be string or object, got \(node.kindName)"),
                    line: node.mark?.line)
                return nil
            }
        }
    }

    private static func entry(
        _ entry: Fields, text textKey: String, isDialogue: Bool, place: Localized
    ) -> Line? {
        entry.warnAboutKeys(outside: ["persona_id", textKey, "reading", "expression"])
        guard entry.has(textKey) else {
            entry.report(
                Localized(
                    ja: "\(place.japanese)に \(textKey) がありません",
                    en: "\(place.english): missing '\(textKey)' field"), at: textKey)
            return nil
        }
        let reading = entry.text("reading", maximumLength: 1000)?.asOneLine
        let personaID = entry.text("persona_id", maximumLength: 100)?.asOneLine
        let line = Line(
            personaID: personaID?.isEmpty == true ? nil : personaID,
            text: entry.text(textKey, maximumLength: YAMLText.maximumBytes)?.asOneLine ?? "",
            reading: reading?.isEmpty == true ? nil : reading,
            expression: entry.choice("expression", "expression") ?? .neutral, isDialogue: isDialogue,
            line: entry.line(of: textKey))
        return self.checked(line, place: place, fields: entry)
    }

    /// The line, unless there is nothing to say or too much.
    private static func checked(_ line: Line, place: Localized, fields: Fields) -> Line? {
        guard !line.text.isEmpty else {
            fields.findings.warning("", "\(place.english): the text is empty; skipped", line: line.line)
            return nil
        }
        guard line.text.count <= ScriptReader.maximumLineLength else {
            let limit = ScriptReader.maximumLineLength
            fields.findings.problem(
                stating: Localized(
                    ja: "\(place.japanese)は\(limit)文字までです（\(line.text.count)文字あります）",
                    en: "\(place.english): the text has \(line.text.count) characters; at most \(limit)"),
                line: line.line)
            return nil
        }
        return line
    }
}

extension Fields {
    /// A problem in the reference's own words, at the line of `key`.
    func report(_ message: Localized, at key: String) {
        self.findings.problem(stating: message, line: self.line(of: key))
    }
}
