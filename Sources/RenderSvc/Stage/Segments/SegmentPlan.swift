// SPDX-License-Identifier: Apache-2.0
internal import Canvas
package import Domain
internal import Media

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
        // Two keyframes in a row would need different ids (H.264 7.4.3), so no segment but a film's only one has one frame.
        var cuts = [0]
        for frame in self.slides.map(\.settledFrame).sorted()
        where frame - cuts[cuts.count - 1] > 1 && self.frameCount - frame > 1 {
            cuts.append(frame)
        }
        cuts.append(self.frameCount)
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
    var cast: [Actor]
    /// Hashes of character packs and of the background.
    var drawings: [ObjectID]
    /// Of the libraries and fonts that draw and encode: another version may give other bytes.
    var engines: [String]
    /// Equal neighbours are counted, not repeated.
    var pictures: [Picture]

    /// Of a persona, what is seen.
    struct Actor: Encodable {
        var name: String
        var color: String
        var position: Persona.Position
    }

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
        self.cast = zip(plan.cast, FilmLayout.positions(of: plan.cast)).map {
            Actor(name: $0.name, color: $0.subtitleColor, position: $1)
        }
        self.drawings = drawings
        self.engines = [H264Encoder.version, Drawing.version]
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
