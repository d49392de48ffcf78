// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Who says which lines.
struct Cast: Sendable {
    let explainer: Persona
    /// Those who ask, taking turns by section; none in a film of one voice.
    let questioners: [Persona]

    var questioner: Persona? { self.questioners.first }

    /// - Throws: ``JobFailure`` with `configurationInvalid` when there is nobody.
    init(_ personas: [Persona]) throws {
        guard let explainer = personas.first(where: { $0.role == .explainer }) ?? personas.first else {
            throw JobFailure(.configurationInvalid, "personas", detail: "a script needs at least one persona")
        }
        self.explainer = explainer
        self.questioners = personas.filter { $0.id != explainer.id }
    }

    func roles(in language: Language) -> [RoleAssignment] {
        let names = (
            Localized(ja: "解説役", en: "explainer"), Localized(ja: "質問役", en: "questioner"),
            Localized(ja: "記事の内容をわかりやすく伝える", en: "tells what the article says"),
            Localized(ja: "視聴者の代わりに質問し、相づちを打つ", en: "asks what a viewer would ask")
        )
        return [
            RoleAssignment(
                personaID: self.explainer.id, role: names.0[language], description: names.2[language])
        ]
            + self.questioners.map {
                RoleAssignment(personaID: $0.id, role: names.1[language], description: names.3[language])
            }
    }

    func section(_ draft: DraftSection, at index: Int) -> Section {
        let asking =
            self.questioners.isEmpty ? self.explainer : self.questioners[index % self.questioners.count]
        let narrations = draft.lines.map { line in
            Narration(
                personaID: line.speaker == .explainer ? self.explainer.id : asking.id, text: line.text,
                expression: line.expression)
        }
        return Section(title: draft.title, narrations: narrations, slide: draft.slide)
    }
}
