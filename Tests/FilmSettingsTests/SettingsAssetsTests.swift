// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import Foundation
internal import Testing

@Suite struct `Finding the files of a configuration` {
    @Test func `relative paths are looked for beside the file`() throws {
        let folder = try ScratchFolder()
        let picture = try folder.write("x", to: "art/sky.PNG")
        let song = try folder.write("x", to: "song.mp3")
        let yaml = """
            video:
              background: {type: image, path: art/sky.PNG, fit: contain}
              bgm: {path: song.mp3}
            """
        let file = try folder.write(yaml, to: "moviegen.yaml")
        let read = try FilmSettings.load(file: file)
        #expect(read.format.background == .image(path: picture, fit: .contain))
        #expect(read.format.music?.path == song)
        #expect(read.warnings.isEmpty)
    }

    @Test(arguments: ["/nowhere/sky.png", "sky.png"])
    func `a missing background or song is a warning, never a failed film`(path: String) throws {
        let read = try settings(
            "video: {background: {type: image, path: \(path)}, bgm: {path: gone.mp3, volume: 0.2}}")
        #expect(read.format.background == nil)
        #expect(read.format.music?.path == nil)
        #expect(read.format.music?.volume == 0.2)
        #expect(
            read.warnings == [
                "line 1: video.background.path: Background file not found: \(path); the theme's background is used",
                "line 1: video.bgm.path: BGM file not found: gone.mp3; our own theme is played",
            ])
    }

    @Test func `a folder is not a song`() throws {
        let folder = try ScratchFolder()
        try folder.write("x", to: "album.mp3/one.txt")
        let read = try FilmSettings.load(
            yaml: "video: {bgm: {path: album.mp3}}", name: folder.url.path + "/c.yaml")
        #expect(read.format.music?.path == nil)
        #expect(read.warnings.count == 1)
    }

    @Test func `a missing configuration is a missing file`() throws {
        let failure = #expect(throws: JobFailure.self) {
            try FilmSettings.load(file: "/nowhere/moviegen.yaml")
        }
        #expect(failure?.code == .sourceNotFound)
        #expect(failure?.detail == "Config file not found")
    }

    @Test func `a folder, a large file and bytes that are not text are refused`() throws {
        let folder = try ScratchFolder()
        let large = try folder.write(String(repeating: "# a comment\n", count: 90_000), to: "large.yaml")
        let latin = folder.url.appendingPathComponent("latin.yaml")
        try Data([0x70, 0x3A, 0x20, 0xE9]).write(to: latin)
        for path in [folder.url.path, large, latin.path] {
            let failure = #expect(throws: JobFailure.self) { try FilmSettings.load(file: path) }
            #expect(failure?.code == .configurationInvalid)
        }
    }

    @Test func `a byte order mark is not part of the first key`() throws {
        let folder = try ScratchFolder()
        let file = try folder.write("\u{FEFF}style: {fps: 24}", to: "moviegen.yaml")
        #expect(try FilmSettings.load(file: file).format.framesPerSecond == 24)
    }
}
