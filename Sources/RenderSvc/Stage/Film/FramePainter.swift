// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Foundation
package import Media

/// Single frames of a film: its thumbnail, previews, and what tests look at.
package struct FramePainter {
    private let plan: FilmPlan
    private var compositor: Compositor

    init(film: PreparedFilm) {
        self.plan = film.plan
        self.compositor = Compositor(scenery: film.scenery)
    }

    /// The picture painted last; the next paint changes it.
    package var picture: PlanarFrame { self.compositor.picture }

    /// Brings ``picture`` to `state`.
    ///
    /// - Returns: One byte for each macroblock of 16 by 16 pixels, row by row: 1 where the picture stayed as it was.
    @discardableResult
    package mutating func paint(_ state: FrameState) throws -> [UInt8] { try self.compositor.draw(state) }

    /// A JPEG of the opening with everybody looking glad and nothing written over it.
    package mutating func thumbnail() throws -> Data {
        let timeline = self.plan.timeline
        let first = timeline.lines.first?.frames.lowerBound ?? 0
        var state = timeline.state(atFrame: min(first, timeline.frameCount - 1))
        state.line = nil
        state.fade = nil
        for index in state.characters.indices {
            state.characters[index].expression = .happy
            state.characters[index].mouth = index == 0 ? .a : .closed
            state.characters[index].eyesAreClosed = false
            state.characters[index].pose = .rest
        }
        try self.paint(state)
        do {
            return try JPEGEncoder.encode(self.picture)
        } catch {
            throw JobFailure(.engineFailed, "JPEG", detail: "\(error)")
        }
    }
}
