// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Gives every line of a script to a member of the cast.
struct Casting {
    let cast: [Persona]
    let findings: Findings
    /// Whoever the script calls by another id, and who speaks for them.
    private var standIns: [String: String] = [:]
    private var taken: Set<String> = []

    init(cast: [Persona], findings: Findings) {
        self.cast = cast
        self.findings = findings
    }

    /// The sections' lines with their speakers.
    ///
    /// A line without one is spoken in turn where the script is a dialogue, and by the first of the cast
    /// where it is a monologue, that is, where no line has a speaker.
    mutating func cast(_ sections: [[SectionDraft.Line]]) -> [[Narration]] {
        let lines = sections.joined()
        self.taken = Set(lines.compactMap { $0.personaID.flatMap(self.known) })
        let isDialogue = self.cast.count > 1 && lines.contains { $0.isDialogue || $0.personaID != nil }
        self.warnAboutUnassigned(lines.filter { $0.personaID == nil }, isDialogue: isDialogue)
        var last: String?
        return sections.map { section in
            section.map { line in
                let speaker: String
                if let id = line.personaID {
                    speaker = self.member(for: id, line: line.line)
                } else {
                    speaker = isDialogue ? self.next(after: last) : self.cast[0].id
                }
                last = speaker
                return Narration(
                    personaID: speaker, text: line.text, reading: line.reading, expression: line.expression)
            }
        }
    }

    /// The member of the cast called `id`, or one to speak for it: one that the script does not use, while
    /// there is.
    mutating func member(for id: String, line: Int?) -> String {
        if let member = self.known(id) ?? self.standIns[id] { return member }
        let free = self.cast.first { !self.taken.contains($0.id) }
        let member = (free ?? self.cast[self.standIns.count % self.cast.count]).id
        self.standIns[id] = member
        self.taken.insert(member)
        let defined = self.cast.map(\.id).joined(separator: ", ")
        self.findings.warning(
            "", "Unknown persona_id: \(id) (defined: \(defined)); \(member) speaks instead", line: line)
        return member
    }

    /// By id, or by name, which is what people remember.
    private func known(_ id: String) -> String? {
        (self.cast.first { $0.id == id } ?? self.cast.first { $0.name == id })?.id
    }

    private func next(after speaker: String?) -> String {
        guard let index = self.cast.firstIndex(where: { $0.id == speaker }) else { return self.cast[0].id }
        return self.cast[(index + 1) % self.cast.count].id
    }

    private func warnAboutUnassigned(_ lines: [SectionDraft.Line], isDialogue: Bool) {
        guard isDialogue, let first = lines.first else { return }
        let count = lines.count == 1 ? "1 line has" : "\(lines.count) lines have"
        self.findings.warning("", "\(count) no persona_id; the cast takes turns there", line: first.line)
    }
}
