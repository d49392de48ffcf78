// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain
internal import Foundation
internal import Media

/// Joins segments and sound into the MP4. Nothing is encoded again.
struct FilmAssembler: Sendable {
    let plan: FilmPlan
    let store: any ArtifactStore
    let credits: [Credit]

    /// - Parameter name: What a failure is about: the name the film will have.
    /// - Throws: ``JobFailure`` with `diskFull` or `outputUnwritable`; what lies at `url` then is not a film.
    func assemble(segments: [ObjectID], sound: AACTrack, to url: URL, name: String) async throws {
        do {
            try await self.write(segments: segments, sound: sound, to: url)
        } catch let error as MediaError {
            throw Self.failure(error, path: name)
        }
    }

    private func write(segments: [ObjectID], sound: AACTrack, to url: URL) async throws {
        guard let first = segments.first else {
            throw JobFailure(.internalFailure, url.path, detail: "no segments")
        }
        let head = try SegmentFile(decoding: try await self.store.bytes(of: first), name: "\(first)")
        var muxer = try MP4Muxer.open(
            path: url.path, tracks: self.tracks(parameterSets: head.parameterSets, sound))
        for id in segments {
            try Task.checkCancellation()
            let file = try SegmentFile(decoding: try await self.store.bytes(of: id), name: "\(id)")
            guard file.parameterSets == head.parameterSets else {
                throw JobFailure(
                    .internalFailure, "\(id)", detail: "this segment was encoded with other settings")
            }
            for unit in file.units { try muxer.append(unit) }
        }
        try muxer.finish()
    }

    private func tracks(parameterSets: (sequence: [UInt8], picture: [UInt8]), _ sound: AACTrack) -> FilmTracks
    {
        let timeline = self.plan.timeline
        return FilmTracks(
            size: (self.plan.format.size.width, self.plan.format.size.height),
            framesPerSecond: timeline.framesPerSecond, parameterSets: parameterSets, sound: sound,
            subtitles: timeline.lines.map {
                TextCue(text: $0.subtitle, milliseconds: timeline.milliseconds($0.frames))
            },
            chapters: self.chapters,
            languageCode: self.plan.language == .japanese ? "jpn" : "eng",
            metadata: [
                ("title", self.plan.title), ("description", self.plan.description),
                ("artist", self.plan.publisher ?? ""), ("comment", self.plan.publicSource ?? ""),
                ("copyright", self.credits.map(\.line).joined(separator: "; ")),
            ])
    }

    /// A chapter begins at a keyframe: where its slide has come in.
    private var chapters: [TextCue] {
        let timeline = self.plan.timeline
        let starts = timeline.slides.map(\.settledFrame) + [timeline.frameCount]
        return timeline.slides.indices.map {
            TextCue(
                text: self.plan.chapterTitles[timeline.slides[$0].section],
                // Rounded up: a millisecond before the keyframe is in the picture before it.
                milliseconds: timeline.millisecondsAfter(
                    starts[$0])..<timeline.millisecondsAfter(starts[$0 + 1]))
        }
    }

    /// libavformat tells a full disk as ENOSPC.
    private static func failure(_ error: MediaError, path: String) -> JobFailure {
        let isFull = error.reason.contains("No space left")
        return JobFailure(isFull ? .diskFull : .outputUnwritable, path, detail: isFull ? "" : error.reason)
    }
}

extension Timeline {
    func millisecondsAfter(_ frame: Int) -> Int {
        (frame * 1000 + self.framesPerSecond - 1) / self.framesPerSecond
    }

    func milliseconds(_ frames: Range<Int>) -> Range<Int> {
        self.milliseconds(atFrame: frames.lowerBound)..<self.milliseconds(atFrame: frames.upperBound)
    }
}
