// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Store

/// Which jobs a list is to have, as its address says.
struct JobQuery: Sendable {
    static let pageSize = 50
    static let choices = ["state", "stage", "age", "stuck"]

    /// What was typed of an id.
    let id: String
    let state: String
    let stage: String
    let code: String
    let client: String
    /// `max-1h`: younger; `min-1h`: older.
    let age: String
    let stuck: String
    private(set) var filter = JobFilter()

    static let spans: [(name: String, duration: Duration)] = [
        ("2m", .seconds(120)), ("15m", .seconds(900)), ("1h", .seconds(3_600)), ("6h", .seconds(21_600)),
        ("24h", .seconds(86_400)),
    ]

    /// - Throws: ``Problem`` for a value that its field does not have.
    init(_ wish: AdminWish) throws(Problem) {
        self.id = try wish.text("id")
        self.state = try wish.text("state")
        self.stage = try wish.text("stage")
        self.code = try wish.text("code")
        self.client = try wish.text("client")
        self.age = try wish.text("age")
        self.stuck = try wish.text("stuck")
        self.filter.limit = Self.pageSize
        if !self.state.isEmpty {
            self.filter.states = [try Self.known(JobState(rawValue: self.state), "state")]
        }
        if !self.stage.isEmpty {
            self.filter.stage = try Self.known(Stage(rawValue: self.stage), "stage")
        }
        if !self.code.isEmpty { self.filter.errorCode = self.code }
        if !self.client.isEmpty { self.filter.client = self.client }
        if self.age.hasPrefix("max-") {
            self.filter.maximumAge = try Self.span(self.age.dropFirst(4), "age")
        } else if !self.age.isEmpty {
            guard self.age.hasPrefix("min-") else { throw Problem(.requestInvalid, field: "age") }
            self.filter.minimumAge = try Self.span(self.age.dropFirst(4), "age")
        }
        if !self.stuck.isEmpty { self.filter.idleFor = try Self.span(self.stuck[...], "stuck") }
        self.filter.after = try ListPosition(wish)
    }

    private static func span(_ text: Substring, _ field: String) throws(Problem) -> Duration {
        try self.known(self.spans.first { $0.name == text }?.duration, field)
    }

    private static func known<Value>(_ value: Value?, _ field: String) throws(Problem) -> Value {
        guard let value else { throw Problem(.requestInvalid, field: field) }
        return value
    }

    /// The address of the page after this one.
    func next(after position: ListPosition) -> String {
        let fields = [
            ("state", self.state), ("stage", self.stage), ("code", self.code), ("client", self.client),
            ("age", self.age), ("stuck", self.stuck), ("after", position.text),
        ]
        return "/admin/jobs?" + Self.query(fields)
    }

    static func query(_ fields: [(String, String)]) -> String {
        fields.filter { !$0.1.isEmpty }.map { "\($0.0)=\(self.encoded($0.1))" }.joined(separator: "&")
    }

    static func encoded(_ text: String) -> String {
        let plain = CharacterSet(
            charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}

extension ListPosition {
    /// In an address: seconds since 1970, and the id.
    var text: String { "\(self.at.timeIntervalSince1970)_\(self.id.uuidString.lowercased())" }

    /// Nil for the first page.
    init?(_ wish: AdminWish) throws(Problem) {
        guard let text = wish.fields["after"] else { return nil }
        let parts = text.split(separator: "_")
        guard parts.count == 2, let at = Double(parts[0]), at.magnitude < 1e11,
            let id = UUID(uuidString: String(parts[1]))
        else { throw Problem(.requestInvalid, field: "after") }
        self.init(at: Date(timeIntervalSince1970: at), id: id)
    }
}

extension Problem {
    init(_ kind: ProblemKind, field: String) {
        self.init(kind)
        self.field = field
    }
}
