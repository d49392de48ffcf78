// SPDX-License-Identifier: Apache-2.0
import Domain
import Fetch
import Foundation
import TestServers
import Testing

@Suite(.timeLimit(.minutes(5))) struct `Fetching a page` {
    private func fetcher(timeout: Duration = .seconds(20)) -> Fetcher {
        var policy = FetchPolicy()
        policy.allowsPrivateAddresses = true
        policy.timeout = timeout
        return Fetcher(policy: policy)
    }

    private func failure(of work: () async throws -> FetchedPage) async -> JobFailure? {
        do {
            _ = try await work()
            return nil
        } catch { return error as? JobFailure }
    }

    @Test func `body, type and charset arrive`() async throws {
        let server = try LocalServer { _ in
            .init(headers: ["Content-Type: Text/HTML; charset=\"Shift_JIS\""], body: Data([0x82, 0xA0]))
        }
        let page = try await self.fetcher().get(server.url("/a#part"), maximumBytes: 100, accept: "text/html")
        #expect(page.body == Data([0x82, 0xA0]))
        #expect(page.contentType == "text/html")
        #expect(page.charset == "shift_jis")
        #expect(page.address == server.url("/a"))
    }

    @Test func `the server sees who asks, and for what`() async throws {
        let server = try LocalServer { request in
            let seen = ["user-agent", "accept", "accept-encoding"].map { request.headers[$0] ?? "none" }
            return .init(body: Data(seen.joined(separator: "\n").utf8))
        }
        let page = try await self.fetcher().get(
            server.url("/"), maximumBytes: 1000, accept: "text/html, */*;q=0.1")
        let seen = String(decoding: page.body, as: UTF8.self).split(separator: "\n")
        #expect(seen[0] == "Mozilla/5.0 (compatible; MovieGenerator/1.0)")
        #expect(seen[1] == "text/html, */*;q=0.1")
        #expect(seen[2].contains("gzip") && seen[2].contains("br"))
    }

    @Test(arguments: [
        "301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect",
        "308 Permanent Redirect",
    ])
    func `redirects are followed, relative ones too`(status: String) async throws {
        let server = try LocalServer { request in
            switch request.path {
            case "/old/a": .redirect(to: "../new?x=1", status: status)
            case "/new?x=1": .init(body: Data("there".utf8))
            default: .init(status: "404 Not Found")
            }
        }
        let page = try await self.fetcher().get(server.url("/old/a"), maximumBytes: 100, accept: "*/*")
        #expect(page.body == Data("there".utf8))
        #expect(page.address == server.url("/new?x=1"))
    }

    @Test func `a cookie set on the way is sent on`() async throws {
        let server = try LocalServer { request in
            if request.headers["cookie"] == "seen=1" { return .init(body: Data("welcome".utf8)) }
            var response = LocalServer.Response.redirect(to: request.path)
            response.headers.append("Set-Cookie: seen=1")
            return response
        }
        let page = try await self.fetcher().get(server.url("/"), maximumBytes: 100, accept: "*/*")
        #expect(page.body == Data("welcome".utf8))
    }

    @Test func `a redirect loop ends after the policy's limit`() async throws {
        let server = try LocalServer { request in .redirect(to: request.path + "x") }
        let failure = await self.failure {
            try await self.fetcher().get(server.url("/"), maximumBytes: 9, accept: "*/*")
        }
        #expect(failure?.code == .tooManyRedirects)
        #expect(server.requestCount == 9)
    }

    @Test(arguments: ["file:///etc/passwd", "gopher://127.0.0.1:70/x", "ftp://127.0.0.1/", "javascript:1"])
    func `a redirect to another protocol is not followed`(location: String) async throws {
        let server = try LocalServer { _ in .redirect(to: location) }
        let failure = await self.failure {
            try await self.fetcher().get(server.url("/"), maximumBytes: 9, accept: "*/*")
        }
        #expect(failure?.code == .addressInvalid)
        #expect(failure?.subject == server.url("/"))
    }

    @Test func `a status that is no page is named`() async throws {
        let server = try LocalServer { request in
            .init(status: String(request.path.dropFirst()) + " Odd words")
        }
        for (status, detail) in [
            (404, "404 Not Found"), (503, "503 Service Unavailable"), (599, "599"), (304, "304 Not Modified"),
        ] {
            let failure = await self.failure {
                try await self.fetcher().get(server.url("/\(status)"), maximumBytes: 9, accept: "*/*")
            }
            #expect(failure?.code == .httpStatus && failure?.subject == server.url("/\(status)"))
            #expect(failure?.detail == detail && failure?.japaneseDetail == "HTTP \(status)")
        }
    }

    @Test(arguments: [true, false])
    func `a body over the limit stops the fetch, announced or not`(announced: Bool) async throws {
        let server = try LocalServer { _ in
            .init(body: Data(repeating: 65, count: 300_000), announcesLength: announced)
        }
        let failure = await self.failure {
            try await self.fetcher().get(server.url("/"), maximumBytes: 299_999, accept: "*/*")
        }
        #expect(failure?.code == .sourceTooLarge)
        let page = try await self.fetcher().get(server.url("/"), maximumBytes: 300_000, accept: "*/*")
        #expect(page.body.count == 300_000)
    }

    @Test func `a compressed body arrives decoded`() async throws {
        let server = try LocalServer { _ in .init(headers: ["Content-Encoding: gzip"], body: Compressed.hello)
        }
        let page = try await self.fetcher().get(server.url("/"), maximumBytes: 100, accept: "*/*")
        #expect(page.body == Data("hello hello hello hello".utf8))
    }

    @Test func `the limit counts decoded bytes, so a compression bomb stops`() async throws {
        let server = try LocalServer { _ in .init(headers: ["Content-Encoding: gzip"], body: Compressed.zeros)
        }
        let failure = await self.failure {
            try await self.fetcher().get(server.url("/"), maximumBytes: 1_000_000, accept: "*/*")
        }
        #expect(Compressed.zeros.count < 100_000)
        #expect(failure?.code == .sourceTooLarge)
    }

    @Test func `headers without end stop the fetch`() async throws {
        let header = "X-Filler: " + String(repeating: "a", count: 1_000)
        let server = try LocalServer { _ in .init(headers: Array(repeating: header, count: 2_000)) }
        let failure = await self.failure {
            try await self.fetcher().get(server.url("/"), maximumBytes: 1_000_000, accept: "*/*")
        }
        #expect(failure?.code == .sourceTooLarge)
    }

    @Test(arguments: [Data(), Data("<p>half".utf8)])
    func `a server that stops talking is given up in time`(begun: Data) async throws {
        let server = try LocalServer { _ in .init(body: begun, announcesLength: false, hangs: true) }
        let failure = await self.failure {
            try await self.fetcher(timeout: .milliseconds(300)).get(
                server.url("/"), maximumBytes: 100, accept: "*/*")
        }
        #expect(failure?.code == .addressTimedOut)
    }

    @Test func `the time limit spans redirects`() async throws {
        let server = try LocalServer { request in
            request.path == "/" ? .redirect(to: "/slow") : .init(announcesLength: false, hangs: true)
        }
        let failure = await self.failure {
            try await self.fetcher(timeout: .milliseconds(300)).get(
                server.url("/"), maximumBytes: 100, accept: "*/*")
        }
        #expect(failure?.code == .addressTimedOut)
        #expect(failure?.subject == server.url("/"))
    }

    /// Neither the server nor the policy would end it within this suite's time limit.
    @Test func `a cancelled fetch ends though its server says nothing`() async throws {
        let (reached, reach) = AsyncStream.makeStream(of: Void.self)
        let server = try LocalServer { _ in
            reach.yield()
            return .init(announcesLength: false, hangs: true)
        }
        let address = server.url("/")
        let fetcher = self.fetcher(timeout: .seconds(3600))
        let task = Task { try await fetcher.get(address, maximumBytes: 100, accept: "*/*") }
        for await _ in reached { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `a port where nobody listens is unreachable`() async throws {
        var server: LocalServer? = try LocalServer { _ in .init() }
        let address = try #require(server?.url("/"))
        server = nil
        let failure = await self.failure {
            try await self.fetcher().get(address, maximumBytes: 9, accept: "*/*")
        }
        #expect(failure?.code == .addressUnreachable)
    }

    @Test func `many fetches at once do not wait for each other`() async throws {
        let server = try LocalServer { request in .init(body: Data(request.path.utf8)) }
        let fetcher = self.fetcher()
        let bodies = try await withThrowingTaskGroup(of: Data.self) { group in
            for index in 0..<40 {
                let address = server.url("/\(index)")
                group.addTask { try await fetcher.get(address, maximumBytes: 100, accept: "*/*").body }
            }
            return try await group.reduce(into: Set<Data>()) { $0.insert($1) }
        }
        #expect(bodies.count == 40)
    }
}

/// Gzip streams.
enum Compressed {
    static let hello = Data(base64Encoded: "H4sIAAAAAAACA8tIzcnJV8hAJwHjUT2NFwAAAA==") ?? Data()

    /// Ten million zero bytes: a gzip header, and a hundred times the deflate block of a hundred thousand. The checksum
    /// at its end is missing, since nobody must read that far.
    static let zeros: Data = {
        let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3]
        let block =
            Data(
                base64Encoded:
                    "7MExAQAAAMKg9U9tDQ+gAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAgFcDAAD//w=="
            ) ?? Data()
        return Data(header) + Data((0..<100).flatMap { _ in block })
    }()
}
