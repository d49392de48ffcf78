// SPDX-License-Identifier: Apache-2.0
internal import AudioStage
internal import Domain
internal import FilmSettings
internal import FilmTasks
internal import Store
internal import Worker

/// Speaks the lines of one section.
struct AudioHandler: StageHandler {
    let house: FilmSettings?
    let engines: SpeechEngines

    func run(_ task: TaskContext) async throws -> TaskResult {
        let input = try task.input(as: ScriptInput.self)
        let settings = try task.filmRequest().makeSettings(house: self.house)
        let script = try await task.value(of: input.script, as: Script.self)
        let stage = AudioStage(
            store: task.artifacts, engines: self.engines, pronunciations: settings.pronunciations,
            parallelism: 1)
        let cast = settings.cast(for: script.language, seed: settings.script.seed)
        let spoken = try await stage.speak(
            try script.part(of: input.section), cast: cast, progress: task.progress)
        return try TaskResult(encoding: AudioResult(lines: try await task.keep(spoken[0])))
    }
}
