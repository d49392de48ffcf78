// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import Foundation

/// What a film shows and says, scene by scene, as far as it is known.
struct FilmStory: Sendable {
    struct Line: Hashable, Sendable {
        var speaker: String
        /// The speaker's place in the cast.
        var voice: Int
        var text: String
    }

    struct Scene: Hashable, Sendable {
        var title: String
        var lines: [Line]
        var hasPicture = false
        /// Where it begins in the film, once that is known.
        var startMilliseconds: Int?
    }

    var title: String
    var language: Language
    var scenes: [Scene]
    var credits: [Credit] = []
    /// Of the film; nil until it is there.
    var durationMilliseconds: Int?

    init(_ script: Script, cast: [Persona]) {
        self.title = script.title
        self.language = script.language
        self.scenes = script.sections.map { section in
            Scene(
                title: section.title,
                lines: section.narrations.map { narration in
                    let voice = cast.firstIndex { $0.id == narration.personaID }
                    return Line(
                        speaker: voice.map { cast[$0].name } ?? narration.personaID,
                        voice: voice ?? cast.count,
                        text: narration.text)
                })
        }
    }

    /// Marks the scenes whose slides are drawn.
    mutating func show(_ slides: some Sequence<Int>) {
        for part in slides where self.scenes.indices.contains(part) { self.scenes[part].hasPicture = true }
    }
}

extension FilmStory {
    /// Of a finished film, by its `film.json`.
    ///
    /// - Throws: `DecodingError`
    init(record: Data) throws {
        let record = try JSONDecoder().decode(Record.self, from: record)
        self.init(record.script, cast: record.cast)
        self.credits = record.credits
        let clock = record.timeline
        self.durationMilliseconds = clock.milliseconds(at: clock.frameCount)
        // As the film's own chapters: a scene begins when its slide has come in.
        for span in clock.slides.reversed() where self.scenes.indices.contains(span.section) {
            self.scenes[span.section].startMilliseconds = clock.milliseconds(at: span.settledFrame)
        }
    }

    /// What pages need of the record; the lines' frames and mouths are most of it.
    private struct Record: Decodable {
        struct Clock: Decodable {
            let framesPerSecond: Int
            let frameCount: Int
            let slides: [Timeline.SlideSpan]

            /// Rounded up: a millisecond earlier is in the picture before.
            func milliseconds(at frame: Int) -> Int {
                let rate = max(1, self.framesPerSecond)
                return (frame * 1000 + rate - 1) / rate
            }
        }

        let script: Script
        let timeline: Clock
        let cast: [Persona]
        let credits: [Credit]
    }
}

extension FilmStory {
    /// WebVTT whose cues are the chapters; nil while nobody knows when they begin.
    var chapterFile: String? {
        guard let end = self.durationMilliseconds else { return nil }
        let chapters = self.scenes.compactMap { scene in
            scene.startMilliseconds.map { (title: scene.title, start: $0) }
        }
        var text = "WEBVTT\n"
        for (index, chapter) in chapters.enumerated() {
            let next = index + 1 < chapters.count ? chapters[index + 1].start : end
            text += "\n\(index + 1)\n\(Self.clock(chapter.start)) --> \(Self.clock(next))\n"
            text += "\(Self.cue(chapter.title))\n"
        }
        return text
    }

    private static func clock(_ milliseconds: Int) -> String {
        func digits(_ value: Int, _ count: Int) -> String {
            String(repeating: "0", count: max(0, count - "\(value)".count)) + "\(value)"
        }
        let seconds = milliseconds / 1000
        return "\(digits(seconds / 3600, 2)):\(digits(seconds / 60 % 60, 2)):\(digits(seconds % 60, 2))."
            + digits(milliseconds % 1000, 3)
    }

    /// A line break would end the cue, and WebVTT reads `&`, `<` and `>` as markup.
    private static func cue(_ title: String) -> String {
        let line = String(title.map { $0.isNewline ? " " : $0 })
        return line.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
