// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Testing

/// A film as ffmpeg sees it, and the record beside it.
struct Film {
    let url: URL
    let record: Record
    let codecs: [String]
    let size: [Int]
    let seconds: Double
    /// When each subtitle with words begins, in seconds.
    let subtitleTimes: [Double]

    struct Record: Decodable {
        struct Line: Decodable {
            var actor: Int
            var frames: [Int]
        }
        struct Times: Decodable { var lines: [Line] }
        struct Words: Decodable { var language: String }

        var durationSeconds: Double
        var timeline: Times
        var script: Words
        var cast: [Persona]
        var format: FilmFormat
        var credits: [Credit]
    }

    init(_ url: URL) throws {
        self.url = url
        let json = try Data(contentsOf: url.deletingPathExtension().appendingPathExtension("json"))
        self.record = try JSONDecoder().decode(Record.self, from: json)
        func probe(_ arguments: String...) throws -> [String] {
            let bytes = try Self.run(["ffprobe", "-v", "error", "-of", "csv=p=0"] + arguments + [url.path])
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        }
        self.codecs = try probe("-show_entries", "stream=codec_name")
        let sides = try probe("-select_streams", "v", "-show_entries", "stream=width,height").first ?? ""
        self.size = sides.split(separator: ",").compactMap { Int($0) }
        self.seconds = Double(try probe("-show_entries", "format=duration").first ?? "") ?? .nan
        self.subtitleTimes = try probe("-select_streams", "s", "-show_entries", "packet=pts_time,size")
            .map { $0.split(separator: ",").compactMap { Double($0) } }
            .filter { $0.count == 2 && $0[1] > 2 }.map { $0[0] }
    }

    func loudness() throws -> (integrated: Double, truePeak: Double) {
        let bytes = try Self.run(
            [
                "ffmpeg", "-hide_banner", "-nostats", "-i", self.url.path, "-af", "ebur128=peak=true", "-f",
                "null", "-",
            ],
            joiningErrors: true)
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        func last(_ key: String) -> Double {
            (lines.last { $0.contains(key) } ?? "").split(separator: " ").compactMap { Double($0) }.last
                ?? .nan
        }
        return (last("I:  "), last("Peak:"))
    }

    /// Where a character's mouth is, as large as it opens.
    func mouthArea(of actor: Int) -> PixelRectangle {
        let box = FilmLayout(format: self.record.format, cast: self.record.cast).characters[actor]
        // Of our two characters' drawings: 600 by 1000, the mouth around (300, 480).
        let scale = Double(box.height) * 0.97 / 1000
        let middle = Double(box.x) + Double(box.width) / 2
        let top = Double(box.maxY) - 1000 * scale
        // Even, or ffmpeg's crop rounds it to what 4:2:0 can hold.
        func even(_ value: Double) -> Int { Int(value) & ~1 }
        return PixelRectangle(
            x: even(middle - 60 * scale), y: even(top + 465 * scale), width: even(120 * scale),
            height: even(70 * scale))
    }

    /// For each frame the mean absolute difference of an area to the frame before, 0...255.
    func motion(in area: PixelRectangle) throws -> [Double] {
        let crop = "crop=\(area.width):\(area.height):\(area.x):\(area.y)"
        let bytes = try Self.run(
            [
                "ffmpeg", "-v", "error", "-i", self.url.path, "-vf", crop, "-f", "rawvideo", "-pix_fmt",
                "gray", "-",
            ])
        let count = area.width * area.height
        let frames = [UInt8](bytes)
        return (0..<frames.count / count).map { frame in
            guard frame > 0 else { return 0 }
            let (now, before) = (frame * count, (frame - 1) * count)
            return Double(
                (0..<count).reduce(0) { $0 + abs(Int(frames[now + $1]) - Int(frames[before + $1])) })
                / Double(count)
        }
    }

    private static func run(_ arguments: [String], joiningErrors: Bool = false) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        if joiningErrors { process.standardError = pipe }
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(arguments.joined(separator: " "))")
        return output
    }
}
