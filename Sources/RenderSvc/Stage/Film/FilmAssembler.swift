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

    /// Writes to a name of its own beside `url` and renames, so that `url` is either whole or not there.
    func assemble(segments: [ObjectID], sound: AACTrack, to url: URL) async throws {
        let part = url.deletingLastPathComponent().appending(path: ".\(url.lastPathComponent).part")
        defer {
            // After success nothing is there any more; after failure half a film is.
            try? FileManager.default.removeItem(at: part)
        }
        do {
            try await self.write(segments: segments, sound: sound, to: part)
        } catch let error as MediaError {
            throw Self.failure(error, path: url.path)
        }
        guard rename(part.path, url.path) == 0 else { throw JobFailure(.outputUnwritable, url.path) }
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
            chapters: timeline.slides.map {
                TextCue(
                    text: self.plan.chapterTitles[$0.section], milliseconds: timeline.milliseconds($0.frames))
            },
            languageCode: self.plan.language == .japanese ? "jpn" : "eng",
            metadata: [
                ("title", self.plan.title), ("description", self.plan.description),
                ("comment", self.plan.source ?? ""),
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
                milliseconds: timeline.milliseconds(starts[$0]..<starts[$0 + 1]))
        }
    }

    /// libavformat tells a full disk as ENOSPC.
    private static func failure(_ error: MediaError, path: String) -> JobFailure {
        let isFull = error.reason.contains("No space left")
        return JobFailure(isFull ? .diskFull : .outputUnwritable, path, detail: isFull ? "" : error.reason)
    }
}

extension Timeline {
    func milliseconds(_ frames: Range<Int>) -> Range<Int> {
        self.milliseconds(atFrame: frames.lowerBound)..<self.milliseconds(atFrame: frames.upperBound)
    }
}
