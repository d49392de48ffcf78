// SPDX-License-Identifier: Apache-2.0
internal import CCurl
package import Domain
internal import Foundation

/// An http or https URL that a fetch may set out for.
///
/// libcurl's own URL parser reads it and writes it again, so there is one opinion of which host a clever spelling
/// means (`http://0x7f.1`, `http://2130706433`, `http://good.example@10.0.0.1`): that of the library which connects.
package struct WebAddress: Hashable, Sendable {
    /// Normalised: percent-encoded, an international host in ASCII, no fragment.
    package let url: String
    package let host: String
    package let port: Int

    /// What the URL standard's authors and this guard call too long to be an article's address.
    private static let maximumBytes = 8_192

    /// - Throws: `addressInvalid` for what is no http(s) URL; `addressRefused` for a host written as a private address
    ///   or a port that speaks no web. A host written as a name is judged when it is connected to.
    package init(_ text: String, policy: FetchPolicy) throws(JobFailure) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        try Self.checkSpelling(trimmed)
        let parts: URLParts
        do { parts = try URLParts(Self.withASCIIHost(trimmed)) } catch let problem {
            throw JobFailure(.addressInvalid, Self.redacted(trimmed), detail: problem.detail)
        }
        guard !parts.hasCredentials else {
            throw JobFailure(
                .addressInvalid, Self.redacted(trimmed),
                detail: Localized(ja: "ユーザー名かパスワードが入っています", en: "a user name or password inside it"))
        }
        self.url = parts.url
        self.host = parts.host
        self.port = parts.port
        guard Self.isHost(parts.host) else {
            throw JobFailure(.addressInvalid, Self.redacted(trimmed), detail: Self.noHost)
        }
        try self.checkDestination(policy: policy)
    }

    private static func checkSpelling(_ text: String) throws(JobFailure) {
        func refuse(_ detail: Localized) -> JobFailure {
            JobFailure(.addressInvalid, self.redacted(String(text.prefix(200))), detail: detail)
        }
        guard !text.isEmpty else { throw refuse(Localized(ja: "空です", en: "empty")) }
        guard text.utf8.count <= self.maximumBytes else {
            throw refuse(
                Localized(
                    ja: "\(self.maximumBytes)バイトを超えています", en: "longer than \(self.maximumBytes) bytes"))
        }
        let scheme = text.prefix { $0 != ":" }.lowercased()
        guard scheme == "http" || scheme == "https", text.dropFirst(scheme.count).hasPrefix("://") else {
            throw refuse(Localized(ja: "", en: "not http:// or https://"))
        }
        // Parsers disagree about white space, controls and backslashes before the path, so there are none.
        let authority = text.dropFirst(scheme.count + 3).prefix { !"/?#".contains($0) }
        guard !authority.isEmpty else { throw refuse(self.noHost) }
        let isClean = text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F || $0 == " " }
        guard isClean, !authority.contains(where: { $0 == "\\" || $0.isWhitespace }) else {
            throw refuse(Localized(ja: "URLに使えない文字があります", en: "a character that no address has"))
        }
    }

    private static let noHost = Localized(ja: "サーバー名がありません", en: "no host")

    /// The text with its host in Punycode. libcurl would convert by the process's locale, which a service lacks.
    private static func withASCIIHost(_ text: String) -> String {
        guard let start = text.range(of: "://")?.upperBound else { return text }
        let authority = text[start...].prefix { !"/?#".contains($0) }
        guard !authority.utf8.allSatisfy({ $0 < 0x80 }), !authority.contains("@") else { return text }
        let port = authority.lastIndex(of: ":").map { authority[$0...] } ?? ""
        var components = URLComponents()
        components.host = String(authority.dropLast(port.count))
        guard let ascii = components.encodedHost, !ascii.contains("%") else { return text }
        return text.replacingCharacters(in: authority.startIndex..<authority.endIndex, with: ascii + port)
    }

    /// False for a name that no name server has, but that a resolver may take for an IPv4 address all the same.
    ///
    /// As the URL standard has it (url.spec.whatwg.org, "ends in a number"), a host whose last label is a number is an
    /// address or nothing. What is left here was no address to libcurl, for a final dot or a percent sign in it.
    private static func isHost(_ host: String) -> Bool {
        guard !host.hasPrefix("["), IPLiteral.bytes(of: host) == nil else { return true }
        let labels = (host.hasSuffix(".") ? host.dropLast() : host[...]).split(
            separator: ".", omittingEmptySubsequences: false)
        guard let last = labels.last?.lowercased(), !labels.contains(""), host.utf8.allSatisfy({ $0 < 0x80 })
        else { return false }
        let digits = last.hasPrefix("0x") ? last.dropFirst(2) : last[...]
        return !digits.allSatisfy { last.hasPrefix("0x") ? $0.isHexDigit : $0.isNumber }
    }

    private func checkDestination(policy: FetchPolicy) throws(JobFailure) {
        guard (1...65_535).contains(self.port) else {
            throw JobFailure(
                .addressInvalid, self.url, detail: Localized(ja: "ポート\(self.port)", en: "port \(self.port)"))
        }
        guard !policy.allowsPrivateAddresses else { return }
        if let refusal = PortGuard.refusal(of: self.port) {
            throw JobFailure(.addressRefused, self.url, detail: refusal)
        }
        if let bytes = IPLiteral.bytes(of: self.host), let reason = AddressGuard.refusal(of: bytes) {
            throw JobFailure(.addressRefused, self.url, detail: reason.text)
        }
    }

    /// A text that can be shown and logged: without what stands before an @ in its authority.
    package static func redacted(_ text: String) -> String {
        guard let start = text.range(of: "://")?.upperBound else { return text }
        let authority = text[start...].prefix { !"/?#".contains($0) }
        guard let at = authority.lastIndex(of: "@") else { return text }
        return String(text[..<start]) + String(text[text.index(after: at)...])
    }
}
