// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Foundation

/// `film.json`: what a film says and shows, when, and what made it.
package struct FilmRecord: Encodable {
    struct Generator: Encodable {
        var name = "moviegen"
        var version = ProductVersion.current
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

    package init(script: Script, plan: FilmPlan, seed: UInt64) {
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

    /// - Throws: `EncodingError` for a number JSON cannot hold; nothing of ours holds one.
    package func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return try encoder.encode(self) + Data("\n".utf8)
    }
}
