// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Fetch
internal import FilmSettings
internal import Foundation

/// What the body of `POST /api/jobs` asks for, checked as far as costs nothing: no page is fetched.
struct JobWish {
    let film: FilmRequest

    private static let sources = ["url", "markdown", "text", "script"]
    private static let known = sources + ["language", "size", "fps", "seed", "target_seconds"]

    /// - Throws: ``Problem``, or ``JobFailure`` for what is wrong with an address or a script.
    init(json: Data, house: FilmSettings?, allowsPrivateAddresses: Bool) throws {
        let fields = try JSONFields(json, known: Self.known)
        var film = FilmRequest(source: try Self.source(fields, allowsPrivateAddresses))
        film.language = try Self.choice(fields, "language", "ja, en", Language.init(rawValue:))
        film.size = try Self.choice(fields, "size", "720p, 1080p, 1280x720", FrameSize.init)
        film.framesPerSecond = try fields.integer("fps", in: 1...60)
        film.seed = try fields.integer("seed", in: 0...UInt64.max)
        film.targetSeconds = try fields.integer("target_seconds", in: FilmRequest.targetSecondsRange)
        let settings = try film.makeSettings(house: house)
        if case .script(let name, let yaml) = film.source {
            let cast = settings.cast(for: settings.languages.first ?? .japanese, seed: settings.script.seed)
            _ = try ScriptFile.decode(yaml: yaml, name: name, cast: cast)
        }
        self.film = film
    }

    private static func source(_ fields: JSONFields, _ allowsPrivateAddresses: Bool) throws
        -> FilmRequest.Source
    {
        let given = try Self.sources.compactMap { name in try fields.text(name).map { (name: name, text: $0) }
        }
        guard let source = given.first else {
            throw Problem(
                .requestInvalid, field: "url", ja: "有効なURLを入力してください（または markdown、text、script のどれか）。",
                en: "Give a valid url, or one of markdown, text and script.")
        }
        guard given.count == 1 else {
            let names = given.map(\.name).joined(separator: ", ")
            throw Problem(
                .requestInvalid, field: given[1].name, ja: "\(names) はどれか1つだけにしてください。",
                en: "Give only one of \(names).")
        }
        guard source.text.utf8.count <= FilmRequest.maximumBytes else {
            throw Problem(JobFailure(.sourceTooLarge, source.name), field: source.name)
        }
        switch source.name {
        case "url":
            var policy = FetchPolicy()
            policy.allowsPrivateAddresses = allowsPrivateAddresses
            do { return .address(try WebAddress(source.text, policy: policy).url) } catch {
                throw Problem(error, field: "url")
            }
        case "script": return .script(name: "script", yaml: source.text)
        default:
            guard source.text.contains(where: { !$0.isWhitespace }) else {
                throw Problem(JobFailure(.sourceEmpty, source.name), field: source.name)
            }
            return .document(name: source.name == "markdown" ? "text.md" : "text.txt", text: source.text)
        }
    }

    private static func choice<Value>(
        _ fields: JSONFields, _ name: String, _ examples: String, _ make: (String) -> Value?
    ) throws(Problem) -> Value? {
        guard let text = try fields.text(name) else { return nil }
        guard let value = make(text) else {
            throw Problem(
                .requestInvalid, field: name, ja: "\(name) の値は使えません（例: \(examples)）",
                en: "This value of \(name) is not known; there are \(examples)")
        }
        return value
    }
}
