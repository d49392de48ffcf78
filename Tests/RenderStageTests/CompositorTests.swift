// SPDX-License-Identifier: Apache-2.0
import Canvas
import Domain
import Foundation
import Media
import RenderStage
import Testing

@Suite struct `Composing frames` {
    /// The heart of the speed: what is not drawn again must already be right.
    @Test func `drawing only what moved gives the picture that drawing everything gives`() async throws {
        let film = try await SampleFilm(sections: 3)
        defer { film.remove() }
        let stage = RenderStage(store: film.store, assets: SampleFilm.assets, parallelism: 1)
        let timeline = film.plan.timeline
        var moving = try await stage.makePainter(for: film.plan)
        var frames = Array(stride(from: 0, to: timeline.frameCount, by: 1))
        // Jumps too: any frame may follow any other.
        frames += [200, 3, 150, 90, 91, 20].filter { $0 < timeline.frameCount }
        for frame in frames where frame % 7 == 0 || frame > 60 && frame < 110 {
            try moving.paint(timeline.state(atFrame: frame))
            var fresh = try await stage.makePainter(for: film.plan)
            try fresh.paint(timeline.state(atFrame: frame))
            #expect(moving.picture.bytes == fresh.picture.bytes, "frame \(frame)")
        }
    }

    @Test func `a macroblock called constant has not changed by one bit`() async throws {
        let film = try await SampleFilm(sections: 2)
        defer { film.remove() }
        let stage = RenderStage(store: film.store, assets: SampleFilm.assets, parallelism: 1)
        var painter = try await stage.makePainter(for: film.plan)
        var before: [UInt8]?
        var constants = 0
        for frame in 0..<min(120, film.plan.timeline.frameCount) {
            let isConstant = try painter.paint(film.plan.timeline.state(atFrame: frame))
            let after = painter.picture.bytes
            if let before {
                for (index, flag) in isConstant.enumerated() where flag == 1 {
                    constants += 1
                    #expect(
                        painter.picture.macroblock(index, of: before)
                            == painter.picture.macroblock(index, of: after))
                }
            }
            before = after
        }
        #expect(constants > 100)
    }

    @Test func `a frame equal to the last one is not drawn at all`() async throws {
        let film = try await SampleFilm(sections: 1)
        defer { film.remove() }
        let stage = RenderStage(store: film.store, assets: SampleFilm.assets, parallelism: 1)
        var painter = try await stage.makePainter(for: film.plan)
        let state = film.plan.timeline.state(atFrame: 3)
        #expect(try painter.paint(state).allSatisfy { $0 == 0 })
        #expect(try painter.paint(state).allSatisfy { $0 == 1 })
    }

    /// Rewritten by `MOVIEGEN_REWRITE_GOLDENS=1 swift test --filter RenderStageTests`, and looked at like code.
    @Test(arguments: [("wide", 480, 270), ("tall", 270, 480), ("square", 360, 360)])
    func `a composed frame looks as it did`(name: String, width: Int, height: Int) async throws {
        let film = try await SampleFilm(size: FrameSize(width: width, height: height), sections: 1)
        defer { film.remove() }
        let stage = RenderStage(store: film.store, assets: SampleFilm.assets, parallelism: 1)
        var painter = try await stage.makePainter(for: film.plan)
        let line = try #require(film.plan.timeline.lines.first)
        try painter.paint(film.plan.timeline.state(atFrame: line.frames.lowerBound + 2))
        let picture = painter.picture.bitmap
        let file = SampleFilm.root.appending(path: "Tests/RenderStageTests/Goldens/frame-\(name).png")
        if ProcessInfo.processInfo.environment["MOVIEGEN_REWRITE_GOLDENS"] != nil {
            try picture.encodePNG().write(to: file)
        }
        let golden = try Bitmap.decodePNG(try Data(contentsOf: file))
        try #require(golden.width == width && golden.height == height)
        // Fonts of other versions differ by a pixel here and there; a missing character or slide is far above this.
        #expect(picture.meanDifference(from: golden) < 2)
    }
}

extension PlanarFrame {
    var bytes: [UInt8] {
        Array(UnsafeBufferPointer(start: self.luma, count: self.width * self.height))
            + Array(UnsafeBufferPointer(start: self.blueChroma, count: self.chromaWidth * self.chromaHeight))
            + Array(UnsafeBufferPointer(start: self.redChroma, count: self.chromaWidth * self.chromaHeight))
    }

    /// The luma of one macroblock in bytes as ``bytes`` gives them.
    func macroblock(_ index: Int, of bytes: [UInt8]) -> [UInt8] {
        let columns = (self.width + 15) / 16
        let (x, y) = (index % columns * 16, index / columns * 16)
        return (y..<min(y + 16, self.height)).flatMap { row in
            bytes[row * self.width + x..<row * self.width + min(x + 16, self.width)]
        }
    }

    /// BT.709 in limited range to full-range RGB.
    var bitmap: Bitmap {
        var pixels = [UInt8](repeating: 255, count: self.width * self.height * 4)
        for row in 0..<self.height {
            for column in 0..<self.width {
                let luma = 1.164 * (Double(self.luma[row * self.width + column]) - 16)
                let chroma = row / 2 * self.chromaWidth + column / 2
                let blue = Double(self.blueChroma[chroma]) - 128
                let red = Double(self.redChroma[chroma]) - 128
                let at = (row * self.width + column) * 4
                pixels[at] = UInt8(min(255, max(0, luma + 2.112 * blue)))
                pixels[at + 1] = UInt8(min(255, max(0, luma - 0.213 * blue - 0.533 * red)))
                pixels[at + 2] = UInt8(min(255, max(0, luma + 1.793 * red)))
            }
        }
        return Bitmap(pixels: pixels, width: self.width, height: self.height)
    }
}

extension Bitmap {
    /// The mean absolute difference of all components, 0...255.
    func meanDifference(from other: Bitmap) -> Double {
        let mine = self.withBytes { Array($0) }
        let its = other.withBytes { Array($0) }
        return Double(zip(mine, its).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }) / Double(mine.count)
    }
}
