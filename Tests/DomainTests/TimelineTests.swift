// SPDX-License-Identifier: Apache-2.0
import Domain
import Testing

@Suite struct `Laying out a film` {
    /// Scripts of many shapes: sections, lines, lengths, rates, pauses and transitions drawn from a seed.
    static let seeds = Array(UInt64(0)..<40)

    @Test(arguments: Self.seeds) func `slides cover every frame once, in order`(seed: UInt64) {
        let timeline = Sample(seed: seed).timeline
        #expect(timeline.slides.first?.frames.lowerBound == 0)
        #expect(timeline.slides.last?.frames.upperBound == timeline.frameCount)
        for (before, after) in zip(timeline.slides, timeline.slides.dropFirst()) {
            #expect(before.frames.upperBound == after.frames.lowerBound)
        }
        #expect(timeline.slides.reduce(0) { $0 + $1.frames.count } == timeline.frameCount)
    }

    @Test(arguments: Self.seeds) func `lines follow each other without overlap and none is shortened`(
        seed: UInt64
    ) {
        let sample = Sample(seed: seed)
        let lines = sample.timeline.lines
        for (before, after) in zip(lines, lines.dropFirst()) {
            #expect(before.frames.upperBound <= after.frames.lowerBound)
            #expect(before.startSample + before.sampleCount <= after.startSample)
        }
        #expect(lines.map(\.sampleCount) == sample.spoken.joined().map(\.sampleCount))
    }

