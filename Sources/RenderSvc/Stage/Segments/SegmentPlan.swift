// SPDX-License-Identifier: Apache-2.0
package import Domain

/// A stretch of film that is encoded on its own: one closed GOP.
package struct Segment: Hashable, Sendable {
    package let index: Int
    package let frames: Range<Int>
}

extension Timeline {
    /// The film in segments of at most about 10 s: cut where a slide has come in, and evenly between.
    ///
    /// Cuts follow the content, so a section that stays the same stays the same segments. A slide's first whole picture
    /// is a keyframe: nothing of the fade before it is left in it, and a jump to a chapter lands there.
    package func segments(maximumSeconds: Int = 10) -> [Segment] {
        let limit = maximumSeconds * self.framesPerSecond
        let cuts = Set(self.slides.map(\.settledFrame) + [0, self.frameCount]).sorted()
        var segments: [Segment] = []
        for (from, to) in zip(cuts, cuts.dropFirst()) {
            let parts = (to - from + limit - 1) / limit
            for part in 0..<parts {
                let frames = from + (to - from) * part / parts..<from + (to - from) * (part + 1) / parts
                segments.append(Segment(index: segments.count, frames: frames))
            }
        }
        return segments
    }
}

/// Everything a segment's pictures depend on, and nothing else: where it lies in the film does not matter.
struct SegmentInputs: Encodable {
    var format: FilmFormat
    var language: Language
    var cast: [Persona]
    /// Hashes of character packs and of the background.
    var drawings: [ObjectID]
    /// Equal neighbours are counted, not repeated.
    var pictures: [Picture]

    struct Picture: Encodable {
        var frameCount: Int
        var slide: ObjectID
        var fadeFrom: ObjectID?
        var fadeWeight: Int
        var speaker: Int?
        var subtitle: String?
        /// Expression, mouth, eyes, lean and lift of each character.
        var characters: [String]
    }

    init(plan: FilmPlan, segment: Segment, drawings: [ObjectID]) {
        var format = plan.format
        // Sound and pauses have done their work in the timeline.
        format.music = nil
        format.pauses = FilmFormat.Pauses()
        self.format = format
        self.language = plan.language
        self.cast = plan.cast
        self.drawings = drawings
        self.pictures = []
        var last: FrameState?
        for frame in segment.frames {
            let state = plan.timeline.state(atFrame: frame)
            if state == last {
                self.pictures[self.pictures.count - 1].frameCount += 1
            } else {
                self.pictures.append(Picture(state, plan: plan))
            }
            last = state
        }
    }
}

extension SegmentInputs.Picture {
    fileprivate init(_ state: FrameState, plan: FilmPlan) {
        let line = state.line.map { plan.timeline.lines[$0] }
        self.init(
            frameCount: 1, slide: plan.slides[state.slide], fadeFrom: state.fade.map { plan.slides[$0.from] },
            fadeWeight: state.fade?.weight ?? 256, speaker: line?.actor, subtitle: line?.subtitle,
            characters: state.characters.map {
                "\($0.expression.rawValue) \($0.mouth.rawValue) \($0.eyesAreClosed) \($0.pose.lean) \($0.pose.lift)"
            })
    }
}
