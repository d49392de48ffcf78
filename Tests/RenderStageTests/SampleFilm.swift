// SPDX-License-Identifier: Apache-2.0
import Artifacts
import Canvas
import Domain
import Foundation
import Media
import RenderStage

/// A small film whose voices are hums, in a store of its own.
struct SampleFilm {
    let folder: URL
    let store: DirectoryStore
    var script: Script
    var spoken: [[SpokenLine]]
    var slides: [ObjectID]
    var format: FilmFormat
    var cast: [Persona]

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let assets = AssetFolder(root: root.appending(path: "Assets"))

    init(size: FrameSize = FrameSize(width: 480, height: 270), sections: Int = 2) async throws {
        self.folder = FileManager.default.temporaryDirectory.appending(path: "render-\(UUID().uuidString)")
        self.store = DirectoryStore(root: self.folder.appending(path: "store"))
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        self.format = FilmFormat(size: size)
        self.format.pauses.initial = 0.5
        self.format.pauses.ending = 0.5
        self.cast = [
            Persona(
                id: "kohaku", name: "コハク", role: .explainer, voice: Voice(engine: .placeholder),
                subtitleColor: "#F2A03D", drawing: .pack("kohaku")),
            Persona(
                id: "sora", name: "ソラ", role: .questioner, voice: Voice(engine: .placeholder),
                subtitleColor: "#5BB8F0",
                drawing: .pack("sora")),
        ]
        self.script = Script(
            title: "試しの映画 & \"more\"", description: "An example", language: .japanese, sections: [])
        self.spoken = []
        self.slides = []
        let layout = FilmLayout(format: self.format, cast: self.cast)
        for index in 0..<sections {
            let lines = ["一つ目の行です。", "二つ目の行ですか？"]
            let narrations = lines.enumerated().map {
                Narration(
                    personaID: self.cast[$0.offset].id, text: "\(index)・" + $0.element,
                    expression: $0.offset == 0 ? .happy : .surprised)
            }
            self.script.sections.append(
                Section(
                    title: "第\(index + 1)章", narrations: narrations, slide: .title(title: "", subtitle: nil)))
            self.spoken.append([try await self.hum(180), try await self.hum(300)])
            self.slides.append(try await Self.slide(index, layout.slide, self.store))
        }
    }

    var plan: FilmPlan {
        FilmPlan(
            script: self.script, spoken: self.spoken, slides: self.slides, format: self.format,
            cast: self.cast, seed: 7)
    }

    var output: URL { self.folder.appending(path: "film.mp4") }

    func render(parallelism: Int = 2, to url: URL? = nil, progress: @escaping ProgressHandler = { _ in })
        async throws
    {
        try await RenderStage(store: self.store, assets: Self.assets, parallelism: parallelism)
            .render(self.plan, to: url ?? self.output, record: Data("{}".utf8), progress: progress)
    }

    func remove() { try? FileManager.default.removeItem(at: self.folder) }

    /// A second and a bit of a tone that swells and fades twelve times a second, loud enough to have a loudness.
    private func hum(_ pitchHz: Double) async throws -> SpokenLine {
        let rate = SoundFormat.sampleRateHz
        let count = rate * 5 / 4
        let samples = (0..<count).map { index in
            let time = Double(index) / Double(rate)
            return Int16(9000 * abs(sin(12 * .pi * time)) * sin(2 * .pi * pitchHz * time))
        }
        let shapes: [MouthShape] = [.a, .i, .u, .e, .o, .n]
        let cues = (0..<12).map {
            MouthCue(shape: shapes[$0 % 6], samples: $0 * count / 12..<$0 * count / 12 + count / 18)
        }
        let sound = try await self.store.store(WaveFile.encode(samples, sampleRateHz: rate), for: nil)
        return SpokenLine(sound: sound, sampleCount: count, mouthCues: cues)
    }

    private static func slide(
        _ index: Int, _ size: PixelRectangle, _ store: DirectoryStore
    ) async throws -> ObjectID {
        let bitmap = Bitmap(width: size.width, height: size.height)
        bitmap.paint { painter in
            painter.clear(index % 2 == 0 ? Color(0xFBFAF7) : Color(0xE7F0FA))
            let style = TextStyle(sizePixels: Double(size.height) / 8, weight: .bold, color: Color(0x20283C))
            painter.draw(TextLayout("第\(index + 1)章", style), at: Point(x: 20, y: 20))
        }
        return try await store.store(try bitmap.encodePNG(), for: nil)
    }
}
