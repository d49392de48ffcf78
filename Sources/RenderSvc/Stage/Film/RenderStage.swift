// SPDX-License-Identifier: Apache-2.0
package import Artifacts
internal import Canvas
package import Domain
package import Foundation
internal import Media
internal import Synchronization

/// Makes the film: segments, sound, and the file that holds both.
package struct RenderStage: Sendable {
    private let store: any ArtifactStore
    private let assets: AssetFolder
    private let parallelism: Int

    /// - Parameter parallelism: Segments encoded at the same time, each on one thread; it changes no byte of the film.
    package init(store: any ArtifactStore, assets: AssetFolder, parallelism: Int) {
        self.store = store
        self.assets = assets
        self.parallelism = max(1, parallelism)
    }

    /// What a film was made of, for ``assemble(_:parts:to:name:)``.
    package struct Parts: Sendable {
        package var segments: [ObjectID]
        package var sound: ObjectID

        package init(segments: [ObjectID], sound: ObjectID) {
            self.segments = segments
            self.sound = sound
        }
    }

    /// Writes `url` (an .mp4), and beside it its subtitles, its thumbnail and `record` as .json.
    ///
    /// - Throws: ``JobFailure``; `CancellationError`. None of these files is new then; finished segments are kept.
    package func render(
        _ plan: FilmPlan, to url: URL, record: Data, progress: @escaping ProgressHandler
    ) async throws {
        // The mix needs one core for a moment and pictures need all of them for long: it runs beside the first ones.
        async let sound = self.mixSound(of: plan)
        let film = try await self.prepare(plan)
        let segments = try await self.renderSegments(of: film, progress: progress)
        var painter = FramePainter(film: film)
        let files = FilmFiles(film: url)
        defer { files.discard() }
        let parts = Parts(segments: segments, sound: try await sound)
        try await self.assemble(plan, parts: parts, to: files.part("mp4"), name: url.path)
        try files.write(Data(SubtitleFile.webVTT(plan)), extension: "vtt")
        try files.write(Data(SubtitleFile.subRip(plan)), extension: "srt")
        try files.write(try painter.thumbnail(), extension: "jpg")
        try files.write(record, extension: "json")
        try files.publish()
    }

    /// The sound track as encoded AAC, made now if it never was.
    @concurrent
    package func mixSound(of plan: FilmPlan) async throws -> ObjectID {
        let inputs = SoundInputs(plan, musicDigest: try self.musicDigest(plan.format.music))
        let recipe = try Recipe(step: "sound", version: 1, inputs: inputs)
        return try await self.store.object(for: recipe) {
            let samples = try await Mixer(plan: plan, store: self.store).mix()
            let track = try AACEncoder.encode(
                samples, sampleRateHz: SoundFormat.sampleRateHz, bitRate: 160_000)
            return try PropertyListEncoder.binary.encode(track)
        }.id
    }

    package func assemble(_ plan: FilmPlan, parts: Parts, to url: URL, name: String? = nil) async throws {
        let bytes = try await self.store.bytes(of: parts.sound)
        let sound = try PropertyListDecoder().decode(AACTrack.self, from: bytes)
        let assembler = FilmAssembler(plan: plan, store: self.store, credits: Credit.all(for: plan))
        try await assembler.assemble(segments: parts.segments, sound: sound, to: url, name: name ?? url.path)
    }

    private func musicDigest(_ music: FilmFormat.Music?) throws -> ObjectID? {
        guard let path = music?.path else { return nil }
        return ContentHash.id(of: try AssetFolder.read(URL(fileURLWithPath: path)))
    }
}

extension RenderStage {
    /// Paints single frames of a film.
    package func makePainter(for plan: FilmPlan) async throws -> FramePainter {
        FramePainter(film: try await self.prepare(plan))
    }

    /// Reads the drawings a film is made with; its segments share what is drawn from them.
    package func prepare(_ plan: FilmPlan) async throws -> PreparedFilm {
        let packs = try plan.cast.map { try CharacterPack.load($0.drawing, from: self.assets) }
        let (backdrop, digest) = try Backdrop.load(plan.format, from: self.assets)
        var files: [URL] = []
        for id in plan.slides { files.append(try await self.store.file(of: id)) }
        let slides = files
        let scenery = Scenery(plan: plan, packs: packs, backdrop: backdrop, parallelism: self.parallelism) {
            section in
            try Bitmap.decodePNG(try AssetFolder.read(slides[section]))
        }
        return PreparedFilm(plan: plan, scenery: scenery, drawings: packs.map(\.digest) + [digest])
    }

