// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import Testing

@Suite struct `Refusing a configuration` {
    @Test(arguments: [
        (
            "video: {transition: {type: zoom}}",
            "Invalid field 'video.transition.type': Invalid transition type 'zoom'. "
                + "Must be one of: fade, slide, wipe, flip, clockWipe, none"
        ),
        (
            "video: {transition: {type: fde}}",
            "Invalid field 'video.transition.type': Invalid transition type 'fde'. "
                + "Must be one of: fade, slide, wipe, flip, clockWipe, none. Did you mean 'fade'?"
        ),
        (
            "video: {transition: {timing: bouncy}}",
            "Invalid field 'video.transition.timing': Invalid timing function 'bouncy'. Must be one of: linear, spring"
        ),
        ("style: {fps: 0}", "Invalid field 'style.fps': must be 1 to 60, got 0"),
        ("style: {fps: 29.97}", "Invalid field 'style.fps': expected a whole number, got 29.97"),
        ("style: {fps: fast}", "Invalid field 'style.fps': expected a number, got 'fast'"),
        ("style: {crf: 52}", "Invalid field 'style.crf': must be 1 to 51, got 52"),
        ("style: {crf: nan}", "Invalid field 'style.crf': expected a number, got 'nan'"),
        (
            "style: {resolution: [1280]}",
            "Invalid field 'style.resolution': expected two whole numbers, like [1920, 1080]"
        ),
        (
            "style: {resolution: [1281, 720]}",
            "Invalid field 'style.resolution': 1281x720 cannot be filmed: "
                + "both even, 128 to 4096, at most 4096x2304 pixels in all"
        ),
        (
            "style: {resolution: [9223372036854775807, 9223372036854775806]}",
            "Invalid field 'style.resolution': 9223372036854775807x9223372036854775806 cannot be filmed: "
                + "both even, 128 to 4096, at most 4096x2304 pixels in all"
        ),
        (
            "style: {size: 4k}",
            "Invalid field 'style.size': Invalid size '4k'. Expected 720p, 1080p or WIDTHxHEIGHT, "
                + "both even, 128 to 4096, at most 4096x2304 pixels in all"
        ),
        ("style: [1, 2]", "Invalid field 'style': expected a mapping of keys to values, got a list"),
        ("narration: {ending_pause: -1}", "Invalid field 'narration.ending_pause': must be 0 to 30, got -1"),
        ("video: {bgm: {volume: 1.5}}", "Invalid field 'video.bgm.volume': must be 0 to 1, got 1.5"),
        (
            "video: {bgm: {loop: maybe}}",
            "Invalid field 'video.bgm.loop': expected true or false, got 'maybe'"
        ),
        (
            "video: {bgm: {path: song.flac}}",
            "Invalid field 'video.bgm.path': Invalid audio extension '.flac'. Expected: mp3, wav, ogg, m4a, aac"
        ),
        (
            "video: {background: {type: image, path: a.gif}}",
            "Invalid field 'video.background.path': Invalid image extension '.gif'. Expected: png, jpg, jpeg, webp"
        ),
        (
            "audio: {engine: polly}",
            "Invalid field 'audio.engine': Unsupported synthesizer engine: 'polly'. "
                + "Must be one of: local, placeholder, voicevox"
        ),
        (
            "content: {languages: [ja, fr]}",
            "Invalid field 'content.languages': entry 2: Invalid language 'fr'. Must be one of: ja, en"
        ),
        (
            "content: {target_seconds: 200, max_seconds: 100}",
            "Invalid field 'content.max_seconds': must be at least target_seconds (200), got 100"
        ),
        (
            "content: {seed: -1}",
            "Invalid field 'content.seed': expected a whole number from 0 to 18446744073709551615, got '-1'"
        ),
    ])
    func `a bad value is named with what would be good`(yaml: String, message: String) {
        #expect(problems(yaml) == ["line 1: \(message)"])
    }

