// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore

/// What a browser brings along: its language, its own recent films, and the secret of its forms.
struct Visitor {
    private(set) var language: Language
    /// Newest first; names in an address nobody can guess.
    private(set) var films: [UUID]
    /// In a cookie that other sites cannot read, and in each form: a form of another site does not have it.
    let formToken: String
    /// To be set with the answer.
    private(set) var newCookies: [String] = []

    private static let filmLimit = 10
    private static let tokenBytes = 16

    init(_ request: Request) {
        let cookies = request.cookies
        self.language = request.language
        if let chosen = cookies["moviegen_lang"].flatMap({ Language(rawValue: $0.value) }) {
            self.language = chosen
        }
        self.films = (cookies["moviegen_films"]?.value ?? "").split(separator: ".").prefix(Self.filmLimit)
            .compactMap { UUID(uuidString: String($0)) }
        if let token = cookies["moviegen_form"]?.value, Self.isToken(token) {
            self.formToken = token
        } else {
            self.formToken = Self.makeToken()
            self.set("moviegen_form", self.formToken)
        }
        let asked = request.uri.queryParameters["lang"].flatMap { Language(rawValue: String($0)) }
        if let asked {
            self.language = asked
            self.set("moviegen_lang", asked.rawValue, seconds: 365 * 86_400)
        }
    }

    mutating func add(film job: UUID, keptSeconds: Int) {
        self.films.removeAll { $0 == job }
        self.films = Array(([job] + self.films).prefix(Self.filmLimit))
        let value = self.films.map { $0.uuidString.lowercased() }.joined(separator: ".")
        self.set("moviegen_films", value, seconds: keptSeconds)
    }

    /// Whether a form came from a page of ours.
    func mayPost(_ request: Request, token: String?) -> Bool {
        // Browsers say where a request comes from; one that does not is held to the token alone.
        if let site = request.headers[.secFetchSite], site != "same-origin" { return false }
        guard let token else { return false }
        return Self.areEqual(token, self.formToken)
    }

    /// Lax: not sent with a form of another site, but with a link that leads here.
    private mutating func set(_ name: String, _ value: String, seconds: Int? = nil) {
        let age = seconds.map { "; Max-Age=\($0)" } ?? ""
        self.newCookies.append("\(name)=\(value); Path=/; HttpOnly; SameSite=Lax\(age)")
    }

    static func makeToken() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<Self.tokenBytes).map { _ in
            let byte = UInt8.random(in: .min ... .max, using: &generator)
            return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    static func isToken(_ text: String) -> Bool {
        text.utf8.count == self.tokenBytes * 2
            && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    /// In a time that does not tell how much of it was right.
    private static func areEqual(_ a: String, _ b: String) -> Bool {
        a.utf8.count == b.utf8.count && zip(a.utf8, b.utf8).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension HTTPField.Name {
    static let secFetchSite = Self("Sec-Fetch-Site")!
}
