// SPDX-License-Identifier: Apache-2.0
internal import CCrypto
package import Foundation

/// RFC 2104 with SHA-256, by libcrypto.
package enum HMACSHA256 {
    package static let byteCount = 32

    /// The code of a message; never empty.
    package static func code(of message: Data, key: Data) -> Data {
        var code = [UInt8](repeating: 0, count: Self.byteCount)
        var count = UInt32(code.count)
        key.withUnsafeBytes { key in
            message.withUnsafeBytes { message in
                _ = HMAC(
                    EVP_sha256(), key.baseAddress, Int32(key.count),
                    message.bindMemory(to: UInt8.self).baseAddress, message.count, &code, &count)
            }
        }
        return Data(code.prefix(Int(count)))
    }
}
