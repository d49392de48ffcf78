// SPDX-License-Identifier: Apache-2.0
package import Domain
package import HTTPTypes

/// Whose request it is, for counting and blocking.
package struct ClientAddress: Hashable, Sendable {
    package let address: IPAddress

    /// More hops than any honest chain of proxies has.
    private static let hopLimit = 20

    package init(_ address: IPAddress) { self.address = address }

    /// The nearest address that is not one of our proxies: the peer, or what trusted proxies say of theirs.
    ///
    /// X-Forwarded-For is read from right to left, since each proxy adds its own peer on the right and what stands left
    /// of the first stranger is the stranger's own invention.
    ///
    /// - Parameter trusted: Empty: the header is ignored.
    package init(peer: IPAddress, headers: HTTPFields, trusted: [IPNetwork]) {
        var address = peer
        let hops = headers[values: .xForwardedFor].flatMap { $0.split(separator: ",") }.reversed()
        for hop in hops.prefix(Self.hopLimit) {
            guard trusted.contains(where: { $0.contains(address) }), let next = Self.address(of: hop) else {
                break
            }
            address = next
        }
        self.address = address
    }

    /// `192.0.2.1`, `192.0.2.1:443`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:443`, each also in quotes.
    private static func address(of hop: Substring) -> IPAddress? {
        var text = hop.drop { $0 == " " || $0 == "\t" || $0 == "\"" }
        while let last = text.last, last == " " || last == "\t" || last == "\"" { text.removeLast() }
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]"), self.isPort(text[text.index(after: end)...]) else {
                return nil
            }
            return IPAddress(text[text.index(after: text.startIndex)..<end])
        }
        let colons = text.filter { $0 == ":" }.count
        guard colons == 1, let colon = text.firstIndex(of: ":") else { return IPAddress(text) }
        return self.isPort(text[colon...]) ? IPAddress(text[..<colon]) : nil
    }

    /// Nothing, or a colon and digits.
    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || text.first == ":" && text.dropFirst().utf8.allSatisfy { (48...57).contains($0) }
    }

    /// What is counted as one client.
    package var network: IPNetwork { IPNetwork(ofClient: self.address) }
}

extension HTTPField.Name {
    static let xForwardedFor = Self("X-Forwarded-For")!
    static let xForwardedProto = Self("X-Forwarded-Proto")!
    static let idempotencyKey = Self("Idempotency-Key")!
    static let idempotentReplayed = Self("Idempotent-Replayed")!
    static let rateLimitLimit = Self("RateLimit-Limit")!
    static let rateLimitRemaining = Self("RateLimit-Remaining")!
    static let rateLimitReset = Self("RateLimit-Reset")!
    static let lastEventID = Self("Last-Event-ID")!
    static let acceptPost = Self("Accept-Post")!
    static let accelBuffering = Self("X-Accel-Buffering")!
    static let frameOptions = Self("X-Frame-Options")!
    static let referrerPolicy = Self("Referrer-Policy")!
    static let permissionsPolicy = Self("Permissions-Policy")!
}
