// SPDX-License-Identifier: Apache-2.0
import Fetch
import Testing

@Suite struct `Guarding against private addresses` {
    @Test(arguments: [
        ("0.0.0.0", AddressGuard.Reason.unspecified), ("0.1.2.3", .unspecified),
        ("10.0.0.0", .privateNetwork), ("10.255.255.255", .privateNetwork),
        ("100.64.0.0", .sharedNetwork), ("100.100.100.200", .sharedNetwork),
        ("100.127.255.255", .sharedNetwork),
        ("127.0.0.1", .loopback), ("127.255.255.254", .loopback),
        ("168.63.129.16", .cloudInternal),
        ("169.254.169.254", .linkLocal), ("169.254.0.0", .linkLocal),
        ("172.16.0.0", .privateNetwork), ("172.31.255.255", .privateNetwork),
        ("192.0.0.192", .reserved), ("192.0.2.1", .documentation), ("192.88.99.1", .transition),
        ("192.168.0.1", .privateNetwork), ("198.18.0.1", .benchmarking), ("198.19.255.255", .benchmarking),
        ("198.51.100.7", .documentation), ("203.0.113.9", .documentation),
        ("224.0.0.1", .multicast), ("239.255.255.255", .multicast),
        ("240.0.0.1", .reserved), ("255.255.255.255", .broadcast),
    ])
    func `an IPv4 address that is not public is refused by name`(text: String, reason: AddressGuard.Reason)
        throws
    {
        #expect(AddressGuard.refusal(of: try #require(IPLiteral.bytes(of: text))) == reason)
    }

    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
        "128.0.0.0", "168.63.129.15", "168.63.129.17", "169.253.255.255", "169.255.0.0", "172.15.255.255",
        "172.32.0.0", "192.0.1.0", "192.0.3.0", "192.167.255.255", "192.169.0.0", "198.17.255.255",
        "198.20.0.0",
        "198.51.99.255", "198.51.101.0", "203.0.112.255", "203.0.114.0", "223.255.255.255",
    ])
    func `an address just outside a refused network is public`(text: String) throws {
        #expect(AddressGuard.refusal(of: try #require(IPLiteral.bytes(of: text))) == nil)
    }

    @Test(arguments: [
        ("[::]", AddressGuard.Reason.unspecified), ("[::1]", .loopback), ("[::2]", .transition),
        ("[::127.0.0.1]", .transition), ("[::8.8.8.8]", .transition),
        ("[::ffff:127.0.0.1]", .loopback), ("[::ffff:10.1.2.3]", .privateNetwork),
        ("[::ffff:a9fe:a9fe]", .linkLocal),
        ("[::ffff:0.0.0.0]", .unspecified), ("[::ffff:0:127.0.0.1]", .reserved),
        ("[64:ff9b::7f00:1]", .loopback), ("[64:ff9b::192.168.1.1]", .privateNetwork),
        ("[64:ff9b:1::8.8.8.8]", .transition), ("[100::1]", .reserved),
        ("[2001::1]", .transition), ("[2001:0:7f00:1::]", .transition), ("[2001:2::1]", .reserved),
        ("[2001:20::1]", .reserved), ("[2001:db8::1]", .documentation), ("[3fff::1]", .documentation),
        ("[2002:7f00:1::1]", .transition), ("[2002:808:808::1]", .transition),
        ("[fc00::1]", .privateNetwork), ("[fd00:ec2::254]", .privateNetwork),
        ("[fe80::1]", .linkLocal), ("[febf::1]", .linkLocal), ("[fe80::1%25eth0]", .linkLocal),
        ("[fec0::1]", .privateNetwork), ("[ff02::1]", .multicast),
        ("[4000::1]", .reserved), ("[5f00::1]", .reserved), ("[1::1]", .reserved),
        ("[2606:4700::5efe:10.0.0.1]", .privateNetwork), ("[2606:4700::200:5efe:7f00:1]", .loopback),
    ])
    func `an IPv6 address that is not public is refused by name`(text: String, reason: AddressGuard.Reason)
        throws
    {
        #expect(AddressGuard.refusal(of: try #require(IPLiteral.bytes(of: text))) == reason)
    }

    @Test(arguments: [
        "[2606:4700:4700::1111]", "[2001:4860:4860::8888]", "[2400:cb00::1]", "[2a00:1450::1]",
        "[::ffff:8.8.8.8]", "[64:ff9b::8.8.8.8]", "[2001:200::1]", "[2003::1]", "[3ffe:ffff::1]",
        "[2606:4700::5efe:8.8.8.8]",
    ])
    func `a public IPv6 address passes`(text: String) throws {
        #expect(AddressGuard.refusal(of: try #require(IPLiteral.bytes(of: text))) == nil)
    }

    @Test(arguments: [0, 3, 5, 15, 17, 108])
    func `bytes of any other family are refused`(count: Int) {
        #expect(AddressGuard.refusal(of: [UInt8](repeating: 8, count: count)) == .unknownFamily)
    }

    @Test(arguments: [80, 443, 1024, 3000, 8000, 8080, 8443, 65_535])
    func `a port that serves pages passes`(port: Int) { #expect(PortGuard.allows(port)) }

    @Test(arguments: [-1, 0, 22, 25, 81, 444, 631, 1023, 2049, 6000, 6667, 65_536])
    func `a port of another protocol is refused`(port: Int) { #expect(!PortGuard.allows(port)) }
}
