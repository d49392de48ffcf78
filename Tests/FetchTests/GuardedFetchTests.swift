// SPDX-License-Identifier: Apache-2.0
import Domain
import Fetch
import Foundation
import TestServers
import Testing

@Suite(.timeLimit(.minutes(5))) struct `Fetching for a stranger` {
    private func failure(of fetcher: Fetcher, at address: String) async -> JobFailure? {
        do {
            _ = try await fetcher.get(address, maximumBytes: 1000, accept: "*/*")
            return nil
        } catch { return error as? JobFailure }
    }

    @Test(arguments: ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "localhost", "LOCALHOST"])
    func `this machine's own servers are refused before they hear anything`(host: String) async throws {
        let server = try LocalServer { _ in .init() }
        let failure = await self.failure(of: Fetcher(policy: FetchPolicy()), at: server.url("/", host: host))
        #expect(failure?.code == .addressRefused)
        #expect(server.requestCount == 0)
    }

    /// A name is judged by the address connected to, so it does not matter what it resolved to a moment ago.
    @Test func `a name that leads to a private address is refused when connecting`() async throws {
        let server = try LocalServer { _ in .init() }
        let address = server.url("/", host: "localhost")
        #expect(throws: Never.self) { try WebAddress(address, policy: FetchPolicy()) }
        let failure = await self.failure(of: Fetcher(policy: FetchPolicy()), at: address)
        #expect(failure?.code == .addressRefused)
        #expect(failure?.detail == "loopback address")
        #expect(server.requestCount == 0)
    }

    @Test(arguments: ["127.0.0.1", "localhost"])
    func `a redirect to a private address is refused at its hop`(host: String) async throws {
        let inner = try LocalServer { _ in .init(body: Data("secret".utf8)) }
        let innerAddress = inner.url("/admin", host: host)
        let outer = try LocalServer { _ in .redirect(to: innerAddress) }
        let outerPort = outer.port
        // The outer server stands for a public one; every other address meets the real rule.
        let admission = Admission { bytes, port in
            port == outerPort ? nil : AddressGuard.refusal(of: bytes)?.text
        }
        let fetcher = Fetcher(policy: FetchPolicy(), admission: admission)
        let failure = await self.failure(of: fetcher, at: outer.url("/", host: "localhost"))
        #expect(failure?.code == .addressRefused)
        #expect(failure?.detail == "redirected to \(innerAddress): loopback address")
        #expect(outer.requestCount == 1)
        #expect(inner.requestCount == 0)
    }

    @Test func `a person at their own machine may fetch from it`() async throws {
        let server = try LocalServer { _ in .init(body: Data("mine".utf8)) }
        var policy = FetchPolicy()
        policy.allowsPrivateAddresses = true
        let page = try await Fetcher(policy: policy).get(server.url("/"), maximumBytes: 100, accept: "*/*")
        #expect(page.body == Data("mine".utf8))
    }

    @Test func `the environment's proxies are not asked`() async throws {
        let proxy = try LocalServer { _ in .init(body: Data("from the proxy".utf8)) }
        setenv("http_proxy", proxy.url("/"), 1)
        defer { unsetenv("http_proxy") }
        let server = try LocalServer { _ in .init(body: Data("from the server".utf8)) }
        var policy = FetchPolicy()
        policy.allowsPrivateAddresses = true
        let page = try await Fetcher(policy: policy).get(server.url("/"), maximumBytes: 100, accept: "*/*")
        #expect(page.body == Data("from the server".utf8))
        #expect(proxy.requestCount == 0)
    }
}
