// SPDX-License-Identifier: Apache-2.0
package import Domain
internal import Foundation

/// What somebody asks a cluster for: kept as JSON with its job, and read again by every task of it.
///
/// It comes from strangers. Nothing in it names a file: a configuration's asset paths find nothing.
package struct FilmRequest: Codable, Hashable, Sendable {
    package enum Source: Codable, Hashable, Sendable {
        /// A page on the web.
        case address(String)
        /// An article's text. The name is what people call it; its ending tells Markdown, HTML and plain text apart.
        case document(name: String, text: String)
        /// A script file's YAML.
        case script(name: String, yaml: String)
    }

    package var source: Source
    /// A configuration file's YAML.
    package var configuration: String?
    /// Of the film; the article's own when nil.
    package var language: Language?
    package var size: FrameSize?
    package var framesPerSecond: Int?
    package var seed: UInt64?
    /// How long the film should be; ``targetSecondsRange``.
    package var targetSeconds: Int?
    package var theme: FilmFormat.Theme?
    /// Ids of the personas who speak; the house's cast when nil.
    package var speakers: [String]?
    /// A script's YAML that takes the place of the one written of ``source``.
    package var editedScript: String?
    /// Pages may be fetched from private addresses; only what an operator submits may say so.
    package var allowsPrivateAddresses = false

    package init(source: Source) { self.source = source }

    /// Larger ones are refused: an article of a megabyte is a book.
    package static let maximumBytes = 2 << 20

    package static let targetSecondsRange = 30...1_800

    /// The request's own configuration, or the house's, with the request's wishes on top.
    ///
    /// - Parameter house: How films of this cluster look where nobody says otherwise; nil is what is built in.
    /// - Throws: ``JobFailure`` with `configurationInvalid`.
    package func makeSettings(house: FilmSettings? = nil) throws -> FilmSettings {
        var settings =
            try self.configuration.map {
                try FilmSettings.load(yaml: $0, name: "configuration", assets: .none)
            }
            ?? house ?? FilmSettings.defaults(for: self.language ?? .japanese)
        if let language = self.language {
            settings.languages = [language]
            settings.script.language = language
        }
        if let size = self.size { settings.format.size = size }
        if let framesPerSecond = self.framesPerSecond {
            guard (1...60).contains(framesPerSecond) else {
                throw JobFailure(
                    .configurationInvalid, "framesPerSecond", detail: "1...60, not \(framesPerSecond)")
            }
            settings.format.framesPerSecond = framesPerSecond
        }
        if let seed = self.seed { settings.script.seed = seed }
        if let theme = self.theme { settings.format.theme = theme }
        if let speakers = self.speakers { try settings.choose(speakers) }
        if let targetSeconds = self.targetSeconds {
            guard Self.targetSecondsRange.contains(targetSeconds) else {
                throw JobFailure(
                    .configurationInvalid, "targetSeconds", detail: "30...1800, not \(targetSeconds)")
            }
            settings.script.targetSeconds = targetSeconds
            settings.script.maximumSeconds = max(settings.script.maximumSeconds, targetSeconds)
        }
        return settings
    }

    /// Of the file a person would have named.
    package var name: String {
        switch self.source {
        case .address(let address): address
        case .document(let name, _), .script(let name, _): name
        }
    }
}

extension FilmSettings {
    fileprivate mutating func choose(_ speakers: [String]) throws {
        let known = self.personaIDs
        let isKnown =
            !speakers.isEmpty && Set(speakers).count == speakers.count
            && speakers.allSatisfy(known.contains)
        guard isKnown else {
            throw JobFailure(
                .configurationInvalid, "speakers",
                detail: "some of \(known.joined(separator: ", ")), each once, not \(speakers)")
        }
        self.speakers = speakers
    }
}
