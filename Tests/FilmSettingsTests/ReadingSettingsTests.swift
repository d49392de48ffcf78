// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import Testing

@Suite struct `Reading a configuration` {
    @Test func `every key of the reference reaches the film`() throws {
        let read = try settings(
            """
            project: {name: 解説チャンネル, output_dir: ./films}
            style: {resolution: [1280, 720], fps: 24, crf: 28}
            narration: {initial_pause: 0.5, slide_pause: 2, speaker_pause: 0, ending_pause: 3.5}
            content: {languages: [en, ja]}
            video:
              output_format: mp4
              render_concurrency: 2
              transition: {type: fade, duration_frames: 8, timing: linear}
              background: {type: color, color: "#abc"}
              bgm: {volume: 0.1, fade_in_seconds: 0, fade_out_seconds: 4.5, loop: false}
            """)
        #expect(read.projectName == "解説チャンネル")
        #expect(read.outputDirectory == "./films")
        #expect(read.format.size == .hd720)
        #expect(read.format.framesPerSecond == 24)
        #expect(read.format.constantRateFactor == 28)
        let pauses = read.format.pauses
        #expect(
            [pauses.initial, pauses.slide, pauses.speaker, pauses.line, pauses.ending] == [
                0.5, 2, 0, 0.2, 3.5,
            ])
        #expect(read.languages == [.english, .japanese])
        #expect(read.parallelism == 2)
        #expect(read.format.transition == FilmFormat.Transition(kind: .fade, frameCount: 8))
        #expect(read.format.background == .color("#AABBCC"))
        #expect(read.format.music?.volume == 0.1)
        #expect(read.format.music?.fadeInSeconds == 0)
        #expect(read.format.music?.fadeOutSeconds == 4.5)
        #expect(read.format.music?.loops == false)
        #expect(read.warnings.isEmpty)
    }

    @Test func `our own keys reach the film`() throws {
        let read = try settings(
            """
            style: {theme: dark, size: 1080x1920}
            content: {language: en, target_seconds: 60, max_seconds: 90, seed: 18446744073709551615}
            narration: {line_pause: 0.4}
            """)
        #expect(read.format.theme == .dark)
        #expect(read.format.size == FrameSize(width: 1080, height: 1920))
        #expect(read.script.language == .english)
        #expect(read.script.targetSeconds == 60)
        #expect(read.script.maximumSeconds == 90)
        #expect(read.script.seed == .max)
        #expect(read.format.pauses.line == 0.4)
    }

    @Test func `an empty mapping is all defaults`() throws {
        let read = try settings("{}")
        #expect(read == FilmSettings.defaults(for: .japanese))
        #expect(read.format == FilmFormat())
        #expect(read.format.size == .hd1080)
        #expect(read.format.framesPerSecond == 30)
        #expect(read.format.constantRateFactor == 23)
        #expect(read.languages.isEmpty)
        #expect(read.script.language == nil)
    }

    @Test func `a key without a value keeps its default`() throws {
        #expect(
            try settings("style:\nproject:\n  name:\nvideo: {bgm: ~}")
                == FilmSettings.defaults(for: .japanese))
    }

    @Test(arguments: [Language.japanese, .english])
    func `the template says what the defaults are, without a warning`(language: Language) throws {
        let template = FilmSettings.template(for: language)
        let read = try settings(template)
        #expect(read == FilmSettings.defaults(for: .japanese))
        #expect(read.warnings.isEmpty)
    }

    @Test(arguments: [Language.japanese, .english])
    func `every line the template comments out is valid too`(language: Language) throws {
        // A setting behind a hash has no space in its key; a sentence has.
        let template = FilmSettings.template(for: language)
            .replacing("custom: {}", with: "custom:")
            .replacing(/(?m)^( *)# ( *(- )?[^ :]+:( .*)?)$/) { "\($0.output.1)\($0.output.2)" }
        let report = FilmSettings.validate(yaml: template, name: "/nowhere/moviegen.yaml")
        #expect(report.problems.isEmpty, "\(template)")
        #expect(
            report.warnings.map(\.path).sorted() == ["video.background.path", "video.bgm.path"],
            "\(report.warnings)")
        let read = try settings(template)
        #expect(read.personas.map(\.id) == ["kohaku"])
        #expect(read.pronunciations.count == 2)
    }

    @Test(arguments: [
        ("bgm: false", true), ("bgm: none", true), ("bgm: {enabled: no}", true), ("bgm: true", false),
        ("bgm: {enabled: true}", false),
    ])
    func `music can be switched off`(line: String, isSilent: Bool) throws {
        #expect((try settings("video: {\(line)}").format.music == nil) == isSilent)
    }

    @Test(arguments: [("none", 0), ("none", 15), ("fade", 0)])
    func `a cut may last zero frames`(kind: String, frameCount: Int) throws {
        let transition = try settings("video: {transition: {type: \(kind), duration_frames: \(frameCount)}}")
            .format.transition
        #expect(transition.frameCount == frameCount)
        #expect(transition.kind.rawValue == kind)
    }

    @Test(arguments: ["slide", "wipe", "flip", "clockWipe"])
    func `a transition we do not draw yet fades, and says so`(kind: String) throws {
        let read = try settings("video: {transition: {type: \(kind)}}")
        #expect(read.format.transition.kind == .fade)
        #expect(read.warnings == ["line 1: video.transition.type: '\(kind)' is drawn as a fade"])
    }

    @Test(arguments: [
        ("content: {languages: [en]}", Language.english), ("content: {language: ja}", .japanese),
    ])
    func `one language is the film's language`(yaml: String, language: Language) throws {
        let read = try settings(yaml)
        #expect(read.script.language == language)
        #expect(read.cast == read.cast(for: language))
    }

    @Test func `a target beyond the default limit raises the limit`() throws {
        #expect(try settings("content: {target_seconds: 600}").script.maximumSeconds == 600)
        #expect(try settings("content: {max_seconds: 60}").script.targetSeconds == 60)
    }
}
