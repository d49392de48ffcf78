// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Fetch
internal import FilmSettings
internal import FilmTasks
internal import Foundation
internal import ScriptStage
internal import Store
internal import Worker

/// Reads the article, writes the script, and begins its sections.
struct ScriptHandler: StageHandler {
    let house: FilmSettings?
    let allowsPrivateAddresses: Bool
    /// No film is longer, whatever its request says.
    let longest: Duration

    func run(_ task: TaskContext) async throws -> TaskResult {
        let request = try task.filmRequest()
        let settings = try request.makeSettings(house: self.house)
        let script = try await self.script(of: request, settings, task)
        guard !script.sections.isEmpty else {
            throw JobFailure(.scriptInvalid, request.name, detail: "no sections")
        }
        let id = try await task.keep(script)
        task.report(percent: 100)
        var result = try TaskResult(
            encoding: ScriptResult(
                script: id, title: script.title, language: script.language,
                sectionCount: script.sections.count))
        result.fanOuts = [try Self.sections(of: id, count: script.sections.count)]
        return result
    }

    private func script(
        of request: FilmRequest, _ settings: FilmSettings, _ task: TaskContext
    ) async throws -> Script {
        if let yaml = request.editedScript { return try Self.read(yaml, name: "script", settings) }
        switch request.source {
        case .script(let name, let yaml): return try Self.read(yaml, name: name, settings)
        case .address(let address):
            return try await self.write(.address(address), request, settings, task)
        case .document(let name, let text):
            return try await self.write(.document(name: name, Data(text.utf8)), request, settings, task)
        }
    }

    private static func read(_ yaml: String, name: String, _ settings: FilmSettings) throws -> Script {
        let cast = settings.cast(for: settings.languages.first ?? .japanese, seed: settings.script.seed)
        return try ScriptFile.decode(yaml: yaml, name: name, cast: cast).script
    }

    private func write(
        _ source: ArticleSource, _ request: FilmRequest, _ settings: FilmSettings, _ task: TaskContext
    ) async throws -> Script {
        var policy = FetchPolicy()
        policy.allowsPrivateAddresses = self.allowsPrivateAddresses || request.allowsPrivateAddresses
        let stage = ScriptStage(store: task.artifacts, fetcher: Fetcher(policy: policy))
        let article = try await stage.readArticle(at: source)
        task.report(percent: 50)
        var options = ScriptOptions()
        options.language = settings.script.language
        options.targetSeconds = settings.script.targetSeconds
        options.maximumSeconds = min(settings.script.maximumSeconds, Int(self.longest / .seconds(1)))
        options.targetSeconds = min(options.targetSeconds, options.maximumSeconds)
        options.seed = settings.script.seed
        let language = options.language ?? article.language ?? .english
        let cast = settings.cast(for: language, seed: settings.script.seed)
        return try await stage.writeScript(for: article, cast: cast, options: options)
    }

    private static func sections(of script: ObjectID, count: Int) throws -> FanOut {
        let tasks = try (0..<count).flatMap { section in
            let input = try TaskResult.json(ScriptInput(script: script, section: section))
            return [
                NewTask(.audio, part: section, input: input), NewTask(.slide, part: section, input: input),
            ]
        }
        let timeline = NewTask(.timeline, input: try TaskResult.json(ScriptInput(script: script)))
        return FanOut(barrier: FilmTasks.contentBarrier, tasks: tasks, successor: timeline)
    }
}
