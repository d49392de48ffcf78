// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain
internal import Foundation
internal import RenderStage

/// `make bench-render`: one minute of 1080p30 with two moving, talking characters, subtitles and fades; then the same
/// layers as an ffmpeg filter graph. Figures are printed, nothing is gated.
@main
struct Main {
    static func main() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bench-render-\(getpid())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let store = DirectoryStore(root: folder.appending(path: "store"))
        let assets = URL(fileURLWithPath: "Assets")
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let film = try await SampleFilm.make(in: store)
        let stage = RenderStage(store: store, assets: AssetFolder(root: assets), parallelism: cores)
        let results = URL(fileURLWithPath: "out/bench-render")
        try FileManager.default.createDirectory(at: results, withIntermediateDirectories: true)
        let output = results.appending(path: "moviegen.mp4")
        let clock = ContinuousClock()
        let ours = try await clock.measure {
            try await stage.render(film, to: output, record: Data("{}".utf8)) { _ in }
        }
        report("moviegen", ours, film, output)
        print("peak memory: \(peakMegabytes()) MB; cores: \(cores)")
        guard !CommandLine.arguments.contains("--ours") else { return }
        let graph = FilterGraph(
            film: film, assets: assets, store: store,
            subtitles: output.deletingPathExtension().appendingPathExtension("srt"), folder: results)
        let theirs = try await graph.measure()
        report("ffmpeg filter graph", theirs, film, graph.output)
        print("ratio: \(String(format: "%.1f", theirs / ours))")
    }

    private static func report(_ name: String, _ time: Duration, _ film: FilmPlan, _ file: URL) {
        let seconds = time / .seconds(1)
        let size = (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) ?? 0
        print(
            "\(name): \(String(format: "%.2f", seconds)) s for \(String(format: "%.1f", film.timeline.seconds)) s of "
                + "\(film.format.size) at \(film.format.framesPerSecond) fps: "
                + "\(String(format: "%.1f", film.timeline.seconds / seconds))x realtime, \(size / 1024) KiB")
    }

    private static func peakMegabytes() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Int(usage.ru_maxrss) / 1024
    }
}
