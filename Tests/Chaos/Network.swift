// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import FoundationNetworking

enum FreePorts {
    /// Ports that were free a moment ago, no two alike.
    static func take(_ count: Int) throws -> [Int] {
        var sockets: [Int32] = []
        defer { sockets.forEach { close($0) } }
        return try (0..<count).map { _ in
            let each = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            sockets.append(each)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let status = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(each, $0, length) == 0 ? getsockname(each, $0, &length) : -1
                }
            }
            guard status == 0 else { throw POSIXError(.EADDRINUSE) }
            return Int(UInt16(bigEndian: address.sin_port))
        }
    }
}

enum HTTPProbe {
    /// - Returns: Nil when nobody answers within five seconds.
    static func status(of address: URL?) async -> Int? {
        (await self.answer(of: address)?.1 as? HTTPURLResponse)?.statusCode
    }

    /// - Returns: Nil when nobody answers within five seconds.
    static func text(of address: URL?) async -> String? {
        await self.answer(of: address).map { String(decoding: $0.0, as: UTF8.self) }
    }

    private static func answer(of address: URL?) async -> (Data, URLResponse)? {
        guard let address else { return nil }
        var request = URLRequest(url: address)
        request.timeoutInterval = 5
        return try? await URLSession.shared.data(for: request)
    }
}
