// SPDX-License-Identifier: Apache-2.0
internal import FoundationEssentials

#if canImport(Glibc)
    internal import Glibc
#endif

extension Timeline {
    /// What `frame` shows. O(log n) in slides, lines and blinks.
    ///
    /// - Precondition: `frame` is in `0..<frameCount`.
    package func state(atFrame frame: Int) -> FrameState {
        let span = Self.lastIndex(in: self.slides) { $0.frames.lowerBound <= frame } ?? 0
        let line = Self.lastIndex(in: self.lines) { $0.frames.lowerBound <= frame }
        let speaking = line.flatMap { self.lines[$0].frames.contains(frame) ? $0 : nil }
        return FrameState(
            slide: self.slides[span].section, fade: self.fade(ofSpan: span, atFrame: frame), line: speaking,
            characters: self.actors.indices.map {
                self.character(
                    $0, atFrame: frame, in: self.slides[span].frames, lastLine: line, speaking: speaking)
            })
    }

    private func fade(ofSpan index: Int, atFrame frame: Int) -> FrameState.Fade? {
        let span = self.slides[index]
        let elapsed = frame - span.frames.lowerBound
        guard index > 0, elapsed < span.transitionFrameCount else { return nil }
        let weight = 256 * (elapsed + 1) / (span.transitionFrameCount + 1)
        return FrameState.Fade(from: self.slides[index - 1].section, weight: min(255, max(1, weight)))
    }

    private func character(
        _ index: Int, atFrame frame: Int, in section: Range<Int>, lastLine: Int?, speaking: Int?
    ) -> FrameState.CharacterState {
        let isSpeaking = speaking.map { self.lines[$0].actor == index } ?? false
        // A face lasts until anybody says the next line.
        let isItsFace = lastLine.map { self.lines[$0].actor == index } ?? false
        let mouth = isSpeaking ? self.mouth(ofLine: speaking!, atFrame: frame) : .closed
        let blinkLength = max(1, self.framesPerSecond / 5)
        let blink = Self.lastIndex(in: self.actors[index].blinks) { $0 <= frame }
        return FrameState.CharacterState(
            expression: isItsFace ? self.lines[lastLine!].expression : .neutral, mouth: mouth,
            eyesAreClosed: blink.map { frame < self.actors[index].blinks[$0] + blinkLength } ?? false,
            pose: self.pose(
                of: self.actors[index], atFrame: frame, in: section,
                speakingSince: isSpeaking ? self.lines[speaking!].frames : nil))
    }

    private func mouth(ofLine index: Int, atFrame frame: Int) -> MouthShape {
        let mouths = self.lines[index].mouths
        return Self.lastIndex(in: mouths) { $0.frame <= frame }.map { mouths[$0].shape } ?? .closed
    }

    /// Sway leans 2 degrees to each side in 4 seconds; a speaker nods a little, and one who bounces hops every half
    /// second while it speaks, and only then.
    ///
    /// Motion runs on the section's own clock and comes to rest at both its ends, so that a section looks the same
    /// wherever it lies in the film, and an edit before it makes none of its pictures anew.
    private func pose(
        of actor: Actor, atFrame frame: Int, in section: Range<Int>, speakingSince line: Range<Int>?
    ) -> Pose {
        guard actor.animation != .fixed else { return .rest }
        // Bodies move on twos, as in drawn animation: half the pictures to draw, and the eye follows the mouth.
        let elapsed = frame - section.lowerBound
        let frame = frame - elapsed % max(1, self.framesPerSecond / 15)
        let lean = actor.animation == .sway ? self.lean(of: actor, atFrame: frame, in: section) : 0
        guard let line else { return Pose(lean: lean, lift: 0) }
        let spoken = Double(max(0, frame - line.lowerBound)) / Double(self.framesPerSecond)
        let height = actor.animation == .bounce ? 50.0 : 8.0
        // The hop that the line's end would cut off is not begun.
        let period = actor.animation == .bounce ? 0.5 : 0.8
        let length = Double(line.count) / Double(self.framesPerSecond)
        guard (spoken / period).rounded(.down) < (length / period).rounded(.down) else {
            return Pose(lean: lean, lift: 0)
        }
        let lift = abs(sin(spoken * .pi / period)) * height
        return Pose(lean: lean, lift: Int(lift.rounded()))
    }

    private func lean(of actor: Actor, atFrame frame: Int, in section: Range<Int>) -> Int {
        let rate = Double(self.framesPerSecond)
        let seconds = Double(frame - section.lowerBound + actor.phaseFrameCount) / rate
        let toEnd = Double(min(frame - section.lowerBound, section.upperBound - frame)) / rate
        let ease = min(1, max(0, toEnd / 0.8))
        return Int((sin(seconds * .pi / 2) * ease * Double(Pose.steps)).rounded())
    }

    /// The last element that satisfies a condition which holds for a prefix.
    private static func lastIndex<Element>(in array: [Element], where holds: (Element) -> Bool) -> Int? {
        var low = 0
        var high = array.count
        while low < high {
            let middle = (low + high) / 2
            if holds(array[middle]) { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : low - 1
    }
}
