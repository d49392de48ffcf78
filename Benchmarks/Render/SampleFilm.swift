// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Canvas
internal import Domain
internal import Foundation
internal import Media
internal import RenderStage

/// A film of one minute whose speech is a hum, so that the benchmark times rendering alone.
enum SampleFilm {
    private static let lines = [
        "メッセージキューは、送り手と受け手のあいだに立つ列です。", "なるほど、すぐに渡さなくてもいいんですね！",
        "受け手が忙しくても、列に並べておけば失われません。", "止まっても続きから始められるのは安心です。",
    ]

    static func make(in store: any ArtifactStore) async throws -> FilmPlan {
        let format = FilmFormat()
        let cast = [
            persona("kohaku", "コハク", "#F2A03D", .explainer), persona("sora", "ソラ", "#5BB8F0", .questioner),
        ]
        var sections: [Section] = []
        var spoken: [[SpokenLine]] = []
        for index in 0..<4 {
            let narrations = (0..<4).map { line in
                Narration(
                    personaID: cast[line % 2].id, text: self.lines[line],
                    expression: line == 1 ? .happy : .neutral)
            }
            sections.append(
                Section(
                    title: "第\(index + 1)章", narrations: narrations, slide: .title(title: "", subtitle: nil)))
            var sounds: [SpokenLine] = []
            for line in 0..<4 {
                sounds.append(try await self.hum(seconds: 3.14, pitchHz: line % 2 == 0 ? 180 : 300, store))
            }
            spoken.append(sounds)
        }
        let script = Script(title: "Benchmark", description: "", language: .japanese, sections: sections)
        let layout = FilmLayout(format: format, cast: cast)
        var slides: [ObjectID] = []
        for index in 0..<4 { slides.append(try await self.slide(index, size: layout.slide, store)) }
        return FilmPlan(script: script, spoken: spoken, slides: slides, format: format, cast: cast, seed: 1)
    }

    private static func persona(_ id: String, _ name: String, _ color: String, _ role: Persona.Role)
        -> Persona
    {
        Persona(
            id: id, name: name, role: role, voice: Voice(engine: .placeholder), subtitleColor: color,
            drawing: .pack(id))
    }

    /// Twelve mouth shapes a second, as fast as people talk.
    private static func hum(seconds: Double, pitchHz: Double, _ store: any ArtifactStore) async throws
        -> SpokenLine
    {
        let count = Int(seconds * Double(SoundFormat.sampleRateHz))
        let samples = (0..<count).map { index in
            Int16(6000 * sin(2 * .pi * pitchHz * Double(index) / Double(SoundFormat.sampleRateHz)))
        }
        let shapes: [MouthShape] = [.a, .closed, .i, .u, .e, .o, .n]
        let length = SoundFormat.sampleRateHz / 12
        let cues = (0..<count / length).map {
            MouthCue(shape: shapes[$0 % shapes.count], samples: $0 * length..<($0 + 1) * length)
        }
        let wave = WaveFile.encode(samples, sampleRateHz: SoundFormat.sampleRateHz)
        return SpokenLine(sound: try await store.store(wave, for: nil), sampleCount: count, mouthCues: cues)
    }

    private static func slide(_ index: Int, size: PixelRectangle, _ store: any ArtifactStore) async throws
        -> ObjectID
    {
        let bitmap = Bitmap(width: size.width, height: size.height)
        bitmap.paint { painter in
            painter.clear(Color(0xFBFAF7))
            let title = TextLayout(
                "メッセージキューを使う理由 その\(index + 1)",
                TextStyle(sizePixels: 72, weight: .bold, color: Color(0x20283C)))
            painter.draw(title, at: Point(x: 90, y: 80))
            for point in 0..<4 {
                let text = TextLayout(
                    "送り手は待たずに次の仕事へ進める（\(point + 1)）", TextStyle(sizePixels: 44, color: Color(0x20283C)))
                painter.fillCircle(
                    at: Point(x: 110, y: 260 + Double(point) * 100), radius: 12, Color(0xF2A03D))
                painter.draw(text, at: Point(x: 150, y: 228 + Double(point) * 100))
            }
        }
        return try await store.store(try bitmap.encodePNG(), for: nil)
    }
}
