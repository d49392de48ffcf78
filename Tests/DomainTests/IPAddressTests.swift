// SPDX-License-Identifier: Apache-2.0
import Domain
import Testing

@Suite struct `An IP address` {
    @Test(
        arguments: [
            ("0.0.0.0", [0, 0, 0, 0]), ("192.0.2.255", [192, 0, 2, 255]),
            ("::ffff:192.0.2.1", [192, 0, 2, 1]),
            ("::ffff:c000:201", [192, 0, 2, 1]), ("64:ff9b::c000:201", [192, 0, 2, 1]),
            ("::", [UInt8](repeating: 0, count: 16)),
            ("1:2:3:4:5:6:7:8", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]),
            ("2001:db8::1%eth0", [0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
            ("2001:DB8::192.0.2.1", [0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 192, 0, 2, 1]),
            ("1::", [0, 1] + [UInt8](repeating: 0, count: 14)),
        ] as [(String, [UInt8])])
    func `is read`(text: String, bytes: [UInt8]) throws {
        #expect(try #require(IPAddress(text)).bytes == bytes)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "1.2.3.-4", "1.2.3.4 ", "0x7f.0.0.1", "١.2.3.4",
        ":",
        ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "g::", "1:2:3:4:5:6:7::8:9",
        "::1.2.3",
        "1.2.3.4::", "+1::", "[::1]", "fe80::1/64",
    ])
    func `is refused`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
        ("192.0.2.7", "192.0.2.7", true),
        ("192.0.2.7", "192.0.2.8", false), ("2001:db8::/33", "2001:db8:7fff::1", true),
        ("2001:db8::/33", "2001:db8:8000::1", false), ("0.0.0.0/0", "192.0.2.1", true),
        ("0.0.0.0/0", "2001:db8::1", false), ("::/0", "2001:db8::1", true), ("10.1.2.3/8", "10.0.0.1", true),
        ("::ffff:10.0.0.0/104", "10.200.0.1", true),
    ])
    func `is in a network or not`(network: String, address: String, isIn: Bool) throws {
        #expect(try #require(IPNetwork(network)).contains(try #require(IPAddress(address))) == isIn)
    }

    @Test(arguments: [
        "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0/8", "::/129", "10.0.0.0/8/8", "a", "1.2.3.4/8 x",
    ])
    func `is in no network that is none`(text: String) {
        #expect(IPNetwork(text) == nil)
    }

    @Test func `of several networks is listed with commas`() {
        #expect(
            IPNetwork.list("10.0.0.0/8, ::1 ,192.0.2.1")?.map(\.description) == [
                "10.0.0.0/8", "0:0:0:0:0:0:0:1/128", "192.0.2.1/32",
            ])
        #expect(IPNetwork.list("10.0.0.0/8, nobody") == nil)
    }
}
