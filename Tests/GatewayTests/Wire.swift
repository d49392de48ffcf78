// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Glibc
internal import ServiceLifecycle
internal import Testing

@testable internal import GatewayApp

extension Rig {
    /// Runs a gateway while `body` uses its port; the graceful shutdown is part of it.
    func withPort(
        _ change: (inout GatewaySettings) -> Void = { _ in }, _ body: @Sendable (Int) async throws -> Void
    ) async throws {
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let gateway = try self.gateway(change, onListening: { continuation.yield($0) })
        let group = ServiceGroup(services: [gateway], logger: .silent)
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            let port = try #require(await ports.first { _ in true })
            let result: Result<Void, any Error>
            do { result = .success(try await body(port)) } catch { result = .failure(error) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            try result.get()
        }
    }
}

/// A connection to this machine, by hand, so that a test can be a bad client. Each call blocks a thread of its own.
final class Wire: Sendable {
    private let socket: Int32

    init(port: Int, receiveBufferBytes: Int32? = nil) throws {
        self.socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var bytes = receiveBufferBytes {
            setsockopt(self.socket, SOL_SOCKET, SO_RCVBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(self.socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw POSIXError(.ECONNREFUSED) }
        // A server that never answers fails the test instead of hanging it.
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(self.socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(self.socket) }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.send(self.socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Asks for something small, and keeps the connection.
    func isAnswered() async throws -> Bool {
        self.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
        return try await self.read { $0.hasSuffix("}") }?.hasPrefix("HTTP/1.1 200 ") ?? false
    }

    /// Reads until `isEnough` of what came, or the server closes.
    ///
    /// - Returns: All that came; nil when nothing more did within 20 s.
    func read(until isEnough: @escaping @Sendable (String) -> Bool = { _ in false }) async throws -> String? {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                var received: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 65_536)
                while !isEnough(String(decoding: received, as: UTF8.self)) {
                    let count = recv(self.socket, &buffer, buffer.count, 0)
                    if count == 0 || (count < 0 && errno == ECONNRESET) { break }
                    guard count > 0 else { return continuation.resume(returning: nil) }
                    received += buffer[..<count]
                }
                continuation.resume(returning: String(decoding: received, as: UTF8.self))
            }
        }
    }
}
