// SPDX-License-Identifier: Apache-2.0
import Artifacts
import Domain
import Foundation
import Media
import Synchronization
import Testing

@testable import AudioStage

private func script(_ lines: [[(String, String)]], _ language: Language = .japanese) -> Script {
    Script(
        title: "題", description: "", language: language,
        sections: lines.map { lines in
            Section(
                title: "節", narrations: lines.map { Narration(personaID: $0.0, text: $0.1) },
                slide: .points(heading: "", items: [], isOrdered: false))
        })
}

private func persona(_ id: String, _ voice: Voice) -> Persona {
    Persona(id: id, name: id, role: .explainer, voice: voice, drawing: .pack(id))
}

private func stage(
    _ store: DirectoryStore, _ pronunciations: [Pronunciation] = [], engines: SpeechEngines? = nil
) throws -> AudioStage {
    AudioStage(
        store: store, engines: try engines ?? RealEngine.engines(), pronunciations: pronunciations,
        parallelism: 2)
}

private func seconds(_ line: SpokenLine) -> Double { Double(line.sampleCount) / 48_000 }

@Suite struct `Speaking a script` {
    private let japanese = Persona.defaultCast(for: .japanese)
    private let english = Persona.defaultCast(for: .english)

    private func speak(_ script: Script, cast: [Persona], _ store: DirectoryStore) async throws
        -> [[SpokenLine]]
    {
        try await stage(store).speak(script, cast: cast) { _ in }
    }

    @Test func `every narration gets its own line, in order, as mono sound at 48 kHz`() async throws {
        try await withStore { store in
            let film = script([
                [("kohaku", "こんにちは。"), ("sora", "これは、少しだけ長い二番目の文です。")], [], [("kohaku", "さようなら。")],
            ])
            let lines = try await self.speak(film, cast: self.japanese, store)
            #expect(lines.map(\.count) == [2, 0, 1])
            #expect(lines[0][1].sampleCount > lines[0][0].sampleCount)
            for line in lines.joined() {
                let wave = try WaveFile.decode(try await store.bytes(of: line.sound))
                #expect(wave.sampleRateHz == 48_000 && wave.channelCount == 1)
                #expect(wave.samples.count == line.sampleCount)
            }
        }
    }

