// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import Foundation

/// A finished film, as it is reported.
struct FilmResult {
    let url: URL
    let plan: FilmPlan
    let elapsed: Duration

    func report(_ talk: OutputOptions, _ reporter: Reporter) throws {
        if talk.json {
            print(JSON.encode(Report(self), pretty: true))
        } else if talk.quiet {
            print(self.url.path)
        } else {
            let film = Self.clock(self.plan.timeline.seconds)
            print(
                Messages.ready(
                    self.url.relativePath, film: film, elapsed: Self.clock(self.elapsed / .seconds(1)))[
                        reporter.language])
        }
    }

    /// Minutes and seconds, as people read them.
    static func clock(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        return "\(whole / 60):\(whole % 60 < 10 ? "0" : "")\(whole % 60)"
    }

    private struct Report: Encodable {
        var output: String
        var title: String
        var language: Language
        var durationSeconds: Double
        var elapsedSeconds: Double
        var sections: Int
        var lines: Int

        init(_ result: FilmResult) {
            self.output = result.url.path
            self.title = result.plan.title
            self.language = result.plan.language
            self.durationSeconds = result.plan.timeline.seconds
            self.elapsedSeconds = result.elapsed / .seconds(1)
            self.sections = result.plan.slides.count
            self.lines = result.plan.timeline.lines.count
        }
    }
}

/// The reference system's names for films nobody named.
enum FilmName {
    /// `output_ja.mp4`, `output_ja_2.mp4`, `output_ja_1-3.mp4` in the configured folder.
    static func make(_ settings: FilmSettings, _ script: Script, _ scenes: String?) -> String {
        // The range was read before; its own writing has no spaces in it.
        let suffix = scenes.flatMap { try? SceneRange($0) }.map { "_\($0)" } ?? ""
        return "\(settings.outputDirectory)/output_\(script.language.rawValue)\(suffix).mp4"
    }
}
