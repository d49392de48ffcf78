// SPDX-License-Identifier: Apache-2.0
import Artifacts
import Canvas
import Domain
import Foundation
import Testing

@testable import SlideStage

@Suite struct `Showing a figure` {
    private static let size = FrameSize(width: 480, height: 270)

    private func draw(_ source: String, from page: String? = nil, in folder: TemporaryStore) async throws
        -> Slide
    {
        let figure = Article.Figure(source: source, alternativeText: "代わりの文", caption: "図の説明")
        let brief = SlideBrief.figure(heading: "図の見出し", figure: figure)
        let script = Script(
            title: "題名", description: "", language: .japanese,
            sections: [Section(title: "節", narrations: [], slide: brief)], source: page)
        return try await folder.stage().draw(script, size: Self.size, theme: .light, progress: { _ in })[0]
    }

    /// What the same section looks like in words.
    private func inWords() throws -> Data {
        try SlideDrawer(size: Self.size, theme: .light, language: .japanese).draw(
            .points(heading: "図の見出し", items: ["図の説明"], isOrdered: false)
        ).file
    }

    private func dataAddress(_ bytes: Data, _ type: String = "image/png") -> String {
        "data:\(type);base64,\(bytes.base64EncodedString())"
    }

    @Test func `a picture in the page is shown`() async throws {
        let folder = TemporaryStore()
        let file = try Samples.picture().encodePNG()
        let slide = try await self.draw(self.dataAddress(file), in: folder)
        #expect(slide.notes.isEmpty)
        #expect(try await folder.store.bytes(of: slide.picture) != self.inWords())
    }

    @Test func `an SVG drawing is shown, base64 or not`() async throws {
        let svg = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200"><circle cx="100" cy="100" r="80"/></svg>
            """
        for address in [
            self.dataAddress(Data(svg.utf8), "image/svg+xml"),
            "data:image/svg+xml,"
                + (svg.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""),
        ] {
            #expect(try await self.draw(address, in: TemporaryStore()).notes.isEmpty)
        }
    }

    @Test func `a downloaded picture is not downloaded again`() async throws {
        let folder = TemporaryStore()
        let address = "https://203.0.113.1/flow.png"
        let recipe = try Recipe(step: "slide.download", version: 1, inputs: address)
        try await folder.store.store(try Samples.picture().encodePNG(), for: recipe)
        #expect(try await self.draw(address, in: folder).notes.isEmpty)
    }

    @Test(
        arguments: [
            "http://127.0.0.1:9/x.png", "data:image/png;base64,AAAA", "data:image/png;base64,", "data:", "",
            "/no/such/file.png", "/etc", "/dev/zero", "ftp://example.com/x.png", "data:image/svg+xml,<svg",
        ])
    func `a picture that cannot be had is told in words, and noted`(source: String) async throws {
        let folder = TemporaryStore()
        let slide = try await self.draw(source, in: folder)
        #expect(slide.notes.count == 1)
        #expect(try await folder.store.bytes(of: slide.picture) == self.inWords())
    }

    @Test(arguments: [(199, 400), (400, 119), (1, 1)])
    func `a picture too small to explain anything is told in words`(width: Int, height: Int) async throws {
        let folder = TemporaryStore()
        let file = try Samples.picture(width: width, height: height).encodePNG()
        let slide = try await self.draw(self.dataAddress(file), in: folder)
        #expect(slide.notes.count == 1)
        #expect(try await folder.store.bytes(of: slide.picture) == self.inWords())
    }

    @Test(arguments: [0.3, 0.6, 0.95])
    func `half a picture is no picture`(share: Double) async throws {
        let folder = TemporaryStore()
        let file = try Samples.picture().encodePNG()
        let torn = file.prefix(Int(Double(file.count) * share))
        let slide = try await self.draw(self.dataAddress(torn), in: folder)
        #expect(slide.notes.count == 1)
        #expect(try await folder.store.bytes(of: slide.picture) == self.inWords())
    }

    @Test func `a file is read for an article on disk, not for one from the web`() async throws {
        let folder = TemporaryStore()
        try FileManager.default.createDirectory(at: folder.root, withIntermediateDirectories: true)
        let file = folder.root.appending(path: "flow.png")
        try Samples.picture().encodePNG().write(to: file)
        #expect(try await self.draw(file.path, from: "notes/article.md", in: folder).notes.isEmpty)
        #expect(try await self.draw(file.absoluteString, in: folder).notes.isEmpty)
        #expect(try await self.draw(file.path, from: "https://example.com/", in: folder).notes.count == 1)
    }

    @Test(arguments: Samples.sizes, [(240, 160), (2000, 400), (300, 2000)])
    func `a picture stays inside, undistorted and never much enlarged`(size: FrameSize, picture: (Int, Int))
        throws
    {
        let drawer = SlideDrawer(size: size, theme: .dark, language: .japanese)
        let bitmap = Samples.picture(width: picture.0, height: picture.1)
        let plan = drawer.plan(
            .figure(heading: "見出し", figure: Samples.figure), picture: .bitmap(bitmap, isOpaque: true))
        let places = plan.elements.compactMap { element -> Rectangle? in
            guard case .bitmap(_, let place, _) = element else { return nil }
            return place
        }
        let place = try #require(places.first)
        #expect(drawer.context.safeArea.inset(by: -0.01, -0.01).contains(place))
        #expect(abs(place.width / place.height - bitmap.size.width / bitmap.size.height) < 0.02)
        #expect(place.width <= bitmap.size.width * 1.6 + 0.01)
    }
}
