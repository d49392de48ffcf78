// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Fetch
internal import Foundation

/// An engine of the VOICEVOX family behind its HTTP interface.
struct VoicevoxEngine: Sendable {
    /// Without a slash at its end.
    let address: String
    private let fetcher: Fetcher

    /// For one request; as long as a local engine gets.
    private static let patience = Child.patience
    private static let answerBytes = 64 << 20

    /// - Parameter address: The operator's own word, so it may be private.
    init(address: String) {
        self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
        var policy = FetchPolicy()
        policy.allowsPrivateAddresses = true
        policy.timeout = Self.patience
        self.fetcher = Fetcher(policy: policy)
    }

    /// Sends JSON and takes whatever the engine makes of it.
    ///
    /// - Throws: `engineFailed`, which another attempt may mend, whether it is away, busy or refuses.
    func post(_ path: String, _ query: [String: String], _ body: Data = Data()) async throws -> Data {
        var parts = URLComponents()
        // By name, so that a line is always asked for in one way.
        parts.queryItems = query.sorted { $0.key < $1.key }.map { URLQueryItem(name: $0, value: $1) }
        // A plus sign would be read as a space.
        let text = (parts.percentEncodedQuery ?? "").replacing("+", with: "%2B")
        return try await self.answer(path) {
            let (status, answer) = try await self.fetcher.ask(
                "\(self.address)\(path)?\(text)", body: body,
                headers: [("Content-Type", "application/json")], maximumBytes: Self.answerBytes)
            guard (200..<300).contains(status) else {
                let detail = String(decoding: answer.prefix(120), as: UTF8.self)
                throw JobFailure(
                    .engineFailed, self.address, detail: "\(path) answered \(status) \(detail)")
            }
            return answer
        }
    }

    /// The speakers' styles by number.
    func styles() async throws -> [Int: Style] {
        let page = try await self.answer("/speakers") {
            try await self.fetcher.get(
                "\(self.address)/speakers", maximumBytes: 16 << 20, accept: "application/json"
            ).body
        }
        guard let speakers = try? JSONDecoder().decode([Speaker].self, from: page) else {
            throw JobFailure(.engineFailed, self.address, detail: "its list of speakers is none")
        }
        return Dictionary(
            speakers.flatMap { speaker in
                // Other types sing.
                speaker.styles.filter { ($0.type ?? "talk") == "talk" }.map {
                    ($0.id, Style(speaker: speaker.name, name: $0.name, version: speaker.version ?? ""))
                }
            }, uniquingKeysWith: { first, _ in first })
    }

    struct Style: Hashable {
        let speaker, name: String
        /// Of the speaker's model: another one sounds otherwise.
        let version: String
    }

    private struct Speaker: Decodable {
        struct Style: Decodable {
            let name: String
            let id: Int
            let type: String?
        }
        let name: String
        let styles: [Style]
        let version: String?
    }

    private func answer<Value>(_ path: String, _ ask: () async throws -> Value) async throws -> Value {
        do {
            return try await ask()
        } catch let failure as JobFailure where failure.code != .engineFailed {
            let reason = failure.detail.isEmpty ? failure.code.rawValue : failure.detail
            throw JobFailure(.engineFailed, self.address, detail: "\(path): \(reason)")
        }
    }
}
