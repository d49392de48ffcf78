// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Canvas
internal import Domain
internal import Foundation

/// The same film as a person would script it for ffmpeg: background, slides that fade, two characters that lean and open
/// their mouths, a subtitle for each line; simpler than ours, without blinks, faces or sound. libx264 veryfast at the
/// same quantiser, all cores.
struct FilterGraph {
    let film: FilmPlan
    let assets: URL
    let store: any ArtifactStore
    /// The film's .srt.
    let subtitles: URL
    let folder: URL

    private var rate: Double { Double(self.film.format.framesPerSecond) }

    var output: URL { self.folder.appending(path: "ffmpeg.mp4") }

    func measure() async throws -> Duration {
        let arguments = try await self.arguments()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["ffmpeg", "-hide_banner", "-loglevel", "error", "-y"] + arguments
        process.standardInput = FileHandle.nullDevice
        let time = try ContinuousClock().measure {
            try process.run()
            process.waitUntilExit()
        }
        precondition(process.terminationStatus == 0, "ffmpeg failed: \(arguments.joined(separator: " "))")
        return time
    }

    private func arguments() async throws -> [String] {
        let size = self.film.format.size
        let layout = FilmLayout(format: self.film.format, cast: self.film.cast)
        var graph = Graph(rate: self.film.format.framesPerSecond, seconds: self.film.timeline.seconds)
        let room = try VectorDrawing(file: self.assets.appending(path: "Backgrounds/study.svg"))
        graph.start(try self.picture("background", size.width, size.height) { try $0.draw(room, in: $1) })
        for span in self.film.timeline.slides {
            let slide = try await self.store.file(of: self.film.slides[span.section])
            let start = Double(span.frames.lowerBound) / self.rate
            graph.overlay(slide, "fade=in:st=\(start):d=0.5:alpha=1", x: layout.slide.x, y: layout.slide.y)
        }
        for (index, persona) in self.film.cast.enumerated() {
            let box = layout.characters[index]
            let name = persona.id
            let drawing = try VectorDrawing(
                file: self.assets.appending(path: "Characters/\(name)/character.svg"))
            for (mouth, enable) in [("closed-neutral", nil), ("a", self.speaking(index))] {
                let face = ["body", "eyes-open-neutral", "brows-neutral", "mouth-\(mouth)", "front"]
                let file = try self.picture("\(name)-\(mouth)", box.width, box.height) {
                    try $0.draw(drawing, elements: face, in: $1)
                }
                let lean = "rotate=2*PI/180*sin(2*PI*t/4):c=none"
                graph.overlay(file, "format=rgba,\(lean)", x: box.x, y: box.y, enable: enable)
            }
        }
        graph.subtitles(self.subtitles)
        return graph.arguments(output: self.output.path, quantiser: self.film.format.constantRateFactor)
    }

    private func enable(_ line: Timeline.LineSpan) -> String {
        "between(t,\(Double(line.frames.lowerBound) / self.rate),\(Double(line.frames.upperBound) / self.rate))"
    }

    /// While its lines last, open for half of every sixth of a second.
    private func speaking(_ actor: Int) -> String {
        let lines = self.film.timeline.lines.filter { $0.actor == actor }.map(self.enable)
        return "(\(lines.joined(separator: "+")))*lt(mod(t,0.1667),0.0833)"
    }

    private func picture(
        _ name: String, _ width: Int, _ height: Int, _ draw: (borrowing Painter, Rectangle) throws -> Void
    ) throws -> URL {
        let bitmap = Bitmap(width: width, height: height)
        try bitmap.paint { try draw($0, bitmap.bounds) }
        let url = self.folder.appending(path: "\(name).png")
        try bitmap.encodePNG().write(to: url)
        return url
    }
}

/// A chain of overlays.
private struct Graph {
    let rate: Int
    let seconds: Double
    private var inputs: [String] = []
    private var filters: [String] = []
    private var last = "0:v"
    private var count = 0

    init(rate: Int, seconds: Double) {
        self.rate = rate
        self.seconds = seconds
    }

    mutating func start(_ file: URL) { self.add(file) }

    mutating func overlay(_ file: URL, _ filter: String, x: Int, y: Int, enable: String? = nil) {
        self.add(file)
        let when = enable.map { ":enable='\($0)'" } ?? ""
        self.filters.append("[\(self.count - 1):v]\(filter)[i\(self.count)]")
        self.filters.append("[\(self.last)][i\(self.count)]overlay=\(x):\(y)\(when)[o\(self.count)]")
        self.last = "o\(self.count)"
    }

    /// By libass, as `-vf subtitles=` does.
    mutating func subtitles(_ file: URL) {
        let style = "FontName=Noto Sans CJK JP,FontSize=14,BorderStyle=3,Alignment=2"
        self.filters.append("[\(self.last)]subtitles=\(file.path):force_style='\(style)'[text]")
        self.last = "text"
    }

    private mutating func add(_ file: URL) {
        self.inputs += ["-loop", "1", "-framerate", "\(self.rate)", "-t", "\(self.seconds)", "-i", file.path]
        self.count += 1
    }

    func arguments(output: String, quantiser: Int) -> [String] {
        self.inputs + [
            "-filter_complex", self.filters.joined(separator: ";") + ";[\(self.last)]format=yuv420p[v]",
            "-map", "[v]",
            "-c:v", "libx264", "-preset", "veryfast", "-qp", "\(quantiser)", "-t", "\(self.seconds)", output,
        ]
    }
}
