// SPDX-License-Identifier: Apache-2.0
internal import FoundationEssentials

extension Timeline {
    /// Lays out a film from what is said.
    ///
    /// Speech is never shortened or moved for a picture's sake: slides change in the middle of the pause between two
    /// sections, and the transition is as long as that pause allows. The last slide holds to the end.
    ///
    /// - Parameters:
    ///   - spoken: One array a section, one element a narration.
    ///   - seed: Varies blinks and the phase of the idle motion.
    /// - Precondition: `spoken` has the shape of `script`, and every narration's persona is in `cast`.
    package init(script: Script, spoken: [[SpokenLine]], format: FilmFormat, cast: [Persona], seed: UInt64) {
        var layout = Layout(format: format)
        var slides: [SlideSpan] = []
        for (index, section) in script.sections.enumerated() {
            precondition(spoken[index].count == section.narrations.count, "one sound a narration")
            let pause = layout.beginSection(isFirst: index == 0, isSilent: section.narrations.isEmpty)
            slides.append(
                SlideSpan(
                    section: index, frames: pause.change..<pause.change, transitionFrameCount: pause.fade))
            for (narration, sound) in zip(section.narrations, spoken[index]) {
                guard let actor = cast.firstIndex(where: { $0.id == narration.personaID }) else {
                    preconditionFailure("\(narration.personaID) is not in the cast")
                }
                layout.append(narration, sound, section: index, actor: actor)
            }
        }
        let frameCount = max(1, layout.end + layout.frames(format.pauses.ending))
        for index in slides.indices {
            let end = index + 1 < slides.count ? slides[index + 1].frames.lowerBound : frameCount
            slides[index].frames = slides[index].frames.lowerBound..<end
        }
        let actors = cast.enumerated().map {
            Actor(
                $0.element, index: $0.offset, framesPerSecond: format.framesPerSecond, sections: slides,
                seed: seed)
        }
        self.init(
            framesPerSecond: format.framesPerSecond, frameCount: frameCount, slides: slides,
            lines: layout.lines,
            actors: actors)
    }
}

/// The lines so far, and where the next may begin.
private struct Layout {
    let format: FilmFormat
    var lines: [Timeline.LineSpan] = []
    /// Where the last line, or a silent section's time, ends.
    var end = 0
    private var pendingPause: Int?

    init(format: FilmFormat) { self.format = format }

    func frames(_ seconds: Double) -> Int {
        max(0, Int((seconds * Double(self.format.framesPerSecond)).rounded()))
    }

    /// - Returns: The frame at which the section's slide takes over, and how long it fades.
    mutating func beginSection(isFirst: Bool, isSilent: Bool) -> (change: Int, fade: Int) {
        let pause = self.frames(isFirst ? self.format.pauses.initial : self.format.pauses.slide)
        let wanted = self.format.transition.kind == .cut || isFirst ? 0 : self.format.transition.frameCount
        let fade = min(wanted, pause)
        let change = isFirst ? 0 : self.end + (pause - fade) / 2
        self.end += pause
        // A section nobody speaks in is shown long enough to be read.
        if isSilent { self.end += self.frames(3) }
        self.pendingPause = 0
        return (change, fade)
    }

    mutating func append(_ narration: Narration, _ sound: SpokenLine, section: Int, actor: Int) {
        let pause: Double =
            if self.lines.last?.actor != actor { self.format.pauses.speaker } else { self.format.pauses.line }
        let start = self.end + (self.pendingPause ?? self.frames(pause))
        self.pendingPause = nil
        let rate = self.format.framesPerSecond
        let length = (sound.sampleCount * rate + SoundFormat.sampleRateHz - 1) / SoundFormat.sampleRateHz
        let frames = start..<start + max(1, length)
        self.lines.append(
            Timeline.LineSpan(
                section: section, actor: actor, subtitle: narration.subtitle,
                expression: narration.expression,
                sound: sound.sound, frames: frames, startSample: start * SoundFormat.sampleRateHz / rate,
                sampleCount: sound.sampleCount,
                mouths: Self.mouths(sound.mouthCues, frames: frames, rate: rate)))
        self.end = frames.upperBound
    }

    /// Each frame takes the shape at its middle.
    private static func mouths(_ cues: [MouthCue], frames: Range<Int>, rate: Int) -> [Timeline.MouthKey] {
        var keys: [Timeline.MouthKey] = []
        var cue = 0
        for frame in frames {
            let sample = (2 * (frame - frames.lowerBound) + 1) * SoundFormat.sampleRateHz / (2 * rate)
            while cue < cues.count, cues[cue].samples.upperBound <= sample { cue += 1 }
            let shape = cue < cues.count && cues[cue].samples.contains(sample) ? cues[cue].shape : .closed
            if keys.last?.shape != shape { keys.append(Timeline.MouthKey(frame: frame, shape: shape)) }
        }
        return keys
    }
}

extension Timeline.Actor {
    /// Blinks come every 2 to 4 seconds, to each in its own time, and in every section as if it stood alone.
    fileprivate init(
        _ persona: Persona, index: Int, framesPerSecond: Int, sections: [Timeline.SlideSpan], seed: UInt64
    ) {
        let own = seed &+ UInt64(index + 1) &* 0x9E37_79B9_7F4A_7C15
        var random = SplitMix64(state: own)
        let phase = Int(random.next() % UInt64(4 * framesPerSecond))
        let blinks = sections.flatMap { span in
            var random = SplitMix64(state: own &+ UInt64(span.section + 1) &* 0xD134_2543_DE82_EF95)
            var blinks: [Int] = []
            // A second of open eyes at both ends keeps two sections' blinks two seconds apart.
            var frame =
                span.frames.lowerBound + framesPerSecond + Int(random.next() % UInt64(framesPerSecond))
            while frame <= span.frames.upperBound - framesPerSecond {
                blinks.append(frame)
                frame += 2 * framesPerSecond + Int(random.next() % UInt64(2 * framesPerSecond + 1))
            }
            return blinks
        }
        self.init(personaID: persona.id, animation: persona.animation, blinks: blinks, phaseFrameCount: phase)
    }
}

/// SplitMix64: the same numbers everywhere, unlike the standard library's generator.
package struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    package init(state: UInt64) { self.state = state }

    package mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var word = self.state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