    @Test(arguments: Self.seeds) func `a slide changes inside the pause, never while anybody speaks`(
        seed: UInt64
    ) {
        let timeline = Sample(seed: seed).timeline
        for span in timeline.slides.dropFirst() {
            let change = span.frames.lowerBound..<span.frames.lowerBound + span.transitionFrameCount
            for line in timeline.lines {
                #expect(
                    line.frames.upperBound <= change.lowerBound || line.frames.lowerBound >= change.upperBound
                )
                #expect(line.section < span.section || line.frames.lowerBound >= change.upperBound)
            }
        }
    }

    @Test(arguments: Self.seeds) func `a subtitle is seen exactly while its line is spoken`(seed: UInt64) {
        let timeline = Sample(seed: seed).timeline
        for frame in 0..<timeline.frameCount {
            let speaking = timeline.lines.firstIndex { $0.frames.contains(frame) }
            #expect(timeline.state(atFrame: frame).line == speaking)
        }
    }

    @Test(arguments: Self.seeds) func `mouths move only in speech, and only the speaker's`(seed: UInt64) {
        let timeline = Sample(seed: seed).timeline
        for frame in 0..<timeline.frameCount {
            let state = timeline.state(atFrame: frame)
            let speaker = state.line.map { timeline.lines[$0].actor }
            for (index, character) in state.characters.enumerated() where index != speaker {
                #expect(character.mouth == .closed)
            }
        }
    }

    @Test func `the first line waits for the opening pause and the last slide holds through the ending`() {
        var sample = Sample(seed: 3)
        sample.format.pauses.initial = 1.5
        sample.format.pauses.ending = 2.5
        let timeline = sample.timeline
        let rate = sample.format.framesPerSecond
        #expect(timeline.lines.first?.frames.lowerBound == (rate * 3 + 1) / 2)
        let end = Double(timeline.frameCount - timeline.lines.last!.frames.upperBound) / Double(rate)
        #expect(abs(end - 2.5) <= 0.5 / Double(rate))
        #expect(timeline.state(atFrame: timeline.frameCount - 1).slide == sample.script.sections.count - 1)
    }

    @Test func `a change of section waits longer than a change of speaker, and that longer than a breath`() {
        var sample = Sample(seed: 5)
        sample.format.framesPerSecond = 30
        sample.format.pauses.slide = 1
        sample.format.pauses.speaker = 0.5
        sample.format.pauses.line = 0.2
        let lines = sample.timeline.lines
        for (before, after) in zip(lines, lines.dropFirst()) {
            let pause = after.frames.lowerBound - before.frames.upperBound
            #expect(pause == (before.section != after.section ? 30 : before.actor != after.actor ? 15 : 6))
        }
    }

    @Test func `a transition longer than its pause is as long as the pause`() {
        var sample = Sample(seed: 7)
        sample.format.framesPerSecond = 30
        sample.format.pauses.slide = 0.2
        sample.format.transition = .init(kind: .fade, frameCount: 60)
        #expect(sample.timeline.slides.dropFirst().allSatisfy { $0.transitionFrameCount == 6 })
    }

    @Test func `a cut fades nothing`() {
        var sample = Sample(seed: 7)
        sample.format.transition = .init(kind: .cut, frameCount: 15)
        let timeline = sample.timeline
        #expect((0..<timeline.frameCount).allSatisfy { timeline.state(atFrame: $0).fade == nil })
    }

    @Test func `a fade grows from frame to frame and ends in the whole slide`() throws {
        let timeline = Sample(seed: 11).timeline
        let span = try #require(timeline.slides.dropFirst().first { $0.transitionFrameCount > 2 })
        let weights = (0..<span.transitionFrameCount).map {
            timeline.state(atFrame: span.frames.lowerBound + $0).fade?.weight ?? 0
        }
        #expect(weights == weights.sorted() && Set(weights).count == weights.count)
        #expect(weights.allSatisfy { (1...255).contains($0) })
        #expect(timeline.state(atFrame: span.frames.lowerBound + span.transitionFrameCount).fade == nil)
    }

    @Test func `a mouth takes the shape spoken at the middle of each frame`() {
        let rate = SoundFormat.sampleRateHz
        let cues = [
            MouthCue(shape: .a, samples: 0..<rate / 10), MouthCue(shape: .i, samples: rate / 10..<rate / 5),
            MouthCue(shape: .closed, samples: rate / 5..<rate / 4),
            MouthCue(shape: .o, samples: rate / 4..<rate / 2),
        ]
        var sample = Sample(seed: 1)
        sample.format.framesPerSecond = 30
        sample.format.pauses.initial = 1
        sample.script.sections[0].narrations[0].personaID = "a"
        sample.spoken[0][0] = SpokenLine(sound: Sample.sound, sampleCount: rate, mouthCues: cues)
        let timeline = sample.timeline
        // Frames 0-2 lie in the first tenth, 3-5 in the second; from 7.5 on the mouth is round; silence closes it.
        let shapes = [0, 2, 3, 5, 6, 8, 14, 15, 29].map {
            timeline.state(atFrame: 30 + $0).characters[0].mouth
        }
        #expect(shapes == [.a, .a, .i, .i, .closed, .o, .o, .closed, .closed])
    }

    @Test func `characters blink at their own times, two to four seconds apart, for a fifth of one`() {
        var sample = Sample(seed: 13)
        sample.format.pauses.ending = 30
        let timeline = sample.timeline
        let rate = timeline.framesPerSecond
        #expect(timeline.actors[0].blinks != timeline.actors[1].blinks)
        for actor in timeline.actors {
            for (before, after) in zip(actor.blinks, actor.blinks.dropFirst()) {
                let isOneSection = timeline.slides.contains {
                    $0.frames.contains(before) && $0.frames.contains(after)
                }
                #expect(after - before >= 2 * rate && (after - before <= 4 * rate || !isOneSection))
            }
        }
        let first = timeline.actors[0].blinks[0]
        let closed = (first..<first + rate).filter { timeline.state(atFrame: $0).characters[0].eyesAreClosed }
        #expect(closed == Array(first..<first + max(1, rate / 5)))
    }

    @Test func `one who bounces leaves the ground only while speaking, one who is static never moves`() {
        var sample = Sample(seed: 17)
        sample.cast[0].animation = .bounce
        sample.cast[1].animation = .fixed
        // Two seconds are long enough to hop.
        for section in sample.spoken.indices {
            for line in sample.spoken[section].indices { sample.spoken[section][line].sampleCount = 96_000 }
        }
        sample.script.sections[0].narrations[0].personaID = "a"
        let timeline = sample.timeline
        var hops = 0
        for frame in 0..<timeline.frameCount {
            let state = timeline.state(atFrame: frame)
            let speaker = state.line.map { timeline.lines[$0].actor }
            if speaker != 0 { #expect(state.characters[0].pose.lift == 0) }
            hops += state.characters[0].pose.lift > 0 ? 1 : 0
            #expect(state.characters[1].pose == .rest)
        }
        #expect(hops > 0)
    }

    @Test func `a longer line moves what comes after it and changes nothing else about it`() {
        var sample = Sample(seed: 21)
        while sample.script.sections.count < 3 { sample = Sample(seed: UInt64.random(in: 0...10_000)) }
        let before = sample.timeline
        sample.spoken[0][0].sampleCount += 48_000 * 2
        let after = sample.timeline
        for (old, new) in zip(before.slides, after.slides).dropFirst() {
            let shift = new.frames.lowerBound - old.frames.lowerBound
            #expect(shift == 2 * before.framesPerSecond && old.frames.count == new.frames.count)
            for frame in old.frames {
                var moved = after.state(atFrame: frame + shift)
                // Lines are numbered, and their numbers are the same here.
                moved.slide = before.state(atFrame: frame).slide
                #expect(before.state(atFrame: frame) == moved)
            }
        }
    }

    @Test func `bodies come to rest where sections meet`() {
        let timeline = Sample(seed: 23).timeline
        for span in timeline.slides where span.frames.count > 30 {
            for character in timeline.state(atFrame: span.frames.lowerBound).characters {
                #expect(character.pose.lean == 0)
            }
        }
    }

    @Test func `the same inputs give the same timeline, another seed other blinks`() {
        let sample = Sample(seed: 19)
        #expect(sample.timeline == sample.timeline)
        #expect(sample.timeline(seed: 1).actors != sample.timeline(seed: 2).actors)
        #expect(sample.timeline(seed: 1).lines == sample.timeline(seed: 2).lines)
    }
}

