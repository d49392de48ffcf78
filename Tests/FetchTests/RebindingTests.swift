// SPDX-License-Identifier: Apache-2.0
import Domain
import Fetch
import Foundation
import TestServers
import Testing

@Suite(.timeLimit(.minutes(2))) struct `A name that leads elsewhere the next time` {
    /// 127.0.0.2 stands for a public address; all others meet the real rule.
    private let fetcher = Fetcher(
        policy: FetchPolicy(),
        admission: Admission { bytes, _ in
            bytes == [127, 0, 0, 2] ? nil : AddressGuard.refusal(of: bytes)?.text
        })

    private func failure(at address: String) async -> JobFailure? {
        do {
            _ = try await self.fetcher.get(address, maximumBytes: 1_000, accept: "*/*")
            return nil
        } catch { return error as? JobFailure }
    }

    @Test func `is judged by where it leads then`() async throws {
        let page = try LocalServer(host: 0x7F00_0002) { _ in .init(body: Data("page".utf8)) }
        let secret = try LocalServer(port: page.port) { _ in .init(body: Data("secret".utf8)) }
        let name = NameServer.name(answering: ["127.0.0.2"], ["127.0.0.1"])
        let address = "http://\(name):\(page.port)/"
        #expect(await self.failure(at: address) == nil)
        let failure = await self.failure(at: address)
        #expect(failure?.code == .addressRefused && failure?.detail == "loopback address")
        #expect(page.requestCount == 1 && secret.requestCount == 0)
    }

    @Test(arguments: ["127.0.0.1", "::1", "0.0.0.0", "::ffff:127.0.0.1", "10.0.0.1", "169.254.169.254"])
    func `is not followed there in the middle of a fetch`(inner: String) async throws {
        let secret = try LocalServer { _ in .init(body: Data("secret".utf8)) }
        let name = NameServer.name(answering: ["127.0.0.2"], [inner])
        let secretPort = secret.port
        // The same name on another port: libcurl remembers an address by both.
        let page = try LocalServer(host: 0x7F00_0002) { _ in
            .redirect(to: "http://\(name):\(secretPort)/")
        }
        let failure = await self.failure(at: "http://\(name):\(page.port)/")
        #expect(failure?.code == .addressRefused)
        #expect(NameServer.remainingCount(of: name) == 1)
        #expect(page.requestCount == 1 && secret.requestCount == 0)
    }

    @Test func `has nothing but public addresses tried, of all it has at once`() async throws {
        let secret = try LocalServer { _ in .init(body: Data("secret".utf8)) }
        // Nobody listens on the public one.
        let name = NameServer.name(answering: ["127.0.0.2", "127.0.0.1", "::1"])
        let failure = await self.failure(at: "http://\(name):\(secret.port)/")
        #expect([.addressRefused, .addressUnreachable].contains(failure?.code))
        #expect(secret.requestCount == 0)
        let page = try LocalServer(host: 0x7F00_0002) { _ in .init(body: Data("page".utf8)) }
        let mixed = NameServer.name(answering: ["127.0.0.1", "::1", "127.0.0.2"])
        #expect(await self.failure(at: "http://\(mixed):\(page.port)/") == nil)
    }
}
