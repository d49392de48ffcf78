// SPDX-License-Identifier: Apache-2.0
import Artifacts
import Domain
import Fetch
import Foundation
import Synchronization
import TestServers
import Testing

@testable import SlideStage

/// `Tests/Corpus/hostile-urls.txt`, which says itself what its lines mean.
struct HostileURL: Sendable, CustomTestStringConvertible {
    let expectation: String
    let text: String

    var testDescription: String { self.text }

    static let all: [HostileURL] = {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let place = tests.appending(path: "Corpus/hostile-urls.txt")
        // A corpus that is not there fails the test that counts it.
        let lines = (try? String(contentsOf: place, encoding: .utf8))?.split(separator: "\n") ?? []
        return lines.filter { !$0.hasPrefix("#") }.map { line in
            let parts = line.split(separator: "\t", maxSplits: 1)
            let text = String(parts[1]).replacing(/\\u\{([0-9A-F]+)\}/) { match in
                String(UInt32(match.1, radix: 16).flatMap(UnicodeScalar.init).map(Character.init) ?? "?")
            }
            return HostileURL(expectation: String(parts[0]), text: text)
        }
    }()

    static let harmful = Self.all.filter { ["refused", "invalid"].contains($0.expectation) }
}

@Suite(.timeLimit(.minutes(5))) struct `A hostile address` {
    @Test func `is one of many`() { #expect(HostileURL.all.count > 200) }

    @Test(arguments: HostileURL.all)
    func `is seen through`(hostile: HostileURL) throws {
        let found: String
        do {
            let address = try WebAddress(hostile.text, policy: FetchPolicy())
            let bytes = IPLiteral.bytes(of: address.host)
            let host = address.host.filter { !"[]".contains($0) }
            found = "\(bytes == nil ? "name" : "public") \(host)"
        } catch {
            found = error.code == .addressRefused ? "refused" : "\(error.code)"
        }
        #expect(found == (hostile.expectation == "invalid" ? "addressInvalid" : hostile.expectation))
    }

    @Test(arguments: HostileURL.harmful)
    func `is connected to neither for an article nor for its pictures`(hostile: HostileURL) async throws {
        let asked = Asked()
        let fetcher = Fetcher(policy: FetchPolicy(), admission: asked.admission)
        await #expect(throws: JobFailure.self) {
            try await fetcher.get(hostile.text, maximumBytes: 1_000, accept: "*/*")
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "hostile-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let loader = FigureLoader(store: DirectoryStore(root: folder), fetcher: fetcher, readsFiles: false)
        let picture = try await loader.bytes(of: hostile.text)
        #expect(picture == nil || hostile.text.hasPrefix("data:"))
        #expect(asked.addresses == [])
    }
}

/// Which addresses were about to be connected to; none is.
private final class Asked: Sendable {
    private let asked = Mutex<[[UInt8]]>([])

    var addresses: [[UInt8]] { self.asked.withLock { $0 } }
    var admission: Admission {
        Admission { bytes, _ in
            self.asked.withLock { $0.append(bytes) }
            return Localized("a test")
        }
    }
}

@Suite(.timeLimit(.minutes(5))) struct `A redirect` {
    /// A page that stands for a public one, and what it leads to: a server that has a secret.
    private func follow(
        _ makeLocation: (LocalServer) -> String
    ) async throws -> (JobFailure?, secretReads: Int) {
        let secret = try LocalServer { _ in .init(body: Data("secret".utf8)) }
        let location = makeLocation(secret)
        let page = try LocalServer { _ in .redirect(to: location) }
        let pagePort = page.port
        let fetcher = Fetcher(
            policy: FetchPolicy(),
            admission: Admission { bytes, port in
                port == pagePort ? nil : AddressGuard.refusal(of: bytes)?.text
            })
        do {
            _ = try await fetcher.get(
                page.url("/article", host: "localhost"), maximumBytes: 1_000, accept: "*/*")
            return (nil, secret.requestCount)
        } catch { return (error as? JobFailure, secret.requestCount) }
    }

    @Test(arguments: [
        "http://127.0.0.1:PORT/admin", "http://localhost:PORT/admin", "//127.0.0.1:PORT/admin",
        "//localhost:PORT/", "///127.0.0.1:PORT/", "http:///127.0.0.1:PORT/", "http:127.0.0.1:PORT/",
        "HTTP://2130706433:PORT/", "http://0x7f.1:PORT/", "http://127.1.:PORT/", "http://[::1]:PORT/",
        "http://[::ffff:127.0.0.1]:PORT/", "http://0:PORT/", "http://a@127.0.0.1:PORT/",
        "https://127.0.0.1:PORT/", "\\\\127.0.0.1:PORT/", "/\\127.0.0.1:PORT/",
        "http://127.0.0.1:PORT\\@example.com/", "http://%31%32%37.0.0.1:PORT/",
        "http://１２７.0.0.1:PORT/", "http://127。0。0。1:PORT/", "file:///etc/passwd", "FILE:/etc/passwd",
        "gopher://127.0.0.1:PORT/_a", "dict://127.0.0.1:PORT/a", "ftp://127.0.0.1:PORT/a",
        "ldap://127.0.0.1:PORT/a", "javascript:a", "data:text/plain,a",
    ])
    func `into this machine is not followed, in any spelling`(location: String) async throws {
        let (failure, secretReads) = try await self.follow {
            location.replacing("PORT", with: "\($0.port)")
        }
        let code = try #require(failure?.code)
        #expect([.addressRefused, .addressInvalid, .tooManyRedirects].contains(code))
        #expect(secretReads == 0)
    }

    @Test(arguments: HostileURL.harmful)
    func `to a hostile address is not followed`(hostile: HostileURL) async throws {
        // A header has no such characters.
        guard !hostile.text.contains(where: \.isNewline), !hostile.text.contains("\0") else { return }
        let (failure, _) = try await self.follow { _ in hostile.text }
        #expect(failure != nil)
    }
}