/// A film drawn from a seed.
struct Sample {
    var script: Script
    var spoken: [[SpokenLine]]
    var format = FilmFormat()
    var cast: [Persona]

    static let sound = ObjectID(hexadecimal: String(repeating: "0", count: 64))!

    init(seed: UInt64) {
        var random = SplitMix64(state: seed)
        self.cast = ["a", "b"].map {
            Persona(
                id: $0, name: $0, role: .explainer, voice: Voice(engine: .placeholder), drawing: .pack($0))
        }
        self.format.framesPerSecond = [24, 25, 30, 60].randomElement(using: &random)!
        self.format.pauses.initial = Double.random(in: 0...2, using: &random)
        self.format.pauses.slide = Double.random(in: 0...2, using: &random)
        self.format.pauses.speaker = Double.random(in: 0...1, using: &random)
        self.format.transition = .init(kind: .fade, frameCount: Int.random(in: 0...40, using: &random))
        var sections: [Section] = []
        self.spoken = []
        for index in 0..<Int.random(in: 1...5, using: &random) {
            let count = Int.random(in: 1...5, using: &random)
            sections.append(
                Section(
                    title: "\(index)",
                    narrations: (0..<count).map { _ in
                        Narration(personaID: Bool.random(using: &random) ? "a" : "b", text: "x")
                    }, slide: .title(title: "", subtitle: nil)))
            self.spoken.append((0..<count).map { _ in Self.speech(&random) })
        }
        self.script = Script(title: "", description: "", language: .english, sections: sections)
    }

    private static func speech(_ random: inout SplitMix64) -> SpokenLine {
        let count = Int.random(in: 1...120_000, using: &random)
        let step = max(1, count / 8)
        let cues = (0..<count / step).map {
            MouthCue(
                shape: MouthShape.allCases.randomElement(using: &random)!,
                samples: $0 * step..<($0 + 1) * step)
        }
        return SpokenLine(sound: self.sound, sampleCount: count, mouthCues: cues)
    }

    var timeline: Timeline { self.timeline(seed: 0) }

    func timeline(seed: UInt64) -> Timeline {
        Timeline(script: self.script, spoken: self.spoken, format: self.format, cast: self.cast, seed: seed)
    }
}
