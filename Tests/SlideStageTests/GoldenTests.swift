// SPDX-License-Identifier: Apache-2.0
import Canvas
import Domain
import Foundation
import Testing

@testable import SlideStage

/// `MOVIEGEN_REWRITE_GOLDENS=1 swift test --filter SlideStageTests` writes what slides look like now; look at them.
@Suite struct `Looking like the goldens` {
    /// Mean difference of a colour component, of 255. Other versions of FreeType and cairo shade edges differently by
    /// less than half of this; a word that is missing or moved differs by more.
    private static let tolerance = 0.8

    @Test(arguments: Samples.briefs.map(\.name), FilmFormat.Theme.allCases)
    func `a slide looks as it did`(name: String, theme: FilmFormat.Theme) throws {
        let drawn = try Self.draw(name, theme)
        let file = Self.folder.appending(path: "\(name)-\(theme.rawValue).png")
        if ProcessInfo.processInfo.environment["MOVIEGEN_REWRITE_GOLDENS"] == "1" {
            try drawn.write(to: file)
        }
        let golden = try Data(contentsOf: file)
        #expect(golden.count < 60_000)
        #expect(try Self.difference(golden, drawn) <= Self.tolerance, "\(name) \(theme)")
    }

    @Test func `a word more is a difference`() throws {
        let drawer = SlideDrawer(size: Self.size, theme: .light, language: .japanese)
        let short = try drawer.draw(.quote(heading: "設計の原則", text: "単純であること。", attribution: nil))
        let long = try drawer.draw(.quote(heading: "設計の原則", text: "とても単純であること。", attribution: nil))
        #expect(try Self.difference(short.file, long.file) > Self.tolerance)
    }

    @Test func `the same brief gives the same bytes`() throws {
        #expect(try Self.draw("points", .dark) == Self.draw("points", .dark))
    }

    private static let size = FrameSize(width: 480, height: 270)
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Goldens")

    private static func draw(_ name: String, _ theme: FilmFormat.Theme) throws -> Data {
        let brief = try #require(Samples.briefs.first { $0.name == name }?.brief)
        return try SlideDrawer(size: Self.size, theme: theme, language: .japanese)
            .draw(brief, picture: .bitmap(Samples.picture(), isOpaque: true)).file
    }

    private static func difference(_ a: Data, _ b: Data) throws -> Double {
        let (a, b) = (try Bitmap.decodePNG(a), try Bitmap.decodePNG(b))
        guard a.width == b.width, a.height == b.height else { return .infinity }
        return a.withBytes { a in
            b.withBytes { b in
                let sum = zip(a, b).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
                // The fourth component, alpha, never differs.
                return Double(sum) / Double(a.count) * 4 / 3
            }
        }
    }
}
