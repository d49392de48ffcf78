// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation

/// A film's script to be changed: each line in a field of its own.
struct ScriptPage: PagePart {
    let job: UUID
    let language: Language
    let formToken: String
    let script: Script
    /// Who can speak, by id.
    let cast: [Persona]
    var entries: ScriptEntries
    /// Scenes whose slides are there.
    let slides: Set<Int>
    var problem: String?
    /// The line that a button made; the keyboard goes there.
    var newLine: ScriptEntries.Place?
    /// The line that ``problem`` is about.
    var wrongLine: ScriptEntries.Place?

    private var path: String { "/jobs/\(self.job.uuidString.lowercased())" }

    var html: HTML {
        let title = self.say("台本を編集", "Edit the script")
        let frame = PageFrame(
            title: "\(title) - \(self.script.title)", language: self.language, path: "\(self.path)/script")
        let alert: HTML =
            self.problem.map { "<p class=\"card alarm problem\" role=\"alert\" id=\"problem\">\($0)</p>" }
            ?? ""
        let scenes = HTML(joining: self.script.sections.indices.map(self.scene))
        return frame.page(
            """
            <h1>\(title)</h1><p class="lead">\(self.script.title)</p>
            <p>\(self.say("変えた行だけを作り直します。ほかの声とスライドはそのまま使うので、早くできあがります。", "Only what you change is made again; the other voices and slides are used as they are, so it is quick."))</p>
            \(alert)<form method="post" action="\(self.path)/script">
            <input type="hidden" name="form" value="\(self.formToken)">
            <ol class="scenes">\(scenes)</ol>
            <p class="hint">\(self.say("空にした行はなくなります。せりふのないシーンもなくなります。", "A line left empty goes, and so does a scene without lines."))</p>
            <div class="buttons"><button name="do" value="make">\(self.say("この台本で作り直す", "Make the film again"))</button>
            <a class="button quiet" href="\(self.path)">\(self.say("やめる", "Leave it"))</a></div>
            </form>
            """)
    }

    private func scene(_ scene: Int) -> HTML {
        let lines = HTML(joining: self.entries.scenes[scene].indices.map { self.line(scene, $0) })
        let picture: HTML =
            self.slides.contains(scene)
            ? "<img class=\"picture\" src=\"/api\(self.path)/slides/\(scene + 1)\" alt=\"\" loading=\"lazy\">"
            : "<div class=\"picture\"></div>"
        return """
            <li class="card">\(picture)<div>
            <h2>\(self.say("シーン\(scene + 1)", "Scene \(scene + 1)")): \(self.script.sections[scene].title)</h2>\(lines)</div></li>
            """
    }

    private func line(_ scene: Int, _ line: Int) -> HTML {
        let entry = self.entries.scenes[scene][line]
        let number = self.say("シーン\(scene + 1)の\(line + 1)行目", "scene \(scene + 1), line \(line + 1)")
        let (text, speaker) = (
            ScriptEntries.name("text", scene, line), ScriptEntries.name("speaker", scene, line)
        )
        let place = ScriptEntries.Place(scene: scene, line: line)
        let mark: HTML =
            place == self.wrongLine
            ? " aria-invalid=\"true\" aria-describedby=\"problem\""
            : place == self.newLine ? " autofocus" : ""
        let removal: HTML =
            self.entries.scenes[scene].count > 1
            ? self.button("remove-\(scene)-\(line)", self.say("削除", "Remove"), number) : ""
        return """
            <div class="edit" id="line-\(scene)-\(line)">
            <label class="unseen" for="\(speaker)">\(self.say("話す人", "Speaker")): \(number)</label>
            <select id="\(speaker)" name="\(speaker)">\(self.speakers(entry.speaker))</select>
            <label class="unseen" for="\(text)">\(self.say("せりふ", "Line")): \(number)</label>
            <textarea id="\(text)" name="\(text)" rows="2"\(mark)>
            \(entry.text)</textarea>
            <p>\(self.button("add-\(scene)-\(line)", self.say("下に行を追加", "Add a line below"), number))\(removal)</p>
            </div>
            """
    }

    private func speakers(_ chosen: String) -> HTML {
        var speakers = self.cast.map { (id: $0.id, name: $0.name) }
        // Somebody the cast no longer has keeps the line until another is chosen.
        if !speakers.contains(where: { $0.id == chosen }) { speakers.append((chosen, chosen)) }
        return HTML(
            joining: speakers.map { speaker -> HTML in
                let mark: HTML = speaker.id == chosen ? " selected" : ""
                return "<option value=\"\(speaker.id)\"\(mark)>\(speaker.name)</option>"
            })
    }

    private func button(_ wish: String, _ label: String, _ number: String) -> HTML {
        """
        <button class="small" name="do" value="\(wish)">\(label)<span class="unseen">: \(number)</span></button>
        """
    }
}
