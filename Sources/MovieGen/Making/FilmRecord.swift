// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation

/// `film.json`: what a film says and shows, when, and what made it.
struct FilmRecord: Encodable {
    struct Generator: Encodable {
        var name = "moviegen"
        var version = Version.current
        var seed: UInt64
    }

    var generator: Generator
    var title: String
    var source: String?
    var durationSeconds: Double
    var script: Script
    var timeline: Timeline
    var format: FilmFormat
    var cast: [Persona]
    var credits: [Credit]

    init(script: Script, plan: FilmPlan, seed: UInt64) {
        self.generator = Generator(seed: seed)
        self.title = plan.title
        self.source = plan.source
        self.durationSeconds = plan.timeline.seconds
        self.script = script
        self.timeline = plan.timeline
        self.format = plan.format
        self.cast = plan.cast
        self.credits = Credit.all(for: plan)
    }

    var bytes: Data { Data((JSON.encode(self, pretty: true) + "\n").utf8) }
}
