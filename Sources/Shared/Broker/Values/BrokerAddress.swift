// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// Where RabbitMQ listens and who we are to it: `amqp://user:password@host:port/vhost?heartbeat=15`.
///
/// Read here and not by `amqp_parse_url`, which gives "" for `/`, keeps "guest" for a missing password, and refuses
/// queries. RabbitMQ's URI specification: an absent path is the virtual host "/", an empty segment is "".
package struct BrokerAddress: Hashable, Sendable, CustomStringConvertible {
    package var host: String
    package var port: Int
    /// amqps: TLS 1.2 or newer, the certificate and its host name checked.
    package var isSecure = false
    package var user = "guest"
    package var password = "guest"
    package var virtualHost = "/"
    /// 1-300 s; query `heartbeat`. Zero is refused: a dead peer would never be noticed.
    package var heartbeatSeconds = 15
    /// 100-60 000 ms for opening the socket and for the handshake, each; query `connection_timeout`.
    package var connectionTimeoutMilliseconds = 5_000
    /// PEM file of the authorities to trust; query `cacertfile`.
    package var authoritiesFile = "/etc/ssl/certs/ca-certificates.crt"

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Without the password.
    package var description: String {
        let host = self.host.contains(":") ? "[\(self.host)]" : self.host
        return "\(self.isSecure ? "amqps" : "amqp")://\(self.user)@\(host):\(self.port)/"
            + PercentCoding.encode(self.virtualHost)
    }

}

extension BrokerAddress {
    /// - Throws: ``BrokerError`` `.invalidAddress`, naming the part and never the password.
    package init(parsing url: String) throws(BrokerError) {
        guard let schemeEnd = url.range(of: "://") else { throw Self.refused("it has no scheme") }
        var rest = url[schemeEnd.upperBound...]
        let isSecure: Bool
        switch url[..<schemeEnd.lowerBound].lowercased() {
        case "amqp": isSecure = false
        case "amqps": isSecure = true
        default: throw Self.refused("its scheme is not amqp or amqps")
        }
        guard !url.utf8.contains(0), !rest.contains("#") else {
            throw Self.refused("it has a NUL or a fragment")
        }
        var query: Substring = ""
        if let mark = rest.firstIndex(of: "?") {
            query = rest[rest.index(after: mark)...]
            rest = rest[..<mark]
        }
        let path = rest.firstIndex(of: "/").map { rest[rest.index(after: $0)...] }
        let authority = rest.prefix { $0 != "/" }
        self.init(host: "localhost", port: isSecure ? 5671 : 5672)
        self.isSecure = isSecure
        try self.readAuthority(authority)
        if let path { self.virtualHost = try Self.decoded(path, "virtual host") }
        if self.virtualHost.contains("/"), path?.contains("/") == true {
            throw Self.refused("its path has two segments; write / in a virtual host as %2f")
        }
        for item in query.split(separator: "&") { try self.readQuery(item) }
    }

    private mutating func readAuthority(_ authority: Substring) throws(BrokerError) {
        var place = authority
        if let at = authority.lastIndex(of: "@") {
            place = authority[authority.index(after: at)...]
            let account = authority[..<at]
            let colon = account.firstIndex(of: ":")
            self.user = try Self.decoded(account[..<(colon ?? account.endIndex)], "user")
            self.password =
                try colon.map { index throws(BrokerError) in
                    try Self.decoded(account[account.index(after: index)...], "password")
                } ?? ""
        }
        var portText: Substring = ""
        if place.first == "[" {
            guard let close = place.firstIndex(of: "]") else { throw Self.refused("its [ is not closed") }
            self.host = String(place[place.index(after: place.startIndex)..<close])
            portText = place[place.index(after: close)...]
        } else {
            let colon = place.firstIndex(of: ":") ?? place.endIndex
            if colon > place.startIndex { self.host = try Self.decoded(place[..<colon], "host") }
            portText = place[colon...]
        }
        guard !portText.isEmpty else { return }
        guard portText.first == ":", let port = Int(portText.dropFirst()), (1...65_535).contains(port) else {
            throw Self.refused("its port is not a number of 1-65535")
        }
        self.port = port
    }

    private mutating func readQuery(_ item: Substring) throws(BrokerError) {
        let key = item.prefix { $0 != "=" }
        let value = try Self.decoded(item.dropFirst(key.count + 1), "query")
        switch key {
        case "heartbeat": self.heartbeatSeconds = try Self.number(value, key, in: 1...300)
        case "connection_timeout":
            self.connectionTimeoutMilliseconds = try Self.number(value, key, in: 100...60_000)
        case "cacertfile": self.authoritiesFile = value
        case "verify" where value == "verify_peer": break
        default: throw Self.refused("its query has \(key), which is not known or not allowed")
        }
    }

    private static func number(
        _ text: String, _ key: Substring, in range: ClosedRange<Int>
    ) throws(BrokerError) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw Self.refused("its \(key) is not in \(range.lowerBound)-\(range.upperBound)")
        }
        return number
    }

    private static func decoded(_ text: Substring, _ part: String) throws(BrokerError) -> String {
        guard let text = PercentCoding.decode(text), text.utf8.count <= 255, !text.utf8.contains(0) else {
            throw Self.refused("its \(part) has a bad percent sign or is over 255 bytes")
        }
        return text
    }

    private static func refused(_ reason: String) -> BrokerError {
        BrokerError(.invalidAddress, "The RabbitMQ address cannot be used: \(reason).")
    }
}
