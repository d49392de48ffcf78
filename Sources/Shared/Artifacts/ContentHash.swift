// SPDX-License-Identifier: Apache-2.0
internal import CCrypto
package import Domain

/// SHA-256, by libcrypto.
package struct ContentHash: ~Copyable {
    private let context: OpaquePointer

    package init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            preconditionFailure("libcrypto has no SHA-256")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(self.context) }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        precondition(
            EVP_DigestUpdate(self.context, bytes.baseAddress, bytes.count) == 1, "SHA-256 update failed")
    }

    package consuming func finish() -> ObjectID {
        var digest = [UInt8](repeating: 0, count: 32)
        precondition(EVP_DigestFinal_ex(self.context, &digest, nil) == 1, "SHA-256 final failed")
        let digits = Array("0123456789abcdef".utf8)
        let text = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        guard let id = ObjectID(hexadecimal: String(decoding: text, as: UTF8.self)) else {
            preconditionFailure("SHA-256 gave no 64 digits")
        }
        return id
    }

    /// The id of these bytes.
    package static func id(of bytes: some Sequence<UInt8>) -> ObjectID {
        var hash = ContentHash()
        // Data, arrays and the like lend their bytes; others are copied.
        let isLent: Void? = bytes.withContiguousStorageIfAvailable { hash.update(UnsafeRawBufferPointer($0)) }
        if isLent == nil { Array(bytes).withUnsafeBytes { hash.update($0) } }
        return hash.finish()
    }
}
