// SPDX-License-Identifier: Apache-2.0

/// An IPv4 or IPv6 address. An IPv6 address that embeds an IPv4 one (mapped, or by NAT64) is that IPv4 address.
package struct IPAddress: Hashable, Sendable {
    /// 4 or 16, in network order.
    package let bytes: [UInt8]

    package var isIPv4: Bool { self.bytes.count == 4 }

    package var isLoopback: Bool {
        self.isIPv4
            ? self.bytes[0] == 127 : self.bytes.dropLast().allSatisfy { $0 == 0 } && self.bytes[15] == 1
    }

    /// - Parameter bytes: 4 or 16 in network order; nil for another number.
    package init?(bytes: [UInt8]) {
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        // 64:ff9b::/96, RFC 6052.
        let translated: [UInt8] = [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]
        switch bytes.count {
        case 4: self.bytes = bytes
        case 16 where bytes.starts(with: mapped) || bytes.starts(with: translated):
            self.bytes = Array(bytes[12...])
        case 16: self.bytes = bytes
        default: return nil
        }
    }

    /// `192.0.2.1` with four decimal numbers, or IPv6 as RFC 4291 writes it; a zone (`%eth0`) is dropped.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 64 else { return nil }
        let plain = text.contains(":") ? String(text.prefix { $0 != "%" }) : String(text)
        guard let bytes = plain.contains(":") ? Self.ipv6(plain) : Self.ipv4(plain) else { return nil }
        self.init(bytes: bytes)
    }

    private static func ipv4(_ text: some StringProtocol) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let bytes = parts.compactMap { part -> UInt8? in
            // A leading zero means octal to some: it is nothing to us.
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (48...57).contains($0) }),
                part.utf8.count == 1 || part.utf8.first != 48
            else { return nil }
            return UInt8(part)
        }
        return bytes.count == 4 ? bytes : nil
    }

    private static func ipv6(_ text: String) -> [UInt8]? {
        let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
        guard halves.count <= 2, let head = self.groups(halves[0], mayEndInIPv4: halves.count == 1) else {
            return nil
        }
        guard halves.count == 2 else { return head.count == 16 ? head : nil }
        guard let tail = self.groups(halves[1], mayEndInIPv4: true), head.count + tail.count <= 14 else {
            return nil
        }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    private static func groups(_ text: Substring, mayEndInIPv4: Bool) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        var bytes: [UInt8] = []
        let groups = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, group) in groups.enumerated() {
            if group.contains("."), mayEndInIPv4, index == groups.count - 1, let last = self.ipv4(group) {
                bytes += last
                continue
            }
            guard (1...4).contains(group.utf8.count), group.allSatisfy(\.isHexDigit),
                group.utf8.count == group.count,
                let number = UInt16(group, radix: 16)
            else { return nil }
            bytes += [UInt8(number >> 8), UInt8(number & 0xFF)]
        }
        return bytes
    }
}

extension IPAddress: CustomStringConvertible {
    /// As PostgreSQL's `inet` reads it.
    package var description: String {
        guard !self.isIPv4 else { return self.bytes.map(String.init).joined(separator: ".") }
        return stride(from: 0, to: 16, by: 2).map { index in
            String(UInt16(self.bytes[index]) << 8 | UInt16(self.bytes[index + 1]), radix: 16)
        }.joined(separator: ":")
    }
}

/// A network: the addresses that share their first bits.
package struct IPNetwork: Hashable, Sendable, CustomStringConvertible {
    /// The bits behind the prefix are zero.
    package let address: IPAddress
    package let prefixLength: Int

    /// - Parameter prefixLength: Cut to what the address has.
    package init(of address: IPAddress, prefixLength: Int) {
        self.prefixLength = min(max(0, prefixLength), address.bytes.count * 8)
        var bytes = address.bytes
        for index in bytes.indices {
            let bits = min(8, max(0, self.prefixLength - index * 8))
            bytes[index] &= bits == 0 ? 0 : UInt8(truncatingIfNeeded: 0xFF << (8 - bits))
        }
        self.address = IPAddress(bytes: bytes) ?? address
    }

    /// What is counted as one client: an IPv4 address, or the /64 that one IPv6 host has for itself.
    package init(ofClient address: IPAddress) {
        self.init(of: address, prefixLength: address.isIPv4 ? 32 : 64)
    }

    /// `10.0.0.0/8`, `2001:db8::/32`, or a single address.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ IPAddress($0) }), parts.count <= 2 else { return nil }
        let most = address.bytes.count * 8
        guard parts.count == 2 else {
            self.init(of: address, prefixLength: most)
            return
        }
        // A mapped network was written with IPv6's count of bits.
        let isMapped = address.isIPv4 && parts[0].contains(":")
        guard parts[1].utf8.count <= 3, parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
            let length = Int(parts[1]).map({ isMapped ? $0 - 96 : $0 }), (0...most).contains(length)
        else { return nil }
        self.init(of: address, prefixLength: length)
    }

    /// Networks with commas between them; nil when one of them is none.
    package static func list(_ text: String) -> [IPNetwork]? {
        let parts = text.split(separator: ",").map { part in
            part.drop { $0 == " " }.split(separator: " ", omittingEmptySubsequences: false).first ?? ""
        }
        let networks = parts.compactMap { IPNetwork($0) }
        return networks.count == parts.count ? networks : nil
    }

    package func contains(_ address: IPAddress) -> Bool {
        address.bytes.count == self.address.bytes.count
            && IPNetwork(of: address, prefixLength: self.prefixLength).address == self.address
    }

    package var description: String { "\(self.address)/\(self.prefixLength)" }
}
