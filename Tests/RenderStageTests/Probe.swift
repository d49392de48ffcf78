// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// A film as ffmpeg and ffprobe, which know nothing of ours, see it.
struct Probe: Decodable {
    struct Stream: Decodable {
        var codec_name: String
        var width: Int?
        var height: Int?
        var pix_fmt: String?
        var nb_frames: String?
    }

    struct Chapter: Decodable {
        var tags: [String: String]
        var start_time: String
        var title: String { self.tags["title"] ?? "" }
    }

    struct Format: Decodable {
        var duration: String?
        var tags: [String: String]?
    }

    var streams: [Stream]
    var chapters: [Chapter]
    var format: Format

    var seconds: Double { Double(self.format.duration ?? "") ?? .nan }
    var title: String? { self.format.tags?["title"] }

    init(_ file: URL) throws {
        let json = try Self.run(
            "ffprobe", "-v", "error", "-show_streams", "-show_chapters", "-show_format", "-of", "json",
            file.path)
        self = try JSONDecoder().decode(Probe.self, from: json)
    }

    static func keyframes(of file: URL) throws -> [Int] {
        let text = try self.text(
            "ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "packet=flags", "-of",
            "csv=p=0", file.path)
        return text.split(separator: "\n").enumerated().filter { $0.element.hasPrefix("K") }.map(\.offset)
    }

    /// The pictures' times of all chapters, in seconds.
    var chapterStarts: [Double] { self.chapters.compactMap { Double($0.start_time) } }

    static func decodedFrameCount(of file: URL) throws -> Int? {
        let text = try self.text(
            "ffprobe", "-v", "error", "-count_frames", "-select_streams", "v", "-show_entries",
            "stream=nb_read_frames",
            "-of", "csv=p=0", file.path)
        return Int(text.filter(\.isNumber))
    }

    static func loudness(of file: URL) throws -> (integrated: Double, truePeak: Double) {
        let text = try self.text(
            "ffmpeg", "-hide_banner", "-nostats", "-i", file.path, "-af", "ebur128=peak=true", "-f", "null",
            "-")
        func last(_ key: String) -> Double {
            let line = text.split(separator: "\n").last { $0.contains(key) } ?? ""
            return line.split(separator: " ").compactMap { Double($0) }.last ?? .nan
        }
        return (last("I:  "), last("Peak:"))
    }

    static func pixel(of file: URL, frame: Int, x: Int, y: Int) throws -> (red: Int, green: Int, blue: Int) {
        let bytes = try self.run(
            "ffmpeg", "-v", "error", "-i", file.path, "-vf", "select=eq(n\\,\(frame)),crop=2:2:\(x):\(y)",
            "-frames:v", "1",
            "-f", "rawvideo", "-pix_fmt", "rgb24", "-")
        try #require(bytes.count >= 3)
        return (Int(bytes[0]), Int(bytes[1]), Int(bytes[2]))
    }

    /// The names of the file's outermost boxes.
    static func atoms(of file: URL) throws -> [String] {
        let bytes = [UInt8](try Data(contentsOf: file))
        var atoms: [String] = []
        var offset = 0
        while offset + 8 <= bytes.count {
            atoms.append(String(decoding: bytes[offset + 4..<offset + 8], as: UTF8.self))
            offset += max(8, bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) })
        }
        return atoms
    }

    private static func text(_ arguments: String...) throws -> String {
        String(decoding: try self.run(arguments), as: UTF8.self)
    }

    static func run(_ arguments: String...) throws -> Data { try self.run(arguments) }

    private static func run(_ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        // ffmpeg's measurements are on standard error.
        process.standardError = arguments.contains("ebur128=peak=true") ? pipe : FileHandle.standardError
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(arguments.joined(separator: " "))")
        return output
    }
}
