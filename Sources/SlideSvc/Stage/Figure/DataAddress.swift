// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// A `data:` URL (RFC 2397).
enum DataAddress {
    /// The bytes; nil when it is no such URL, is malformed, or holds more than `maximumBytes`.
    static func decode(_ address: String, maximumBytes: Int) -> Data? {
        guard address.prefix(5).lowercased() == "data:", let comma = address.firstIndex(of: ",") else {
            return nil
        }
        let head = address[..<comma].lowercased()
        let body = address[address.index(after: comma)...]
        guard body.utf8.count <= maximumBytes * 3 else { return nil }
        let plain = String(body).removingPercentEncoding
        let data: Data?
        if head.hasSuffix(";base64") {
            data = Data(base64Encoded: plain ?? String(body), options: .ignoreUnknownCharacters)
        } else {
            data = plain.map { Data($0.utf8) }
        }
        guard let data, !data.isEmpty, data.count <= maximumBytes else { return nil }
        return data
    }
}
