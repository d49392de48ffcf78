// SPDX-License-Identifier: Apache-2.0
import Artifacts
import Domain
import Foundation
import RenderStage
import Synchronization
import Testing

@Suite struct `Making a film` {
    @Test func `an MP4 has pictures, sound, soft subtitles and chapters, and its index at the front`()
        async throws
    {
        let film = try await SampleFilm()
        defer { film.remove() }
        try await film.render()
        let probe = try Probe(film.output)
        #expect(probe.streams.map(\.codec_name).prefix(3) == ["h264", "aac", "mov_text"])
        #expect(probe.streams[0].pix_fmt == "yuv420p")
        #expect(probe.streams[0].width == 480 && probe.streams[0].height == 270)
        #expect(probe.streams[0].nb_frames == "\(film.plan.timeline.frameCount)")
        #expect(abs(probe.seconds - film.plan.timeline.seconds) < 0.05)
        #expect(probe.title == film.script.title)
        #expect(probe.chapters.map(\.title) == ["第1章", "第2章"])
        #expect(try Probe.atoms(of: film.output).prefix(2) == ["ftyp", "moov"])
    }

    @Test func `every frame decodes, and keyframes lie where slides have come in`() async throws {
        let film = try await SampleFilm()
        defer { film.remove() }
        try await film.render()
        let keyframes = try Probe.keyframes(of: film.output)
        #expect(keyframes == film.plan.timeline.segments().map(\.frames.lowerBound))
        for start in try Probe(film.output).chapterStarts {
            // A player shows the picture whose time has come.
            #expect(keyframes.contains(Int((start * 30).rounded(.down))))
        }
        #expect(try Probe.decodedFrameCount(of: film.output) == film.plan.timeline.frameCount)
    }

    @Test func `the same film has the same bytes, however many segments are made at once`() async throws {
        var hashes: Set<String> = []
        for parallelism in [1, 2, 5] {
            let film = try await SampleFilm()
            defer { film.remove() }
            try await film.render(parallelism: parallelism)
            hashes.insert(ContentHash.id(of: try Data(contentsOf: film.output)).hexadecimal)
        }
        #expect(hashes.count == 1)
    }

    @Test func `the sound is at -16 LUFS with peaks below -1 dBTP, as decoded`() async throws {
        let film = try await SampleFilm(sections: 4)
        defer { film.remove() }
        try await film.render()
        let loudness = try Probe.loudness(of: film.output)
        #expect(abs(loudness.integrated + 16) <= 1)
        #expect(loudness.truePeak < -1)
    }

    @Test func `an edited line makes again only the segments it is seen in`() async throws {
        var film = try await SampleFilm(sections: 3)
        defer { film.remove() }
        try await film.render()
        film.script.sections[1].narrations[0].text = "書き直した行です。"
        let reused = Mutex(0)
        try await film.render { progress in reused.withLock { $0 = progress.reused } }
        let changed = film.plan.timeline.lines.filter { $0.section == 1 }[0].frames
        let remade = film.plan.timeline.segments().filter { $0.frames.overlaps(changed) }
        let kept = film.plan.timeline.frameCount - remade.reduce(0) { $0 + $1.frames.count }
        #expect(reused.withLock { $0 } == kept && kept > 0)
    }

    @Test
    func `what was begun is finished: a cancelled film leaves no file, and its segments are used again`()
        async throws
    {
        let film = try await SampleFilm(sections: 3)
        defer { film.remove() }
        let task = Mutex<Task<Void, any Error>?>(nil)
        let work = Task {
            try await film.render(parallelism: 1) { progress in
                if progress.done > progress.total / 2 { task.withLock { $0?.cancel() } }
            }
        }
        task.withLock { $0 = work }
        await #expect(throws: CancellationError.self) { try await work.value }
        #expect(try FileManager.default.contentsOfDirectory(atPath: film.folder.path) == ["store"])
        let reused = Mutex(0)
        try await film.render { progress in reused.withLock { $0 = progress.reused } }
        #expect(reused.withLock { $0 } > 0)
    }

