// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings

/// What a script's form holds: every scene's lines, as somebody left them.
struct ScriptEntries: Hashable, Sendable {
    struct Line: Hashable, Sendable {
        var speaker: String
        var text: String

        var spoken: String {
            self.text.split(whereSeparator: \.isNewline).joined(separator: " ").trimmingWhitespace()
        }
    }

    struct Place: Hashable, Sendable {
        var scene: Int
        var line: Int
    }

    /// More than any script has; what is beyond is not read.
    private static let lineLimit = 500

    var scenes: [[Line]]

    init(_ script: Script) {
        self.scenes = script.sections.map { section in
            section.narrations.map { Line(speaker: $0.personaID, text: $0.text) }
        }
    }

    /// Of a form that was sent; a scene that is not in it keeps its lines.
    init(_ fields: [String: String], of script: Script) {
        self.init(script)
        for scene in self.scenes.indices where fields[Self.name("text", scene, 0)] != nil {
            var lines: [Line] = []
            while lines.count < Self.lineLimit, let text = fields[Self.name("text", scene, lines.count)] {
                let speaker = fields[Self.name("speaker", scene, lines.count)] ?? ""
                // A form's line ends are CRLF.
                lines.append(Line(speaker: speaker, text: text.replacing("\r\n", with: "\n")))
            }
            self.scenes[scene] = lines
        }
    }

    static func name(_ kind: String, _ scene: Int, _ line: Int) -> String { "\(kind)-\(scene)-\(line)" }

    /// Does what a button of the form asks for: `add-2-3` makes a line after the third scene's fourth, `remove-2-3` takes
    /// that away. What is no such wish changes nothing.
    ///
    /// - Returns: The line that was made.
    mutating func apply(_ wish: String) -> Place? {
        let parts = wish.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let scene = Int(parts[1]), let line = Int(parts[2]),
            self.scenes.indices.contains(scene), self.scenes[scene].indices.contains(line)
        else { return nil }
        switch parts[0] {
        case "add" where self.scenes[scene].count < Self.lineLimit:
            // Two who talk take turns.
            let before = self.scenes[scene][line].speaker
            let other = self.scenes.joined().first { $0.speaker != before }
            self.scenes[scene].insert(Line(speaker: other?.speaker ?? before, text: ""), at: line + 1)
            return Place(scene: scene, line: line + 1)
        case "remove" where self.scenes[scene].count > 1:
            self.scenes[scene].remove(at: line)
            return nil
        default: return nil
        }
    }

    /// The first line that is longer than a script's may be, and how long it is.
    var tooLong: (place: Place, count: Int)? {
        for (scene, lines) in self.scenes.enumerated() {
            for (line, entry) in lines.enumerated() {
                let count = entry.spoken.count
                if count > ScriptFile.maximumLineLength { return (Place(scene: scene, line: line), count) }
            }
        }
        return nil
    }

    /// The script with these lines. A line that says the same keeps its reading and face; one that says nothing goes, and
    /// so does a scene in which nobody says anything.
    func applied(to script: Script) -> Script {
        var script = script
        for (index, lines) in self.scenes.enumerated() where script.sections.indices.contains(index) {
            var known = script.sections[index].narrations
            script.sections[index].narrations = lines.compactMap { line in
                let text = line.spoken
                guard !text.isEmpty else { return nil }
                if let same = known.firstIndex(where: { $0.personaID == line.speaker && $0.text == text }) {
                    return known.remove(at: same)
                }
                return Narration(personaID: line.speaker, text: text)
            }
        }
        script.sections.removeAll { $0.narrations.isEmpty }
        return script
    }
}

extension String {
    fileprivate func trimmingWhitespace() -> String {
        var text = Substring(self.drop { $0.isWhitespace })
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
