// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain
internal import FilmSettings
internal import FilmTasks
internal import Foundation
internal import RenderStage
internal import Store
internal import Worker

/// The last three stages, which share one queue: the timeline, its segments and sound, and the film.
struct RenderHandler: StageHandler {
    let house: FilmSettings?
    let assets: AssetFolder
    let films = PreparedFilms()

    func run(_ task: TaskContext) async throws -> TaskResult {
        switch task.lease.task.stage {
        case .timeline: return try await self.makePlan(task)
        case .render: return try await self.render(task)
        case .assemble: return try await self.assemble(task)
        case .script, .audio, .slide:
            throw JobFailure(
                .internalFailure, task.lease.task.stage.rawValue, detail: "this stage is not render-svc's")
        }
    }

    private func makePlan(_ task: TaskContext) async throws -> TaskResult {
        let input = try task.input(as: ScriptInput.self)
        let settings = try task.filmRequest().makeSettings(house: self.house)
        let script = try await task.value(of: input.script, as: Script.self)
        var spoken: [[SpokenLine]] = []
        for audio in try await task.results(of: .audio, as: AudioResult.self) {
            spoken.append(try await task.value(of: audio.lines))
        }
        let slides = try await task.results(of: .slide, as: SlideResult.self).map(\.picture)
        guard spoken.count == script.sections.count, slides.count == script.sections.count else {
            throw JobFailure(
                .internalFailure, "timeline",
                detail:
                    "\(spoken.count) sounds and \(slides.count) slides for \(script.sections.count) sections")
        }
        let seed = settings.script.seed
        let plan = FilmPlan(
            script: script, spoken: spoken, slides: slides, format: settings.format,
            cast: settings.actors(of: script, seed: seed), seed: seed, publisher: settings.publisher)
        let id = try await task.keep(plan)
        var result = TaskResult()
        result.fanOuts = [try Self.parts(of: plan, id, input.script)]
        return result
    }

    /// One task a segment; the sound is the first, so that it is ready long before it is needed.
    private static func parts(of plan: FilmPlan, _ id: ObjectID, _ script: ObjectID) throws -> FanOut {
        func task(_ part: Int, _ segment: Int?) throws -> NewTask {
            NewTask(
                .render, part: part,
                input: try TaskResult.json(PlanInput(plan: id, script: script, segment: segment)))
        }
        let segments = plan.timeline.segments()
        let tasks = try [task(0, nil)] + segments.map { try task($0.index + 1, $0.index) }
        let film = NewTask(.assemble, input: try TaskResult.json(PlanInput(plan: id, script: script)))
        return FanOut(barrier: FilmTasks.renderBarrier, tasks: tasks, successor: film)
    }

    private func render(_ task: TaskContext) async throws -> TaskResult {
        let input = try task.input(as: PlanInput.self)
        let stage = RenderStage(store: task.artifacts, assets: self.assets, parallelism: 1)
        guard let segment = input.segment else {
            let plan = try await task.value(of: input.plan, as: FilmPlan.self)
            return try TaskResult(encoding: RenderResult(sound: try await stage.mixSound(of: plan)))
        }
        let film = try await self.films.film(input.plan) {
            try await stage.prepare(try await task.value(of: input.plan, as: FilmPlan.self))
        }
        let id = try await stage.render(segment: segment, of: film, progress: task.progress)
        return try TaskResult(encoding: RenderResult(segment: id))
    }

    private func assemble(_ task: TaskContext) async throws -> TaskResult {
        let input = try task.input(as: PlanInput.self)
        let plan = try await task.value(of: input.plan, as: FilmPlan.self)
        let script = try await task.value(of: input.script, as: Script.self)
        let seed = try task.filmRequest().makeSettings(house: self.house).script.seed
        let results = try await task.results(of: .render, as: RenderResult.self)
        guard let sound = results.compactMap(\.sound).first else {
            throw JobFailure(.internalFailure, "sound", detail: "no render task gave it")
        }
        let stage = RenderStage(store: task.artifacts, assets: self.assets, parallelism: 1)
        let film = try await self.films.film(input.plan) { try await stage.prepare(plan) }
        let files = try await FilmPackage(stage: stage, film: film).make(
            parts: .init(segments: results.compactMap(\.segment), sound: sound),
            record: try FilmRecord(script: script, plan: plan, seed: seed).encoded())
        return try await Self.keep(files, of: plan, task)
    }

    private static func keep(
        _ files: [String: Data], of plan: FilmPlan, _ task: TaskContext
    ) async throws -> TaskResult {
        var ids: [String: ObjectID] = [:]
        for (ending, bytes) in files { ids[ending] = try await task.artifacts.store(bytes, for: nil) }
        var result = try TaskResult(
            encoding: FilmJobResult(
                files: ids, title: plan.title, durationSeconds: plan.timeline.seconds,
                filmBytes: files["mp4"]?.count ?? 0))
        result.objects = ids.values.sorted { $0.hexadecimal < $1.hexadecimal }
        return result
    }
}
