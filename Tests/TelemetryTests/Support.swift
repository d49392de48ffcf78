// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Glibc
internal import Logging

@testable internal import Telemetry

/// What a logger writes, as the file it went to.
final class LogFile {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("log-\(UUID().uuidString)")
    let descriptor: Int32

    init() { self.descriptor = open(self.url.path, O_CREAT | O_RDWR | O_APPEND, 0o600) }

    deinit {
        close(self.descriptor)
        unlink(self.url.path)
    }

    func makeLogger(level: Logger.Level = .trace, provider: Logger.MetadataProvider? = nil) -> Logger {
        Logger(label: "test") { [descriptor] _ in
            var handler = JSONLogHandler(
                service: "render-svc", instance: "host-1", level: level, fileDescriptor: descriptor)
            handler.metadataProvider = provider
            return handler
        }
    }

    func lines() throws -> [String] {
        try String(contentsOf: self.url, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    func objects() throws -> [[String: Any]] {
        try self.lines().map {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
        }
    }
}

/// The repository this file is part of.
let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// A connection to this machine, by hand, so that a test can be a bad client.
struct RawConnection: ~Copyable {
    private let socket: Int32

    init(port: Int) throws {
        self.socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
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

    /// Everything until the server closes; nil when it did not within 20 s.
    func readToEnd() -> String? {
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(self.socket, &buffer, buffer.count, 0)
            if count == 0 || (count < 0 && errno == ECONNRESET) {
                return String(decoding: received, as: UTF8.self)
            }
            guard count > 0 else { return nil }
            received += buffer[..<count]
        }
    }

    /// One answer, by its `Content-Length`.
    func readAnswer() -> Answer? {
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            if let answer = Answer(String(decoding: received, as: UTF8.self)) { return answer }
            let count = recv(self.socket, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            received += buffer[..<count]
        }
    }
}

/// An HTTP answer, apart.
struct Answer {
    let status: Int
    let headers: [String: String]
    let body: String

    init?(_ text: String) {
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count > 1, let status = Int(words[1]) else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let pair = line.split(separator: ":", maxSplits: 1)
            headers[pair[0].lowercased()] = pair[1].trimmingCharacters(in: .whitespaces)
        }
        self.status = status
        self.headers = headers
        self.body = String(text[end.upperBound...])
        guard self.body.utf8.count >= Int(headers["content-length"] ?? "") ?? 0 else { return nil }
    }

    func json() throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(self.body.utf8)) as? [String: Any] ?? [:]
    }
}

/// Runs blocking work on a thread of its own.
func onThread<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
    }
}

func get(_ path: String, port: Int, method: String = "GET") async throws -> Answer {
    let answer = try await onThread { () -> Answer? in
        let connection = try RawConnection(port: port)
        connection.send("\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        if method == "HEAD" {
            return connection.readToEnd().flatMap {
                Answer(
                    $0.replacingOccurrences(of: "content-length", with: "x-length", options: .caseInsensitive)
                )
            }
        }
        return connection.readAnswer()
    }
    guard let answer else { throw POSIXError(.ETIMEDOUT) }
    return answer
}
