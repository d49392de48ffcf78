// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Synchronization

/// A port that leads to another one as long as it is open: a server that is not there yet, or goes away, as its clients
/// see it.
package final class Forwarder: Sendable {
    private struct State {
        var listener: Int32?
        var peers: Set<Int32> = []
        var isFrozen = false
        var isHolding = false
    }

    /// Where clients connect, on 127.0.0.1.
    package let port: Int
    private let target: Int
    private let state = Mutex(State())

    /// Closed at first: connections are refused.
    ///
    /// - Parameter target: A port on 127.0.0.1.
    package init(to target: Int) throws {
        self.target = target
        let probe = try Self.listen(on: 0)
        self.port = Self.port(of: probe)
        close(probe)
    }

    deinit { self.shut() }

    package func open() throws {
        let listener = try Self.listen(on: self.port)
        self.state.withLock { $0.listener = listener }
        let thread = Thread { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                guard let self else {
                    close(client)
                    return
                }
                self.join(client)
            }
        }
        thread.start()
    }

    /// Refuses new connections and cuts those that are.
    package func shut() {
        let ends = self.state.withLock { state in
            defer { state = State() }
            return (state.listener, state.peers)
        }
        for each in ends.1 { shutdown(each, Int32(SHUT_RDWR)) }
        guard let listener = ends.0 else { return }
        // Wakes the thread that accepts.
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// Takes connections and bytes and passes nothing on, as a server does that stands still; ``thaw()`` lets go.
    package func freeze() { self.state.withLock { $0.isFrozen = true } }

    package func thaw() {
        self.state.withLock {
            $0.isFrozen = false
            $0.isHolding = false
        }
    }

    /// Whether bytes came since it was frozen.
    package var isHolding: Bool { self.state.withLock { $0.isHolding } }

    /// Returns when bytes may be passed on.
    private func pass() {
        while self.state.withLock({ state in
            state.isHolding = state.isFrozen
            return state.isFrozen
        }) { usleep(5_000) }
    }

    private func join(_ client: Int32) {
        guard let server = try? Self.connect(to: self.target) else {
            close(client)
            return
        }
        self.state.withLock { $0.peers.formUnion([client, server]) }
        let group = DispatchGroup()
        for (source, sink) in [(client, server), (server, client)] {
            group.enter()
            Thread { [weak self] in
                Self.pump(from: source, to: sink) { self?.pass() }
                group.leave()
            }.start()
        }
        Thread { [weak self] in
            group.wait()
            self?.state.withLock { $0.peers.subtract([client, server]) }
            close(client)
            close(server)
        }.start()
    }

    private static func pump(from source: Int32, to sink: Int32, pass: () -> Void) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(source, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            pass()
            var sent = 0
            while sent < count {
                let written = buffer.withUnsafeBytes {
                    send(sink, $0.baseAddress! + sent, count - sent, Int32(MSG_NOSIGNAL))
                }
                guard written > 0 else { break }
                sent += written
            }
            if sent < count { break }
        }
        shutdown(source, Int32(SHUT_RDWR))
        shutdown(sink, Int32(SHUT_RDWR))
    }

    private static func listen(on port: Int) throws -> Int32 {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        let status = Self.withAddress(port) { bind(listener, $0, $1) }
        guard status == 0, Glibc.listen(listener, 64) == 0 else {
            close(listener)
            throw ServerScript.Failure(description: "port \(port) cannot be listened on")
        }
        return listener
    }

    private static func connect(to port: Int) throws -> Int32 {
        let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard Self.withAddress(port, { Glibc.connect(client, $0, $1) }) == 0 else {
            close(client)
            throw ServerScript.Failure(description: "port \(port) does not answer")
        }
        return client
    }

    private static func withAddress(
        _ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private static func port(of listener: Int32) -> Int {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(listener, $0, &length) }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