    @Test(arguments: [Language.japanese, .english])
    func `the mouth moves within the line, in order, and not while nobody speaks`(language: Language)
        async throws
    {
        try await withStore { store in
            let text =
                language == .japanese
                ? "はい、そうです。まあ、見てみましょう！" : "Well, hello. My name is Bob, and this is a film!"
            let cast = language == .japanese ? self.japanese : self.english
            let line = try await self.speak(script([[("sora", text)]], language), cast: cast, store)[0][0]
            let cues = line.mouthCues
            #expect(cues.count >= 6)
            #expect(
                cues.allSatisfy { 0 <= $0.samples.lowerBound && $0.samples.upperBound <= line.sampleCount })
            #expect(zip(cues, cues.dropFirst()).allSatisfy { $0.samples.upperBound <= $1.samples.lowerBound })
            #expect(cues.allSatisfy { $0.samples.count >= MouthShapes.minimumSamples && $0.shape != .closed })
            let samples = try WaveFile.decode(try await store.bytes(of: line.sound)).samples
            func level(_ range: Range<Int>) -> Double {
                samples[range].reduce(0) { $0 + abs(Double($1)) } / Double(range.count)
            }
            let open = cues.map { level($0.samples) }.reduce(0, +) / Double(cues.count)
            let gaps = zip(cues, cues.dropFirst()).map { $0.samples.upperBound..<$1.samples.lowerBound }
            let pauses = gaps.filter { $0.count > 9_600 }
            #expect(!pauses.isEmpty)
            // Lips may still sound at either end of a pause.
            #expect(
                pauses.allSatisfy { pause in
                    let middle = pause.lowerBound + pause.count / 3..<pause.upperBound - pause.count / 3
                    return level(middle) < open / 4
                })
        }
    }

    @Test func `silence is trimmed, all but 20 ms`() async throws {
        try await withStore { store in
            let line = try await self.speak(script([[("kohaku", "あいうえお")]]), cast: self.japanese, store)[0][0]
            #expect(line.mouthCues.first?.samples.lowerBound == 960)
            #expect(line.mouthCues.last?.samples.upperBound == line.sampleCount - 960)
        }
    }

    @Test(arguments: [Language.japanese, .english])
    func `a faster voice speaks faster`(language: Language) async throws {
        try await withStore { store in
            let text =
                language == .japanese ? "速さを変えると、長さが変わります。" : "A change of speed is a change of length."
            let cast = [persona("a", Voice(engine: .local)), persona("b", Voice(engine: .local, speed: 1.5))]
            let lines = try await self.speak(
                script([[("a", text), ("b", text)]], language), cast: cast, store)[0]
            let ratio = seconds(lines[1]) / seconds(lines[0])
            // Open JTalk takes more from silences, which are trimmed, than from speech.
            #expect((0.62...0.78).contains(ratio), "\(ratio)")
        }
    }

    @Test func `every speaker uses the dictionary`() async throws {
        try await withStore { store in
            let film = script([[("kohaku", "ZORGです"), ("sora", "ZORGです")]])
            let short = try await stage(store, [Pronunciation(word: "ZORG", reading: "ゾ")])
                .speak(film, cast: self.japanese) { _ in }
            let long = try await stage(store, [Pronunciation(word: "ZORG", reading: "ゾルグルグルグルグ", accent: 2)])
                .speak(film, cast: self.japanese) { _ in }
            for (short, long) in zip(short[0], long[0]) { #expect(seconds(long) > seconds(short) + 0.5) }
        }
    }

    @Test func `a reading is spoken instead of the text, unless it is empty`() async throws {
        try await withStore { store in
            var film = script([[("kohaku", "あ"), ("kohaku", "ながいぶんしょうです"), ("kohaku", "ながいぶんしょうです")]])
            film.sections[0].narrations[0].reading = "ナガイブンショウデス"
            film.sections[0].narrations[1].reading = "  "
            let lines = try await self.speak(film, cast: self.japanese, store)[0]
            #expect(seconds(lines[0]) > 0.8)
            #expect(lines[1] == lines[2])
        }
    }

    @Test func `a reading the engine would have found keeps the accents of the text`() async throws {
        try await withStore { store in
            let text = "今日は、長い文章を読みます。"
            var film = script([[("kohaku", text), ("kohaku", text), ("kohaku", text)]])
            film.sections[0].narrations[1].reading = "キョウワ、ナガイブンショウヲヨミマス。"
            film.sections[0].narrations[2].reading = "コンニチワ、ナガイブンショウヲヨミマス。"
            let lines = try await self.speak(film, cast: self.japanese, store)[0]
            #expect(lines[1] == lines[0])
            #expect(lines[2].sound != lines[0].sound)
        }
    }

    @Test func `an edited line makes only itself anew`() async throws {
        try await withStore { store in
            let first = script([[("kohaku", "一つ目の文。"), ("sora", "二つ目の文。")], [("kohaku", "三つ目の文。")]])
            var edited = first
            edited.sections[0].narrations[1].text = "書き換えた文。"
            let before = try await self.speak(first, cast: self.japanese, store)
            let last = Mutex(StageProgress(stage: .audio, done: 0, total: 0))
            let after = try await stage(store).speak(edited, cast: self.japanese) { report in
                last.withLock { $0 = report }
            }
            #expect(last.withLock { $0 } == StageProgress(stage: .audio, done: 3, total: 3, reused: 2))
            #expect(after[0][0] == before[0][0] && after[1] == before[1])
            #expect(after[0][1].sound != before[0][1].sound)
        }
    }

    @Test func `a dictionary entry makes only the lines with its word anew`() async throws {
        try await withStore { store in
            let film = script([[("kohaku", "蔵人です"), ("sora", "関係ない文です")]])
            _ = try await self.speak(film, cast: self.japanese, store)
            let last = Mutex(0)
            _ = try await stage(store, [Pronunciation(word: "蔵人", reading: "クランド")])
                .speak(film, cast: self.japanese) { report in last.withLock { $0 = report.reused } }
            #expect(last.withLock { $0 } == 1)
        }
    }

    @Test func `a line whose sound is gone is made again`() async throws {
        try await withStore { store in
            let film = script([[("kohaku", "消えた音")]])
            let line = try await self.speak(film, cast: self.japanese, store)[0][0]
            try FileManager.default.removeItem(at: try await store.file(of: line.sound))
            #expect(try await self.speak(film, cast: self.japanese, store)[0][0] == line)
            #expect(try await !store.bytes(of: line.sound).isEmpty)
        }
    }

    @Test func `progress counts up to the number of lines`() async throws {
        try await withStore { store in
            let reports = Mutex<[StageProgress]>([])
            _ = try await stage(store).speak(
                script([[("kohaku", "一"), ("sora", "二")], [("kohaku", "三")]]), cast: self.japanese
            ) { report in reports.withLock { $0.append(report) } }
            #expect(reports.withLock { $0.map(\.done) } == [0, 1, 2, 3])
            #expect(reports.withLock { $0.allSatisfy { $0.stage == .audio && $0.total == 3 } })
        }
    }

    @Test(arguments: ["", "😀", "https://example.com/", "…", "ー"])
    func `a line with nothing to say is a short silence`(text: String) async throws {
        try await withStore { store in
            let lines = try await self.speak(script([[("sora", text)]]), cast: self.japanese, store)
            #expect((0.1...0.5).contains(seconds(lines[0][0])) && lines[0][0].mouthCues.isEmpty)
            let english = try await self.speak(
                script([[("sora", text)]], .english), cast: self.english, store)
            #expect((0.1...0.5).contains(seconds(english[0][0])) && english[0][0].mouthCues.isEmpty)
        }
    }

    @Test func `a very long line is spoken whole`() async throws {
        try await withStore { store in
            let sentence = "これは同じ長さの文です。"
            let lines = try await self.speak(
                script([[("sora", sentence), ("sora", String(repeating: sentence, count: 20))]]),
                cast: self.japanese,
                store)[0]
            #expect(seconds(lines[1]) > 20 * seconds(lines[0]))
            let last = try #require(lines[1].mouthCues.last)
            #expect(last.samples.upperBound > lines[1].sampleCount - 4_800)
        }
    }

    @Test func `the two default voices are far apart, and equally loud`() async throws {
        for (language, cast) in [(Language.japanese, self.japanese), (.english, self.english)] {
            try await withStore { store in
                let text =
                    language == .japanese
                    ? "今日は、動画の作り方を説明します。" : "The quick brown fox jumps over the lazy dog."
                let lines = try await self.speak(
                    script([[("kohaku", text), ("sora", text)]], language), cast: cast, store)[0]
                var pitches: [Double] = []
                var levels: [Double] = []
                for line in lines {
                    let samples = try WaveFile.decode(try await store.bytes(of: line.sound)).samples
                    let vowels = line.mouthCues.filter { $0.samples.count > 3_000 }
                    pitches.append(
                        vowels.map { Pitch.hertz(of: Array(samples[$0.samples])) }.sorted()[vowels.count / 2])
                    levels.append(
                        samples.map { Double($0) * Double($0) }.reduce(0, +) / Double(samples.count))
                    #expect(samples.allSatisfy { abs(Int($0)) < 29_300 })
                }
                #expect(pitches[1] / pitches[0] > 1.2, "\(pitches)")
                #expect((0.5...2).contains(levels[1] / levels[0]), "\(levels)")
            }
        }
    }

    @Test func `the placeholder is a tenth of a second of silence a character`() async throws {
        try await withStore { store in
            var engines = SpeechEngines()
            engines.openJTalk = "/nowhere/open_jtalk"
            let lines = try await stage(store, engines: engines).speak(
                script([[("p", "十文字の文章です。あ")]]), cast: [persona("p", Voice(engine: .placeholder))]
            ) { _ in }
            #expect(abs(seconds(lines[0][0]) - 1.0) < 0.001 && lines[0][0].mouthCues.isEmpty)
        }
    }
}