    @Test func `all mistakes are named, not only the first`() throws {
        let yaml = """
            style:
              fps: 0
              crf: 99
            video:
              transition: {type: zoom}
            personas:
              - id: a
            """
        let failure = #expect(throws: JobFailure.self) { try settings(yaml) }
        #expect(failure?.code == .configurationInvalid)
        #expect(failure?.subject == "/nowhere/moviegen.yaml")
        let detail = try #require(failure?.detail)
        for place in [
            "line 2: ", "line 3: ", "line 5: ", "line 7: Invalid field 'personas[0].name': missing",
        ] {
            #expect(detail.contains(place), "\(detail)")
        }
    }

    @Test func `a flood of mistakes is cut to a readable message`() throws {
        let entries = (0..<15).map { "  w\($0): {accent: 1}" }.joined(separator: "\n")
        let failure = #expect(throws: JobFailure.self) {
            try settings("pronunciation:\n custom:\n\(entries)")
        }
        #expect(try #require(failure?.detail).hasSuffix("; and 5 more"))
    }

    @Test(arguments: ["", "\n\n", "# only a comment\n", "---\n", "null"])
    func `an empty file is called empty`(yaml: String) {
        #expect(problems(yaml) == ["Configuration file is empty"])
    }

    @Test func `a syntax error has its line and column`() {
        let found = problems("style:\n  fps: 30\n crf: 20\n")
        #expect(found.count == 1)
        #expect(found[0].hasPrefix("YAML parse error: "))
        #expect(found[0].hasSuffix("(line 3, column 2)"), "\(found)")
    }

    @Test func `a key written twice is an error`() {
        #expect(
            problems("style: {fps: 30, fps: 60}")[0].hasPrefix(
                "YAML parse error: the key 'fps' appears twice"))
    }

    @Test(arguments: ["[1, 2]", "hello", "42"])
    func `a file that is not a mapping is refused`(yaml: String) {
        #expect(problems(yaml).count == 1)
    }
}

@Suite struct `Warning about a configuration` {
    @Test(arguments: [
        ("stlye: {fps: 30}", "line 1: stlye: unknown key, ignored. Did you mean 'style'?"),
        ("style: {fsp: 30}", "line 1: style.fsp: unknown key, ignored. Did you mean 'fps'?"),
        ("video: {fps: 30}", "line 1: video.fps: unknown key, ignored. Did you mean 'style.fps'?"),
        ("wholly_different: 1", "line 1: wholly_different: unknown key, ignored"),
        (
            "personas: [{id: a, name: A, subtitle_colour: \"#FFF\"}]",
            "line 1: personas[0].subtitle_colour: unknown key, ignored. Did you mean 'subtitle_color'?"
        ),
        (
            "pronunciation: {custom: {AI: {reading: エーアイ, acent: 1}}}",
            "line 1: pronunciation.custom.AI.acent: unknown key, ignored. Did you mean 'accent'?"
        ),
    ])
    func `an unknown key is ignored with a suggestion`(yaml: String, warning: String) {
        #expect(problems(yaml).isEmpty)
        #expect(warnings(yaml) == [warning])
    }

    @Test(arguments: [
        "style: {font_family: Noto Sans JP}", "style: {primary_color: \"#FFFFFF\"}",
        "style: {background_color: \"#1a1a2e\"}", "audio: {enable_furigana: true}",
        "audio: {pronunciation_model: openai/gpt-4o-mini}", "narration: {character: ずんだもん}",
        "narration: {style: casual}", "narration: {mode: dialogue}", "slides: {style: presentation}",
        "content: {llm: {provider: openrouter, model: m, base_url: u}}",
        "slides: {llm: {provider: openrouter}}",
        "video: {renderer: remotion}", "video: {template: default}", "video: {render_timeout_seconds: 300}",
        "video: {output_format: webm}", "audio: {speaker_id: 3}",
        "video: {transition: {timing: spring}}", "personas: [{id: a, name: A, character_scale: 1.2}]",
        "video: {background: {type: video, path: loop.mp4}}",
    ])
    func `a key of the reference without effect here is accepted and says so`(yaml: String) {
        #expect(problems(yaml).isEmpty)
        #expect(warnings(yaml).count == 1)
    }
}
