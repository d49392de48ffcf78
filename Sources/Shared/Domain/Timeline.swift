// SPDX-License-Identifier: Apache-2.0

/// What every frame of a film shows and every moment of it sounds like: a pure value, and all that rendering needs.
///
/// Frames count from 0. A moment in samples is `frame * sampleRateHz / framesPerSecond`.
package struct Timeline: Codable, Hashable, Sendable {
    package var framesPerSecond: Int
    package var frameCount: Int
    /// Without gap or overlap from 0 to `frameCount`.
    package var slides: [SlideSpan]
    /// In order, without overlap.
    package var lines: [LineSpan]
    /// One for each persona, in the order of the cast.
    package var actors: [Actor]

    package init(
        framesPerSecond: Int, frameCount: Int, slides: [SlideSpan], lines: [LineSpan], actors: [Actor]
    ) {
        self.framesPerSecond = framesPerSecond
        self.frameCount = frameCount
        self.slides = slides
        self.lines = lines
        self.actors = actors
    }

    /// A slide and the frames it is in charge of; at their beginning it fades in over the slide before it.
    package struct SlideSpan: Codable, Hashable, Sendable {
        package var section: Int
        package var frames: Range<Int>
        /// 0 cuts.
        package var transitionFrameCount: Int

        package init(section: Int, frames: Range<Int>, transitionFrameCount: Int) {
            self.section = section
            self.frames = frames
            self.transitionFrameCount = transitionFrameCount
        }

        /// The first frame in which nothing is left of the slide before.
        package var settledFrame: Int {
            min(self.frames.lowerBound + self.transitionFrameCount, self.frames.upperBound)
        }
    }

    /// A spoken line.
    package struct LineSpan: Codable, Hashable, Sendable {
        package var section: Int
        package var actor: Int
        package var subtitle: String
        package var expression: FacialExpression
        package var sound: ObjectID
        package var frames: Range<Int>
        /// The sound's first sample, on the clock of the film.
        package var startSample: Int
        package var sampleCount: Int
        /// In order, each from its frame to the next one's; the first at `frames.lowerBound`.
        package var mouths: [MouthKey]
    }

    package struct MouthKey: Codable, Hashable, Sendable {
        package var frame: Int
        package var shape: MouthShape
    }

    /// What one character does of its own accord.
    package struct Actor: Codable, Hashable, Sendable {
        package var personaID: String
        package var animation: Persona.Animation
        /// The first frames of its blinks, in order.
        package var blinks: [Int]
        /// Frames by which its idle motion is ahead.
        package var phaseFrameCount: Int
    }

    package func sample(atFrame frame: Int) -> Int { frame * SoundFormat.sampleRateHz / self.framesPerSecond }
    package func milliseconds(atFrame frame: Int) -> Int { frame * 1000 / self.framesPerSecond }
    package var sampleCount: Int { self.sample(atFrame: self.frameCount) }
    package var seconds: Double { Double(self.frameCount) / Double(self.framesPerSecond) }
}

/// What one frame shows. Two frames with equal states are the same picture.
package struct FrameState: Hashable, Sendable {
    package var slide: Int
    /// While a slide fades in: the one before it, and how much of the new one is seen, 1...255 of 256.
    package var fade: Fade?
    /// The line whose subtitle is shown.
    package var line: Int?
    package var characters: [CharacterState]

    package struct Fade: Hashable, Sendable {
        package var from: Int
        package var weight: Int
    }

    package struct CharacterState: Hashable, Sendable {
        package var expression: FacialExpression
        package var mouth: MouthShape
        package var eyesAreClosed: Bool
        package var pose: Pose
    }
}

/// A pose in steps, so that few enough exist to draw each of them once.
package struct Pose: Hashable, Sendable {
    /// Lean, -``steps``...``steps``; a whole lean is 2 degrees, and the breath follows it.
    package var lean: Int
    /// Height above the ground in thousandths of the character's height.
    package var lift: Int

    package init(lean: Int, lift: Int) {
        self.lean = lean
        self.lift = lift
    }

    package static let steps = 16
    package static let rest = Pose(lean: 0, lift: 0)
}
