// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Fetch
internal import FilmSettings
internal import Foundation
internal import Store

/// What the body of `POST /api/jobs` asks for, checked as far as costs nothing: no page is fetched.
struct JobWish {
    let film: FilmRequest
    let webhook: Webhook?

    static let sources = ["url", "markdown", "text", "script"]
    static let known =
        sources + [
            "language", "size", "fps", "seed", "target_seconds", "theme", "speakers", "webhook",
            "webhook_secret",
        ]

    /// - Parameter asker: The language of who asks.
    /// - Throws: ``Problem``, or ``JobFailure`` for what is wrong with an address or a script.
    init(json: Data, asker: Language, house: FilmSettings?, allowsPrivateAddresses: Bool) throws {
        let fields = try JSONFields(json, known: Self.known)
        var film = FilmRequest(source: try Self.source(fields, allowsPrivateAddresses))
        film.language = try Self.choice(fields, "language", "ja, en", Language.init(rawValue:))
        film.size = try Self.choice(fields, "size", "720p, 1080p, 1280x720", FrameSize.init)
        film.framesPerSecond = try fields.integer("fps", in: 1...60)
        film.seed = try fields.integer("seed", in: 0...UInt64.max)
        film.targetSeconds = try fields.integer("target_seconds", in: FilmRequest.targetSecondsRange)
        film.theme = try Self.choice(fields, "theme", "light, dark", FilmFormat.Theme.init(rawValue:))
        film.speakers = try Self.speakers(fields, house)
        let settings = try film.makeSettings(house: house)
        if case .script(let name, let yaml) = film.source {
            let cast = settings.cast(for: settings.languages.first ?? .japanese, seed: settings.script.seed)
            _ = try ScriptFile.decode(yaml: yaml, name: name, cast: cast)
        }
        self.film = film
        self.webhook = try Self.webhook(fields, asker, allowsPrivateAddresses)
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
            return .address(try Self.address(source.text, "url", allowsPrivateAddresses))
        case "script": return .script(name: "script", yaml: source.text)
        default:
            guard source.text.contains(where: { !$0.isWhitespace }) else {
                throw Problem(JobFailure(.sourceEmpty, source.name), field: source.name)
            }
            return .document(name: source.name == "markdown" ? "text.md" : "text.txt", text: source.text)
        }
    }

    private static func address(_ text: String, _ field: String, _ allowsPrivateAddresses: Bool)
        throws(Problem) -> String
    {
        var policy = FetchPolicy()
        policy.allowsPrivateAddresses = allowsPrivateAddresses
        do { return try WebAddress(text, policy: policy).url } catch { throw Problem(error, field: field) }
    }

    private static func webhook(
        _ fields: JSONFields, _ language: Language, _ allowsPrivateAddresses: Bool
    ) throws(Problem) -> Webhook? {
        let (text, secret) = (try fields.text("webhook"), try fields.text("webhook_secret"))
        guard let text else {
            guard secret == nil else {
                throw Problem(
                    .requestInvalid, field: "webhook", ja: "webhook_secret には webhook も必要です",
                    en: "webhook_secret is of no use without webhook")
            }
            return nil
        }
        guard let key = secret.flatMap(WebhookSecret.bytes) else {
            throw Problem(
                .requestInvalid, field: "webhook_secret",
                ja: "webhook_secret は whsec_ に続けて24〜64バイトのBase64にしてください",
                en: "webhook_secret must be whsec_ and the Base64 of 24 to 64 bytes")
        }
        return Webhook(
            address: try Self.address(text, "webhook", allowsPrivateAddresses), secret: key,
            language: language.rawValue)
    }

    private static func speakers(_ fields: JSONFields, _ house: FilmSettings?) throws(Problem) -> [String]? {
        guard let speakers = try fields.texts("speakers") else { return nil }
        let known = (house ?? .defaults(for: .japanese)).personaIDs
        let isKnown = Set(speakers).count == speakers.count && speakers.allSatisfy(known.contains)
        guard isKnown, !speakers.isEmpty else {
            let names = known.joined(separator: ", ")
            throw Problem(
                .requestInvalid, field: "speakers", ja: "speakers は \(names) から1人以上、重複なく選んでください",
                en: "speakers must be one or more of \(names), each once")
        }
        return speakers
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
