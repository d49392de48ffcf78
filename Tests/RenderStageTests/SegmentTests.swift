// SPDX-License-Identifier: Apache-2.0
import Domain
import RenderStage
import Testing

@Suite struct `Cutting a film into segments` {
    private func timeline(_ sections: [Int], rate: Int = 30, fade: Int = 15) -> Timeline {
        var start = 0
        let slides = sections.enumerated().map { index, count in
            defer { start += count }
            return Timeline.SlideSpan(
                section: index, frames: start..<start + count, transitionFrameCount: index == 0 ? 0 : fade)
        }
        return Timeline(
            framesPerSecond: rate, frameCount: sections.reduce(0, +), slides: slides, lines: [], actors: [])
    }

    @Test(arguments: [[1], [299], [300], [301], [900, 40, 1201], [16, 16, 16], [30, 5000]])
    func `segments cover every frame once and none is longer than ten seconds`(sections: [Int]) {
        let timeline = self.timeline(sections)
        let segments = timeline.segments()
        #expect(
            segments.first?.frames.lowerBound == 0 && segments.last?.frames.upperBound == timeline.frameCount)
        for (before, after) in zip(segments, segments.dropFirst()) {
            #expect(before.frames.upperBound == after.frames.lowerBound)
        }
        #expect(segments.allSatisfy { (1...300).contains($0.frames.count) })
        #expect(segments.map(\.index) == Array(segments.indices))
    }

    @Test func `a segment begins where a slide has come in`() {
        let starts = self.timeline([100, 200, 400]).segments().map(\.frames.lowerBound)
        #expect(starts.contains(115) && starts.contains(315))
    }
}
