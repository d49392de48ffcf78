// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Store
internal import Testing

@testable internal import GatewayApp

@Suite(.rig, .timeLimit(.minutes(1))) struct `A connection` {
    private let rig: Rig

    init() throws { self.rig = try Rig.current }

    private static func shortTimes(_ settings: inout GatewaySettings) {
        settings.times.head = .milliseconds(400)
        settings.times.body = .milliseconds(400)
        settings.times.stall = .milliseconds(400)
    }

    @Test(arguments: [
        "", "GET /health HTTP/1.1\r\nHost:",
        "POST /api/jobs HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{",
    ])
    func `whose client is slower than it may be is cut off`(sent: String) async throws {
        try await self.rig.withPort(Self.shortTimes) { port in
            let wire = try Wire(port: port)
            wire.send(sent)
            #expect(try await wire.read() != nil)
        }
    }

    @Test func `whose client does not read its film is cut off`() async throws {
        let job = try await self.rig.finishedJob(video: Data(repeating: 7, count: 32 << 20))
        try await self.rig.withPort(Self.shortTimes) { port in
            let wire = try Wire(port: port, receiveBufferBytes: 4_096)
            wire.send("GET /api/jobs/\(job)/video HTTP/1.1\r\nHost: a\r\n\r\n")
            // Nothing is read for longer than the gateway is patient; then comes what was on its way, and no more.
            try await Task.sleep(for: .seconds(2))
            let text = try #require(try await wire.read())
            #expect(text.utf8.count < 32 << 20)
        }
    }

    @Test func `is kept for the next request`() async throws {
        try await self.rig.withPort { port in
            let wire = try Wire(port: port)
            for _ in 0..<2 {
                wire.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
                let text = try #require(try await wire.read { $0.hasSuffix("}") })
                #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
            }
        }
    }

    @Test(arguments: [
        "GET /health HTTP/1.1\r\nHost: a\r\nX-A: \(String(repeating: "a", count: 9_000))\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\n\((0..<200).map { "X-\($0): a\r\n" }.joined())\r\n",
        "\u{16}\u{3}\u{1}\u{2}\u{0}\r\n\r\n",
    ])
    func `with a head that is too large, or none at all, is ended`(sent: String) async throws {
        try await self.rig.withPort { port in
            let wire = try Wire(port: port)
            wire.send(sent)
            let text = try #require(try await wire.read())
            #expect(text.isEmpty || text.hasPrefix("HTTP/1.1 400 "))
        }
    }

    @Test func `too many of one client is ended, and one that ends makes room`() async throws {
        try await self.rig.withPort({ $0.clientConnectionLimit = 3 }) { port in
            var wires = try (0..<3).map { _ in try Wire(port: port) }
            for wire in wires { #expect(try await wire.isAnswered()) }
            #expect(try await Wire(port: port).isAnswered() == false)
            wires.removeLast()
            // The gateway learns of the end in its own time.
            while try await Wire(port: port).isAnswered() == false {}
            for wire in wires { #expect(try await wire.isAnswered()) }
        }
    }

    @Test func `of a trusted proxy may be one of many`() async throws {
        try await self.rig.withPort({
            $0.clientConnectionLimit = 1
            $0.trustedProxies = [IPNetwork("127.0.0.0/8")!]
        }) { port in
            let wires = try (0..<20).map { _ in try Wire(port: port) }
            for wire in wires { #expect(try await wire.isAnswered()) }
        }
    }

    @Test func `more, of very slow clients, leaves others served`() async throws {
        try await self.rig.withPort({
            Self.shortTimes(&$0)
            $0.clientConnectionLimit = 1_000
        }) { port in
            // Each has begun a head, or a body, that it will never end.
            let slow = try (0..<300).map { number in
                let wire = try Wire(port: port)
                wire.send(
                    number.isMultiple(of: 2)
                        ? "GET /health HTTP/1.1\r\nX-Slow: "
                        : "POST /api/jobs HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{")
                return wire
            }
            for _ in 0..<10 { #expect(try await Wire(port: port).isAnswered()) }
            for wire in slow { #expect(try await wire.read() != nil) }
        }
    }

    @Test(arguments: ["", "Host: a\r\nHost: b\r\n"])
    func `of HTTP/1.1 without one host is refused`(hosts: String) async throws {
        try await self.rig.withPort { port in
            let wire = try Wire(port: port)
            wire.send("GET /health HTTP/1.1\r\n\(hosts)\r\n")
            #expect(try #require(try await wire.read()).hasPrefix("HTTP/1.1 400 "))
        }
    }

    @Test func `of HTTP/1.0 needs no host, gets no chunks, and ends with its answer`() async throws {
        let job = try await self.rig.finishedJob()
        try await self.rig.withPort { port in
            for (path, end) in [
                ("/health", "\r\n\r\n{\"status\":\"healthy\"}"), ("/api/jobs/\(job)/events", "}\n\n"),
            ] {
                let wire = try Wire(port: port)
                wire.send("GET \(path) HTTP/1.0\r\n\r\n")
                let text = try #require(try await wire.read())
                #expect(text.hasPrefix("HTTP/1.0 200 OK\r\n") && text.hasSuffix(end))
                #expect(!text.lowercased().contains("transfer-encoding"))
            }
        }
    }

    @Test func `whose client waits to be told to go on is told, unless its body is too long`() async throws {
        try await self.rig.withPort({ $0.bodyLimitBytes = 1_000 }) { port in
            let body = #"{"text": "文"}"#
            for (length, answer) in [(body.utf8.count, "HTTP/1.1 100 "), (1_001, "HTTP/1.1 413 ")] {
                let wire = try Wire(port: port)
                wire.send(
                    "POST /api/jobs HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nConnection: close\r\n"
                        + "Expect: 100-continue\r\nContent-Length: \(length)\r\n\r\n")
                let first = try #require(try await wire.read { $0.contains("\r\n\r\n") })
                #expect(first.hasPrefix(answer))
                guard length < 1_000 else { continue }
                wire.send(body)
                #expect(try #require(try await wire.read()).hasPrefix("HTTP/1.1 202 "))
            }
        }
    }

    @Test(arguments: [
        ("GET http://a/health HTTP/1.1", "200 "), ("OPTIONS * HTTP/1.1", "204 "),
        ("GET /health?a=%zz HTTP/1.1", "200 "),
        ("HEAD /health HTTP/1.1", "200 "), ("GET //health HTTP/1.1", "200 "),
        ("GET /health%00 HTTP/1.1", "404 "),
    ])
    func `may ask in each way that HTTP has`(line: String, status: String) async throws {
        try await self.rig.withPort { port in
            let wire = try Wire(port: port)
            wire.send("\(line)\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(try #require(try await wire.read()).hasPrefix("HTTP/1.1 \(status)"))
        }
    }

    @Test func `is counted by its own address`() async throws {
        try await self.rig.withPort({ $0.dailyJobLimit = 1 }) { port in
            for status in ["202 ", "429 "] {
                let wire = try Wire(port: port)
                let body = #"{"text": "文"}"#
                wire.send(
                    "POST /api/jobs HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nConnection: close\r\n"
                        + "X-Forwarded-For: 203.0.113.\(status.count)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                )
                #expect(try #require(try await wire.read()).hasPrefix("HTTP/1.1 \(status)"))
            }
        }
        #expect(
            try await self.rig.store.rows("SELECT subject FROM quotas")[0].get("subject") == "127.0.0.1/32")
    }
}
