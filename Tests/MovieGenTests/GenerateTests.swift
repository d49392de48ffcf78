// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Testing

/// A short article of our own, long enough for a film.
let article = """
    # お茶を冷まさない方法

    熱いお茶は、置いておくとすぐに冷めてしまいます。冷める速さは、お茶とまわりの空気との温度の差で決まります。

    ## ふたをする

    お茶の熱の多くは、表面から立つ湯気といっしょに逃げていきます。ふたをすると湯気が逃げにくくなり、冷めるまでの時間は二倍ほどに延びます。

    ## 器を選ぶ

    厚い陶器は熱をたくわえるので、先にお湯で温めておくと効果があります。二重の壁をもつ器は、あいだの空気が熱を伝えにくくします。

    - 器をお湯で温めておく
    - ふたをする
    - 二重の器を使う
    """

@Suite struct `Generating a film` {
    private static let quiet = """
        style: { size: 640x360, fps: 24 }
        personas:
          - { id: kohaku, name: コハク, character_pack: kohaku, animation_style: static, synthesizer: { speaker_id: 1 } }
          - { id: sora, name: ソラ, character_pack: sora, animation_style: static, synthesizer: { speaker_id: 2 } }
        """

    @Test func `an article becomes a film with sound, subtitles, thumbnail and record`() throws {
        let command = try Command()
        defer { command.remove() }
        try command.write(article, to: "tea.md")
        try command.write(Self.quiet, to: "config.yaml")
        let result = try command.run(
            "generate", "tea.md", "-c", "config.yaml", "-o", "out/film.mp4", "--json")
        try #require(result.status == 0, "\(result.errors)")
        #expect(
            command.files.filter { $0.hasPrefix("out/") }
                == ["out/film.jpg", "out/film.json", "out/film.mp4", "out/film.srt", "out/film.vtt"])
        let film = try Film(command.file("out/film.mp4"))
        #expect(film.codecs.prefix(3) == ["h264", "aac", "mov_text"])
        #expect(abs(film.seconds - film.record.durationSeconds) < 0.1)
        #expect(film.seconds >= 20 && film.seconds <= 300)
        #expect(film.subtitleTimes.count == film.record.timeline.lines.count)
        for (time, line) in zip(film.subtitleTimes, film.record.timeline.lines) {
            #expect(abs(time - Double(line.frames[0]) / 24) < 0.05)
        }
        let loudness = try film.loudness()
        #expect(abs(loudness.integrated + 16) <= 1 && loudness.truePeak < -1)
        #expect(film.record.credits.contains { $0.work.contains("Mei") && $0.licence == "CC BY 3.0" })
    }

    @Test func `mouths move in speech and rest in silence, in the decoded picture`() throws {
        let command = try Command()
        defer { command.remove() }
        try command.write(article, to: "tea.md")
        try command.write(
            Self.quiet + "\nnarration: { initial_pause: 2.0, ending_pause: 2.0 }\n", to: "config.yaml")
        let result = try command.run(
            "generate", "tea.md", "-c", "config.yaml", "-o", "film.mp4", "--scenes", "1")
        try #require(result.status == 0, "\(result.errors)")
        let film = try Film(command.file("film.mp4"))
        let lines = film.record.timeline.lines
        for actor in 0...1 {
            let area = film.mouthArea(of: actor)
            let motion = try film.motion(in: area)
            func motionIn(_ frames: Range<Int>) -> Double { frames.map { motion[$0] }.max() ?? 0 }
            let spoken = lines.filter { $0.actor == actor }.map { $0.frames[0] + 2..<$0.frames[1] - 2 }
            let silent = [3..<lines[0].frames[0] - 2, lines.last!.frames[1] + 4..<motion.count - 1]
            let listened = lines.filter { $0.actor != actor }.map { $0.frames[0] + 4..<$0.frames[1] - 2 }
            // A keyframe sharpens a still picture by a few levels; a mouth that opens changes dozens.
            for range in spoken { #expect(motionIn(range) > 15, "actor \(actor) \(range)") }
            for range in silent + listened { #expect(motionIn(range) < 5, "actor \(actor) \(range)") }
        }
    }

    @Test func `a second run makes nothing anew, and an edited line only itself`() throws {
        let command = try Command()
        defer { command.remove() }
        try command.write(article, to: "tea.md")
        let size = ["--size", "320x180", "--fps", "12"]
        #expect(try command.run("script", "create", "tea.md", "-o", "s.yaml").status == 0)
        let first = try command.start(["generate", "s.yaml", "-o", "a.mp4"] + size).wait()
        try #require(first.status == 0, "\(first.errors)")
        let again = try command.start(["generate", "s.yaml", "-o", "b.mp4"] + size).wait()
        #expect(again.errors.contains("Audio: 0 generated") && again.errors.contains("Video: 0 generated"))
        #expect(try Data(contentsOf: command.file("a.mp4")) == (try Data(contentsOf: command.file("b.mp4"))))
        let script = try String(contentsOf: command.file("s.yaml"), encoding: .utf8)
        let line = try #require(script.firstMatch(of: /text: "?([^"\n]*ふた[^"\n]*)/)).1
        try command.write(script.replacing(line, with: "ふたがあれば、お茶はゆっくり冷めます"), to: "s.yaml")
        let edited = try command.start(["generate", "s.yaml", "-o", "c.mp4"] + size).wait()
        #expect(edited.errors.contains("Audio: 1 generated"), "\(edited.errors)")
    }

    @Test func `standard input, English and a vertical frame make a film too`() throws {
        let command = try Command()
        defer { command.remove() }
        let text = """
            # Keeping tea warm

            Hot tea cools quickly when it is left alone. The rate depends on the difference between the tea and the air.

            ## Use a lid

            Most of the heat leaves with the steam that rises from the surface. A lid keeps the steam in and doubles the time.

            ## Choose the cup

            Thick pottery stores heat, so warming it with hot water first helps. A double wall keeps the heat inside.
            """
        let result = try command.start(
            ["generate", "-", "-o", "film.mp4", "--size", "360x640", "--fps", "12", "--quiet"],
            input: Data(text.utf8)
        ).wait()
        try #require(result.status == 0, "\(result.errors)")
        #expect(result.output == command.file("film.mp4").path + "\n" && result.errors.isEmpty)
        let film = try Film(command.file("film.mp4"))
        #expect(film.record.script.language == "en" && film.size == [360, 640])
        #expect(film.record.credits.contains { $0.work.contains("Flite") })
    }

    @Test func `an interrupted run leaves no half film, and the next one goes on where it stopped`() throws {
        let command = try Command()
        defer { command.remove() }
        try command.write(article, to: "tea.md")
        let arguments = ["generate", "tea.md", "-o", "film.mp4", "--size", "640x360"]
        let run = try command.start(arguments)
        let clock = ContinuousClock()
        let start = clock.now
        // Some of the film's frames are made: the first tenth has been told.
        while !run.errorsSoFar.contains("Video: "), clock.now - start < .seconds(240) { usleep(20_000) }
        run.interrupt()
        let stopped = try run.wait()
        #expect(stopped.status == 130 && stopped.errors.contains("Run it again"))
        #expect(command.files == ["tea.md"])
        let resumed = try command.start(arguments).wait()
        #expect(resumed.status == 0 && resumed.errors.contains("Audio: 0 generated"))
    }
}
