// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Media
import RenderStage
import Testing

@Suite struct `Mixing the sound` {
    @Test func `music is lower under speech, fades in, and is gone at the end`() async throws {
        let film = try await SampleFilm(sections: 2)
        defer { film.remove() }
        var music = FilmFormat.Music()
        music.fadeInSeconds = 0.3
        music.fadeOutSeconds = 0.3
        let timeline = film.plan.timeline
        let envelope = MusicEnvelope(settings: music, timeline: timeline)
        let line = timeline.lines[1]
        let under = envelope.gain(atSample: line.startSample + line.sampleCount / 2)
        let between = timeline.lines[2].startSample - 48_000 / 4 - 480
        #expect(20 * log10(under / Float(music.volume)) < -7)
        #expect(envelope.gain(atSample: between) > under * 1.5)
        #expect(envelope.gain(atSample: 0) == 0)
        #expect(envelope.gain(atSample: timeline.sampleCount - 1) < 0.01)
        let gains = (0..<timeline.sampleCount).map { envelope.gain(atSample: $0) }
        #expect(gains.allSatisfy { $0 >= 0 && $0 <= Float(music.volume) + 0.001 })
        #expect(zip(gains, gains.dropFirst()).allSatisfy { abs($0 - $1) < 0.001 }, "a jump is a click")
    }

    @Test func `a limiter leaves quiet sound alone and nothing above its ceiling`() {
        let quiet = (0..<9600).map { Float(sin(Double($0) / 20)) * 0.4 }
        var same = quiet
        Limiter.limit(&same, ceiling: 0.5, sampleRateHz: 48_000)
        #expect(same == quiet)
        var loud = (0..<9600).map { Float(sin(Double($0) / 20)) * ((4000..<4100).contains($0) ? 2 : 0.4) }
        Limiter.limit(&loud, ceiling: 0.5, sampleRateHz: 48_000)
        #expect(loud.allSatisfy { abs($0) <= 0.5 })
        #expect(Array(loud[0..<3000]) == Array(quiet[0..<3000]))
    }

    @Test(arguments: ThemeMusic.Mood.allCases) func `our music joins its own beginning without a step`(
        mood: ThemeMusic.Mood
    ) {
        let loop = ThemeMusic.makeLoop(mood: mood, sampleRateHz: 16_000)
        #expect(loop.count > 16_000 * 2 * 30)
        #expect(loop.allSatisfy { abs($0) < 1 })
        #expect(abs(loop[0] - loop[loop.count - 2]) < 0.05 && abs(loop[1] - loop[loop.count - 1]) < 0.05)
        #expect(loop == ThemeMusic.makeLoop(mood: mood, sampleRateHz: 16_000))
    }

    @Test func `a user's music of any rate and channel count is heard, cover art and all`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "music-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let tone = (0..<22_050).map { Int16(8000 * sin(2 * .pi * 440 * Double($0) / 22_050)) }
        let file = folder.appending(path: "tone: one.wav")
        try WaveFile.encode(tone, sampleRateHz: 22_050).write(to: file)
        let samples = try SoundDecoder.decode(path: file.path, sampleRateHz: 48_000, maximumSeconds: 10)
        #expect(abs(samples.count / 2 - 48_000) < 100)
        #expect(samples.map(abs).max()! > 0.15)
    }

    @Test func `a file that turns from stereo to mono in the middle is read to its end`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "music-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var both = Data()
        for channels in ["2", "1"] {
            both += try Probe.run(
                "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=frequency=440:duration=2", "-ac",
                channels, "-ar",
                "44100", "-f", "mp3", "-id3v2_version", "0", "-write_xing", "0", "-")
        }
        let file = folder.appending(path: "both.mp3")
        try both.write(to: file)
        let samples = try SoundDecoder.decode(path: file.path, sampleRateHz: 48_000, maximumSeconds: 60)
        #expect(abs(samples.count / 2 - 4 * 48_000) < 12_000)
        #expect(samples.suffix(48_000).map(abs).max()! > 0.02)
    }
}
