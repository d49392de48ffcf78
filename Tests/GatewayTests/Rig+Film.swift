// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain
internal import FilmSettings
internal import FilmTasks
internal import Foundation
internal import RenderStage
internal import Store
internal import Worker

/// Jobs as the stages' services leave them.
extension Rig {
    /// Two scenes whose texts are markup to a page that does not take care.
    static let script = Script(
        title: "待ち行列 <b>", description: "", language: .japanese,
        sections: [
            Section(
                title: "はじめに", narrations: [Narration(personaID: "kohaku", text: "こんにちは")],
                slide: .title(title: "待ち行列", subtitle: nil)),
            Section(
                title: "まとめ & --> <i>",
                narrations: [Narration(personaID: "sora", text: "<script>alert(1)</script>")],
                slide: .points(heading: "まとめ", items: ["一つ"], isOrdered: false)),
        ])

    /// A job whose script is written, and whose voices and slides wait.
    func scriptedJob() async throws -> UUID {
        let request = try TaskResult.json(FilmRequest(source: .document(name: "text.md", text: "# x")))
        let lease = try await self.claimedJob(request)
        let script = try await self.objects.store(try JSONEncoder().encode(Self.script), for: nil)
        let count = Self.script.sections.count
        let result = ScriptResult(
            script: script, title: Self.script.title, language: Self.script.language, sectionCount: count)
        let parts = (0..<count).flatMap { [NewTask(.audio, part: $0), NewTask(.slide, part: $0)] }
        let fanOut = FanOut(
            barrier: FilmTasks.contentBarrier, tasks: parts, successor: NewTask(.timeline))
        _ = try await self.queue.complete(lease, result: try TaskResult.json(result), fanOuts: [fanOut])
        return lease.task.job
    }

    func finish(
        _ stage: Stage, part: Int = 0, of job: UUID, result: String? = nil, fanOuts: [FanOut] = []
    ) async throws {
        guard
            case .claimed(let lease) = try await self.queue.claim(
                TaskReference(job: job, stage: stage, part: part), owner: "a")
        else { throw Unexpected() }
        _ = try await self.queue.complete(lease, result: result, fanOuts: fanOuts)
    }

    func finishSlide(_ part: Int, of job: UUID, picture: Data) async throws {
        let id = try await self.objects.store(picture, for: nil)
        try await self.finish(
            .slide, part: part, of: job, result: try TaskResult.json(SlideResult(picture: id, notes: [])))
    }

    /// From a scripted job to a film that has every file.
    func filmedJob() async throws -> UUID {
        let job = try await self.scriptedJob()
        for part in Self.script.sections.indices {
            try await self.finishSlide(part, of: job, picture: Data("png \(part)".utf8))
            try await self.finish(.audio, part: part, of: job)
        }
        let render = FanOut(
            barrier: FilmTasks.renderBarrier, tasks: [NewTask(.render)], successor: NewTask(.assemble))
        try await self.finish(.timeline, of: job, fanOuts: [render])
        try await self.finish(.render, of: job)
        var files: [String: ObjectID] = [:]
        for (ending, bytes) in [
            "mp4": Data("0123".utf8), "vtt": Data("WEBVTT".utf8), "srt": Data("1".utf8),
            "jpg": Data([0xFF]), "json": try self.record(),
        ] {
            files[ending] = try await self.objects.store(bytes, for: nil)
        }
        let film = FilmJobResult(files: files, title: Self.script.title, durationSeconds: 12, filmBytes: 4)
        try await self.finish(.assemble, of: job, result: try TaskResult.json(film))
        return job
    }

    /// `film.json` as render-svc writes it: each line three seconds long.
    private func record() throws -> Data {
        let sound = ObjectID(hexadecimal: String(repeating: "0", count: 64))!
        let spoken = Self.script.sections.map { section in
            section.narrations.map { _ in
                SpokenLine(sound: sound, sampleCount: 3 * SoundFormat.sampleRateHz, mouthCues: [])
            }
        }
        let settings = FilmSettings.defaults(for: .japanese)
        let plan = FilmPlan(
            script: Self.script, spoken: spoken, slides: spoken.map { _ in sound }, format: settings.format,
            cast: settings.actors(of: Self.script, seed: 0), seed: 0)
        return try FilmRecord(script: Self.script, plan: plan, seed: 0).encoded()
    }

    /// A film that was made within the last day: seconds of its stages, and how much there was of it.
    func pastFilm(
        script: Int = 10, content: Int = 40, video: Int = 50, sections: Int = 2, segments: Int = 5
    ) async throws {
        let job = UUID()
        let whole = script + content + video
        // One transaction: one moment is now.
        try await self.store.transaction {
            try $0.rows(
                """
                INSERT INTO jobs (id, client, state, request, first_task, time_limit, deadline_at, percent,
                    created_at, started_at, finished_at)
                VALUES (\(job), 'test', 'done', '{}', '{}', '1 hour', now(), 100, now() - interval '1 hour',
                    now() - make_interval(secs => \(Double(whole))), now())
                """)
            try $0.rows(
                """
                INSERT INTO tasks (job_id, stage, part, generation, state, max_attempts, progress, enqueued_at)
                SELECT \(job), stage, part, 0, 'done', 3, 100, now() - make_interval(secs => ago)
                FROM (SELECT 'script' AS stage, 0 AS part, \(Double(whole))::double precision AS ago
                    UNION ALL SELECT 'audio', n, \(Double(content + video)) FROM generate_series(1, \(sections)::integer) n
                    UNION ALL SELECT 'slide', n, \(Double(content + video)) FROM generate_series(1, \(sections)::integer) n
                    UNION ALL SELECT 'timeline', 0, \(Double(video))
                    UNION ALL SELECT 'render', n, \(Double(video)) FROM generate_series(1, \(segments)::integer) n
                    UNION ALL SELECT 'assemble', 0, 1) parts
                """)
        }
    }
}
