// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Media

/// Draws and encodes segments of one film; every segment from nothing, so that any worker may do any of them.
struct SegmentRenderer: Sendable {
    let plan: FilmPlan
    let scenery: Scenery

    /// - Parameter advance: Hears of every few pictures done.
    /// - Throws: `CancellationError` between two pictures; ``JobFailure`` when the encoder or a drawing fails.
    func render(_ segment: Segment, advance: (Int) -> Void) async throws -> Data {
        let size = self.plan.format.size
        var encoder = try H264Encoder.open(
            width: size.width, height: size.height, framesPerSecond: self.plan.format.framesPerSecond,
            constantRateFactor: self.plan.format.constantRateFactor)
        var compositor = Compositor(scenery: self.scenery)
        var file = SegmentFile(parameterSets: try encoder.parameterSets())
        var unreported = 0
        for frame in segment.frames {
            try Task.checkCancellation()
            let isConstant = try compositor.draw(self.plan.timeline.state(atFrame: frame))
            file.units.append(try encoder.encode(compositor.picture, isConstant: isConstant))
            unreported += 1
            if unreported == 15 {
                advance(unreported)
                unreported = 0
                // Drawing occupies a thread of the pool; others wait no longer than half a second's pictures take.
                await Task.yield()
            }
        }
        advance(unreported)
        return file.encode()
    }
}
