// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Fetch
internal import FilmSettings
internal import FilmTasks
internal import SlideStage
internal import Store
internal import Worker

/// Draws the slide of one section.
struct SlideHandler: StageHandler {
    let house: FilmSettings?
    let allowsPrivateAddresses: Bool

    func run(_ task: TaskContext) async throws -> TaskResult {
        let input = try task.input(as: ScriptInput.self)
        let request = try task.filmRequest()
        let settings = try request.makeSettings(house: self.house)
        let script = try await task.value(of: input.script, as: Script.self)
        var policy = FetchPolicy()
        policy.allowsPrivateAddresses = self.allowsPrivateAddresses || request.allowsPrivateAddresses
        let stage = SlideStage(
            store: task.artifacts, fetcher: Fetcher(policy: policy), parallelism: 1, readsFiles: false)
        // The size depends on everybody in the film, not on who speaks in this section.
        let size = settings.slideSize(for: script, seed: settings.script.seed)
        let slides = try await stage.draw(
            try script.part(of: input.section), size: size, theme: settings.format.theme,
            progress: task.progress)
        return try TaskResult(encoding: SlideResult(picture: slides[0].picture, notes: slides[0].notes))
    }
}
