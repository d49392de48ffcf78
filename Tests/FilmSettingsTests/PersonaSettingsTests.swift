// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import Foundation
internal import Testing

@Suite struct `Casting from a configuration` {
    /// The reference's sample personas.
    private let sample = """
        personas:
          - id: zundamon
            name: ずんだもん
            character: 元気で明るい東北の妖精
            synthesizer: {engine: voicevox, speaker_id: 3, speed_scale: 1.2}
            subtitle_color: "#8FCF4F"
            avatar_image: zundamon/base.png
            mouth_open_image: zundamon/mouth_open.png
            eye_close_image: zundamon/eye_close.png
          - id: metan
            name: 四国めたん
            synthesizer: {engine: voicevox, speaker_id: 2}
            subtitle_color: "#FF69B4"
            character_position: right
          - id: tsumugi
            name: 春日部つむぎ
            synthesizer: {engine: voicevox, speaker_id: 8}
            animation_style: bounce
        """

    @Test func `the reference's personas keep their look and their voices`() throws {
        let folder = try ScratchFolder()
        for part in ["base", "mouth_open"] { try folder.write("x", to: "zundamon/\(part).png") }
        let name = folder.url.path + "/moviegen.yaml"
        let read = try FilmSettings.load(yaml: self.sample, name: name)
        let cast = read.cast(for: .japanese)
        #expect(cast.map(\.id) == ["zundamon", "metan", "tsumugi"])
        #expect(cast.map(\.voice.engine) == [.voicevox, .voicevox, .voicevox])
        #expect(cast.map(\.voice.speakerID) == [3, 2, 8])
        #expect(cast.map(\.voice.speed) == [1.2, 1, 1])
        #expect(cast.map(\.voice.pitchSemitones) == [0, 0, 1.5])
        #expect(cast.map(\.subtitleColor) == ["#8FCF4F", "#FF69B4", "#FFFFFF"])
        #expect(cast.map(\.animation) == [.sway, .sway, .bounce])
        #expect(cast[1].position == .right)
        #expect(cast.map(\.role) == [.explainer, .questioner, .explainer])
        let pictures = folder.url.path + "/zundamon"
        #expect(
            cast[0].drawing
                == .pictures(
                    base: "\(pictures)/base.png", mouthOpen: "\(pictures)/mouth_open.png", eyeClose: nil))
        #expect(cast[1].drawing == .pack("sora"))
        #expect(read.warnings.contains { $0.contains("Eye image file not found: zundamon/eye_close.png") })
    }

    @Test func `a missing character picture is a warning and a default character`() throws {
        let read = try settings("personas: [{id: a, name: A, character_image: /nowhere/a.png}]")
        #expect(read.cast[0].drawing == FilmSettings.defaults(for: .japanese).cast[0].drawing)
        #expect(
            read.warnings
                == [
                    "line 1: personas[0].character_image: Character image file not found: /nowhere/a.png; "
                        + "a default character is drawn"
                ])
    }

    @Test func `a third speaker does not sound like the first`() throws {
        let cast = try settings(self.sample).cast(for: .japanese)
        #expect(cast[2].voice.pitchSemitones != cast[0].voice.pitchSemitones)
    }

    @Test func `the voice is the one of the film's language`() throws {
        let read = try settings("personas: [{id: a, name: A}]")
        #expect(read.cast(for: .english)[0].voice == FilmSettings.defaults(for: .english).cast[0].voice)
        #expect(read.cast(for: .japanese)[0].voice == FilmSettings.defaults(for: .japanese).cast[0].voice)
    }

    @Test func `a speed for all is the speed of those that state none`() throws {
        let read = try settings(
            "audio: {speed_scale: 1.5}\npersonas: [{id: a, name: A}, {id: b, name: B, synthesizer: {speed_scale: 0.8}}]"
        )
        let base = FilmSettings.defaults(for: .japanese).cast.map(\.voice.speed)
        #expect(read.cast.map(\.voice.speed) == [base[0] * 1.5, base[1] * 0.8])
        #expect(try settings("audio: {speed_scale: 1.5}").cast.map(\.voice.speed) == base.map { $0 * 1.5 })
        #expect(try settings("audio: {speed_scale: 2}").cast.allSatisfy { $0.voice.speed == 2 })
    }

    @Test func `a placeholder engine silences everybody who names no other`() throws {
        let read = try settings(
            "audio: {engine: placeholder}\npersonas: [{id: a, name: A}, {id: b, name: B, synthesizer: {engine: local}}]"
        )
        #expect(read.cast.map(\.voice.engine) == [.placeholder, .local])
    }

    @Test func `our own voice settings are applied`() throws {
        let voice = try settings(
            "personas: [{id: a, name: A, role: questioner, synthesizer: {voice: mei, pitch: -2.5, all_pass: 0.6}}]"
        ).cast[0].voice
        #expect(voice.name == "mei")
        #expect(voice.pitchSemitones == -2.5)
        #expect(voice.allPass == 0.6)
    }

    @Test func `a voice of one's own is not tuned like somebody else's`() throws {
        let voice = try settings("personas: [{id: a, name: A, synthesizer: {voice: other}}]").cast[0].voice
        #expect(voice.name == "other")
        #expect(voice.pitchSemitones == 0)
        #expect(voice.allPass == nil)
    }

    @Test func `a character pack is a name, or a folder beside the file`() throws {
        let folder = try ScratchFolder()
        try folder.write("id: cat", to: "cat/pack.yaml")
        let yaml = """
            personas:
              - {id: a, name: A, character_pack: sora}
              - {id: b, name: B, character_pack: cat}
              - {id: c, name: C, character_pack: ./gone}
            """
        let read = try FilmSettings.load(yaml: yaml, name: folder.url.path + "/moviegen.yaml")
        #expect(
            read.cast.map(\.drawing) == [.pack("sora"), .pack(folder.url.path + "/cat"), .pack("kohaku")])
        #expect(read.warnings.count == 1)
    }

    @Test(arguments: [
        (
            "personas: [{id: a, name: A}, {id: b, name: B}, {id: a, name: C}]",
            "Invalid field 'personas': Duplicate persona IDs found: a. Each persona must have a unique ID."
        ),
        ("personas: [{name: A}]", "Invalid field 'personas[0].id': missing"),
        ("personas: [{id: \"\", name: A}]", "Invalid field 'personas[0].id': is empty"),
        (
            "personas: [zundamon]",
            "Invalid field 'personas[0]': expected a mapping of keys to values, got 'zundamon'"
        ),
        (
            "personas: [{id: a, name: A, subtitle_color: red}]",
            "Invalid field 'personas[0].subtitle_color': Invalid colour 'red'. Expected \"#RRGGBB\" or \"#RGB\""
        ),
        (
            "personas: [{id: a, name: A, character_position: top}]",
            "Invalid field 'personas[0].character_position': Invalid character position 'top'. "
                + "Must be one of: left, right, center"
        ),
        (
            "personas: [{id: a, name: A, synthesizer: {speed_scale: 0}}]",
            "Invalid field 'personas[0].synthesizer.speed_scale': must be 0.5 to 2, got 0"
        ),
        (
            "personas: [{id: a, name: A}]\npersona_pool: {enabled: true, count: 2}",
            "Invalid field 'persona_pool.count': Cannot select 2 personas from pool of 1. Available personas: a"
        ),
    ])
    func `a mistake in a persona is named`(yaml: String, message: String) {
        #expect(
            problems(yaml).map { $0.drop { $0 != " " }.dropFirst(1) }.map {
                $0.drop { $0 != " " }.dropFirst(1)
            }
                == [message[...]])
    }

    @Test func `a colour that YAML took for a comment is explained`() {
        let found = problems("personas:\n  - id: a\n    name: A\n    subtitle_color: #FF0000\n")
        #expect(found.count == 1)
        #expect(
            found[0].hasPrefix(
                "line 4: Invalid field 'personas[0].subtitle_color': is empty; put a colour in quotes"))
    }
}

@Suite struct `Drawing a cast from a pool` {
    private func pool(_ line: String) throws -> FilmSettings {
        let personas = "abcdef".map { "{id: \($0), name: \($0)}" }.joined(separator: ", ")
        return try settings("personas: [\(personas)]\npersona_pool: {\(line)}")
    }

    @Test func `the same seed draws the same cast, in the file's order`() throws {
        let read = try self.pool("enabled: true, count: 3, seed: 7")
        let first = read.cast(for: .japanese, seed: 1).map(\.id)
        #expect(first.count == 3)
        #expect(first == first.sorted())
        #expect(read.cast(for: .japanese, seed: 2).map(\.id) == first)
    }

    @Test func `without a fixed seed each film has its own cast`() throws {
        let read = try self.pool("enabled: true")
        let casts = Set((0..<50).map { read.cast(for: .japanese, seed: $0).map(\.id) })
        #expect(casts.count > 8)
        #expect(casts.allSatisfy { $0.count == 2 && Set($0).count == 2 })
    }

    @Test func `a pool that is not enabled casts everybody`() throws {
        #expect(try self.pool("count: 2").cast.count == 6)
    }
}
