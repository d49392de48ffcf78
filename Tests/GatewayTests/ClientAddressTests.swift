// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import HTTPTypes
internal import Testing

@testable internal import GatewayApp

@Suite struct `A client's address` {
    private static let proxies = ["10.0.0.0/8", "2001:db8:ffff::/48"]

    private func client(
        _ peer: String, _ lines: [String], trusted: [String] = Self.proxies
    ) throws -> String {
        var headers = HTTPFields()
        for line in lines { headers.append(HTTPField(name: .xForwardedFor, value: line)) }
        let networks = try trusted.map { try #require(IPNetwork($0)) }
        let address = ClientAddress(peer: try #require(IPAddress(peer)), headers: headers, trusted: networks)
        return "\(address.address)"
    }

    @Test(arguments: [
        // Nobody is trusted: what a stranger says of himself is nothing.
        ("198.51.100.1", ["203.0.113.9"], "198.51.100.1"),
        // One proxy of ours.
        ("10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        // The client wrote the left part itself.
        ("10.0.0.1", ["192.0.2.1, 203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["10.9.9.9, 203.0.113.9"], "203.0.113.9"),
        // Two proxies of ours, on one line and on two.
        ("10.0.0.1", ["203.0.113.9, 10.0.0.2"], "203.0.113.9"),
        ("10.0.0.1", ["203.0.113.9", "10.0.0.2"], "203.0.113.9"),
        ("10.0.0.1", ["192.0.2.1", "203.0.113.9", "10.0.0.2"], "203.0.113.9"),
        // All of them are ours: the outermost.
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", [], "10.0.0.1"),
        // What is no address ends the walk at the last hop we trust.
        ("10.0.0.1", ["203.0.113.9, unknown"], "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.9, unknown, 10.0.0.2"], "10.0.0.2"),
        // HTTP lists may have empty elements.
        ("10.0.0.1", ["203.0.113.9, "], "203.0.113.9"),
        ("10.0.0.1", ["203.0.113.9, 010.0.0.2"], "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.9; DROP TABLE jobs"], "10.0.0.1"),
        // Ports, brackets and quotes.
        ("10.0.0.1", ["203.0.113.9:4711"], "203.0.113.9"),
        ("10.0.0.1", ["\"[2001:db8::9]:4711\""], "2001:db8:0:0:0:0:0:9"),
        ("10.0.0.1", ["[2001:db8::9]"], "2001:db8:0:0:0:0:0:9"),
        ("10.0.0.1", ["[2001:db8::9]x"], "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.9:http"], "10.0.0.1"),
        // A mapped peer is the IPv4 proxy it embeds, and so is a mapped entry.
        ("::ffff:10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["::ffff:203.0.113.9"], "203.0.113.9"),
        ("2001:db8:ffff::1", ["2001:db8::9%eth0"], "2001:db8:0:0:0:0:0:9"),
    ])
    func `is read from right to left, through proxies of ours alone`(
        peer: String, lines: [String], expected: String
    ) throws {
        #expect(try self.client(peer, lines) == expected)
    }

    @Test func `is the peer's when no proxy is trusted`() throws {
        #expect(try self.client("10.0.0.1", ["203.0.113.9"], trusted: []) == "10.0.0.1")
    }

    @Test func `is looked for in twenty hops and no more`() throws {
        let long = ["203.0.113.9"] + [String](repeating: "10.0.0.2", count: 20)
        #expect(try self.client("10.0.0.1", [long.joined(separator: ",")]) == "10.0.0.2")
        #expect(try self.client("10.0.0.1", [long.dropLast().joined(separator: ",")]) == "203.0.113.9")
    }

    @Test(arguments: [
        ("203.0.113.9", "203.0.113.9/32"), ("::ffff:203.0.113.9", "203.0.113.9/32"),
        ("64:ff9b::203.0.113.9", "203.0.113.9/32"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:0:0:0:0/64"),
        ("2001:db8:1:2::", "2001:db8:1:2:0:0:0:0/64"), ("2001:db8:1:3::", "2001:db8:1:3:0:0:0:0/64"),
    ])
    func `is counted with those that one client has for itself`(text: String, network: String) throws {
        #expect("\(ClientAddress(try #require(IPAddress(text))).network)" == network)
    }
}
