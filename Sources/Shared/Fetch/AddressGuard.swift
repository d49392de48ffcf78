// SPDX-License-Identifier: Apache-2.0
package import Domain

/// Decides which network addresses a page may come from: those that anyone on the internet reaches alike.
///
/// A page's address is a stranger's choice, and this machine stands inside networks the stranger does not. The guard
/// reads the bytes of the address that is about to be connected to, never a name, so a name that resolves
/// differently the second time gains nothing. The ranges are those of the IANA special-purpose registries (RFC 6890
/// and its updates) that are not globally reachable.
package enum AddressGuard {
    /// Why an address is refused.
    package enum Reason: String, Sendable, CaseIterable {
        case unspecified = "unspecified address"
        case loopback = "loopback address"
        case privateNetwork = "private address"
        case sharedNetwork = "carrier-grade NAT address"
        case linkLocal = "link-local address"
        case multicast = "multicast address"
        case broadcast = "broadcast address"
        case documentation = "documentation address"
        case benchmarking = "benchmarking address"
        case reserved = "reserved address"
        case cloudInternal = "address of a cloud's own services"
        case transition = "address of a transition mechanism"
        case unknownFamily = "neither IPv4 nor IPv6"

        package var text: Localized { Localized(ja: self.japanese, en: self.rawValue) }

        private var japanese: String {
            switch self {
            case .unspecified: "未指定アドレス"
            case .loopback: "端末自身のアドレス"
            case .privateNetwork: "プライベートアドレス"
            case .sharedNetwork: "通信事業者内のアドレス"
            case .linkLocal: "リンクローカルアドレス"
            case .multicast: "マルチキャストアドレス"
            case .broadcast: "ブロードキャストアドレス"
            case .documentation: "例示用のアドレス"
            case .benchmarking: "性能測定用のアドレス"
            case .reserved: "予約済みのアドレス"
            case .cloudInternal: "クラウド内部のアドレス"
            case .transition: "移行用のアドレス"
            case .unknownFamily: "IPv4でもIPv6でもないアドレス"
            }
        }
    }

    /// - Parameter bytes: An address in network order: 4 bytes of IPv4 or 16 of IPv6.
    /// - Returns: nil when the address is public.
    package static func refusal(of bytes: some Collection<UInt8>) -> Reason? {
        switch bytes.count {
        case 4: self.refusal(ofIPv4: bytes.reduce(0) { $0 << 8 | UInt32($1) })
        case 16: self.refusal(ofIPv6: bytes.reduce(0) { $0 << 8 | UInt128($1) })
        default: .unknownFamily
        }
    }

    private static func refusal(ofIPv4 address: UInt32) -> Reason? {
        for (network, length, reason) in self.ipv4Networks
        where address >> (32 - length) == network >> (32 - length) {
            return reason
        }
        return nil
    }

    private static let ipv4Networks: [(network: UInt32, length: UInt32, reason: Reason)] = [
        (0x0000_0000, 8, .unspecified),
        (0x0A00_0000, 8, .privateNetwork),
        (0x6440_0000, 10, .sharedNetwork),
        (0x7F00_0000, 8, .loopback),
        // Azure's platform services answer every virtual machine here, though the range looks public.
        (0xA83F_8110, 32, .cloudInternal),
        (0xA9FE_0000, 16, .linkLocal),
        (0xAC10_0000, 12, .privateNetwork),
        (0xC000_0000, 24, .reserved),
        (0xC000_0200, 24, .documentation),
        (0xC058_6300, 24, .transition),
        (0xC0A8_0000, 16, .privateNetwork),
        (0xC612_0000, 15, .benchmarking),
        (0xC633_6400, 24, .documentation),
        (0xCB00_7100, 24, .documentation),
        (0xE000_0000, 4, .multicast),
        (0xFFFF_FFFF, 32, .broadcast),
        (0xF000_0000, 4, .reserved),
    ]

    private static func refusal(ofIPv6 address: UInt128) -> Reason? {
        let low = UInt32(truncatingIfNeeded: address)
        switch address >> 32 {
        // IPv4-mapped addresses and NAT64 lead an IPv6 socket to IPv4 hosts: they are as good as what they embed.
        case 0xFFFF, 0x64_FF9B << 64: return self.refusal(ofIPv4: low)
        case 0: return address == 0 ? .unspecified : address == 1 ? .loopback : .transition
        default: break
        }
        let prefix = UInt64(truncatingIfNeeded: address >> 64)
        for (network, length, reason) in self.ipv6Networks
        where prefix >> (64 - length) == network >> (64 - length) {
            return reason
        }
        guard prefix >> 61 == 0b001 else { return .reserved }
        // ISATAP (RFC 5214) tunnels to the IPv4 address in its interface identifier.
        let interface = UInt32(truncatingIfNeeded: address >> 32)
        return interface | 0x0200_0000 == 0x0200_5EFE ? self.refusal(ofIPv4: low) : nil
    }

    /// By their upper 64 bits. Only 2000::/3 is given out for the public internet, so what lies outside it is refused
    /// whether or not it has a name here.
    private static let ipv6Networks: [(network: UInt64, length: UInt64, reason: Reason)] = [
        (0x0064_FF9B_0001_0000, 48, .transition),
        (0x0100_0000_0000_0000, 64, .reserved),
        // Teredo, and every other protocol assignment of 2001::/23 (benchmarking, ORCHID).
        (0x2001_0000_0000_0000, 32, .transition),
        (0x2001_0000_0000_0000, 23, .reserved),
        (0x2001_0DB8_0000_0000, 32, .documentation),
        // 6to4 was retired by RFC 7526, and can spell any IPv4 address.
        (0x2002_0000_0000_0000, 16, .transition),
        (0x3FFF_0000_0000_0000, 20, .documentation),
        (0xFC00_0000_0000_0000, 7, .privateNetwork),
        (0xFE80_0000_0000_0000, 10, .linkLocal),
        (0xFEC0_0000_0000_0000, 10, .privateNetwork),
        (0xFF00_0000_0000_0000, 8, .multicast),
    ]
}
