// SPDX-License-Identifier: Apache-2.0

/// A film before it is drawn: all that rendering reads, and nothing that asks a model.
package struct FilmPlan: Codable, Hashable, Sendable {
    package var title: String
    package var description: String
    package var language: Language
    /// The article's address or path.
    package var source: String?
    /// Whose film it is, for its metadata; nil says nothing.
    package var publisher: String?
    package var format: FilmFormat
    package var cast: [Persona]
    /// One PNG a section, of ``FilmLayout/slide``'s size.
    package var slides: [ObjectID]
    package var chapterTitles: [String]
    package var timeline: Timeline
    /// Whom the voices' terms want named; nil where nobody's do.
    package var voiceCredits: [String]?

    package init(
        script: Script, spoken: [[SpokenLine]], slides: [ObjectID], format: FilmFormat, cast: [Persona],
        seed: UInt64, publisher: String? = nil
    ) {
        self.title = script.title
        self.description = script.description
        self.language = script.language
        self.source = script.source
        self.publisher = publisher
        self.format = format
        self.cast = cast
        self.slides = slides
        self.chapterTitles = script.sections.map(\.title)
        self.timeline = Timeline(script: script, spoken: spoken, format: format, cast: cast, seed: seed)
        let credits = Set(spoken.joined().compactMap(\.voiceCredit)).sorted()
        self.voiceCredits = credits.isEmpty ? nil : credits
    }

    /// The source where others may see it: an address, never a path on somebody's disk.
    package var publicSource: String? {
        self.source.flatMap { $0.hasPrefix("http://") || $0.hasPrefix("https://") ? $0 : nil }
    }
}
