// SPDX-License-Identifier: Apache-2.0

/// The stages a person sees pass by, in order.
package enum FilmStep: String, Codable, CaseIterable, Sendable {
    case script, audio, slides, video
}

/// How far a stage has come: `done` of `total` units (steps, lines, slides, frames).
package struct StageProgress: Hashable, Sendable {
    package var stage: FilmStep
    package var done: Int
    package var total: Int
    /// Of `done`, how many were found already made.
    package var reused: Int

    package init(stage: FilmStep, done: Int, total: Int, reused: Int = 0) {
        self.stage = stage
        self.done = done
        self.total = total
        self.reused = reused
    }
}

/// Hears of progress; called from any task, in order within one stage, and must return at once.
package typealias ProgressHandler = @Sendable (StageProgress) -> Void
