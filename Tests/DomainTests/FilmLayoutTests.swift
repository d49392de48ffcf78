// SPDX-License-Identifier: Apache-2.0
import Domain
import Testing

@Suite struct `Laying out a frame` {
    static let sizes = ["1280x720", "1920x1080", "3840x2160", "1080x1920", "1080x1080", "640x360", "480x854"]
        .compactMap(FrameSize.init)

    /// Defect 18 of the reference system: positions were absolute pixels.
    @Test(arguments: [(FrameSize.hd720, 1.5), (FrameSize.hd720, 3.0)])
    func `a larger frame is the same layout, larger`(size: FrameSize, factor: Double) {
        let large = FrameSize(
            width: Int(Double(size.width) * factor), height: Int(Double(size.height) * factor))
        let small = FilmLayout(frame: size, positions: [.left, .right])
        let big = FilmLayout(frame: large, positions: [.left, .right])
        for (before, after) in zip(
            [small.slide, small.subtitles] + small.characters, [big.slide, big.subtitles] + big.characters)
        {
            for side in [\PixelRectangle.x, \.y, \.width, \.height] {
                #expect(
                    abs(Double(before[keyPath: side]) * factor - Double(after[keyPath: side])) <= 2 * factor)
            }
        }
    }

    @Test(arguments: Self.sizes) func `slide and subtitles are inside the frame and apart`(size: FrameSize) {
        let layout = FilmLayout(frame: size, positions: [.left, .right])
        let frame = PixelRectangle(x: 0, y: 0, width: size.width, height: size.height)
        #expect(layout.slide.intersection(frame) == layout.slide)
        #expect(layout.subtitles.intersection(frame) == layout.subtitles)
        #expect(layout.slide.intersection(layout.subtitles).isEmpty)
        #expect(layout.characters.allSatisfy { $0.maxY <= size.height })
    }

    @Test(arguments: Self.sizes) func `every edge is even, as 4:2:0 wants it`(size: FrameSize) {
        let layout = FilmLayout(frame: size, positions: [.left, .right, .center])
        for rectangle in [layout.slide, layout.subtitles] + layout.characters {
            #expect([rectangle.x, rectangle.y, rectangle.width, rectangle.height].allSatisfy { $0 % 2 == 0 })
        }
    }

    @Test(arguments: ["720p", "1080p", "1920x1080", "1080X1920"]) func `sizes people write are read`(
        text: String
    ) {
        #expect(FrameSize(text) != nil)
    }

    @Test(arguments: [
        "", "1080", "0x0", "1921x1080", "99999x99999", "-2x720", "axb", "1920x1080x3", "64x64", "+640x360",
        "640x+360", "６４０x360",
    ])
    func `sizes nobody can film are refused`(text: String) {
        #expect(FrameSize(text) == nil)
    }
}