    /// One segment, made now if it never was: what a worker does for a message.
    ///
    /// - Parameters:
    ///   - index: Of ``Timeline/segments(maximumSeconds:)``.
    ///   - progress: Frames of this segment.
    /// - Throws: ``JobFailure``; `CancellationError` within half a second's pictures.
    package func render(
        segment index: Int, of film: PreparedFilm, progress: @escaping ProgressHandler
    ) async throws -> ObjectID {
        let segments = film.plan.timeline.segments()
        guard segments.indices.contains(index) else {
            throw JobFailure(.internalFailure, "segment \(index)", detail: "the film has \(segments.count)")
        }
        let counter = FrameCounter(total: segments[index].frames.count, progress: progress)
        let renderer = SegmentRenderer(plan: film.plan, scenery: film.scenery)
        return try await self.render(segments[index], of: film, renderer, counter)
    }

    /// A JPEG of the film's opening.
    @concurrent
    package func thumbnail(of film: PreparedFilm) async throws -> Data {
        var painter = FramePainter(film: film)
        return try painter.thumbnail()
    }

    private func renderSegments(
        of film: PreparedFilm, progress: @escaping ProgressHandler
    ) async throws -> [ObjectID] {
        let segments = film.plan.timeline.segments()
        let counter = FrameCounter(total: film.plan.timeline.frameCount, progress: progress)
        let renderer = SegmentRenderer(plan: film.plan, scenery: film.scenery)
        var ids = [ObjectID?](repeating: nil, count: segments.count)
        try await withThrowingTaskGroup(of: (Int, ObjectID).self) { group in
            var next = 0
            func start() {
                guard next < segments.count else { return }
                let segment = segments[next]
                next += 1
                group.addTask {
                    (segment.index, try await self.render(segment, of: film, renderer, counter))
                }
            }
            for _ in 0..<self.parallelism { start() }
            while let (index, id) = try await group.next() {
                ids[index] = id
                start()
            }
        }
        return ids.compactMap { $0 }
    }

    @concurrent
    private func render(
        _ segment: Segment, of film: PreparedFilm, _ renderer: SegmentRenderer, _ counter: FrameCounter
    ) async throws -> ObjectID {
        let inputs = SegmentInputs(plan: film.plan, segment: segment, drawings: film.drawings)
        let recipe = try Recipe(step: "segment", version: 1, inputs: inputs)
        let (id, reused) = try await self.store.object(for: recipe) {
            do {
                return try await renderer.render(segment) { counter.add(drawn: $0) }
            } catch let error as MediaError {
                throw JobFailure(.engineFailed, "libx264", detail: "\(error)")
            }
        }
        if reused { counter.add(reused: segment.frames.count) }
        return id
    }
}

/// A film's plan with its drawings at hand.
package struct PreparedFilm: Sendable {
    package let plan: FilmPlan
    let scenery: Scenery
    /// Hashes of what is drawn with: packs and background.
    let drawings: [ObjectID]
}

/// Adds up the frames of all segments.
private final class FrameCounter: Sendable {
    private let total: Int
    private let progress: ProgressHandler
    private let counts = Mutex((done: 0, reused: 0))

    init(total: Int, progress: @escaping ProgressHandler) {
        self.total = total
        self.progress = progress
        progress(StageProgress(stage: .video, done: 0, total: total))
    }

    func add(drawn: Int = 0, reused: Int = 0) {
        guard drawn + reused > 0 else { return }
        // Reported inside the lock, so that counts arrive in order.
        self.counts.withLock { counts in
            counts.done += drawn + reused
            counts.reused += reused
            self.progress(
                StageProgress(stage: .video, done: counts.done, total: self.total, reused: counts.reused))
        }
    }
}

/// Everything the sound depends on.
private struct SoundInputs: Encodable {
    var lines: [Line]
    var frameCount: Int
    var framesPerSecond: Int
    var positions: [Persona.Position]
    var music: FilmFormat.Music?
    var musicDigest: ObjectID?

    struct Line: Encodable {
        var sound: ObjectID
        var startSample: Int
        var actor: Int
    }

    init(_ plan: FilmPlan, musicDigest: ObjectID?) {
        self.lines = plan.timeline.lines.map {
            Line(sound: $0.sound, startSample: $0.startSample, actor: $0.actor)
        }
        self.frameCount = plan.timeline.frameCount
        self.framesPerSecond = plan.timeline.framesPerSecond
        self.positions = FilmLayout.positions(of: plan.cast)
        self.music = plan.format.music
        // What is in the file counts, not where it lies.
        self.music?.path = nil
        self.musicDigest = musicDigest
    }
}

extension PropertyListEncoder {
    fileprivate static var binary: PropertyListEncoder {
        let encoder = PropertyListEncoder()
        encoder.outputFormat = .binary
        return encoder
    }
}
