// SPDX-License-Identifier: Apache-2.0
internal import Glibc

/// Hosts that are addresses already.
package enum IPLiteral {
    /// The bytes of `127.0.0.1`, `[::1]` or `[fe80::1%25eth0]`, in network order; nil for a name.
    ///
    /// The odd spellings of IPv4 (one number, hexadecimal, octal) have been rewritten by libcurl's parser before.
    package static func bytes(of host: String) -> [UInt8]? {
        var host = Substring(host)
        if host.hasSuffix(".") { host.removeLast() }
        if host.hasPrefix("["), host.hasSuffix("]") {
            let inner = host.dropFirst().dropLast().prefix { $0 != "%" }
            return self.parse(String(inner), family: AF_INET6, count: 16)
        }
        return self.parse(String(host), family: AF_INET, count: 4)
    }

    private static func parse(_ text: String, family: Int32, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }
}
