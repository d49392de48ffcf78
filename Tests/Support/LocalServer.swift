// SPDX-License-Identifier: Apache-2.0
package import Foundation
internal import Glibc
internal import Synchronization

/// An HTTP server on this machine for as long as it lives: one thread that accepts, one for each connection.
package final class LocalServer: Sendable {
    package struct Request: Sendable {
        package let path: String
        /// By lower-case name.
        package let headers: [String: String]
        /// As long as its Content-Length says.
        package let body: Data
    }

    package struct Response: Sendable {
        package var status: String
        package var headers: [String]
        package var body: Data
        /// Adds a Content-Length; without it the end of the connection ends the body.
        package var announcesLength: Bool
        /// Says nothing more until the client hangs up.
        package var hangs: Bool

        package init(
            status: String = "200 OK", headers: [String] = [], body: Data = Data(),
            announcesLength: Bool = true,
            hangs: Bool = false
        ) {
            self.status = status
            self.headers = headers
            self.body = body
            self.announcesLength = announcesLength
            self.hangs = hangs
        }

        package static func redirect(to location: String, status: String = "302 Found") -> Response {
            Response(status: status, headers: ["Location: \(location)"])
        }
    }

    package let port: Int
    private let listener: Int32
    private let requestCounter = Atomic(0)
    private let handler: @Sendable (Request) -> Response

    package var requestCount: Int { self.requestCounter.load(ordering: .relaxed) }

    /// - Parameters:
    ///   - host: One of 127.0.0.0/8, each of which may have a server of its own on the same port.
    ///   - port: 0 for any free one.
    package init(
        host: UInt32 = 0x7F00_0001, port: Int = 0, handler: @escaping @Sendable (Request) -> Response
    ) throws {
        self.handler = handler
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = host.bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        guard isListening else { throw POSIXError(.EADDRNOTAVAIL) }
        self.listener = listener
        self.port = Int(UInt16(bigEndian: address.sin_port))
        let accepting = Thread { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { break }
                self?.answer(connection)
            }
            // Closed here and not by deinit: the number could by then be another server's, accepted from below.
            close(listener)
        }
        accepting.start()
    }

    private func answer(_ connection: Int32) {
        Thread.detachNewThread {
            self.serve(connection)
            close(connection)
        }
    }

    deinit { shutdown(self.listener, Int32(SHUT_RDWR)) }

    package func url(_ path: String, host: String = "127.0.0.1") -> String {
        "http://\(host):\(self.port)\(path)"
    }

    private func serve(_ connection: Int32) {
        guard let request = Self.readRequest(connection) else { return }
        self.requestCounter.add(1, ordering: .relaxed)
        let response = self.handler(request)
        var lines = ["HTTP/1.1 \(response.status)", "Connection: close"] + response.headers
        if response.announcesLength { lines.append("Content-Length: \(response.body.count)") }
        if !response.hangs || !response.body.isEmpty {
            Self.write(
                Data((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + response.body, to: connection)
        }
        guard response.hangs else { return }
        var byte: UInt8 = 0
        while recv(connection, &byte, 1, 0) > 0 {}
    }

    private static func readRequest(_ connection: Int32) -> Request? {
        var received = Data()
        var buffer = [UInt8](repeating: 0, count: 4096)
        func receive() -> Bool {
            let count = recv(connection, &buffer, buffer.count, 0)
            if count > 0 { received.append(contentsOf: buffer[..<count]) }
            return count > 0
        }
        let end = Data("\r\n\r\n".utf8)
        while received.range(of: end) == nil { guard receive() else { return nil } }
        guard let head = received.range(of: end) else { return nil }
        let text = String(decoding: received[..<head.lowerBound], as: UTF8.self)
        let lines = text.components(separatedBy: "\r\n")
        let path = lines[0].split(separator: " ").dropFirst().first.map(String.init) ?? "/"
        let pairs = lines.dropFirst().compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            return (line[..<colon].lowercased(), value)
        }
        let headers = Dictionary(pairs) { $1 }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        while received.count < head.upperBound + length { guard receive() else { return nil } }
        return Request(
            path: path, headers: headers, body: received[head.upperBound..<(head.upperBound + length)])
    }

    private static func write(_ data: Data, to connection: Int32) {
        var rest = data[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
