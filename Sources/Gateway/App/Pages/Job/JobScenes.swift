// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// A film's scenes, each with its slide and its lines.
struct JobScenes: PagePart {
    let path: String
    let language: Language
    let story: FilmStory?
    /// It is still being made.
    let isOpen: Bool

    /// As they become ready: lines to read, slides where they are drawn.
    var inTheMaking: HTML {
        guard let story = self.story else { return "" }
        let items = story.scenes.enumerated().map { number, scene -> HTML in
            "<li class=\"card\">\(self.picture(scene, number))<div><h3\(self.spoken)>\(scene.title)</h3>\(self.lines(scene))</div></li>"
        }
        return self.list(self.say("台本とスライド", "Script and slides"), items)
    }

    /// As chapters: each goes to its place in the film.
    var ofTheFilm: HTML {
        guard let story = self.story, !story.scenes.isEmpty else { return "" }
        let items = story.scenes.enumerated().map { number, scene -> HTML in
            """
            <li class="card">\(self.picture(scene, number))<div><h3\(self.spoken)>\(self.chapter(scene))</h3>
            <details><summary>\(self.say("台本を読む", "Read the lines"))</summary>\(self.lines(scene))</details></div></li>
            """
        }
        return self.list(self.say("章", "Chapters"), items, kind: "scenes chapters")
    }

    /// Without a script the browser opens the film at that time.
    private func chapter(_ scene: FilmStory.Scene) -> HTML {
        guard let start = scene.startMilliseconds else { return "\(scene.title)" }
        let seconds = "\(start / 1_000).\(String("\(1_000 + start % 1_000)".dropFirst()))"
        return """
            <a class="at" href="/api\(self.path)/video#t=\(seconds)" data-at="\(seconds)"><time>\(self.clock(start))</time> \(scene.title)</a>
            """
    }

    private func list(_ heading: String, _ items: [HTML], kind: String = "scenes") -> HTML {
        "<h2>\(heading)</h2><ol id=\"scene-list\" class=\"\(kind)\" data-live>\(HTML(joining: items))</ol>"
    }

    private func picture(_ scene: FilmStory.Scene, _ index: Int) -> HTML {
        guard scene.hasPicture else {
            return self.isOpen
                ? "<div class=\"picture waiting making\">\(self.say("スライドはこれから", "The slide is to come"))</div>"
                : "<div class=\"picture\"></div>"
        }
        let slide = "/api\(self.path)/slides/\(index + 1)"
        let label = self.say("スライド\(index + 1): \(scene.title)", "Slide \(index + 1): \(scene.title)")
        return
            "<a href=\"\(slide)\"><img class=\"picture\" src=\"\(slide)\" alt=\"\(label)\" loading=\"lazy\"></a>"
    }

    /// The film's language may be another than the page's.
    private var spoken: HTML { self.story.map { " lang=\"\($0.language.rawValue)\"" } ?? "" }

    private func lines(_ scene: FilmStory.Scene) -> HTML {
        let lines = HTML(
            joining: scene.lines.map { line -> HTML in
                "<p class=\"line voice\(line.voice)\"><b>\(line.speaker)</b><span>\(line.text)</span></p>"
            })
        return "<div\(self.spoken)>\(lines)</div>"
    }
}