    @Test func `beside the film lie WebVTT, SubRip and a picture of its size`() async throws {
        let film = try await SampleFilm()
        defer { film.remove() }
        try await film.render()
        func beside(_ name: String) -> URL {
            film.output.deletingPathExtension().appendingPathExtension(name)
        }
        #expect(try String(contentsOf: beside("vtt"), encoding: .utf8).contains("<v ソラ>0・二つ目の行ですか？"))
        #expect(try String(contentsOf: beside("srt"), encoding: .utf8).hasPrefix("1\n00:00:00,500 --> "))
        let picture = try Probe(beside("jpg")).streams[0]
        #expect(picture.codec_name == "mjpeg" && picture.width == 480 && picture.height == 270)
    }

    @Test func `a film whose subtitles cannot be written is not written either`() async throws {
        let film = try await SampleFilm(sections: 1)
        defer { film.remove() }
        let subtitles = film.output.deletingPathExtension().appendingPathExtension("vtt")
        try FileManager.default.createDirectory(at: subtitles, withIntermediateDirectories: true)
        try Data("x".utf8).write(to: subtitles.appending(path: "kept"))
        let failure = await #expect(throws: JobFailure.self) { try await film.render() }
        #expect(failure?.code == .outputUnwritable && failure?.subject == subtitles.path)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: film.folder.path).sorted() == [
                "film.vtt", "store",
            ])
    }

    @Test func `what was damaged on disk is made again`() async throws {
        let film = try await SampleFilm(sections: 1)
        defer { film.remove() }
        try await film.render()
        let whole = try Data(contentsOf: film.output)
        let objects = FileManager.default.enumerator(atPath: film.store.root.appending(path: "objects").path)
        for case let name as String in objects! where name.count > 60 {
            let file = film.store.root.appending(path: "objects/\(name)")
            let bytes = try Data(contentsOf: file)
            // Voices and slides were put there by the test; nobody can make them again.
            guard bytes.starts(with: "MGS1".utf8) || bytes.starts(with: "bplist".utf8) else { continue }
            try Data(repeating: 0, count: bytes.count).write(to: file)
        }
        try await film.render()
        #expect(try Data(contentsOf: film.output) == whole)
    }

    /// Defect 7 of the reference system: the last second had no slide.
    @Test func `the last slide is still there in the last frame`() async throws {
        let film = try await SampleFilm()
        defer { film.remove() }
        try await film.render()
        let last = try Probe.pixel(of: film.output, frame: film.plan.timeline.frameCount - 1, x: 240, y: 150)
        // The second slide is pale blue.
        #expect(abs(last.red - 0xE7) < 8 && abs(last.green - 0xF0) < 8 && abs(last.blue - 0xFA) < 8)
    }

    @Test func `an output nobody may write to is said to be so, and nothing is left behind`() async throws {
        let film = try await SampleFilm(sections: 1)
        defer { film.remove() }
        let failure = try await #require(throws: JobFailure.self) {
            try await film.render(to: URL(fileURLWithPath: "/proc/film.mp4"))
        }
        #expect(failure.code == .outputUnwritable && failure.subject == "/proc/film.mp4")
    }

    @Test func `a character, a background or music that is missing is named`() async throws {
        for change: (inout SampleFilm) -> Void in [
            { $0.cast[0].drawing = .pack("nobody") },
            { $0.format.background = .image(path: "/nowhere.png", fit: .cover) },
            { $0.format.music?.path = "/nowhere.mp3" },
            { $0.cast[1].drawing = .pictures(base: "/nowhere.png", mouthOpen: nil, eyeClose: nil) },
        ] {
            var film = try await SampleFilm(sections: 1)
            defer { film.remove() }
            change(&film)
            let broken = film
            let failure = try await #require(throws: JobFailure.self) { try await broken.render() }
            #expect(failure.code == .assetMissing)
            #expect(failure.subject.contains("nowhere") || failure.subject == "nobody")
        }
    }
}
