// SPDX-License-Identifier: Apache-2.0
import Domain
import FilmSettings
import Foundation
import Testing

@Suite struct `A request from outside` {
    @Test func `is the same after its journey as JSON`() throws {
        var request = FilmRequest(source: .document(name: "記事.md", text: "# 題\n本文"))
        request.language = .japanese
        request.size = FrameSize(width: 640, height: 360)
        request.seed = 7
        let bytes = try JSONEncoder().encode(request)
        #expect(try JSONDecoder().decode(FilmRequest.self, from: bytes) == request)
    }

    @Test func `finds no file of the machine that reads it`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "request-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let picture = folder.appending(path: "secret.png")
        try Data("x".utf8).write(to: picture)
        let yaml = "video:\n  background:\n    type: image\n    path: \(picture.path)\n"
        // On a person's own machine the same line is found.
        #expect(
            try FilmSettings.load(yaml: yaml, name: "mine.yaml").format.background != FilmFormat().background)
        var request = FilmRequest(source: .address("https://example.org/"))
        request.configuration = yaml
        let settings = try request.makeSettings()
        #expect(settings.format.background == FilmFormat().background)
        #expect(settings.warnings.contains { $0.contains(picture.path) })
    }

    @Test func `overrides its configuration, and that the house's`() throws {
        var house = FilmSettings.defaults(for: .japanese)
        house.format.framesPerSecond = 24
        house.script.seed = 5
        var request = FilmRequest(source: .address("https://example.org/"))
        #expect(try request.makeSettings(house: house).format.framesPerSecond == 24)
        request.framesPerSecond = 12
        #expect(try request.makeSettings(house: house).format.framesPerSecond == 12)
        #expect(try request.makeSettings(house: house).script.seed == 5)
        request.configuration = "style:\n  fps: 60\n"
        request.framesPerSecond = nil
        #expect(try request.makeSettings(house: house).format.framesPerSecond == 60)
    }

    @Test func `chooses who speaks, and the slides' colours`() throws {
        var request = FilmRequest(source: .address("https://example.org/"))
        request.speakers = ["sora"]
        request.theme = .dark
        let settings = try request.makeSettings()
        #expect(settings.cast(for: .japanese).map(\.name) == ["ソラ"])
        #expect(settings.format.theme == .dark)
        request.speakers = ["sora", "kohaku"]
        #expect(try request.makeSettings().cast(for: .english).map(\.id) == ["sora", "kohaku"])
    }

    @Test(arguments: [[], ["sora", "sora"], ["nobody"]])
    func `refuses speakers who are not of the cast, or none`(speakers: [String]) {
        var request = FilmRequest(source: .address("https://example.org/"))
        request.speakers = speakers
        #expect(throws: JobFailure.self) { try request.makeSettings() }
    }

    @Test(arguments: [0, 61, -1]) func `refuses a frame rate outside 1...60`(rate: Int) {
        var request = FilmRequest(source: .address("https://example.org/"))
        request.framesPerSecond = rate
        #expect(throws: JobFailure.self) { try request.makeSettings() }
    }
}
