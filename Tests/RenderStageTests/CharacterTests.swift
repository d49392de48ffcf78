// SPDX-License-Identifier: Apache-2.0
import Canvas
import Domain
import Foundation
import Media
import RenderStage
import Testing

@Suite struct `Drawing characters` {
    /// Three pictures, as the reference system's packs have: a body in one colour, a mouth or an eye in another.
    private func writePack(to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, color) in [("base", 0x2040C0), ("mouth_open", 0xC02020), ("eye_close", 0x20A020)] {
            let bitmap = Bitmap(width: 300, height: 500)
            bitmap.paint { $0.fill(Rectangle(x: 40, y: 40, width: 220, height: 460), Color(UInt32(color))) }
            try bitmap.encodePNG().write(to: folder.appending(path: "\(name).png"))
        }
    }

    private func color(_ film: SampleFilm, _ change: (inout FrameState) -> Void) async throws -> (
        Int, Int, Int
    ) {
        let stage = RenderStage(store: film.store, assets: SampleFilm.assets, parallelism: 1)
        var painter = try await stage.makePainter(for: film.plan)
        var state = film.plan.timeline.state(atFrame: 0)
        change(&state)
        try painter.paint(state)
        let box = FilmLayout(format: film.format, cast: film.cast).characters[0]
        let bitmap = painter.picture.bitmap
        let at = ((box.y + box.height / 2) * bitmap.width + box.x + box.width / 2) * 4
        return bitmap.withBytes { (Int($0[at + 2]), Int($0[at + 1]), Int($0[at])) }
    }

    @Test func `a folder with the reference's three pictures is a pack, and so are the three paths`()
        async throws
    {
        var film = try await SampleFilm(sections: 1)
        defer { film.remove() }
        let folder = film.folder.appending(path: "pack")
        try self.writePack(to: folder)
        func path(_ name: String) -> String { folder.appending(path: name).path }
        for drawing in [
            Persona.Drawing.pack(folder.path),
            .pictures(
                base: path("base.png"), mouthOpen: path("mouth_open.png"), eyeClose: path("eye_close.png")),
        ] {
            film.cast[0].drawing = drawing
            let rest = try await self.color(film) { $0.characters[0].eyesAreClosed = false }
            let open = try await self.color(film) { $0.characters[0].mouth = .a }
            let blink = try await self.color(film) { $0.characters[0].eyesAreClosed = true }
            #expect(rest.2 > 150 && open.0 > 150 && blink.1 > 130)
        }
    }

    @Test func `a pack without mouth or eyes keeps a still face`() async throws {
        var film = try await SampleFilm(sections: 1)
        defer { film.remove() }
        let folder = film.folder.appending(path: "pack")
        try self.writePack(to: folder)
        film.cast[0].drawing = .pictures(
            base: folder.appending(path: "base.png").path, mouthOpen: "/nowhere.png", eyeClose: nil)
        let rest = try await self.color(film) { $0.characters[0].eyesAreClosed = false }
        let open = try await self.color(film) { $0.characters[0].mouth = .a }
        let blink = try await self.color(film) { $0.characters[0].eyesAreClosed = true }
        #expect(rest == open && rest == blink && rest.2 > 150)
    }

    @Test(arguments: ["kohaku", "sora"]) func `every face of our characters is another picture`(name: String)
        async throws
    {
        var film = try await SampleFilm(sections: 1)
        defer { film.remove() }
        film.cast[0].drawing = .pack(name)
        let stage = RenderStage(store: film.store, assets: SampleFilm.assets, parallelism: 1)
        var painter = try await stage.makePainter(for: film.plan)
        var state = film.plan.timeline.state(atFrame: 0)
        state.characters[0].pose = .rest
        var pictures: Set<[UInt8]> = []
        for expression in FacialExpression.allCases {
            for mouth in MouthShape.allCases {
                for eyesAreClosed in [false, true] {
                    state.characters[0].expression = expression
                    state.characters[0].mouth = mouth
                    state.characters[0].eyesAreClosed = eyesAreClosed
                    try painter.paint(state)
                    pictures.insert(painter.picture.bytes)
                }
            }
        }
        #expect(pictures.count == FacialExpression.allCases.count * MouthShape.allCases.count * 2)
    }

    @Test func `a broken manifest or drawing is named`() async throws {
        var film = try await SampleFilm(sections: 1)
        defer { film.remove() }
        let folder = film.folder.appending(path: "pack")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        film.cast[0].drawing = .pack(folder.path)
        for (manifest, drawing) in [
            ("face: [1]", "<svg/>"), ("drawing: c.svg\nviewBox: [0, 10]\nface: [0, 0, 1, 1]", "<svg/>"),
            ("drawing: c.svg\nviewBox: [10, 10]\nface: [0, 0, 1, 1]", "not a drawing"),
            ("drawing: none.svg\nviewBox: [10, 10]\nface: [0, 0, 1, 1]", "<svg/>"),
        ] {
            try Data(manifest.utf8).write(to: folder.appending(path: "pack.yaml"))
            try Data(drawing.utf8).write(to: folder.appending(path: "c.svg"))
            let broken = film
            let failure = await #expect(throws: JobFailure.self) { try await broken.render() }
            #expect(failure?.subject.hasPrefix(folder.path) == true, "\(String(describing: failure))")
            #expect(failure?.code == .assetMissing || failure?.code == .sourceUnreadable)
        }
    }
}
